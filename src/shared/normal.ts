/**
 * Text as people type it, brought to the one form in which it is compared: full-width letters, stray spaces, apostrophes that
 * Excel users put before numbers, traditional characters in names, `+86` before phones (rule R04 of the example year).
 * Everything here is pure and answers `undefined` or `''` for what cannot be read; nothing throws.
 */
import { Converter } from 'opencc-js/t2cn'
import type { Cell } from './sheet-form.ts'

/** Every Unicode space, zero-width and direction mark, byte order mark, and the apostrophes of Chinese and Latin keyboards. */
const unseen =
  /[\s\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\u2800\u3164\ufeff'`\u00b4\u2018-\u201b\u2032\u2035\uff07]|\u034f|\ufe0f/gu

/**
 * ASCII without space, apostrophe and backtick, and the Chinese characters of the basic block: what most cells hold, and what every
 * step below leaves as it is.
 */
const plainly = /^[!-&(-_a-~\u4e00-\u9fff]*$/

/** NFKC without spaces, zero-width characters and apostrophes. */
export const normalText = (text: string): string =>
  // A second time, because what stood apart may now stand together (a letter, an apostrophe, an accent).
  plainly.test(text) ? text : text.normalize('NFKC').replace(unseen, '').normalize('NFKC')

/** NFKC with the outer spaces gone; inner spaces stay. For values that are shown. */
export const trimmed = (text: string): string =>
  plainly.test(text)
    ? text
    : text
        .normalize('NFKC')
        .replace(/[\u200b-\u200f\u2060\ufeff]/g, '')
        .trim()

/** Seeded with what OpenCC has answered differently from version to version (锺 for 鍾). */
const simplified = new Map<string, string>([['鍾', '钟']])
let convert: ((text: string) => string) | undefined

const simplify = (sign: string): string => {
  const known = simplified.get(sign)
  if (known !== undefined) return known
  convert ??= Converter({ from: 't', to: 'cn' })
  const made = convert(sign)
  simplified.set(sign, made)
  return made
}

const names = new Map<string, string>()

/**
 * A person's name for comparing: NFKC, no spaces, every character simplified on its own (`陳 桂英` = `陈桂英`), one kind of
 * middle dot. Not for display: keep what was written beside it.
 */
export const normalName = (text: string): string => {
  const known = names.get(text)
  if (known !== undefined) return known
  const made = Array.from(normalText(text).replace(/[•‧∙⋅・·]/g, '·'), (sign) => (sign > '\u2e7f' ? simplify(sign) : sign)).join(
    '',
  )
  if (names.size > 50_000) names.clear()
  names.set(text, made)
  return made
}

/** Member, contract, activity and ID numbers: NFKC, no spaces and apostrophes, upper case, one kind of dash. */
export const normalCode = (text: string): string =>
  normalText(text)
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .toUpperCase()

/** Digits only; a leading 86 of 13 digits is dropped. */
export const normalPhone = (text: string): string => {
  const digits = text.normalize('NFKC').replace(/\D/g, '')
  return digits.length === 13 && digits.startsWith('86') ? digits.slice(2) : digits
}

const before = /^(?:≥|>=|>|大于等于|大于|不少于|不低于|不小于|至少|约?人民币|RMB|CNY|[¥$￥])+/i
/** Units that do not change the number. Minutes, grams and 斤 are left out on purpose: they would be read as hours or kilograms. */
const after =
  /(?:人次|户次|场次|人|名|位|户|次|场|节|个|份|件|枚|篇|项|条|座|元整|元|圆|块|公斤|千克|KG|厘米|公分|CM|小时|岁|周岁|天|%|MMHG|MMOL\/L|℃|°C|度|次\/分)?(?:以上|及以上)?$/i

const decimal = /^[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?$/

/** `12,345.60` → 12345.6; the comma only where thousands are parted. */
const plain = (text: string): number | undefined =>
  decimal.test(text) && /\d/.test(text) ? Number(text.replaceAll(',', '')) : undefined

const scales: readonly (readonly [RegExp, number])[] = [
  [/亿元?$/, 1e8],
  [/万元?$/, 1e4],
  [/千元?$/, 1e3],
]

const readText = (raw: string): number | undefined => {
  let text = normalText(raw).replace(/[\u2010-\u2015\u2212]/g, '-')
  const owed = /^\((.+)\)$/.exec(text)
  if (owed) text = `-${owed[1]}`
  text = text.replace(before, '')
  const exact = plain(text)
  if (exact !== undefined) return exact
  const short = text.replace(after, '')
  for (const [scale, times] of scales) {
    const of = scale.test(short) ? short : scale.test(text) ? text : undefined
    if (of === undefined) continue
    const number = plain(of.replace(scale, ''))
    return number === undefined ? undefined : Number((number * times).toFixed(4))
  }
  return plain(short)
}

/**
 * A number from a cell or a text: full-width digits, `￥1,234.50`, `45.50 元`, `45万元` (450000), `+2`, `≥3000`, `不少于4,100`,
 * `90%` (90, also when Excel stored 0.9 shown as a per cent). Words (`五`), dates and anything else are `undefined`.
 */
export const readNumber = (from: Cell | string | undefined): number | undefined => {
  if (from === undefined) return undefined
  if (typeof from === 'string') return readText(from)
  if (from.number === undefined || from.text.endsWith('%')) return readText(from.text)
  return from.is_date ? undefined : from.number
}

const yes = new Set(['是', '有', '√', '✓', '✔', '☑', '对', '已', 'Y', 'YES', 'TRUE', 'T', '1'])
const no = new Set(['否', '无', '没有', '不是', '×', '✗', '✘', 'X', '未', 'N', 'NO', 'FALSE', 'F', '0'])

/** 是/否, 有/无, √/×, Y/N, 1/0; anything else is `undefined`. */
export const readYesNo = (text: string): boolean | undefined => {
  const word = normalCode(text)
  return yes.has(word) ? true : no.has(word) ? false : undefined
}
