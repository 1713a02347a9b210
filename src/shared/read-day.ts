/**
 * Days, months and times as they stand in workbooks (rule R03): Excel dates and serial numbers, `2022-3-5`, `2022/3/5`,
 * `2022.3.5`, `2022年3月5日`, `20220305`, `22.3.5`, `3月5日`, full-width digits, an added time. Anything else, and days that do
 * not exist, are `undefined`: a doubtful date is never guessed.
 */
import type { Cell } from './sheet-form.ts'
import { dayOf, dayOfSerial } from './day.ts'
import type { Day } from './day.ts'

type Written = Cell | string | undefined

const clean = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u2060\ufeff'‘’`]/g, '')
    .trim()

const clock =
  '(?:[T\\s]*(?:上午|下午|中午|晚上|AM|PM)?\\s*\\d{1,2}\\s*[:时点](?:\\s*\\d{1,2})?(?:\\s*[:分]\\s*\\d{0,2}(?:\\.\\d+)?)?秒?\\s*(?:AM|PM|Z)?)?'
const withTime = (dateForm: string, glued: boolean): RegExp =>
  new RegExp(`^${dateForm}(?:${glued ? '' : '(?=[T\\s]|$)'}${clock})$`, 'i')

const sp = '\\s*'
const parted = withTime(`(\\d{4})${sp}([-/.])${sp}(\\d{1,2})${sp}\\2${sp}(\\d{1,2})`, false)
const chinese = withTime(`(\\d{4})${sp}年${sp}(\\d{1,2})${sp}月${sp}(\\d{1,2})${sp}日`, true)
const compact = withTime('(\\d{4})(\\d{2})(\\d{2})', false)
const shortYear = withTime(`(\\d{2})${sp}\\.${sp}(\\d{1,2})${sp}\\.${sp}(\\d{1,2})`, false)
const noYear = withTime(`(\\d{1,2})${sp}月${sp}(\\d{1,2})${sp}日`, true)

const dayOfText = (text: string, year: number): Day | undefined => {
  let m = parted.exec(text)
  if (m) return dayOf(Number(m[1]), Number(m[3]), Number(m[4]))
  m = chinese.exec(text) ?? compact.exec(text)
  if (m) return dayOf(Number(m[1]), Number(m[2]), Number(m[3]))
  m = shortYear.exec(text)
  if (m) return dayOf(2000 + Number(m[1]), Number(m[2]), Number(m[3]))
  m = noYear.exec(text)
  if (m) return dayOf(year, Number(m[1]), Number(m[2]))
  // A CSV file holds serial numbers as text; four digits would be a year.
  return /^\d{5}(?:\.\d+)?$/.test(text) ? dayOfSerial(Number(text)) : undefined
}

const dayOfNumber = (number: number, isDate: boolean, year: number): Day | undefined => {
  if (isDate) return dayOfSerial(number)
  if (Number.isInteger(number) && number >= 18_000_101) return dayOfText(String(number), year)
  // 1946 typed into a date column is a year, not 29 April 1905.
  return Number.isInteger(number) && number >= 1800 && number <= 2200 ? undefined : dayOfSerial(number)
}

/** The day in a cell or text; `year` is taken by `3月5日`. */
export const readDay = (from: Written, year: number): Day | undefined => {
  if (from === undefined) return undefined
  if (typeof from === 'string') return dayOfText(clean(from), year)
  return from.number === undefined ? dayOfText(clean(from.text), year) : dayOfNumber(from.number, from.is_date === true, year)
}

const monthOf = (year: number, month: number): string | undefined => dayOf(year, month, 1)?.slice(0, 7)

/** `2022-03` from `2022-3`, `2022.3`, `2022/3`, `2022年3月`, `3月` (of `year`) or an Excel date. */
export const readMonth = (from: Written, year: number): string | undefined => {
  if (from === undefined) return undefined
  if (typeof from !== 'string' && from.number !== undefined) {
    if (from.is_date || from.number > 20_000) return readDay(from, year)?.slice(0, 7)
    // 2022.3 is March; 2022.1 may have been typed as 2022.10 and is not guessed.
    const [, written, month] = /^(\d{4})\.([2-9]|1[12])$/.exec(String(from.number)) ?? []
    return month === undefined ? undefined : monthOf(Number(written), Number(month))
  }
  const text = clean(typeof from === 'string' ? from : from.text)
  let m = /^(\d{4})\s*[-./]\s*(\d{1,2})$/.exec(text) ?? /^(\d{4})\s*年\s*(\d{1,2})\s*月(?:份)?$/.exec(text)
  if (m) return monthOf(Number(m[1]), Number(m[2]))
  m = /^(\d{1,2})\s*月(?:份)?$/.exec(text)
  return m ? monthOf(year, Number(m[1])) : undefined
}

const pad = (n: number): string => String(n).padStart(2, '0')

const timeOf = (hour: number, minute: number, half: string): string | undefined => {
  const late = /下午|晚上|PM/i.test(half) && hour < 12 ? hour + 12 : /AM|上午/i.test(half) && hour === 12 ? 0 : hour
  return late <= 23 && minute <= 59 ? `${pad(late)}:${pad(minute)}` : undefined
}

/** `HH:MM` from an Excel time, `9:30`, `09:30:15`, `9点30分`, `9时`, `9点半`, `下午2:30`, `2:30 PM`, also behind a date. */
export const readTime = (from: Written): string | undefined => {
  if (from === undefined) return undefined
  if (typeof from !== 'string' && from.number !== undefined) {
    if (from.number < 0 || (!from.is_date && from.number >= 1)) return undefined
    const minutes = Math.round((from.number % 1) * 1440)
    return minutes === 1440 ? undefined : `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`
  }
  const text = clean(typeof from === 'string' ? from : from.text)
  const m =
    /(?:^|[\sT日])(上午|下午|中午|晚上|AM|PM)?\s{0,4}(\d{1,2})\s{0,4}[:时点]\s{0,4}(\d{1,2}|半)?\s{0,4}(?:分)?(?::\d{1,2}(?:\.\d+)?)?秒?\s{0,4}(AM|PM)?$/i.exec(
      text,
    )
  if (!m) return undefined
  return timeOf(Number(m[2]), m[3] === '半' ? 30 : Number(m[3] ?? 0), `${m[1] ?? ''}${m[4] ?? ''}`)
}
