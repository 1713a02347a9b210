/** 政府购买服务合同: states and what counts in a year. */

export type ContractState = 'running' | 'ended' | 'not_signed'

/** 状态 as written. Only a contract 执行中 counts (rule R26). */
export const contractState = (word: string): ContractState =>
  /未签|意向|拟/.test(word)
    ? 'not_signed'
    : /结束|终止|中止|完成|完结|结项|结题|结案|到期|解除|撤销|关闭/.test(word)
      ? 'ended'
      : 'running'

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
