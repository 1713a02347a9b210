import type { z } from '../shared/endpoint.ts'
import type { Language } from './context.ts'

type Issue = z.core.$ZodIssue

const formats: Record<string, { zh: string; en: string }> = {
  day: { zh: '日期请写成 2022-03-05', en: 'write the day as 2022-03-05' },
  month: { zh: '月份请写成 2022-03', en: 'write the month as 2022-03' },
  uuid: { zh: '编号格式不对', en: 'this is not an id' },
  sort: { zh: '排序字段不对', en: 'this cannot be sorted by' },
}

/** What is wrong with one field, in words that mend it. */
export const problemOf = (issue: Issue, language: Language): string => {
  const zh = language === 'zh'
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return zh ? '必填' : 'is required'
      return zh ? '内容的类型不对' : `must be a ${issue.expected}`
    case 'too_small':
      if (issue.origin === 'string')
        return Number(issue.minimum) === 1
          ? zh
            ? '不能为空'
            : 'must not be empty'
          : zh
            ? `至少 ${issue.minimum} 个字`
            : `needs ${issue.minimum} characters`
      return zh ? `不能小于 ${issue.minimum}` : `must be at least ${issue.minimum}`
    case 'too_big':
      if (issue.origin === 'string') return zh ? `最多 ${issue.maximum} 个字` : `at most ${issue.maximum} characters`
      return zh ? `不能大于 ${issue.maximum}` : `must be at most ${issue.maximum}`
    case 'invalid_format': {
      const text = formats['message' in issue && issue.message in formats ? issue.message : issue.format]
      return text ? text[language] : zh ? '格式不对' : 'has the wrong form'
    }
    case 'invalid_value':
      return zh ? `只能是：${issue.values.join('、')}` : `must be one of ${issue.values.join(', ')}`
    default:
      return zh ? '内容不对' : 'is not right'
  }
}
