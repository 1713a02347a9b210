/** 康园: what the words of the ledgers mean, and what can be true of a trainee. No clock, no database. */
import type { Day } from '../../shared/day.ts'
import { normalText } from '../../shared/normal.ts'

const meaning =
  (words: Readonly<Record<string, string>>) =>
  (written: string): string => {
    const word = normalText(written)
    return words[word] ?? word
  }

/** 评估结果 of a skill: only `mastered` counts (rule R30). */
export const skillResultOf = meaning({ 已掌握: 'mastered', 基本掌握: 'basic', 学习中: 'learning', 未掌握: 'not_mastered' })

/** 达成情况 of a goal: only `reached` counts (rule R34). */
export const goalResultOf = meaning({ 已达成: 'reached', 部分达成: 'partly', 未达成: 'not_reached' })

/** 目标类型; 独自出行 is what the contract asks about. */
export const goalOf = meaning({ 独自出行: 'go_out_alone' })

/** 就业情况; `open` only for exactly 公开就业, not for 公开就业意向 (rule R29). */
export const employmentOf = meaning({ 公开就业: 'open', 辅助性就业: 'assisted', 未就业: 'none' })

export const medicationOf = meaning({
  已服: 'taken',
  已服药: 'taken',
  无需: 'not_needed',
  无需服药: 'not_needed',
  未服: 'not_taken',
  未服药: 'not_taken',
})

export const moodOf = meaning({ 平稳: 'calm', 愉快: 'happy', 低落: 'low', 烦躁: 'restless', 激动: 'excited' })

/** 产品类别: 编织 is counted on its own (rule R31). */
export const categoryOf = (written: string): string => {
  const word = normalText(written)
  return word.startsWith('编织') ? 'weaving' : word
}

/** 类别: anybody who is not 正式 is on trial (rule R29). */
export const standingOf = (written: string): 'formal' | 'trial' =>
  /^正式(?:学员)?$/.test(normalText(written)) ? 'formal' : 'trial'

const grades: Readonly<Record<string, number>> = {
  一级: 1,
  二级: 2,
  三级: 3,
  四级: 4,
  壹级: 1,
  贰级: 2,
  叁级: 3,
  肆级: 4,
  一: 1,
  二: 2,
  三: 3,
  四: 4,
}

/** 残疾等级 1 (most severe) to 4; undefined when it is none of them. */
export const gradeOf = (written: string): number | undefined => {
  const word = normalText(written)
  const number = Number(word.replace(/级$/, ''))
  return grades[word] ?? (Number.isInteger(number) && number >= 1 && number <= 4 ? number : undefined)
}

/** 残疾类别 without 残疾 or 类 behind it. */
export const disabilityOf = (written: string): string => normalText(written).replace(/(?:残疾|类)$/, '')

/** Why a roster row adds nothing on the last day of a period (rule R29). */
export const rosterReason = (
  row: { standing: 'formal' | 'trial'; left_on?: Day | undefined },
  to: Day,
): 'trainee_on_trial' | 'trainee_left' | undefined =>
  row.standing === 'trial' ? 'trainee_on_trial' : row.left_on !== undefined && row.left_on <= to ? 'trainee_left' : undefined

export interface Sale {
  readonly kind: 'sale' | 'refund'
  readonly pieces: number
  readonly unit_price_fen: number
  readonly amount_fen: number
}

/** A refund takes away, whichever sign it was written with (rule R31). */
export const signed = (sale: Sale): Sale => {
  if (sale.kind === 'sale') return sale
  const { pieces, unit_price_fen, amount_fen } = sale
  return {
    kind: 'refund',
    pieces: -Math.abs(pieces),
    unit_price_fen: Math.abs(unit_price_fen),
    amount_fen: -Math.abs(amount_fen),
  }
}

/** 金额 = 件数 × 单价 to the fen (rule R31). A number that could not be read is NaN and never adds up. */
export const addsUp = ({ pieces, unit_price_fen, amount_fen }: Sale): boolean => {
  // Pieces and price have two decimals at most, so the product is exact in hundredths of hundredths.
  const product = (Math.round(pieces * 100) * Math.round(unit_price_fen * 100)) / 10_000
  return Math.sign(product) * Math.round(Math.abs(product)) === amount_fen
}

/** 自主完成次数 can be no more than 计划次数 (rule R32). */
export const exerciseIsSound = (planned: number | undefined, done: number | undefined): boolean =>
  planned !== undefined &&
  done !== undefined &&
  Number.isInteger(planned) &&
  Number.isInteger(done) &&
  done >= 0 &&
  done <= planned

/** 知识点数 is a whole number from 0 to 10 (rule R33). */
export const factsAreSound = (facts: number | undefined): boolean =>
  facts !== undefined && Number.isInteger(facts) && facts >= 0 && facts <= 10

export const MEASURES = ['temperature', 'systolic', 'diastolic', 'pulse', 'spo2'] as const
export type Measure = (typeof MEASURES)[number]
/** °C, mmHg, mmHg, per minute, per cent. A measure that was not taken is absent; one that cannot be read is NaN. */
export type Measured = { readonly [M in Measure]?: number | undefined }

export interface Limit {
  readonly measure: Measure
  readonly at_least: number
  readonly at_most: number
  readonly valid_from: Day
  readonly valid_to: Day | null
}

/** The first value that cannot be true, as `measure value`; undefined when all can, and 'nothing' when nothing was measured (rule R35). */
export const implausible = (
  values: Measured,
  limits: readonly Limit[],
  on: Day,
): { measure: Measure | 'nothing'; value: string } | undefined => {
  const taken = MEASURES.filter((measure) => values[measure] !== undefined)
  if (taken.length === 0) return { measure: 'nothing', value: '' }
  for (const measure of taken) {
    const value = values[measure]!
    const range = limits.find(
      (limit) => limit.measure === measure && limit.valid_from <= on && (limit.valid_to === null || on <= limit.valid_to),
    )
    if (Number.isNaN(value) || (range && (value < range.at_least || value > range.at_most)))
      return { measure, value: String(value) }
  }
  const { systolic, diastolic } = values
  if ((systolic === undefined) !== (diastolic === undefined))
    return { measure: 'systolic', value: `${systolic ?? ''}/${diastolic ?? ''}` }
  return systolic !== undefined && diastolic !== undefined && diastolic >= systolic
    ? { measure: 'diastolic', value: `${systolic}/${diastolic}` }
    : undefined
}

const SOURCE = '年度统计口径 R35'

/** What an organisation starts with; afterwards its own rows of rehab.limits. */
export const standardLimits: readonly (Limit & { readonly source: string })[] = [
  { measure: 'temperature', at_least: 34, at_most: 42.5, valid_from: '1900-01-01', valid_to: null, source: SOURCE },
  { measure: 'systolic', at_least: 60, at_most: 260, valid_from: '1900-01-01', valid_to: null, source: SOURCE },
  { measure: 'diastolic', at_least: 30, at_most: 160, valid_from: '1900-01-01', valid_to: null, source: SOURCE },
  { measure: 'pulse', at_least: 30, at_most: 220, valid_from: '1900-01-01', valid_to: null, source: SOURCE },
  { measure: 'spo2', at_least: 50, at_most: 100, valid_from: '1900-01-01', valid_to: null, source: SOURCE },
]
