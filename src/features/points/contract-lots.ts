/** 应付金币、到期名单与对账单: what can be asked of them. */
import { day, endpoint, id, listInput, listOutput, month, nullable, optional, whole, words, z } from '../../shared/endpoint.ts'

export const listLiabilities = endpoint({
  method: 'GET',
  path: '/api/points/liabilities',
  permission: 'points.read',
  summary: '应付金币：到某天为止还没用掉的金币，按资金来源分；先到期的先用',
  /** `on`: the end of that day; `month`: of its last day. Default today. */
  input: z.object({ station_id: optional(id()), on: optional(day()), month: optional(month()) }),
  output: z.object({
    rows: z.array(
      z.object({
        /** A source of coins, or `owed` (what accounts lack), or `tokens` (physical coins in people's hands). */
        source: z.string(),
        given: z.number(),
        used: z.number(),
        remaining: z.number(),
        /** Accounts that still hold some. */
        accounts: z.number(),
        /** Of what remains: expires within the days of notice. */
        expiring: z.number(),
      }),
    ),
    total: z.number(),
    on: z.string(),
    /** Sum of all balances. */
    balance: z.number(),
    /** Balances and physical coins together. */
    outstanding: z.number(),
  }),
})

export const listExpiring = endpoint({
  method: 'GET',
  path: '/api/points/expiring',
  permission: 'points.read',
  summary: '快到期的金币：谁、多少、哪天到期；默认看通知期内的',
  input: listInput({ days: optional(whole(366)) }),
  output: listOutput({
    member_no: z.string(),
    person_id: z.string(),
    person_name: z.string(),
    station_id: z.string(),
    station_name: z.string(),
    /** The last day on which they can be used. */
    last_day: z.string(),
    coins: z.number(),
  }),
})

export const getStatement = endpoint({
  method: 'GET',
  path: '/api/points/accounts/:member_no/statement',
  permission: 'points.read',
  summary: '一个账户的对账单：期初、每一笔、期末',
  input: z.object({ member_no: words(40), from: day(), to: day() }),
  output: z.object({
    member_no: z.string(),
    person_name: z.string(),
    station_name: z.string(),
    from: z.string(),
    to: z.string(),
    opening: z.number(),
    entries: z.array(
      z.object({
        entry_id: z.string(),
        occurred_on: z.string(),
        kind: z.string(),
        counter: z.string(),
        reason: nullable(z.string()),
        amount: z.number(),
        balance: z.number(),
      }),
    ),
    closing: z.number(),
    /** Of the closing balance of today: the first coins to expire. Null when none do. */
    next_expiry: nullable(z.object({ last_day: z.string(), coins: z.number() })),
  }),
})
