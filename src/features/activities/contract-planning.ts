/** 活动计划: what can be asked about kinds, rooms, series and planned sessions, and about the calendar they stand in. */
import { day, endpoint, id, listInput, listOutput, nullable, optional, time, whole, words, z } from '../../shared/endpoint.ts'
import { KIND_CODES, MODES } from './contract.ts'
import { MOST_DAYS } from './timetable.ts'

/** Phases of group work: MZ/T 095-2017《社会工作方法 小组工作》. */
export const STAGES = ['preparing', 'forming', 'turning', 'mature', 'ending'] as const
/** Parts of a plan (计划书), then of a summary (总结). */
export const PLAN_PARTS = ['background', 'aims', 'audience', 'recruiting', 'flow', 'duties', 'budget', 'risks'] as const
export const SUMMARY_PARTS = ['course', 'result', 'feedback', 'problems', 'follow_up'] as const

export const listKinds = endpoint({
  method: 'GET',
  path: '/api/activities/kinds',
  permission: 'activities.read',
  summary: '活动类型：安排活动时可选的，各自按什么计数',
  input: z.object({ ended: optional(z.enum(['true', 'false'])) }),
  output: listOutput({
    kind: z.string(),
    kind_code: z.enum(KIND_CODES),
    position: z.number(),
    ended_on: nullable(z.string()),
  }),
})

export const saveKind = endpoint({
  method: 'PUT',
  path: '/api/activities/kinds',
  permission: 'activities.manage',
  summary: '新增或修改一个活动类型；停用后不再可选，已有的活动不变',
  input: z.object({
    kind: words(40),
    kind_code: z.enum(KIND_CODES),
    position: z._default(whole(1000), 100),
    ended_on: optional(day()),
  }),
  output: z.object({}),
})

const room = {
  room_id: z.string(),
  station_id: z.string(),
  station_name: z.string(),
  name: z.string(),
  capacity: nullable(z.number()),
  ended_on: nullable(z.string()),
}

export const listRooms = endpoint({
  method: 'GET',
  path: '/api/activities/rooms',
  permission: 'activities.read',
  summary: '活动室',
  input: z.object({ station_id: optional(id()) }),
  output: listOutput(room),
})

export const saveRoom = endpoint({
  method: 'PUT',
  path: '/api/activities/rooms/:room_id',
  permission: 'activities.record',
  summary: '新增或修改一间活动室',
  input: z.object({
    room_id: id(),
    station_id: id(),
    name: words(40),
    capacity: optional(whole(5000).check(z.gte(1))),
    ended_on: optional(day()),
  }),
  output: z.object({}),
})

const series = {
  series_id: z.string(),
  station_id: z.string(),
  station_name: z.string(),
  code: z.string(),
  title: z.string(),
  kind: z.string(),
  kind_code: z.string(),
  capacity: nullable(z.number()),
  planned_sessions: nullable(z.number()),
  workers: z.array(z.string()),
  closed_on: nullable(z.string()),
  /** Sessions still to come, and held. */
  to_come: z.number(),
  held: z.number(),
}

export const listSeries = endpoint({
  method: 'GET',
  path: '/api/activities/series',
  permission: 'activities.read',
  summary: '课程和小组',
  input: listInput({ kind_code: optional(z.enum(['group', 'course'])), closed: optional(z.enum(['true', 'false'])) }),
  output: listOutput(series),
})

export const getSeries = endpoint({
  method: 'GET',
  path: '/api/activities/series/:series_id',
  permission: 'activities.read',
  summary: '一个课程或小组：计划、各节',
  input: z.object({ series_id: id() }),
  output: z.object({ ...series, recorded_by_name: z.string(), recorded_at: z.string() }),
})

const seriesFields = {
  title: words(),
  capacity: optional(whole(5000).check(z.gte(1))),
  planned_sessions: optional(whole(200).check(z.gte(1))),
  workers: optional(words(200)),
}

export const recordSeries = endpoint({
  method: 'POST',
  path: '/api/activities/series',
  permission: 'activities.record',
  summary: '新开一个课程或小组；系列编号不填则自动编号',
  input: z.object({
    series_id: optional(id()),
    station_id: id(),
    kind: words(40),
    code: optional(words(40)),
    ...seriesFields,
  }),
  output: z.object({ series_id: z.string(), code: z.string() }),
})

export const saveSeries = endpoint({
  method: 'PUT',
  path: '/api/activities/series/:series_id',
  permission: 'activities.record',
  summary: '修改课程或小组的名称、名额、计划节数、带领人；填结束日期即结束',
  input: z.object({ series_id: id(), ...seriesFields, closed_on: optional(day()) }),
  output: z.object({}),
})

const arrangement = {
  started_at: time(),
  minutes: whole(720).check(z.gte(5)),
  room_id: optional(id()),
  place: optional(words()),
}

/** Set once the clashes that were told are taken into account. */
const despite = { despite_clashes: z._default(z.boolean(), false) }

export const recordPlan = endpoint({
  method: 'POST',
  path: '/api/activities/plans',
  permission: 'activities.record',
  summary: '安排一场或多场活动；活动室或带领人时间冲突时先告知是谁、什么时候，确认后才保存',
  input: z.object({
    station_id: id(),
    title: words(),
    kind: words(40),
    series_id: optional(id()),
    mode: z._default(z.enum(MODES), 'on_site'),
    sessions: z.array(z.object({ activity_id: id(), occurred_on: day() })).check(z.minLength(1), z.maxLength(MOST_DAYS)),
    ...arrangement,
    workers: optional(words(200)),
    capacity: optional(whole(5000).check(z.gte(1))),
    planned: optional(whole(100_000)),
    stage: optional(z.enum(STAGES)),
    note: optional(words(1000)),
    ...despite,
  }),
  output: z.object({ activity_ids: z.array(z.string()) }),
})

export const savePlan = endpoint({
  method: 'PUT',
  path: '/api/activities/:activity_id/plan',
  permission: 'activities.record',
  summary: '修改还没有开展的一场活动（改时间请用改期）',
  input: z.object({
    activity_id: id(),
    title: words(),
    workers: optional(words(200)),
    capacity: optional(whole(5000).check(z.gte(1))),
    planned: optional(whole(100_000)),
    stage: optional(z.enum(STAGES)),
    note: optional(words(1000)),
    ...despite,
  }),
  output: z.object({}),
})

export const rescheduleActivity = endpoint({
  method: 'POST',
  path: '/api/activities/:activity_id/reschedule',
  permission: 'activities.record',
  summary: '改期或改地点，写明原因；已报名的人进入通知名单',
  input: z.object({
    activity_id: id(),
    change_id: optional(id()),
    occurred_on: day(),
    ...arrangement,
    reason: words(200),
    ...despite,
  }),
  /** How many enrolled people are now on the list of calls. */
  output: z.object({ to_tell: z.number() }),
})

export const cancelActivity = endpoint({
  method: 'POST',
  path: '/api/activities/:activity_id/cancel',
  permission: 'activities.record',
  summary: '取消还没有开展的一场活动，写明原因；已报名的人进入通知名单',
  input: z.object({ activity_id: id(), change_id: optional(id()), reason: words(200) }),
  /** How many enrolled people are now on the list of calls. */
  output: z.object({ to_tell: z.number() }),
})

export const holdActivity = endpoint({
  method: 'POST',
  path: '/api/activities/:activity_id/hold',
  permission: 'activities.record',
  summary: '记下一场安排好的活动已经开展，从此计入场次；有人签到时自动记下',
  input: z.object({ activity_id: id(), minutes: optional(whole(720).check(z.gte(1))) }),
  output: z.object({}),
})

export const listChanges = endpoint({
  method: 'GET',
  path: '/api/activities/:activity_id/changes',
  permission: 'activities.read',
  summary: '一场活动的变更：改期、取消、开展，谁在何时为何',
  input: z.object({ activity_id: id() }),
  output: listOutput({
    change_id: z.string(),
    what: z.string(),
    was_on: z.string(),
    was_at: nullable(z.string()),
    was_place: nullable(z.string()),
    reason: nullable(z.string()),
    changed_by_name: z.string(),
    changed_at: z.string(),
  }),
})

export const listCalendar = endpoint({
  method: 'GET',
  path: '/api/activities/calendar',
  permission: 'activities.read',
  summary: '日历：两天之间安排的和已开展的活动，以及其间的节假日；最多 62 天',
  input: z.object({ from: day(), to: day(), station_id: optional(id()) }),
  output: z.object({
    rows: z.array(
      z.object({
        activity_id: z.string(),
        title: z.string(),
        kind: z.string(),
        state: z.string(),
        mode: z.string(),
        station_id: z.string(),
        station_name: z.string(),
        occurred_on: z.string(),
        started_at: nullable(z.string()),
        minutes: nullable(z.number()),
        room_id: nullable(z.string()),
        place: nullable(z.string()),
        workers: z.array(z.string()),
        capacity: nullable(z.number()),
      }),
    ),
    total: z.number(),
    holidays: z.array(z.object({ day: z.string(), kind: z.string(), name: z.string() })),
  }),
})

const part = z.enum([...PLAN_PARTS, ...SUMMARY_PARTS])

export const getWritings = endpoint({
  method: 'GET',
  path: '/api/activities/writings/:of_id',
  permission: 'activities.read',
  summary: '一场活动或一个系列的计划书和总结',
  input: z.object({ of_id: id() }),
  output: z.object({
    station_id: z.string(),
    parts: z.array(z.object({ part: z.string(), body: z.string(), written_by_name: z.string(), written_at: z.string() })),
  }),
})

export const saveWritings = endpoint({
  method: 'PUT',
  path: '/api/activities/writings/:of_id',
  permission: 'activities.record',
  summary: '写计划书或总结：给出的各部分替换原来的，空的删去',
  input: z.object({
    of_id: id(),
    parts: z.array(z.object({ part, body: z.string().check(z.maxLength(4000)) })).check(z.minLength(1), z.maxLength(20)),
  }),
  output: z.object({}),
})
