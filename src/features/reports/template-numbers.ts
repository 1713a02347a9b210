/**
 * How a number is written in the report (数字写法).
 *
 * Rounding words, as annual reports use them, are made from the value by one rule: keep two significant digits.
 *   about 约   nearest:  400 → 约400, 412 → 约410
 *   over  超   down:     70486 → 超70000; a round value is written plainly, because it is not “over” anything
 *   odd   多   down:     1312 → 1300多; the same for round values
 * Numbers below 100 are always exact. Yuan from 10,000 are written in 万: 2000000 → 约200万. The exact value stands in the appendix.
 */
import { figureProblem } from '../../shared/figure-problems.ts'
import type { FigureValue } from './model.ts'

export type Rounding = 'exact' | 'about' | 'over' | 'odd'

const keepTwoDigits = (value: number, round: (n: number) => number): number => {
  if (Math.abs(value) < 100) return value
  const step = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1)
  return round(value / step) * step
}

/** At most two decimals, no trailing zeros: `863.5`, `6275`. */
export const plainNumber = (value: number): string => String(Math.round(value * 100) / 100)

/** With thousands separators, for tables: `70,486`. */
export const tableNumber = (value: number): string => new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 }).format(value)

const inWan = (value: number, unit: string): string =>
  unit === '元' && Math.abs(value) >= 10_000 ? `${plainNumber(value / 10_000)}万` : plainNumber(value)

const roundedWords = (value: number, unit: string, rounding: Rounding): string => {
  if (rounding === 'exact' || !Number.isFinite(value)) return plainNumber(value)
  const kept = keepTwoDigits(value, rounding === 'about' ? Math.round : Math.floor)
  if (rounding === 'about') return Math.abs(value) < 100 ? plainNumber(value) : `约${inWan(kept, unit)}`
  if (kept === value) return plainNumber(value)
  return rounding === 'over' ? `超${inWan(kept, unit)}` : `${inWan(kept, unit)}多`
}

/** Said instead of a number that cannot be computed; never 0. `problem`: a code of the figures slice, or words. */
export const notComputable = (problem: string | undefined): string =>
  `无法计算（${problem === undefined ? '没有这个指标的数据' : figureProblem(problem, 'zh')}）`

/** What a sentence prints for a figure: `display` then `unit`. `unit` replaces the figure's own (`名` for `人`). */
export const figureWords = (
  figure: Pick<FigureValue, 'value' | 'unit' | 'problem'>,
  rounding: Rounding = 'exact',
  unit: string = figure.unit,
): { display: string; unit: string } =>
  figure.value === null
    ? { display: notComputable(figure.problem), unit: '' }
    : { display: roundedWords(figure.value, figure.unit, rounding), unit }

const digits = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九']
/** 1–99 in Chinese, for headings: 一, 十, 十二, 二十一. */
export const chineseNumber = (n: number): string => {
  if (n < 10) return digits[n] ?? String(n)
  if (n > 99) return String(n)
  const tens = Math.floor(n / 10)
  return `${tens === 1 ? '' : digits[tens]}十${n % 10 === 0 ? '' : digits[n % 10]}`
}
