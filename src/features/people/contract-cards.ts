/** 会员卡·会籍: what can be asked about cards, terms of membership and applications. */
import { day, endpoint, id, listInput, listOutput, nullable, optional, words, z } from '../../shared/endpoint.ts'
import { registerMember } from './contract.ts'

export const BLOCKED_FOR = ['lost', 'damaged', 'returned'] as const

export const findCard = endpoint({
  method: 'GET',
  path: '/api/people/cards/find',
  permission: 'people.read',
  summary: '刷卡认人：卡号（扫码或手输）是谁的；挂失或已换的旧卡说明原因并拒绝',
  input: z.object({ code: words(60) }),
  output: z.object({
    card_id: z.string(),
    person_id: z.string(),
    registration_id: z.string(),
    station_id: z.string(),
    member_no: z.string(),
    name: z.string(),
    /** The last day of the membership when it has run out. */
    expired_on: nullable(z.string()),
  }),
})

export const listCards = endpoint({
  method: 'GET',
  path: '/api/people/cards',
  permission: 'people.read',
  summary: '会员卡：在用、已作废，或还没有卡的会员',
  input: listInput({ state: z._default(z.enum(['standing', 'blocked', 'without']), 'standing') }),
  output: listOutput({
    registration_id: z.string(),
    person_id: z.string(),
    name: z.string(),
    member_no: z.string(),
    station_id: z.string(),
    station_name: z.string(),
    card_id: nullable(z.string()),
    code: nullable(z.string()),
    issued_on: nullable(z.string()),
    blocked_for: nullable(z.string()),
    blocked_on: nullable(z.string()),
    ends_on: nullable(z.string()),
  }),
})

export const issueCard = endpoint({
  method: 'POST',
  path: '/api/people/registrations/:registration_id/card',
  permission: 'people.record',
  summary: '发一张卡；已有在用的卡时要写明为何换，旧卡同时作废',
  input: z.object({ registration_id: id(), card_id: optional(id()), instead_of: optional(z.enum(BLOCKED_FOR)) }),
  output: z.object({ card_id: z.string(), code: z.string() }),
})

export const issueCards = endpoint({
  method: 'POST',
  path: '/api/people/cards',
  permission: 'people.record',
  summary: '给一个站里还没有卡的在册会员发卡，一次最多 200 张',
  input: z.object({ station_id: id() }),
  output: z.object({ issued: z.number(), left: z.number() }),
})

export const blockCard = endpoint({
  method: 'POST',
  path: '/api/people/cards/:card_id/block',
  permission: 'people.record',
  summary: '挂失或收回一张卡，先不补发',
  input: z.object({ card_id: id(), blocked_for: z.enum(BLOCKED_FOR) }),
  output: z.object({ card_id: z.string() }),
})

export const renewMembership = endpoint({
  method: 'POST',
  path: '/api/people/registrations/:registration_id/terms',
  permission: 'people.record',
  summary: '续会：会籍到哪一天为止',
  input: z.object({
    registration_id: id(),
    term_id: optional(id()),
    starts_on: day(),
    ends_on: day(),
    note: optional(words(200)),
  }),
  output: z.object({ term_id: z.string() }),
})

export const applyForMembership = endpoint({
  method: 'POST',
  path: '/api/people/applications',
  permission: 'people.record',
  summary: '入会申请：填好登记表，等站长审批；批准前不算会员',
  input: z.object({ ...registerMember.input.shape, application_id: optional(id()) }),
  output: z.object({ application_id: z.string() }),
})

export const listApplications = endpoint({
  method: 'GET',
  path: '/api/people/applications',
  permission: 'people.read',
  summary: '入会申请，待审批的在前',
  input: listInput({ decision: optional(z.enum(['waiting', 'approved', 'refused'])) }),
  output: listOutput({
    application_id: z.string(),
    name: z.string(),
    station_id: z.string(),
    station_name: z.string(),
    applied_on: z.string(),
    recorded_by_name: z.string(),
    decision: nullable(z.string()),
    decision_reason: nullable(z.string()),
    decided_by_name: nullable(z.string()),
    decided_at: nullable(z.string()),
    person_id: nullable(z.string()),
  }),
})

export const decideApplication = endpoint({
  method: 'POST',
  path: '/api/people/applications/:application_id',
  permission: 'people.approve',
  summary: '批准（登记为会员）或不批准（写明原因）',
  input: z.object({
    application_id: id(),
    decision: z.enum(['approved', 'refused']),
    reason: optional(z.string().check(z.trim(), z.maxLength(200))),
    ends_on: optional(day()),
  }),
  output: z.object({ registration_id: nullable(z.string()), person_id: nullable(z.string()) }),
})
