/** 上门·探访: what the words of a visit mean, and how long a service at home may be. */

/** Services at home last more than nothing and at most 12 hours (rule R22). */
export const LONGEST_HOURS = 12

export const areHours = (hours: number): boolean => hours > 0 && hours <= LONGEST_HOURS

/** Hours as minutes, to a hundredth, so that 1.33 hours stay 1.33 when they are added up. */
export const minutesOf = (hours: number): number => Math.round(hours * 6000) / 100

export type Way = 'home' | 'phone' | 'online' | 'on_site'

const plain = (word: string): string => word.normalize('NFKC').replace(/\s/g, '')

const WAYS: readonly (readonly [RegExp, Way])[] = [
  [/^(?:入户|上门|家访|走访|登门)(?:探访|走访|访问|服务)?$/, 'home'],
  [/^(?:电话|电访|致电|去电|通话)(?:探访|访谈|访问|慰问|随访)?$/, 'phone'],
  [/^(?:视频|微信|线上|网络|微信视频)(?:探访|访谈|通话|连线)?$/, 'online'],
  [/^(?:站内|来站|到站|中心内)(?:探访|面谈)?$/, 'on_site'],
]

/** Which way a word means (方式); another word stays itself, so that two different words are two visits. */
export const wayOf = (word: string): string => WAYS.find(([words]) => words.test(plain(word)))?.[1] ?? plain(word)

/** The mode of a visit's service record; a way nobody foresaw is still away from the station. */
export const modeOf = (way: string): 'home' | 'phone' | 'online' | 'on_site' | 'outreach' =>
  way === 'home' || way === 'phone' || way === 'online' || way === 'on_site' ? way : 'outreach'

const DONE = /^(?:是|成功|已成功|完成|已完成|√|✓|✔|☑|y|yes|true|1)$/i

/** 是否成功: only a clear yes counts (rule R19). */
export const wasCompleted = (word: string): boolean => DONE.test(word.normalize('NFKC').replace(/\s/g, ''))

const RATINGS: Record<string, string> = {
  非常满意: 'very_satisfied',
  很满意: 'very_satisfied',
  满意: 'satisfied',
  一般: 'fair',
  基本满意: 'fair',
  不满意: 'dissatisfied',
}

/** 服务评价; another word stays itself. */
export const ratingOf = (word: string): string | undefined => RATINGS[word] ?? (word || undefined)
