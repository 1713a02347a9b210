/** 疑似重复: how much speaks for two persons being one. Every point is a reason a person can read. */

export interface Comparable {
  readonly name_key: string
  readonly pinyin: string
  readonly sex: string | null
  readonly born_on: string | null
  readonly id_blind: string | null
  readonly phone_blind: string | null
}

export type Reason = 'same_name' | 'same_pinyin' | 'same_birth' | 'same_phone' | 'other_sex' | 'other_id' | 'one_without_id'

/** Points of a reason; negative ones speak against. Source: the evidence wanted by issue 2, tuned on the example year. */
export const POINTS: Readonly<Record<Reason, number>> = {
  same_name: 40,
  same_pinyin: 25,
  same_birth: 30,
  same_phone: 25,
  one_without_id: 5,
  other_sex: -25,
  other_id: -45,
}

/** From here on a pair is shown to a person. */
export const DOUBTFUL = 55

export const compare = (a: Comparable, b: Comparable): { score: number; reasons: Reason[] } => {
  const reasons: Reason[] = []
  if (a.name_key === b.name_key) reasons.push('same_name')
  else if (a.pinyin === b.pinyin) reasons.push('same_pinyin')
  if (a.born_on !== null && a.born_on === b.born_on) reasons.push('same_birth')
  if (a.phone_blind !== null && a.phone_blind === b.phone_blind) reasons.push('same_phone')
  if (a.sex !== null && b.sex !== null && a.sex !== b.sex) reasons.push('other_sex')
  if (a.id_blind !== null && b.id_blind !== null) reasons.push('other_id')
  else reasons.push('one_without_id')
  const score = reasons.reduce((sum, reason) => sum + POINTS[reason], 0)
  return { score: Math.max(0, Math.min(100, score)), reasons }
}
