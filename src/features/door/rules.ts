/** 签到台: what follows from how somebody made themself known. Pure. */
import type { Evidence } from '../../shared/evidence.ts'
import type { FLAGS, WAYS } from './contract.ts'

export type Way = (typeof WAYS)[number]
export type Flag = (typeof FLAGS)[number]

/** A card proves that its bearer was there; a telephone's end or a name anybody can give (docs/glossary.md, 佐证等级). */
export const evidenceOf = (way: Way): Evidence => (way === 'card' || way === 'camera' ? 'scanned' : 'self_entered')

/** Sixteen digits, spaces and dashes aside: the number of a member's card (src/features/people/card-code.ts). */
export const looksLikeCard = (code: string): boolean => /^\d{16}$/.test(codeRead(code))

/** What a scanner typed, as codes are compared: half-width, upper case, without spaces and dashes between digits. */
export const codeRead = (code: string): string => {
  const text = code.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase()
  return /^[\d-]+$/.test(text) ? text.replaceAll('-', '') : text
}

/** 29 February is celebrated on 1 March in other years, as ages are counted (src/shared/day.ts). */
export const isBirthday = (birthday: string | null, today: string): boolean => {
  if (birthday === null) return false
  const year = Number(today.slice(0, 4))
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return (birthday === '02-29' && !leap ? '03-01' : birthday) === today.slice(5)
}

export interface Told {
  readonly birthday: string | null
  readonly ends_on: string | null
  readonly see_desk: boolean
}

export const flagsOf = ({ birthday, ends_on, see_desk }: Told, today: string): Flag[] => [
  ...(isBirthday(birthday, today) ? (['birthday'] as const) : []),
  ...(ends_on !== null && ends_on < today ? (['expired'] as const) : []),
  ...(see_desk ? (['see_desk'] as const) : []),
]
