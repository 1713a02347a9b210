/** 健康测量: which values are possible, which are dangerous, and what a class of blood pressure is. Limits are handed in, dated. */
import type { Day } from '../../shared/day.ts'

export const MEASURES = ['systolic', 'diastolic', 'pulse', 'glucose'] as const
export type Measure = (typeof MEASURES)[number]

/** Values of one measurement; undefined = not taken, NaN = written but not readable. */
export type Values = { readonly [K in Measure]?: number | undefined }

export interface Threshold {
  readonly kind: 'plausible' | 'class' | 'critical'
  readonly measure: Measure
  readonly band: string
  /** Both ends belong to the band; null = open. */
  readonly lowest: number | null
  readonly highest: number | null
  readonly valid_from: Day
  readonly valid_to: Day | null
}

const isWithin = (value: number, { lowest, highest }: Threshold): boolean =>
  (lowest === null || value >= lowest) && (highest === null || value <= highest)

const holdsOn = (threshold: Threshold, day: Day): boolean =>
  threshold.valid_from <= day && (threshold.valid_to === null || day <= threshold.valid_to)

/** What was taken, as it would be written: `130/85`, `脉搏 72`. */
const written = (values: Values): string => {
  const shown = (value: number | undefined) => (value === undefined ? '—' : Number.isNaN(value) ? '?' : String(value))
  const pressure =
    values.systolic !== undefined || values.diastolic !== undefined ? `${shown(values.systolic)}/${shown(values.diastolic)}` : ''
  const pulse = values.pulse === undefined ? '' : `♥${shown(values.pulse)}`
  const glucose = values.glucose === undefined ? '' : `${shown(values.glucose)} mmol/L`
  return [pressure, pulse, glucose].filter(Boolean).join(' ')
}

/**
 * What is wrong with the values of one measurement, as a text, or undefined (rule R39): each within its range, a blood pressure with
 * both values, the lower one below the upper.
 */
export const implausible = (values: Values, day: Day, thresholds: readonly Threshold[]): string | undefined => {
  const ranges = thresholds.filter((threshold) => threshold.kind === 'plausible' && holdsOn(threshold, day))
  const outside = MEASURES.some((measure) => {
    const value = values[measure]
    if (value === undefined) return false
    return Number.isNaN(value) || ranges.some((range) => range.measure === measure && !isWithin(value, range))
  })
  const { systolic, diastolic } = values
  const half = (systolic === undefined) !== (diastolic === undefined)
  const upsideDown = systolic !== undefined && diastolic !== undefined && diastolic >= systolic
  return outside || half || upsideDown ? written(values) : undefined
}

/** `130/85`, `130／85mmHg`, `130-85` as two numbers; NaN when it is something else, undefined when there is nothing. */
export const pressureOf = (text: string): { systolic: number | undefined; diastolic: number | undefined } => {
  const plain = text.normalize('NFKC').replace(/\s|mmhg/gi, '')
  if (plain === '') return { systolic: undefined, diastolic: undefined }
  const m = /^(\d+(?:\.\d+)?)[/\\-](\d+(?:\.\d+)?)$/.exec(plain)
  return m ? { systolic: Number(m[1]), diastolic: Number(m[2]) } : { systolic: Number.NaN, diastolic: Number.NaN }
}

const PARTS: Record<string, string> = {
  上午: 'morning',
  早上: 'morning',
  早: 'morning',
  早晨: 'morning',
  下午: 'afternoon',
  晚上: 'evening',
  晚: 'evening',
  傍晚: 'evening',
}

/** 时段 of a check; another word stays itself, so that two different words are two checks. */
export const partOfDayOf = (word: string): string =>
  PARTS[word.normalize('NFKC').replace(/\s/g, '')] ?? word.normalize('NFKC').replace(/\s/g, '')

/** 监测项目 as the words used, one by one. */
export const measuredOf = (text: string): string[] => [...new Set(text.split(/[、，,;；/+\s]+/).filter((word) => word !== ''))]

const STATES: readonly (readonly [RegExp, string])[] = [
  [/^空腹/, 'fasting'],
  [/^(?:餐后|饭后)/, 'after_meal'],
  [/^随机/, 'random'],
]

/** 测量状态 of a glucose value; another word stays itself. */
export const glucoseStateOf = (word: string): string | undefined =>
  STATES.find(([words]) => words.test(word))?.[1] ?? (word || undefined)

/** Classes of blood pressure, lowest first, as the guideline and the funder's tables call them. */
export const CLASS_NAMES = { normal: '正常', high_normal: '正常高值', grade_1: '1级', grade_2: '2级', grade_3: '3级' } as const
