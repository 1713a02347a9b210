/** 健康监测·健康测量: what can be asked of health. */
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

export const PARTS_OF_DAY = ['morning', 'afternoon', 'evening'] as const
export const BP_CLASSES = ['normal', 'high_normal', 'grade_1', 'grade_2', 'grade_3'] as const
export const GLUCOSE_STATES = ['fasting', 'after_meal', 'random'] as const

const check = {
  check_id: z.string(),
  ...servedFields,
  part_of_day: z.string(),
  measured: z.array(z.string()),
  measured_by: nullable(z.string()),
}

/** mmHg, beats a minute, mmol/L. */
const values = {
  systolic: nullable(z.number()),
  diastolic: nullable(z.number()),
  pulse: nullable(z.number()),
  glucose: nullable(z.number()),
}

const measurement = {
  measurement_id: z.string(),
  ...servedFields,
  taken_at: nullable(z.string()),
  ...values,
  glucose_state: nullable(z.string()),
  bp_class: nullable(z.string()),
  bp_critical: z.boolean(),
  glucose_critical: z.boolean(),
  measured_by: nullable(z.string()),
}

export const listChecks = endpoint({
  method: 'GET',
  path: '/api/health/checks',
  permission: 'health.read',
  summary: '健康监测记录，可按站点、日期、时段、姓名筛选',
  input: listInput({ part_of_day: optional(z.enum(PARTS_OF_DAY)) }),
  output: listOutput(check),
})

export const getCheck = endpoint({
  method: 'GET',
  path: '/api/health/checks/:check_id',
  permission: 'health.read',
  summary: '一条健康监测记录',
  input: z.object({ check_id: id() }),
  output: z.object({ ...check, ...recordedFields }),
})

export const recordCheck = endpoint({
  method: 'POST',
  path: '/api/health/checks',
  permission: 'health.record',
  summary: '记一次健康监测：同一人同日同一时段只计一次',
  input: z.object({
    check_id: optional(id()),
    station_id: id(),
    occurred_on: day(),
    ...namedPerson,
    part_of_day: z.enum(PARTS_OF_DAY),
    measured: z._default(z.array(words(20)).check(z.maxLength(20)), []),
    measured_by: optional(words(40)),
  }),
  output: z.object({ check_id: z.string() }),
})

export const listMeasurements = endpoint({
  method: 'GET',
  path: '/api/health/measurements',
  permission: 'health.read',
  summary: '血压血糖测量，可按站点、日期、血压分级、危急值、姓名筛选',
  input: listInput({
    bp_class: optional(z.enum(BP_CLASSES)),
    bp_critical: optional(z.enum(['true', 'false'])),
    glucose_critical: optional(z.enum(['true', 'false'])),
  }),
  output: listOutput(measurement),
})

export const getMeasurement = endpoint({
  method: 'GET',
  path: '/api/health/measurements/:measurement_id',
  permission: 'health.read',
  summary: '一次测量，带当日适用的血压分级与危急值',
  input: z.object({ measurement_id: id() }),
  output: z.object({ ...measurement, ...recordedFields }),
})

/** At most the latest 60 measurements, oldest first. */
export const getTrend = endpoint({
  method: 'GET',
  path: '/api/health/trends/:person_id',
  permission: 'health.read',
  summary: '一位服务对象最近的血压、脉搏、血糖走势',
  input: z.object({ person_id: id() }),
  output: z.object({
    rows: z.array(z.object({ measurement_id: z.string(), occurred_on: z.string(), taken_at: nullable(z.string()), ...values })),
  }),
})

export const recordMeasurement = endpoint({
  method: 'POST',
  path: '/api/health/measurements',
  permission: 'health.record',
  summary: '记一次测量：同一人同日同一时刻只计一次；超出合理范围的值不收',
  input: z.object({
    measurement_id: optional(id()),
    station_id: id(),
    occurred_on: day(),
    taken_at: time(),
    ...namedPerson,
    systolic: optional(z.coerce.number()),
    diastolic: optional(z.coerce.number()),
    pulse: optional(z.coerce.number()),
    glucose: optional(z.coerce.number()),
    glucose_state: optional(z.enum(GLUCOSE_STATES)),
    measured_by: optional(words(40)),
  }),
  output: z.object({
    measurement_id: z.string(),
    bp_class: nullable(z.string()),
    bp_critical: z.boolean(),
    glucose_critical: z.boolean(),
  }),
})
