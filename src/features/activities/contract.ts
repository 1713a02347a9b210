/** 活动·康娱: what can be asked about sessions, who came to them, and recreation. */
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
  whole,
  words,
  z,
} from '../../shared/endpoint.ts'

export const KIND_CODES = ['group', 'course', 'health_lecture', 'fraud_lecture', 'lecture', 'council', 'other'] as const
export const STATES = ['held', 'cancelled', 'postponed', 'planned'] as const
export const MODES = ['on_site', 'online', 'outreach'] as const
/** Rows of a sign-in sheet: in the register, named but not in it, unnamed, and staff or volunteers (never counted). */
export const WHO = ['person', 'walk_in', 'headcount', 'worker'] as const
export const PERIODS = ['morning', 'afternoon', 'evening'] as const

const activity = {
  activity_id: z.string(),
  number: nullable(z.string()),
  title: z.string(),
  kind: z.string(),
  kind_code: z.string(),
  series_code: nullable(z.string()),
  session_no: nullable(z.number()),
  mode: z.string(),
  station_id: z.string(),
  station_name: z.string(),
  occurred_on: z.string(),
  started_at: nullable(z.string()),
  minutes: nullable(z.number()),
  place: nullable(z.string()),
  leader: nullable(z.string()),
  workers: z.array(z.string()),
  room_id: nullable(z.string()),
  series_id: nullable(z.string()),
  stage: nullable(z.string()),
  /** Places; null = no limit. */
  capacity: nullable(z.number()),
  state: z.string(),
  evidence: z.string(),
  /** 人次 of those who came; 0 while nobody is recorded. */
  person_times: z.number(),
}

export const listActivities = endpoint({
  method: 'GET',
  path: '/api/activities',
  permission: 'activities.read',
  summary: '活动（场次），可按站点、日期、类型、状态、系列、名称筛选',
  input: listInput({
    kind_code: optional(z.enum(KIND_CODES)),
    state: optional(z.enum(STATES)),
    series_code: optional(words(40)),
  }),
  output: listOutput(activity),
})

export const getActivity = endpoint({
  method: 'GET',
  path: '/api/activities/:activity_id',
  permission: 'activities.read',
  summary: '一场活动：安排、实到人次与人数',
  input: z.object({ activity_id: id() }),
  output: z.object({
    ...activity,
    planned: nullable(z.number()),
    reported_attendance: nullable(z.number()),
    note: nullable(z.string()),
    persons: z.number(),
    walk_ins: z.number(),
    unnamed: z.number(),
    ...recordedFields,
  }),
})

export const recordActivity = endpoint({
  method: 'POST',
  path: '/api/activities',
  permission: 'activities.record',
  summary: '登记一场活动；同一活动编号只计一场，取消和延期不计',
  input: z.object({
    activity_id: optional(id()),
    station_id: id(),
    number: optional(words(40)),
    title: words(),
    kind: words(40),
    series_code: optional(words(40)),
    session_no: optional(whole(1000)),
    mode: z._default(z.enum(MODES), 'on_site'),
    occurred_on: day(),
    started_at: optional(time()),
    minutes: whole(720),
    place: optional(words()),
    leader: optional(words(40)),
    planned: optional(whole(100_000)),
    state: z._default(z.enum(['held', 'cancelled', 'postponed']), 'held'),
    note: optional(words(1000)),
  }),
  output: z.object({ activity_id: z.string() }),
})

const attendance = {
  attendance_id: z.string(),
  activity_id: z.string(),
  activity_title: z.string(),
  station_id: z.string(),
  station_name: z.string(),
  occurred_on: z.string(),
  who: z.string(),
  person_id: nullable(z.string()),
  /** Of a registered person as this account may see it, of others as written. */
  person_name: z.string(),
  person_times: z.number(),
  signed_by_proxy: nullable(z.boolean()),
  note: nullable(z.string()),
  evidence: z.string(),
}

export const listAttendances = endpoint({
  method: 'GET',
  path: '/api/activities/attendances',
  permission: 'activities.read',
  summary: '签到：谁来了哪场活动',
  input: listInput({ activity_id: optional(id()), who: optional(z.enum(WHO)) }),
  output: listOutput(attendance),
})

export const getAttendance = endpoint({
  method: 'GET',
  path: '/api/activities/attendances/:attendance_id',
  permission: 'activities.read',
  summary: '一条签到',
  input: z.object({ attendance_id: id() }),
  output: z.object({ ...attendance, ...recordedFields }),
})

/** One of those who came: chosen from the register, or by number and name, or by name alone; or a head-count of unnamed people. */
const came = z.object({
  attendance_id: optional(id()),
  person_id: optional(id()),
  member_no: optional(words(40)),
  name: optional(words(40)),
  headcount: optional(whole(500)),
})

export const recordAttendance = endpoint({
  method: 'POST',
  path: '/api/activities/:activity_id/attendances',
  permission: 'activities.record',
  summary: '签到，一次可记多人：同一人同一场只计一次；每人各有结果，一人不成不影响其他人',
  input: z.object({ activity_id: id(), people: z.array(came).check(z.minLength(1), z.maxLength(200)) }),
  output: z.object({
    recorded: z.number(),
    /** In the order given: the id and as whom, or why not. */
    outcomes: z.array(
      z.object({
        attendance_id: nullable(z.string()),
        who: nullable(z.string()),
        refused: nullable(z.string()),
        message: nullable(z.string()),
      }),
    ),
  }),
})

const recreation = {
  recreation_id: z.string(),
  ...servedFields,
  period: z.string(),
  pastime: z.string(),
}

export const listRecreations = endpoint({
  method: 'GET',
  path: '/api/activities/recreations',
  permission: 'activities.read',
  summary: '康娱记录，可按站点、日期、时段、项目、姓名筛选',
  input: listInput({ period: optional(words(20)), pastime: optional(words(40)) }),
  output: listOutput(recreation),
})

export const getRecreation = endpoint({
  method: 'GET',
  path: '/api/activities/recreations/:recreation_id',
  permission: 'activities.read',
  summary: '一条康娱记录',
  input: z.object({ recreation_id: id() }),
  output: z.object({ ...recreation, ...recordedFields }),
})

export const recordRecreation = endpoint({
  method: 'POST',
  path: '/api/activities/recreations',
  permission: 'activities.record',
  summary: '记一次康娱：同一人同日同时段同一项目只计一次',
  input: z.object({
    recreation_id: optional(id()),
    station_id: id(),
    occurred_on: day(),
    period: z.enum(PERIODS),
    pastime: words(40),
    ...namedPerson,
  }),
  output: z.object({ recreation_id: z.string() }),
})
