/** What a station's name and state say, and whether an organisation's number can be one. Pure. */
import type { Day } from '../../shared/day.ts'

export type StationKind = 'home_care_station' | 'elder_care_centre' | 'disability_centre' | 'other'

interface KindRule {
  readonly valid_from: Day
  readonly words: RegExp
  readonly kind: StationKind
}

/**
 * Kind of a station by the words of its name, the first that fits. 康园 is Guangdong's name for community disability centres
 * (康园工疗站, since 2007); 养老服务中心·颐养 are the centres of a town (街镇) above its community stations (村居).
 */
const kindRules: readonly KindRule[] = [
  { valid_from: '1949-10-01', words: /康园|残疾人|助残|工疗/, kind: 'disability_centre' },
  { valid_from: '1949-10-01', words: /养老综合|综合养老|养老服务中心|颐养|颐康/, kind: 'elder_care_centre' },
  { valid_from: '1949-10-01', words: /./, kind: 'home_care_station' },
]

export const stationKindOf = (name: string, on: Day): StationKind =>
  kindRules.find((rule) => rule.valid_from <= on && rule.words.test(name))?.kind ?? 'other'

const working = /运营|营运|运行|正常|开放|启用|在用|使用|营业|开业|服务中|open|^(?:是|√|Y|YES)$/i
const notWorking = /撤|停|关|注销|closed|未|筹|试|拟|待|曾|原|非|不/i

/** 状态 as people write it: 运营中, 正常, 开放; anything else is closed (rule R26): 已撤销, 停用, 装修. Nothing written means open. */
export const stationStateOf = (text: string): 'open' | 'closed' =>
  text.trim() === '' || (working.test(text.trim()) && !notWorking.test(text)) ? 'open' : 'closed'

/** Characters of a 统一社会信用代码: digits and capitals without I, O, S, V, Z (GB 32100-2015, 4.3). */
const CREDIT_CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** 18 characters whose last one checks the others: weights 3^i mod 31 (GB 32100-2015, 5). */
export const isCreditCode = (code: string): boolean => {
  const values = [...code].map((character) => CREDIT_CHARACTERS.indexOf(character))
  if (values.length !== 18 || values.includes(-1)) return false
  let weight = 1
  let sum = 0
  for (const value of values.slice(0, 17)) {
    sum += value * weight
    weight = (weight * 3) % 31
  }
  return (31 - (sum % 31)) % 31 === values[17]
}
