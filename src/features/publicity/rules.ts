/** 宣传: what the words of the ledgers of media, receptions and honours mean. */
import { normalText } from '../../shared/normal.ts'

export type Level = 'national' | 'provincial' | 'city' | 'district' | 'own_account'

const LEVELS: readonly (readonly [RegExp, Level])[] = [
  [/国家|中央|全国|国际/, 'national'],
  [/省|自治区级/, 'provincial'],
  [/市/, 'city'],
  [/区|县|镇|街|乡|村/, 'district'],
  [/公众号|自媒体|机构|本单位|自有/, 'own_account'],
]

/** 级别 as written; a word nobody foresaw stays itself. */
export const levelOf = (word: string): string => {
  const text = normalText(word)
  return LEVELS.find(([pattern]) => pattern.test(text))?.[1] ?? text
}

/** Why a sound report is not counted (rule R27). */
export const whyNotCounted = (level: string, is_reprint: boolean): 'reprint' | 'self_published' | undefined =>
  is_reprint ? 'reprint' : level === 'own_account' ? 'self_published' : undefined

/** One address however it is pasted: without spaces, fragment and closing slash. */
export const linkKey = (link: string): string =>
  normalText(link)
    .replace(/#.*$/, '')
    .replace(/(?<!\/)\/+$/, '')

const HELD = new Set(['已接待', '接待', '已完成', '完成', '接待完成', '已到访', '已来访', '是'])

/** 状态 of a reception: only 已接待 counts (rule R28). */
export const wasHeld = (word: string): boolean => HELD.has(normalText(word))

const WINNERS: readonly (readonly [RegExp, string])[] = [
  [/志愿者|义工/, 'volunteer'],
  [/学员/, 'trainee'],
  [/员工|职工|社工|工作人员/, 'staff'],
  [/机构|单位|组织|中心|集体|团队|站点|项目/, 'organisation'],
]

/** 对象类型 as written; a word nobody foresaw stays itself. */
export const winnerKindOf = (word: string): string => {
  const text = normalText(word)
  return WINNERS.find(([pattern]) => pattern.test(text))?.[1] ?? text
}
