/** 活动: what the words of a ledger and of a sign-in sheet mean. */
import type { KIND_CODES, MODES, STATES } from './contract.ts'
import { normalName, normalText, readNumber } from '../../shared/normal.ts'

export type KindCode = (typeof KIND_CODES)[number]
export type State = (typeof STATES)[number]
export type HeldMode = (typeof MODES)[number]

/** Longest session that is believed: 12 hours (rule R22). */
export const MOST_MINUTES = 720
/** Largest head-count of unnamed people on one row (rule R15). */
export const MOST_PEOPLE = 500

const kinds: readonly (readonly [RegExp, KindCode])[] = [
  [/小组/, 'group'],
  [/课程|学堂/, 'course'],
  [/诈骗|防骗|反诈/, 'fraud_lecture'],
  [/健康.*讲座|讲座.*健康/, 'health_lecture'],
  [/讲座/, 'lecture'],
  [/议事会/, 'council'],
]

/** What 活动类型 means for counting: groups and courses count as series too (rule R13). */
export const kindCodeOf = (kind: string): KindCode => kinds.find(([words]) => words.test(normalName(kind)))?.[1] ?? 'other'

const called_off = /取消|停办|未开展|未举办|未举行|没有开展|作废|终止|CANCEL/i
const put_off = /延期|延后|推迟|改期|暂缓|顺延|POSTPONE/i
const done = /^(已?(开展|举办|举行|完成|结束|实施|执行|办)(了|完毕)?|正常(开展|举办)?|HELD|DONE)$/i

/** 状态 as written. Only what was held counts; a word that says nothing of the kind is taken as still to come. */
export const stateOf = (word: string): State => {
  const text = normalName(word)
  if (called_off.test(text)) return 'cancelled'
  if (put_off.test(text)) return 'postponed'
  return done.test(text) ? 'held' : 'planned'
}

const over_the_network = /线上|网上|网络|腾讯会议|微信群|直播|钉钉|云课|ZOOM/i
const out_of_doors = /广场|公园|市场|外展|户外|驻村|进村|入村|街头|摆摊|流动|景区/

/** How the session was held, from place, notes and title: at the station unless a word says otherwise. */
export const modeOf = (place: string, note = '', title = ''): HeldMode => {
  if (over_the_network.test(`${place} ${note} ${title}`)) return 'online'
  return out_of_doors.test(`${place} ${note}`) ? 'outreach' : 'on_site'
}

/**
 * Minutes from a length in decimal hours (`1.5`, `2小时`) or in words (`90分钟`, `1小时30分`). Undefined: nothing was written.
 * NaN: something that is no length.
 */
export const minutesOf = (text: string, hours: number | undefined): number | undefined => {
  const words = normalText(text)
  if (words === '') return undefined
  const m = /^(?:(\d+(?:\.\d+)?)(?:个?小时|个?钟头?|H))?(?:(\d+)(?:分钟?|MIN))?$/i.exec(words)
  if (m && (m[1] ?? m[2]) !== undefined) return Number((Number(m[1] ?? 0) * 60 + Number(m[2] ?? 0)).toFixed(2))
  const read = hours ?? readNumber(words)
  return read === undefined ? Number.NaN : Number((read * 60).toFixed(2))
}

/** Names in one cell, parted by spaces, commas or slashes; each once. */
export const namesIn = (text: string): string[] => [...new Set(text.split(/[\s、,，;；/]+/).filter((name) => name !== ''))]

export const isLength = (minutes: number): boolean => minutes > 0 && minutes <= MOST_MINUTES

/** 群众, 居民, 街坊: nobody in particular (rule R15). */
export const isAnonymous = (name: string): boolean => /群众|居民|街坊/.test(normalName(name))

/** How many unnamed people a row stands for: the first whole number in the name, else in the note, else 1 (rule R15). */
export const headcountOf = (name: string, note: string): number =>
  Number(/\d+/.exec(normalText(name))?.[0] ?? /\d+/.exec(normalText(note))?.[0] ?? 1)

export const isHeadcount = (people: number): boolean => Number.isInteger(people) && people >= 1 && people <= MOST_PEOPLE

const workers = new Set(['工作人员', '志愿者', '义工', '员工'])

/** 备注 says that the row is staff or a volunteer, who are not served (rule R16). */
export const isWorker = (note: string): boolean => workers.has(normalName(note))

const periods: Readonly<Record<string, string>> = {
  上午: 'morning',
  早上: 'morning',
  上: 'morning',
  早: 'morning',
  AM: 'morning',
  下午: 'afternoon',
  午后: 'afternoon',
  下: 'afternoon',
  PM: 'afternoon',
  晚上: 'evening',
  傍晚: 'evening',
  晚间: 'evening',
  晚: 'evening',
}

/** Which part of the day a word means; another word stays itself, so that two different words are two parts. */
export const periodOf = (word: string): string => periods[normalText(word).toUpperCase()] ?? normalText(word)

/** Who is meant by what was typed in one box: Latin letters and digits are a member number; anything else is a name. */
export const clueTyped = (typed: string): { readonly member_no: string } | { readonly name: string } => {
  const text = typed.normalize('NFKC').trim()
  return /^[A-Za-z-]*\d[A-Za-z0-9-]*$/.test(text) ? { member_no: text } : { name: text }
}
