/** 疑似重复: how much speaks for two persons being one. Every point is a reason a person can read. */
import { isNearDay, isOneSlip } from './near.ts'

export interface Comparable {
  readonly name_key: string
  readonly pinyin: string
  readonly sex: string | null
  readonly born_on: string | null
  /** Blind indexes as hexadecimal text. */
  readonly id_blind: string | null
  readonly phone_blind: string | null
}

export const REASONS = [
  'same_name', 'same_pinyin', 'near_pinyin', 'near_name', 'other_name', 'same_birth', 'near_birth', 'other_birth', 'same_phone',
  'same_community', 'near_id', 'other_id', 'one_without_id', 'other_sex',
] as const // prettier-ignore

export type Reason = (typeof REASONS)[number]

export interface Given {
  readonly reason: Reason
  readonly points: number
}

/** Points of a reason, negative ones speak against; and from how many points on a pair is shown to a person. */
export interface Weights {
  readonly points: Readonly<Record<Reason, number>>
  readonly shown_from: number
}

/**
 * What holds until an organisation sets its own. Chosen so that name and birth date, name and telephone, or a name heard wrongly with birth date
 * and one reason more are shown; twins and couples under one telephone are not (rules.test.ts has the cases, bench/duplicates.ts the proportions).
 */
export const FIRST_WEIGHTS = {
  valid_from: '2022-01-01',
  source: '随程序设定：同名同生日、同名同电话即提示；双胞胎、夫妻共用电话不提示',
  shown_from: 55,
  points: {
    same_name: 40,
    same_pinyin: 25,
    near_pinyin: 15,
    near_name: -10,
    other_name: -40,
    same_birth: 30,
    near_birth: 12,
    other_birth: -10,
    same_phone: 25,
    same_community: 6,
    near_id: 10,
    other_id: -45,
    one_without_id: 5,
    other_sex: -25,
  },
} as const satisfies Weights & { valid_from: string; source: string }

const nameReason = (a: Comparable, b: Comparable): Reason => {
  if (a.name_key === b.name_key) return 'same_name'
  if (a.pinyin === b.pinyin) return 'same_pinyin'
  if (Math.min(a.pinyin.length, b.pinyin.length) >= 5 && isOneSlip(a.pinyin, b.pinyin)) return 'near_pinyin'
  // Of two signs one is the surname: 陈英 and 陈芳 have nothing else in common.
  if (Math.max(a.name_key.length, b.name_key.length) >= 3 && isOneSlip(a.name_key, b.name_key)) return 'near_name'
  return 'other_name'
}

const birthReason = (a: string | null, b: string | null): Reason | undefined => {
  if (a === null || b === null) return undefined
  return a === b ? 'same_birth' : isNearDay(a, b) ? 'near_birth' : 'other_birth'
}

/** What the rows themselves say, without what only opened numbers and registrations tell (`near_id`, `same_community`). */
export const reasonsOf = (a: Comparable, b: Comparable): Reason[] => {
  const reasons: Reason[] = [nameReason(a, b)]
  const birth = birthReason(a.born_on, b.born_on)
  if (birth) reasons.push(birth)
  if (a.phone_blind !== null && a.phone_blind === b.phone_blind) reasons.push('same_phone')
  if (a.sex !== null && b.sex !== null && a.sex !== b.sex) reasons.push('other_sex')
  if (a.id_blind !== null && b.id_blind !== null) reasons.push('other_id')
  else if (a.id_blind !== b.id_blind) reasons.push('one_without_id')
  return reasons
}

export const sumOf = (reasons: readonly Reason[], { points }: Weights): number =>
  reasons.reduce((sum, reason) => sum + points[reason], 0)

/** The most that opened numbers and registrations could still make of it. */
export const atMost = (reasons: readonly Reason[], weights: Weights): number => {
  const { near_id, other_id, same_community } = weights.points
  const mended = reasons.includes('other_id') && mayBeMistyped(reasons) ? near_id - other_id : 0
  return sumOf(reasons, weights) + Math.max(0, mended) + Math.max(0, same_community)
}

/** Twins have numbers that are near to each other: only of equal names may one be a slip of the other. */
export const mayBeMistyped = (reasons: readonly Reason[]): boolean =>
  reasons.includes('same_name') || reasons.includes('same_pinyin')
