/** 志愿服务: teams' activities, individual hours, volunteers. None of it is a service person-time (rules R18, R37). */
import type { FigureDefinition, FigureSource, Measure, SliceFigures, Words } from '../../shared/figure-source.ts'

const sources: FigureSource[] = [
  {
    name: 'volunteering.activities',
    title: { zh: '志愿活动', en: 'Volunteer activities' },
    sql: `select activity_id, station_id, contract_id, number, team, title, occurred_on, minutes, person_times_served, volunteers_reported, evidence
          from volunteering.activities where organisation_id = :organisation_id and void_id is null`,
    id: 'activity_id',
    dimensions: { day: 'occurred_on', station: 'station_id', contract: 'contract_id' },
    columns: [
      { field: 'occurred_on', title: { zh: '日期', en: 'Day' }, type: 'day' },
      { field: 'number', title: { zh: '志愿活动编号', en: 'Number' }, type: 'text' },
      { field: 'team', title: { zh: '队伍', en: 'Team' }, type: 'text' },
      { field: 'title', title: { zh: '活动名称', en: 'Activity' }, type: 'text' },
      { field: 'contract_id', title: { zh: '项目', en: 'Contract' }, type: 'contract' },
      { field: 'minutes', title: { zh: '时长', en: 'Length' }, type: 'minutes' },
      { field: 'person_times_served', title: { zh: '服务人次', en: 'Person-times served' }, type: 'number' },
      { field: 'evidence', title: { zh: '凭据', en: 'Evidence' }, type: 'state' },
    ],
    record: { path: '/volunteering/activities/:id' },
  },
  {
    name: 'volunteering.hours',
    title: { zh: '志愿者时长', en: 'Volunteer hours' },
    sql: `select h.hours_id, h.station_id, h.contract_id, h.person_id, h.person_key, h.occurred_on, h.minutes, h.evidence, v.volunteer_no, v.name, a.number, a.team, a.title
          from volunteering.hours h
          join volunteering.volunteers v on v.organisation_id = h.organisation_id and v.volunteer_id = h.volunteer_id
          join volunteering.activities a on a.organisation_id = h.organisation_id and a.activity_id = h.activity_id
          where h.organisation_id = :organisation_id and h.void_id is null and a.void_id is null`,
    id: 'hours_id',
    dimensions: { day: 'occurred_on', station: 'station_id', contract: 'contract_id', person: 'person_id' },
    columns: [
      { field: 'occurred_on', title: { zh: '日期', en: 'Day' }, type: 'day' },
      { field: 'volunteer_no', title: { zh: '志愿者编号', en: 'Volunteer number' }, type: 'text' },
      { field: 'name', title: { zh: '姓名', en: 'Name' }, type: 'text' },
      { field: 'number', title: { zh: '志愿活动编号', en: 'Activity number' }, type: 'text' },
      { field: 'title', title: { zh: '活动名称', en: 'Activity' }, type: 'text' },
      { field: 'team', title: { zh: '队伍', en: 'Team' }, type: 'text' },
      { field: 'minutes', title: { zh: '时长', en: 'Length' }, type: 'minutes' },
      { field: 'evidence', title: { zh: '凭据', en: 'Evidence' }, type: 'state' },
    ],
    record: { path: '/volunteering/hours/:id' },
  },
  {
    name: 'volunteering.volunteers_in_period',
    title: { zh: '志愿者名册', en: 'Volunteers on the roster' },
    // A year's roster lists everybody and replaces earlier ones; who was registered at the desk since then is added.
    sql: `select v.volunteer_id, v.person_id, v.person_key, v.volunteer_no, v.name, v.team, v.registered_on, v.evidence
          from volunteering.volunteers v
          where v.organisation_id = :organisation_id and v.void_id is null
            and v.roster_year <= extract(year from :to)
            and v.roster_year >= coalesce((
              select max(l.roster_year) from volunteering.volunteers l
              where l.organisation_id = :organisation_id and l.void_id is null and l.evidence = 'imported' and l.roster_year <= extract(year from :to)), 0)
            and (v.registered_on is null or v.registered_on <= :to)`,
    id: 'volunteer_id',
    dimensions: { person: 'person_id' },
    columns: [
      { field: 'volunteer_no', title: { zh: '志愿者编号', en: 'Volunteer number' }, type: 'text' },
      { field: 'name', title: { zh: '姓名', en: 'Name' }, type: 'text' },
      { field: 'team', title: { zh: '队伍', en: 'Team' }, type: 'text' },
      { field: 'registered_on', title: { zh: '注册日期', en: 'Registered on' }, type: 'day' },
      { field: 'evidence', title: { zh: '凭据', en: 'Evidence' }, type: 'state' },
    ],
    record: { path: '/volunteering/volunteers/:id' },
    order: 'volunteer_no, volunteer_id',
  },
]

interface Part {
  readonly key: string
  readonly title: Words
  readonly unit: string
  readonly rule: Words
  readonly measure: Measure
}

const define =
  (source: string, where?: string) =>
  (part: Part): FigureDefinition => ({ ...part, rules: ['R37'], source, ...(where ? { where } : {}) })

const hoursOf: Measure = { kind: 'sum', column: 'minutes', divide_by: 60 }

const disabilityTeam = [
  {
    key: 'volunteers.disability_team.activities',
    title: { zh: '助残志愿活动次数', en: 'Activities of the disability-help team' },
    unit: '次',
    rule: {
      zh: '助残志愿服务队（队名含“助残志愿服务队”）的有效志愿活动次数。',
      en: 'Valid rows of 志愿活动记录 of the disability-help team (name contains 助残志愿服务队).',
    },
    measure: { kind: 'count' },
  },
  {
    key: 'volunteers.disability_team.activity_hours',
    title: { zh: '助残志愿活动小时', en: 'Activity hours of the disability-help team' },
    unit: '小时',
    rule: {
      zh: '上述活动时长合计（按活动时长，不按志愿者人头累计）。',
      en: 'Sum of 时长 of those activities (activity duration, not volunteer-hours).',
    },
    measure: hoursOf,
  },
  {
    key: 'volunteers.disability_team.person_times_served',
    title: { zh: '助残志愿服务人次', en: 'Person-times served by the disability-help team' },
    unit: '人次',
    rule: { zh: '上述活动服务人次合计。', en: 'Sum of 服务人次 of those activities.' },
    measure: { kind: 'sum', column: 'person_times_served' },
  },
] satisfies Part[]

const all = [
  {
    key: 'volunteers.all.activities',
    title: { zh: '志愿活动次数', en: 'Volunteer activities' },
    unit: '次',
    rule: { zh: '有效志愿活动次数。', en: 'Valid rows of 志愿活动记录.' },
    measure: { kind: 'count' },
  },
  {
    key: 'volunteers.all.activity_hours',
    title: { zh: '志愿活动小时', en: 'Volunteer activity hours' },
    unit: '小时',
    rule: { zh: '全部有效志愿活动时长合计。', en: 'Sum of 时长 of all valid volunteer activities.' },
    measure: hoursOf,
  },
] satisfies Part[]

const individual = [
  {
    key: 'volunteers.all.volunteer_hours',
    title: { zh: '志愿者服务小时', en: 'Volunteer hours' },
    unit: '小时',
    rule: {
      zh: '志愿者时长表个人时长合计（大于0且不超过12小时，每人每次活动计一次）。',
      en: 'Sum of individual hours in 志愿者时长 (0 < hours <= 12, each volunteer once per activity).',
    },
    measure: hoursOf,
  },
  {
    key: 'volunteers.served_in_year',
    title: { zh: '参加服务的志愿者', en: 'Volunteers who served' },
    unit: '人',
    rule: {
      zh: '至少有一条有效时长的志愿者人数（按身份证去重）。',
      en: 'Distinct persons with at least one valid row in 志愿者时长.',
    },
    measure: { kind: 'distinct', column: 'person_key' },
  },
] satisfies Part[]

const registered = [
  {
    key: 'volunteers.registered',
    title: { zh: '注册志愿者', en: 'Registered volunteers' },
    unit: '人',
    rule: { zh: '志愿者名册按身份证去重的人数。', en: 'Distinct persons (by ID) in 志愿者名册.' },
    measure: { kind: 'distinct', column: 'person_key' },
  },
] satisfies Part[]

export const figures: SliceFigures = {
  sources,
  definitions: [
    ...disabilityTeam.map(define('volunteering.activities', "team like '%助残志愿服务队%'")),
    ...all.map(define('volunteering.activities')),
    ...individual.map(define('volunteering.hours')),
    ...registered.map(define('volunteering.volunteers_in_period')),
  ],
}
