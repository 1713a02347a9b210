/** 电访动员·接种: what can be asked of campaigns. */
import {
  day,
  endpoint,
  id,
  listInput,
  listOutput,
  namedPerson,
  nullable,
  optional,
  recordedFields,
  servedFields,
  time,
  words,
  z,
} from '../../shared/endpoint.ts'

export const OUTCOMES = ['answered', 'no_answer', 'refused', 'switched_off', 'wrong_number'] as const
export const WILLINGNESS = ['willing', 'undecided', 'unwilling', 'vaccinated', 'unfit'] as const
export const DOSES = ['1', '2', '3'] as const
export const DOSE_STANDINGS = ['under_60', 'not_mobilised'] as const

const call = {
  call_id: z.string(),
  ...servedFields,
  called_at: nullable(z.string()),
  outcome: z.string(),
  willingness: nullable(z.string()),
  caller: nullable(z.string()),
}

const dose = {
  dose_id: z.string(),
  ...servedFields,
  dose: z.number(),
  place: nullable(z.string()),
  note: nullable(z.string()),
  standing_code: nullable(z.string()),
  first_answered_on: nullable(z.string()),
}

export const listCalls = endpoint({
  method: 'GET',
  path: '/api/campaigns/calls',
  permission: 'campaigns.read',
  summary: '疫苗接种电访记录，可按站点、日期、结果、意愿、姓名筛选',
  input: listInput({ outcome: optional(z.enum(OUTCOMES)), willingness: optional(z.enum(WILLINGNESS)) }),
  output: listOutput(call),
})

export const getCall = endpoint({
  method: 'GET',
  path: '/api/campaigns/calls/:call_id',
  permission: 'campaigns.read',
  summary: '一次电访',
  input: z.object({ call_id: id() }),
  output: z.object({ ...call, campaign_name: z.string(), ...recordedFields }),
})

export const recordCall = endpoint({
  method: 'POST',
  path: '/api/campaigns/calls',
  permission: 'campaigns.record',
  summary: '记一次疫苗接种电访：接通的计人次，其余只登记；同一人同日同一时刻只计一次',
  input: z.object({
    call_id: optional(id()),
    station_id: id(),
    occurred_on: day(),
    called_at: time(),
    ...namedPerson,
    outcome: z.enum(OUTCOMES),
    willingness: optional(z.enum(WILLINGNESS)),
    caller: optional(words(40)),
  }),
  output: z.object({ call_id: z.string() }),
})

/** Persons, each once. `vaccinated` is null for those who may not see health rows. */
export const getFunnel = endpoint({
  method: 'GET',
  path: '/api/campaigns/funnel',
  permission: 'campaigns.read',
  summary: '电访动员漏斗（人数，去重）：打过电话、接通、愿意接种、其中已接种的长者',
  input: z.object({ station_id: optional(id()), from: optional(day()), to: optional(day()) }),
  output: z.object({ called: z.number(), answered: z.number(), willing: z.number(), vaccinated: nullable(z.number()) }),
})

export const listDoses = endpoint({
  method: 'GET',
  path: '/api/campaigns/doses',
  permission: 'health.read',
  summary: '接种记录，可按站点、日期、针次、不计原因、姓名筛选',
  input: listInput({ dose: optional(z.enum(DOSES)), standing_code: optional(z.enum(DOSE_STANDINGS)) }),
  output: listOutput(dose),
})

export const getDose = endpoint({
  method: 'GET',
  path: '/api/campaigns/doses/:dose_id',
  permission: 'health.read',
  summary: '一次接种',
  input: z.object({ dose_id: id() }),
  output: z.object({ ...dose, ...recordedFields }),
})

export const recordDose = endpoint({
  method: 'POST',
  path: '/api/campaigns/doses',
  permission: 'health.record',
  summary: '记一次接种：同一人同一针次只计一次；未满 60 周岁或此前没有接通的电访，只登记不计',
  input: z.object({
    dose_id: optional(id()),
    station_id: id(),
    occurred_on: day(),
    ...namedPerson,
    dose: z.enum(DOSES),
    place: optional(words(60)),
    note: optional(words(200)),
  }),
  output: z.object({ dose_id: z.string() }),
})
