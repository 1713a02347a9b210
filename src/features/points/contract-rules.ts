/** 金币规则、通则与待确认的手工发放: what can be asked of them. */
import { day, endpoint, id, listInput, listOutput, month, nullable, optional, whole, words, z } from '../../shared/endpoint.ts'
import { EARNING_SERVICES, FUNDS, PER, ROLES } from './earning.ts'

const dated = {
  valid_from: z.string(),
  source: z.string(),
  in_force: z.boolean(),
  recorded_by_name: z.string(),
  recorded_at: z.string(),
}

const caps = { day_most: nullable(z.number()), month_most: nullable(z.number()) }
const cap = () => optional(z.coerce.number().check(z.int(), z.gte(1), z.lte(100_000)))
const ruled = {
  service_type: z.enum(EARNING_SERVICES),
  per: z.enum(PER),
  coins: whole(1000),
  day_most: cap(),
  month_most: cap(),
}

export const listCoinRules = endpoint({
  method: 'GET',
  path: '/api/points/rules',
  permission: 'points.read',
  summary: '金币规则：什么服务给多少金币，从哪天起，谁定的，依据是什么；旧的一并列出',
  input: z.object({}),
  output: listOutput({
    ...dated,
    ...caps,
    rule_id: z.string(),
    service_type: z.string(),
    role: z.enum(ROLES),
    per: z.enum(PER),
    coins: z.number(),
    fund: z.enum(FUNDS),
    valid_to: nullable(z.string()),
  }),
})

export const recordCoinRule = endpoint({
  method: 'POST',
  path: '/api/points/rules',
  permission: 'points.manage',
  summary: '定一条金币规则，从今天或以后某天起；同一服务的旧规则到那天为止。0 枚表示不再发放',
  input: z.object({
    rule_id: optional(id()),
    ...ruled,
    fund: z.enum(FUNDS),
    valid_from: day(),
    valid_to: optional(day()),
    source: words(300),
  }),
  output: z.object({ rule_id: z.string() }),
})

export const previewCoinRule = endpoint({
  method: 'GET',
  path: '/api/points/rules/preview',
  permission: 'points.manage',
  summary: '试算：这条规则在某个月（默认上个月）会发出多少金币，封顶扣下多少；不改动任何记录',
  input: z.object({ ...ruled, month: optional(month()) }),
  output: z.object({
    month: z.string(),
    times: z.number(),
    persons: z.number(),
    coins: z.number(),
    kept_back: z.number(),
  }),
})

export const listCoinTerms = endpoint({
  method: 'GET',
  path: '/api/points/terms',
  permission: 'points.read',
  summary: '金币通则：手工发放限额、每日每月封顶、有效期；旧的一并列出',
  input: z.object({}),
  output: listOutput({
    ...dated,
    ...caps,
    terms_id: z.string(),
    by_hand_most: z.number(),
    months_kept: nullable(z.number()),
    notice_days: z.number(),
  }),
})

export const recordCoinTerms = endpoint({
  method: 'POST',
  path: '/api/points/terms',
  permission: 'points.manage',
  summary: '定金币通则，从今天或以后某天起',
  input: z.object({
    terms_id: optional(id()),
    by_hand_most: whole(100_000),
    day_most: cap(),
    month_most: cap(),
    months_kept: optional(z.coerce.number().check(z.int(), z.gte(1), z.lte(120))),
    notice_days: whole(180),
    valid_from: day(),
    source: words(300),
  }),
  output: z.object({ terms_id: z.string() }),
})

export const listGrantsToConfirm = endpoint({
  method: 'GET',
  path: '/api/points/grant-requests',
  permission: 'points.manage',
  summary: '手工发放超过限额、等第二个人确认的金币；不能确认自己的',
  input: listInput({}),
  output: listOutput({
    entry_id: z.string(),
    person_id: z.string(),
    person_name: z.string(),
    member_no: z.string(),
    station_id: z.string(),
    station_name: z.string(),
    occurred_on: z.string(),
    kind: z.string(),
    amount: z.number(),
    reason: z.string(),
    requested_by_name: z.string(),
    requested_at: z.string(),
    /** False for who asked for it. */
    may_confirm: z.boolean(),
  }),
})

export const decideGrant = endpoint({
  method: 'POST',
  path: '/api/points/grant-requests/:entry_id/decision',
  permission: 'points.manage',
  summary: '确认或退回一笔待确认的金币；自己提的只能撤回',
  input: z.object({ entry_id: id(), decision: z.enum(['confirmed', 'refused']) }),
  output: z.object({ entry_id: z.string(), decision: z.string() }),
})
