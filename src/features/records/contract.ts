/** 服务记录: what can be asked of the spine. */
import { endpoint, id, listInput, listOutput, nullable, optional, recordedFields, words, z } from '../../shared/endpoint.ts'
import { EVIDENCE } from '../../shared/evidence.ts'

export const MODES = ['on_site', 'home', 'phone', 'online', 'outreach'] as const
export const WHO = ['person', 'walk_in', 'headcount'] as const

const record = {
  record_id: z.string(),
  occurred_on: z.string(),
  started_at: nullable(z.string()),
  minutes: nullable(z.number()),
  station_id: z.string(),
  station_name: z.string(),
  contract_id: nullable(z.string()),
  contract_name: nullable(z.string()),
  service_type: z.string(),
  service_name: z.string(),
  who: z.enum(WHO),
  person_id: nullable(z.string()),
  person_name: z.string(),
  person_times: z.number(),
  mode: z.enum(MODES),
  delivered_by: nullable(z.string()),
  evidence: z.string(),
}

const filters = {
  service_type: optional(z.string().check(z.maxLength(40))),
  mode: optional(z.enum(MODES)),
  evidence: optional(z.enum(EVIDENCE)),
  who: optional(z.enum(WHO)),
  contract_id: optional(id()),
  person_id: optional(id()),
}

export const listRecords = endpoint({
  method: 'GET',
  path: '/api/records',
  permission: 'records.read',
  summary: '服务记录，可按服务、方式、凭据、对象、站点、合同、日期、姓名筛选',
  input: listInput(filters),
  output: listOutput(record),
})

export const getRecord = endpoint({
  method: 'GET',
  path: '/api/records/:record_id',
  permission: 'records.read',
  summary: '一条服务记录：谁、何时、何处、何种服务，谁凭什么记的，是否作废',
  input: z.object({ record_id: id() }),
  output: z.object({
    ...record,
    ...recordedFields,
    /** The page of the slice with the details. */
    detail_path: nullable(z.string()),
    replaced_by: nullable(z.string()),
  }),
})

export const listPersonRecords = endpoint({
  method: 'GET',
  path: '/api/records/of/:person_id',
  permission: 'records.read',
  summary: '一位服务对象接受过的服务，最近的在前；另有按服务合计的人次',
  input: z.object({
    person_id: id(),
    service_type: filters.service_type,
    page: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(100_000)), 1),
    page_size: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(500)), 50),
  }),
  output: z.object({
    rows: z.array(z.object({ ...record, detail_path: nullable(z.string()) })),
    total: z.number(),
    sums: z.array(
      z.object({ service_type: z.string(), service_name: z.string(), person_times: z.number(), last_on: z.string() }),
    ),
  }),
})

export const listRecordedTypes = endpoint({
  method: 'GET',
  path: '/api/records/types',
  permission: 'records.read',
  summary: '有过记录的服务种类及其名称',
  input: z.object({}),
  output: z.object({ rows: z.array(z.object({ service_type: z.string(), service_name: z.string() })) }),
})

export const voidRecord = endpoint({
  method: 'POST',
  path: '/api/records/:record_id/void',
  permission: 'records.void',
  summary: '作废一条服务记录，写明原因；可指明代替它的记录。作废的仍可查看，不再计数',
  input: z.object({ record_id: id(), reason: words(200), replaced_by: optional(id()) }),
  output: z.object({ void_id: z.string() }),
})

/** `source`: `slice.table` of the entry; a table that is not taken back entry by entry is `not_found`. */
const entry = { source: words(80), entry_id: id() }

export const countBelonging = endpoint({
  method: 'GET',
  path: '/api/records/entries/:source/:entry_id/belonging',
  permission: 'records.void',
  summary: '作废一条登记时会一并作废的条数（活动的签到、志愿活动的时长、学员的离园）',
  input: z.object(entry),
  output: z.object({ count: z.number() }),
})

export const voidEntry = endpoint({
  method: 'POST',
  path: '/api/records/entries/:source/:entry_id/void',
  permission: 'records.void',
  summary: '作废一条登记（用餐、活动、测量、时长、金币等）和属于它的，写明原因；须也可在该处登记',
  input: z.object({ ...entry, reason: words(200), replaced_by: optional(id()) }),
  output: z.object({ void_id: z.string() }),
})
