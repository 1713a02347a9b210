/** 报名: what can be asked about places, waiting lists, the roll of a session and who is to be called. */
import {
  day,
  endpoint,
  id,
  listInput,
  listOutput,
  namedPerson,
  nullable,
  optional,
  whole,
  words,
  z,
} from '../../shared/endpoint.ts'

export const ENROLMENT_STATES = ['enrolled', 'waiting', 'offered', 'withdrawn', 'lapsed'] as const
export const WAYS = ['desk', 'phone'] as const
export const CALL_REASONS = ['promoted', 'cancelled', 'rescheduled'] as const

/** One of them. */
const ofWhat = { activity_id: optional(id()), series_id: optional(id()) }

const standing = {
  enrolment_id: z.string(),
  state: z.string(),
  /** Place in the queue, from 1; null for who is not waiting. */
  queue_no: nullable(z.number()),
}

export const recordEnrolment = endpoint({
  method: 'POST',
  path: '/api/activities/enrolments',
  permission: 'activities.record',
  summary: '报名一场活动或一个系列（现场或电话）；满员则候补',
  input: z.object({ enrolment_id: optional(id()), ...ofWhat, ...namedPerson, way: z._default(z.enum(WAYS), 'desk') }),
  output: z.object(standing),
})

export const listEnrolments = endpoint({
  method: 'GET',
  path: '/api/activities/enrolments',
  permission: 'activities.read',
  summary: '报名名单：已报名、候补次序、待确认到什么时候',
  input: listInput({ ...ofWhat, state: optional(z.enum(ENROLMENT_STATES)) }),
  output: listOutput({
    ...standing,
    activity_id: nullable(z.string()),
    series_id: nullable(z.string()),
    station_id: z.string(),
    person_id: z.string(),
    person_name: z.string(),
    masked_phone: nullable(z.string()),
    way: z.string(),
    offered_until: nullable(z.string()),
    recorded_by_name: z.string(),
    recorded_at: z.string(),
  }),
})

export const confirmEnrolment = endpoint({
  method: 'POST',
  path: '/api/activities/enrolments/:enrolment_id/confirm',
  permission: 'activities.record',
  summary: '候补到位的人确认参加；过了时限则不行',
  input: z.object({ enrolment_id: id() }),
  output: z.object({}),
})

export const withdrawEnrolment = endpoint({
  method: 'POST',
  path: '/api/activities/enrolments/:enrolment_id/withdraw',
  permission: 'activities.record',
  summary: '退出报名或候补；空出的位子给候补的下一位，并进入通知名单',
  input: z.object({ enrolment_id: id() }),
  output: z.object({}),
})

export const listRoll = endpoint({
  method: 'GET',
  path: '/api/activities/:activity_id/roll',
  permission: 'activities.read',
  summary: '点名册：这一场报了名的人，谁已到',
  input: z.object({ activity_id: id() }),
  output: listOutput({
    enrolment_id: z.string(),
    person_id: z.string(),
    person_name: z.string(),
    state: z.string(),
    attendance_id: nullable(z.string()),
  }),
})

export const listActivityCalls = endpoint({
  method: 'GET',
  path: '/api/activities/calls',
  permission: 'activities.read',
  summary: '通知名单：要打电话告知的人，谁还没通知到；没有电话的当面或请家人转告',
  input: listInput({
    reason: optional(z.enum(CALL_REASONS)),
    open: optional(z.enum(['true', 'false'])),
    activity_id: optional(id()),
  }),
  output: listOutput({
    call_id: z.string(),
    enrolment_id: z.string(),
    activity_id: nullable(z.string()),
    series_id: nullable(z.string()),
    title: z.string(),
    /** Of the session as it stands now; null for a series. */
    occurred_on: nullable(z.string()),
    started_at: nullable(z.string()),
    place: nullable(z.string()),
    station_id: z.string(),
    station_name: z.string(),
    person_id: z.string(),
    person_name: z.string(),
    masked_phone: nullable(z.string()),
    reason: z.string(),
    was_on: nullable(z.string()),
    was_at: nullable(z.string()),
    why: nullable(z.string()),
    due_at: nullable(z.string()),
    made_at: z.string(),
    outcome: nullable(z.string()),
    note: nullable(z.string()),
    called_by_name: nullable(z.string()),
    called_at: nullable(z.string()),
  }),
})

export const saveActivityCall = endpoint({
  method: 'PUT',
  path: '/api/activities/calls/:call_id',
  permission: 'activities.record',
  summary: '记下电话结果：已告知、没联系上；候补到位的另记参加或不参加',
  input: z.object({
    call_id: id(),
    outcome: z.enum(['reached', 'not_reached', 'coming', 'not_coming']),
    note: optional(words(200)),
  }),
  output: z.object({}),
})

export const listWaitingRules = endpoint({
  method: 'GET',
  path: '/api/activities/waiting-rules',
  permission: 'activities.read',
  summary: '候补规则：空出的位子保留几小时等确认，自哪天起',
  input: listInput({}),
  output: listOutput({
    rule_id: z.string(),
    valid_from: z.string(),
    confirm_hours: z.number(),
    source: z.string(),
  }),
})

export const saveWaitingRule = endpoint({
  method: 'POST',
  path: '/api/activities/waiting-rules',
  permission: 'activities.manage',
  summary: '定候补确认的时限，自某日起执行',
  input: z.object({ valid_from: day(), confirm_hours: whole(336).check(z.gte(1)), source: words(100) }),
  output: z.object({}),
})
