/** How days, instants and numbers are written on screen. */
import { today, type Day } from '../shared/day.ts'
import { inLanguage, language } from './i18n.ts'
import type { Language } from './i18n.ts'

const weekdays: Record<Language, readonly string[]> = {
  zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
}

/** `2022-03-05` → `2022-03-05 周六`. */
export const showDay = (day: string | null | undefined, chosen: Language = language()): string => {
  if (!day) return ''
  const at = new Date(`${day.slice(0, 10)}T00:00:00Z`)
  return Number.isNaN(at.getTime()) ? day : `${day.slice(0, 10)} ${weekdays[chosen][at.getUTCDay()]}`
}

let zone = 'Asia/Shanghai'

/** The shell says it once, when it knows who is signed in: days begin at the organisation's midnight, wherever the screen stands. */
export const liveBy = (time_zone: string): void => {
  zone = time_zone
}

/** Today where the organisation is. */
export const todayHere = (): Day => today(new Date(), zone)

/** An instant in the organisation's time zone (unless another is given): `2022-03-05 14:30`. */
export const showInstant = (instant: string | Date | null | undefined, timeZone = zone): string => {
  if (!instant) return ''
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return String(instant)
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at)
}

/** Thousands by comma, at most two decimals; a minus sign that aligns. */
export const showNumber = (value: number, decimals = 2): string =>
  new Intl.NumberFormat('en-US', { maximumFractionDigits: decimals }).format(value).replace('-', '−')

/** Fen as yuan: 123456 → `1,234.56`. */
export const showYuan = (fen: number): string =>
  new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(fen / 100).replace('-', '−')

const unit_words: Record<string, string> = {
  人: 'persons',
  人次: 'person-times',
  场: 'sessions',
  次: 'times',
  个: '',
  元: 'yuan',
  小时: 'hours',
  篇: 'pieces',
  行: 'rows',
  针: 'doses',
  节: 'lessons',
  枚: 'coins',
  户次: 'household visits',
}

/** Units are stored in Chinese; an English page says them in English, unknown ones stay as they are. */
export const showUnit = (unit: string, chosen: Language = language()): string =>
  chosen === 'zh' ? unit : (unit_words[unit] ?? unit)

/** Masks nothing: initials for the round badge beside a name, the last one or two characters as Chinese colleagues would say them. */
export const initialsOf = (name: string): string => {
  const bare = name.replaceAll(/[\s*·]/g, '')
  return /^[\u4e00-\u9fff]/.test(bare) ? bare.slice(-2) : bare.slice(0, 2).toUpperCase()
}

/** A pair `{ name_zh, name_en }` of a row, in the language of now. */
export const nameOf = (row: { readonly name_zh: string; readonly name_en: string }): string =>
  inLanguage({ zh: row.name_zh, en: row.name_en })
