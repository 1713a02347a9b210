/** 政府购买服务合同: what can be asked of contracts and their indicators. */
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

export const CONTRACT_STATES = ['running', 'ended', 'not_signed'] as const

const shown = {
  contract_id: z.string(),
  code: z.string(),
  name: z.string(),
  purchaser: nullable(z.string()),
  town: nullable(z.string()),
  domain: nullable(z.string()),
  amount_fen: nullable(z.number()),
  starts_on: z.string(),
  ends_on: z.string(),
  is_new: z.boolean(),
  state: z.string(),
  note: nullable(z.string()),
  /** Names of the stations whose records it takes. */
  stations: z.array(z.string()),
  station_ids: z.array(z.string()),
  /** How many indicators it has. */
  indicators: z.number(),
}

export const listContracts = endpoint({
  method: 'GET',
  path: '/api/contracts',
  permission: 'contracts.read',
  summary: '项目合同，可按状态、期间、站点、名称或编号筛选',
  input: listInput({ state: optional(z.enum(CONTRACT_STATES)) }),
  output: listOutput(shown),
})

export const getContract = endpoint({
  method: 'GET',
  path: '/api/contracts/:contract_id',
  permission: 'contracts.read',
  summary: '一份项目合同',
  input: z.object({ contract_id: id() }),
  output: z.object({ ...shown, ...recordedFields, contract_id: z.string() }),
})

export const listIndicators = endpoint({
  method: 'GET',
  path: '/api/contracts/:contract_id/indicators',
  permission: 'contracts.read',
  summary: '一份合同的协议指标',
  input: z.object({ contract_id: id() }),
  output: listOutput({
    indicator_id: z.string(),
    contract_code: z.string(),
    number: z.number(),
    wording: z.string(),
    unit: nullable(z.string()),
    target: z.number(),
    metric: z.string(),
    note: nullable(z.string()),
  }),
})

export const recordContract = endpoint({
  method: 'POST',
  path: '/api/contracts',
  permission: 'contracts.record',
  summary: '登记一份项目合同，并指定哪些站点的服务归入它；项目编号不重复，金额以分计',
  input: z.object({
    contract_id: optional(id()),
    code: words(40),
    name: words(200),
    purchaser: optional(words(200)),
    town: optional(words(60)),
    domain: optional(words(60)),
    amount_fen: whole(1_000_000_000_000),
    starts_on: day(),
    ends_on: day(),
    is_new: z._default(z.boolean(), false),
    state: z._default(z.enum(CONTRACT_STATES), 'running'),
    station_ids: z._default(z.array(id()).check(z.maxLength(200)), []),
    note: optional(words(1000)),
  }),
  output: z.object({ contract_id: z.string() }),
})

export const recordIndicator = endpoint({
  method: 'POST',
  path: '/api/contracts/indicators',
  permission: 'contracts.record',
  summary: '登记一条协议指标：目标值与统计口径；实际值由指标数字算出',
  input: z.object({
    indicator_id: optional(id()),
    contract_code: words(40),
    number: z.coerce.number().check(z.int(), z.gte(1), z.lte(999)),
    wording: words(500),
    unit: optional(words(20)),
    target: z.coerce.number().check(z.gte(0), z.lte(1_000_000_000_000)),
    metric: words(100),
    note: optional(words(500)),
  }),
  output: z.object({ indicator_id: z.string() }),
})
