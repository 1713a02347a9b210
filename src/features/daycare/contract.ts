/** 日托: what can be asked of day care. */
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

const attendance = {
  attendance_id: z.string(),
  ...servedFields,
  arrived_at: nullable(z.string()),
  left_at: nullable(z.string()),
  minutes: nullable(z.number()),
  napped: nullable(z.boolean()),
  handled_by: nullable(z.string()),
}

export const listDays = endpoint({
  method: 'GET',
  path: '/api/daycare/attendances',
  permission: 'daycare.read',
  summary: '日托记录，可按站点、日期、是否午休、姓名筛选',
  input: listInput({ napped: optional(z.enum(['true', 'false'])) }),
  output: listOutput(attendance),
})

export const getDay = endpoint({
  method: 'GET',
  path: '/api/daycare/attendances/:attendance_id',
  permission: 'daycare.read',
  summary: '一条日托记录',
  input: z.object({ attendance_id: id() }),
  output: z.object({ ...attendance, ...recordedFields }),
})

export const recordDay = endpoint({
  method: 'POST',
  path: '/api/daycare/attendances',
  permission: 'daycare.record',
  summary: '记一天日托：同一人同一天只计一次',
  input: z.object({
    attendance_id: optional(id()),
    station_id: id(),
    occurred_on: day(),
    ...namedPerson,
    arrived_at: optional(time()),
    left_at: optional(time()),
    napped: optional(z.boolean()),
    handled_by: optional(words(40)),
  }),
  output: z.object({ attendance_id: z.string() }),
})
