/** 积分金币: what can be asked of accounts and their entries. */
import { day, endpoint, id, listInput, listOutput, nullable, optional, recordedFields, words, z } from '../../shared/endpoint.ts'
import { FUNDS } from './earning.ts'
import { COUNTERS, KINDS, MOST_COINS } from './rules.ts'

const account = {
  member_no: z.string(),
  person_id: z.string(),
  person_name: z.string(),
  station_id: z.string(),
  station_name: z.string(),
  balance: z.number(),
  opening: z.number(),
  earned: z.number(),
  spent: z.number(),
  adjusted: z.number(),
  entries: z.number(),
  last_on: nullable(z.string()),
}

export const listPointsAccounts = endpoint({
  method: 'GET',
  path: '/api/points/accounts',
  permission: 'points.read',
  summary: '金币账户与余额，可按站点、姓名或会员编号筛选',
  input: listInput({}),
  output: listOutput(account),
})

export const getPointsAccount = endpoint({
  method: 'GET',
  path: '/api/points/accounts/:member_no',
  permission: 'points.read',
  summary: '一个会员编号的金币账户',
  input: z.object({ member_no: words(40) }),
  output: z.object(account),
})

const entry = {
  entry_id: z.string(),
  occurred_on: z.string(),
  station_id: z.string(),
  station_name: z.string(),
  contract_id: nullable(z.string()),
  person_id: z.string(),
  person_name: z.string(),
  member_no: z.string(),
  kind: z.string(),
  /** Coins, signed. */
  amount: z.number(),
  /** The account's balance after this entry. */
  balance: z.number(),
  /** The account on the other side. */
  counter: z.string(),
  /** The rule that gave it; null when somebody did. */
  rule_id: nullable(z.string()),
  serial: nullable(z.string()),
  reason: nullable(z.string()),
  handled_by: nullable(z.string()),
  evidence: z.string(),
  recorded_at: z.string(),
}

export const listEntries = endpoint({
  method: 'GET',
  path: '/api/points/entries',
  permission: 'points.read',
  summary: '金币流水，附每笔之后的余额；可按账户、类型、站点、日期、姓名筛选',
  input: listInput({ member_no: optional(words(40)), kind: optional(z.enum(KINDS)), counter: optional(z.enum(COUNTERS)) }),
  output: listOutput(entry),
})

export const getEntry = endpoint({
  method: 'GET',
  path: '/api/points/entries/:entry_id',
  permission: 'points.read',
  summary: '一笔金币流水',
  input: z.object({ entry_id: id() }),
  output: z.object({ ...recordedFields, ...entry }),
})

export const recordEntry = endpoint({
  method: 'POST',
  path: '/api/points/entries',
  permission: 'points.record',
  summary: '记一笔金币：获得、兑换（不能超过余额）或冲正（可正可负，余额不能为负）；超过手工发放限额的等第二个人确认',
  input: z.object({
    entry_id: optional(id()),
    member_no: words(40),
    name: optional(words(40)),
    /** Where it happened; default the station of the account. */
    station_id: optional(id()),
    occurred_on: day(),
    kind: z.enum(['earned', 'spent', 'adjusted']),
    amount: z.coerce.number().check(z.gte(-MOST_COINS), z.lte(MOST_COINS)),
    reason: words(100),
    /** 资金来源 of what is earned or corrected. */
    fund: optional(z.enum(FUNDS)),
    handled_by: optional(words(40)),
  }),
  /** `waits`: above what one person may give by hand; it is in the ledger once a second person has confirmed it. */
  output: z.object({ entry_id: z.string(), balance: z.number(), waits: z.boolean() }),
})
