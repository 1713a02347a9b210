import type { z } from '../shared/endpoint.ts'
import type { Language } from './context.ts'

type Issue = z.core.$ZodIssue

const formats: Record<string, { zh: string; en: string }> = {
  day: { zh: '日期请写成 2022-03-05', en: 'write the day as 2022-03-05' },
  time: { zh: '时间请写成 09:30', en: 'write the time as 09:30' },
  month: { zh: '月份请写成 2022-03', en: 'write the month as 2022-03' },
  uuid: { zh: '编号格式不对', en: 'this is not an id' },
  no_such_day: { zh: '没有这一天，请核对年月日', en: 'there is no such day; check year, month and day' },
  no_such_month: { zh: '没有这个月份，请核对', en: 'there is no such month; check it' },
  sort: { zh: '排序字段不对', en: 'this cannot be sorted by' },
}

const isNothing = (value: unknown): boolean => value === undefined || value === null || value === ''

/** At most this much of what was sent is said back. */
const SHOWN = 20

const notOfType = (expected: string, value: unknown, zh: boolean): string => {
  const said = typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, SHOWN) : ''
  const what = said === '' ? (zh ? '所填的' : 'this') : `“${said}”`
  switch (expected) {
    case 'number':
      return zh
        ? `${what}不是数字，请只写数字，不带单位，如 12 或 12.5`
        : `${what} is not a number; write digits only, without a unit, such as 12 or 12.5`
    case 'int':
      return zh ? `${what}不是整数，请写整数，如 12` : `${what} is not a whole number; write one such as 12`
    case 'boolean':
      return zh ? '只能是 true 或 false' : 'must be true or false'
    case 'array':
      return zh ? '应为列表' : 'must be a list'
    case 'object':
    case 'record':
      return zh ? '应为一组字段' : 'must be a set of fields'
    default:
      return zh ? '应为文字' : 'must be text'
  }
}

/** What is wrong with one field, in words that mend it. `value` is what was sent for it. */
export const problemOf = (issue: Issue, language: Language, value: unknown): string => {
  const zh = language === 'zh'
  switch (issue.code) {
    case 'invalid_type':
      return isNothing(value) ? (zh ? '必填' : 'is required') : notOfType(issue.expected, value, zh)
    case 'too_small':
      if (issue.origin === 'string')
        return Number(issue.minimum) === 1
          ? zh
            ? '不能为空'
            : 'must not be empty'
          : zh
            ? `至少 ${issue.minimum} 个字`
            : `needs ${issue.minimum} characters`
      if (issue.origin === 'array') return zh ? `至少 ${issue.minimum} 项` : `needs at least ${issue.minimum}`
      return zh ? `不能小于 ${issue.minimum}` : `must be at least ${issue.minimum}`
    case 'too_big':
      if (issue.origin === 'string') return zh ? `最多 ${issue.maximum} 个字` : `at most ${issue.maximum} characters`
      if (issue.origin === 'array') return zh ? `最多 ${issue.maximum} 项` : `at most ${issue.maximum} of them`
      return zh ? `不能大于 ${issue.maximum}` : `must be at most ${issue.maximum}`
    case 'invalid_format': {
      const text = formats['message' in issue && issue.message in formats ? issue.message : issue.format]
      return text ? text[language] : zh ? '格式不对' : 'has the wrong form'
    }
    case 'invalid_value':
      if (isNothing(value)) return zh ? '必填' : 'is required'
      return zh ? `只能是：${issue.values.join('、')}` : `must be one of ${issue.values.join(', ')}`
    case 'custom':
      return formats[issue.message]?.[language] ?? (zh ? '内容不对' : 'is not right')
    default:
      return zh ? '内容不对' : 'is not right'
  }
}

/** What to say of text no database can hold: with the character NUL, or with half of a character. */
export const UNSTORABLE = {
  zh: '含有无法保存的字符，请删去后重新输入',
  en: 'holds a character that cannot be stored; remove it and type again',
} as const

// oxlint-disable-next-line no-control-regex
const unstorable = /\u0000|\p{Surrogate}/u

/** Where in an input such text stands, as a key or as a value; undefined when there is none. */
export const unstorableAt = (input: unknown): readonly string[] | undefined => {
  const waiting: { value: unknown; path: readonly string[] }[] = [{ value: input, path: [] }]
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    const { value, path } = at
    if (typeof value === 'string' && unstorable.test(value)) return path
    if (value === null || typeof value !== 'object') continue
    for (const [key, inner] of Object.entries(value)) {
      if (unstorable.test(key)) return path
      if (inner !== null && (typeof inner === 'string' || typeof inner === 'object'))
        waiting.push({ value: inner, path: [...path, key] })
    }
  }
  return undefined
}
