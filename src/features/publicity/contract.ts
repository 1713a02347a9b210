/** 宣传: what can be asked of media, receptions and honours. */
import {
  day,
  endpoint,
  id,
  listInput,
  listOutput,
  nullable,
  optional,
  recordedFields,
  whole,
  words,
  z,
} from '../../shared/endpoint.ts'

export const LEVELS = ['national', 'provincial', 'city', 'district', 'own_account'] as const
export const HONOUR_LEVELS = ['national', 'provincial', 'city', 'district'] as const
export const WINNER_KINDS = ['staff', 'organisation', 'volunteer', 'trainee'] as const

const { contract_id: _, ...recorded } = recordedFields

const report = {
  media_id: z.string(),
  occurred_on: z.string(),
  title: z.string(),
  outlet: nullable(z.string()),
  level: z.string(),
  link: nullable(z.string()),
  contract_id: nullable(z.string()),
  contract_name: z.string(),
  note: nullable(z.string()),
  not_counted: nullable(z.string()),
  evidence: z.string(),
}

export const listMedia = endpoint({
  method: 'GET',
  path: '/api/publicity/media',
  permission: 'publicity.read',
  summary: '媒体报道，可按级别、项目、日期、标题或媒体筛选',
  input: listInput({
    level: optional(z.enum(LEVELS)),
    contract_id: optional(id()),
    standing: optional(z.enum(['reprint', 'self_published'])),
  }),
  output: listOutput(report),
})

export const getMedia = endpoint({
  method: 'GET',
  path: '/api/publicity/media/:media_id',
  permission: 'publicity.read',
  summary: '一篇媒体报道',
  input: z.object({ media_id: id() }),
  output: z.object({ ...report, ...recorded }),
})

export const recordMedia = endpoint({
  method: 'POST',
  path: '/api/publicity/media',
  permission: 'publicity.record',
  summary: '登记一篇媒体报道：同一链接只计一次；转载和机构公众号登记但不计',
  input: z.object({
    media_id: optional(id()),
    occurred_on: day(),
    title: words(200),
    outlet: optional(words(100)),
    level: z.enum(LEVELS),
    link: optional(words(500)),
    contract_code: optional(words(40)),
    is_reprint: z._default(z.boolean(), false),
    note: optional(words(500)),
  }),
  output: z.object({ media_id: z.string() }),
})

const reception = {
  reception_id: z.string(),
  occurred_on: z.string(),
  visitor: z.string(),
  visitor_count: nullable(z.number()),
  purpose: nullable(z.string()),
  place: nullable(z.string()),
  received_by: nullable(z.string()),
  not_counted: nullable(z.string()),
  evidence: z.string(),
}

export const listReceptions = endpoint({
  method: 'GET',
  path: '/api/publicity/receptions',
  permission: 'publicity.read',
  summary: '参观接待，可按日期、来访单位、事由筛选',
  input: listInput({ standing: optional(z.enum(['not_held'])) }),
  output: listOutput(reception),
})

export const getReception = endpoint({
  method: 'GET',
  path: '/api/publicity/receptions/:reception_id',
  permission: 'publicity.read',
  summary: '一次参观接待',
  input: z.object({ reception_id: id() }),
  output: z.object({ ...reception, ...recorded }),
})

export const recordReception = endpoint({
  method: 'POST',
  path: '/api/publicity/receptions',
  permission: 'publicity.record',
  summary: '登记一次参观接待：同日同一来访单位只计一次；没有来的登记但不计',
  input: z.object({
    reception_id: optional(id()),
    occurred_on: day(),
    visitor: words(100),
    visitor_count: optional(whole(100_000).check(z.gte(1))),
    purpose: optional(words(200)),
    place: optional(words(100)),
    received_by: optional(words(40)),
    held: z._default(z.boolean(), true),
  }),
  output: z.object({ reception_id: z.string() }),
})

const honour = {
  honour_id: z.string(),
  occurred_on: z.string(),
  winner_kind: z.string(),
  winner: z.string(),
  title: z.string(),
  awarded_by: nullable(z.string()),
  level: z.string(),
  note: nullable(z.string()),
  evidence: z.string(),
}

export const listHonours = endpoint({
  method: 'GET',
  path: '/api/publicity/honours',
  permission: 'publicity.read',
  summary: '荣誉，可按级别、对象类型、日期、获得者或名称筛选',
  input: listInput({ level: optional(z.enum(HONOUR_LEVELS)), winner_kind: optional(z.enum(WINNER_KINDS)) }),
  output: listOutput(honour),
})

export const getHonour = endpoint({
  method: 'GET',
  path: '/api/publicity/honours/:honour_id',
  permission: 'publicity.read',
  summary: '一项荣誉',
  input: z.object({ honour_id: id() }),
  output: z.object({ ...honour, ...recorded }),
})

export const recordHonour = endpoint({
  method: 'POST',
  path: '/api/publicity/honours',
  permission: 'publicity.record',
  summary: '登记一项荣誉：同日同一获得者的同名荣誉只计一次',
  input: z.object({
    honour_id: optional(id()),
    occurred_on: day(),
    winner_kind: z.enum(WINNER_KINDS),
    winner: words(100),
    title: words(200),
    awarded_by: optional(words(100)),
    level: z.enum(HONOUR_LEVELS),
    note: optional(words(500)),
  }),
  output: z.object({ honour_id: z.string() }),
})
