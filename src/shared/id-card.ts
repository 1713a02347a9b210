/**
 * Citizen identity numbers (公民身份号码, GB 11643-1999) and disability cards (残疾人证). Numbers are never repaired: what is
 * wrong is named, so that a person can compare with the card.
 */
import type { Cell } from './sheet-form.ts'
import type { RefusalCode } from './refusal.ts'
import { dayOf } from './day.ts'
import type { Day } from './day.ts'
import { normalCode } from './normal.ts'

export type Sex = 'male' | 'female'

/** `mainland`: 18 digits by GB 11643, also the residence permits of people from Hong Kong, Macao and Taiwan, which follow it. */
export type IdNumber =
  | { readonly kind: 'none' }
  | { readonly kind: 'mainland'; readonly id18: string; readonly born_on: Day; readonly sex: Sex }
  | { readonly kind: 'permit'; readonly id: string }
  | { readonly kind: 'refused'; readonly refused: Extract<RefusalCode, `id_${string}`>; readonly text: string }

const checkCharacters = '10X98765432'

/** The 18th character for the first 17 digits (ISO 7064 MOD 11-2, GB 11643 annex A). */
export const checkCharacter = (first17: string): string => {
  let sum = 0
  for (let at = 0; at < 17; at++) sum += Number(first17[at]) * (2 ** (17 - at) % 11)
  return checkCharacters[sum % 11] ?? ''
}

/** A 15-digit number of before 1999 as 18 digits: `19` before the year, the check character behind. */
export const id18Of15 = (id15: string): string => {
  const first17 = `${id15.slice(0, 6)}19${id15.slice(6)}`
  return first17 + checkCharacter(first17)
}

export const bornOn = (id18: string): Day | undefined =>
  dayOf(Number(id18.slice(6, 10)), Number(id18.slice(10, 12)), Number(id18.slice(12, 14)))

/** The 17th digit is odd for men. */
export const sexOf = (id18: string): Sex => (Number(id18[16]) % 2 === 1 ? 'male' : 'female')

const refused = (code: Extract<RefusalCode, `id_${string}`>, text: string): IdNumber => ({ kind: 'refused', refused: code, text })

/**
 * Reads an identity number (rules R05, R06). Blank is `none`, `H`/`M` with 8 digits is a `permit` as it stands. Refused are:
 * `id_precision_lost` (18 digits in a number cell: Excel keeps 15), `id_bad_format`, `id_bad_date`, `id_check_digit`,
 * in this order.
 */
export const readIdNumber = (from: Cell | string | undefined): IdNumber => {
  const text = normalCode(typeof from === 'string' ? from : (from?.text ?? ''))
  if (text === '') return { kind: 'none' }
  if (typeof from === 'object' && from.number !== undefined && from.number >= 1e17 && from.number < 1e18)
    return refused('id_precision_lost', text)
  if (/^[HM]\d{8}$/.test(text)) return { kind: 'permit', id: text }
  const id18 = /^\d{15}$/.test(text) ? id18Of15(text) : text
  if (!/^\d{17}[\dX]$/.test(id18)) return refused('id_bad_format', text)
  const born = bornOn(id18)
  if (born === undefined) return refused('id_bad_date', text)
  if (checkCharacter(id18) !== id18[17]) return refused('id_check_digit', text)
  return { kind: 'mainland', id18, born_on: born, sex: sexOf(id18) }
}

/** GB/T 26341: 1 视力 2 听力 3 言语 4 肢体 5 智力 6 精神 7 多重. */
export type DisabilityCategory = 1 | 2 | 3 | 4 | 5 | 6 | 7
export type DisabilityGrade = 1 | 2 | 3 | 4

/**
 * A disability card number is the holder's own 18-digit ID, the category 1–7 and the grade 1–4 (rule R24). `undefined`: not a
 * valid card of this person; the person stays, but is not counted as disabled.
 */
export const disabilityCard = (
  text: string,
  id18: string,
): { category: DisabilityCategory; grade: DisabilityGrade } | undefined => {
  const m = /^(\d{17}[\dX])([1-7])([1-4])$/.exec(normalCode(text))
  if (!m || m[1] !== id18) return undefined
  return { category: Number(m[2]) as DisabilityCategory, grade: Number(m[3]) as DisabilityGrade }
}
