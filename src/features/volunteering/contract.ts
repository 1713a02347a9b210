/** 志愿服务: what can be asked about volunteers, their activities and their hours. */
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

const volunteer = {
  volunteer_id: z.string(),
  volunteer_no: z.string(),
  name: z.string(),
  sex: nullable(z.string()),
  team: nullable(z.string()),
  member_no: nullable(z.string()),
  person_id: nullable(z.string()),
  registered_on: nullable(z.string()),
  roster_year: z.number(),
  evidence: z.string(),
}

export const listVolunteers = endpoint({
  method: 'GET',
  path: '/api/volunteering/volunteers',
  permission: 'volunteering.read',
  summary: '志愿者名册，可按年度、队伍、姓名或编号筛选',
  input: listInput({ team: optional(words(40)), roster_year: optional(whole(2200)) }),
  output: listOutput(volunteer),
})

export const getVolunteer = endpoint({
  method: 'GET',
  path: '/api/volunteering/volunteers/:volunteer_id',
  permission: 'volunteering.read',
  summary: '一位志愿者：队伍、累计时长、参加次数；证件号和电话遮蔽',
  input: z.object({ volunteer_id: id() }),
  output: z.object({
    ...volunteer,
    note: nullable(z.string()),
    id_number: nullable(z.string()),
    phone: nullable(z.string()),
    /** Of this human being under all numbers. */
    minutes: z.number(),
    activities: z.number(),
    other_numbers: z.array(z.string()),
    ...recordedFields,
  }),
})

export const revealVolunteer = endpoint({
  method: 'POST',
  path: '/api/volunteering/volunteers/:volunteer_id/reveal',
  permission: 'people.reveal',
  summary: '查看志愿者证件号和电话，写明原因，记入审计',
  input: z.object({ volunteer_id: id(), reason: words(200) }),
  output: z.object({ id_number: nullable(z.string()), phone: nullable(z.string()) }),
})

export const recordVolunteer = endpoint({
  method: 'POST',
  path: '/api/volunteering/volunteers',
  permission: 'volunteering.record',
  summary: '登记一位志愿者：同一编号每年计一次，身份证相同的视为一人',
  input: z.object({
    volunteer_id: optional(id()),
    volunteer_no: words(40),
    name: words(40),
    id_number: optional(words(40)),
    phone: optional(words(40)),
    member_no: optional(words(40)),
    team: words(40),
    registered_on: optional(day()),
    note: optional(words(500)),
  }),
  output: z.object({ volunteer_id: z.string() }),
})

const activity = {
  activity_id: z.string(),
  number: z.string(),
  team: z.string(),
  occurred_on: z.string(),
  title: nullable(z.string()),
  minutes: z.number(),
  person_times_served: z.number(),
  volunteers_reported: nullable(z.number()),
  noted_by: nullable(z.string()),
  evidence: z.string(),
}

export const listVolunteerActivities = endpoint({
  method: 'GET',
  path: '/api/volunteering/activities',
  permission: 'volunteering.read',
  summary: '志愿活动，可按日期、队伍、编号或名称筛选',
  input: listInput({ team: optional(words(40)) }),
  output: listOutput(activity),
})

export const getVolunteerActivity = endpoint({
  method: 'GET',
  path: '/api/volunteering/activities/:activity_id',
  permission: 'volunteering.read',
  summary: '一次志愿活动和参加的人数、个人时长合计',
  input: z.object({ activity_id: id() }),
  output: z.object({ ...activity, volunteers: z.number(), volunteer_minutes: z.number(), ...recordedFields }),
})

export const recordVolunteerActivity = endpoint({
  method: 'POST',
  path: '/api/volunteering/activities',
  permission: 'volunteering.record',
  summary: '登记一次志愿活动：同一编号计一次，时长大于 0 且不超过 12 小时',
  input: z.object({
    activity_id: optional(id()),
    number: words(40),
    team: words(40),
    contract_code: optional(words(40)),
    occurred_on: day(),
    title: optional(words(100)),
    hours: z.coerce.number(),
    served: whole(1_000_000),
    volunteers_reported: optional(whole(10_000)),
    noted_by: optional(words(40)),
  }),
  output: z.object({ activity_id: z.string() }),
})

const hours = {
  hours_id: z.string(),
  activity_id: z.string(),
  activity_number: z.string(),
  activity_title: nullable(z.string()),
  team: z.string(),
  volunteer_id: z.string(),
  volunteer_no: z.string(),
  volunteer_name: z.string(),
  occurred_on: z.string(),
  minutes: z.number(),
  note: nullable(z.string()),
  evidence: z.string(),
}

export const listVolunteerHours = endpoint({
  method: 'GET',
  path: '/api/volunteering/hours',
  permission: 'volunteering.read',
  summary: '志愿者时长，可按日期、活动、志愿者筛选',
  input: listInput({ activity_id: optional(id()), volunteer_id: optional(id()) }),
  output: listOutput(hours),
})

export const getVolunteerHours = endpoint({
  method: 'GET',
  path: '/api/volunteering/hours/:hours_id',
  permission: 'volunteering.read',
  summary: '一条志愿者时长',
  input: z.object({ hours_id: id() }),
  output: z.object({ ...hours, ...recordedFields }),
})

export const recordVolunteerHours = endpoint({
  method: 'POST',
  path: '/api/volunteering/activities/:activity_id/hours',
  permission: 'volunteering.record',
  summary: '记一次活动中多位志愿者的时长：同一人同一活动计一次；每人各有结果，一人不成不影响其他人',
  input: z.object({
    activity_id: id(),
    volunteers: z
      .array(
        z.object({
          hours_id: optional(id()),
          volunteer_no: optional(words(40)),
          name: optional(words(40)),
          hours: z.coerce.number(),
          note: optional(words(200)),
        }),
      )
      .check(z.minLength(1), z.maxLength(200)),
  }),
  output: z.object({
    recorded: z.number(),
    /** In the order given: the id, or why not. */
    outcomes: z.array(z.object({ hours_id: nullable(z.string()), refused: nullable(z.string()), message: nullable(z.string()) })),
  }),
})
