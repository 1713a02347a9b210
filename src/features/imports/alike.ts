/**
 * Headings that mean the same in other words: `职工号` and `职工编号`, `联络电话` and `联系电话`, `离职年月日` and `离职日期`. Endings are
 * brought to one sign per meaning; what the words are about stays, so that `活动名称` and `活动类型` remain two things.
 */
import type { FieldType } from '../../shared/sheet-form.ts'

/** Words before a heading that do not change what it is. */
const ahead = /^(?:(?:服务|所属|所在|登记|对应|具体|本次|当前|实际|疫苗|本人|是否(?:已|为|属于?)?)(?=.{2}))+/

type Endings = readonly (readonly [RegExp, string])[]

const endingsOfText: Endings = [
  [/(?:类型|类别|种类|分类|大类|性质|类)$/, '类'],
  [/(?:等级|级别|层级|级)$/, '级'],
  [/(?:情况|状况|状态|结果|现状|与否)$/, '况'],
  [/(?:名称|标题|主题|题目|名)$/, '名'],
  [/(?:方式|形式|途径)$/, '式'],
  [/(?:内容|事项|项目|记录)$/, '容'],
  [/(?:地点|场地|场所)$/, '地'],
  [/(?:单位|机构|团体|团队)$/, '位'],
  [/(?:满意度|评价|评分|得分|感受)$/, '评'],
  [/(?:人员|人)$/, '人'],
]

const endingsOfNumber: Endings = [
  [/(?:金额|数额|总额|价款|经费|资金|款项?|额)$/, '额'],
  [/(?:时长|时数|小时数|小时|工时)$/, '时'],
  [/(?:数量|个数|数目|数)$/, '数'],
]

/** `状态` alone is not `结果` alone: only words about something are compared by their end. */
const replaceEnd = (text: string, endings: Endings): string => {
  const [ending, sign] = endings.find(([one]) => one.test(text)) ?? []
  const stem = ending ? text.replace(ending, '') : ''
  return stem === '' ? text : stem + sign
}

const endOfCode = /(?:编号|编码|代码|代号|号码|序号|id|no|号)$/
const endOfDay = /(?:年月日|日期|时间|日)$/
const endOfTime = /(?:时间|时刻|时点)$/

const ofStem = (text: string, ending: RegExp, sign: string): string | undefined => {
  const stem = text.replace(ending, '')
  return stem === '' ? undefined : stem === text ? text : stem + sign
}

/**
 * The meaning of a heading (already a loose key, without words for persons) for a field of this type; `undefined` when nothing is
 * left to compare: `编号` alone may be the number of anything.
 */
export const meaningOf = (type: FieldType, key: string): string | undefined => {
  const text = key.replace(ahead, '')
  if (text === '') return undefined
  switch (type) {
    case 'code':
      return ofStem(text, endOfCode, '号')
    case 'day':
    case 'month':
      return ofStem(text, endOfDay, '日')
    case 'time':
      return ofStem(text, endOfTime, '时')
    case 'phone':
      return /电话|手机|联系方式|联系号|联络/.test(text) ? '电话' : text
    case 'id_number':
      return /身份证|身份号|身份证明|证件号/.test(text) && !/残疾/.test(text) ? '身份证' : text
    case 'name':
      return /^(?:姓名|名字)$/.test(text) ? '姓名' : text
    case 'yes_no':
      return text.replace(/^是否/, '').replace(/与否$/, '')
    case 'number':
      return replaceEnd(text, endingsOfNumber)
    case 'text':
      return replaceEnd(text, endingsOfText)
  }
}

/** Shorter headings stand at the end of too many others: every `…日期` is not the day of the service. */
const SHORTEST_END = 3

/** One heading ends with the other: `业务流水号` and `流水号`. */
export const endsAlike = (label: string, heading: string): boolean =>
  (heading.length >= SHORTEST_END && label.endsWith(heading)) || (label.length >= SHORTEST_END && heading.endsWith(label))
