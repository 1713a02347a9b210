/** 政府购买服务合同: states and what counts in a year. */

export type ContractState = 'running' | 'ended' | 'not_signed'

const ended = /结束|终止|中止|完成|完结|结项|结题|结案|到期|解除|撤销|关闭/
const running = /执行|履行|履约|进行|实施|服务中|运行|运营|在管|生效|有效|正常|已签|续签|在建|^是$/
const notYet = /未|意向|拟|待|草|洽谈|暂停/

/** 状态 as written. Only a contract 执行中 counts (rule R26); a ledger that says nothing lists what is running. */
export const contractState = (word: string): ContractState => {
  const text = word.trim()
  if (notYet.test(text)) return 'not_signed'
  if (ended.test(text)) return 'ended'
  return text === '' || running.test(text) ? 'running' : 'not_signed'
}

export interface Term {
  readonly starts_on: string
  readonly ends_on: string
  readonly state: ContractState
}

/** Why a sound contract is not one of the year's; undefined when it counts (R26). */
export const whyNotCounted = (
  { starts_on, ends_on, state }: Term,
  from: string,
  to: string,
): 'out_of_year' | 'not_signed' | undefined => {
  if (starts_on > to || ends_on < from) return 'out_of_year'
  return state === 'running' ? undefined : 'not_signed'
}
