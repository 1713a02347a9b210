/** 场次, 系列, 小时 from the sessions that were held; 人次 and 人数 from who came. */
import type { FigureDefinition, SliceFigures } from '../../shared/figure-source.ts'
import { groupTests, ofOutcomes, outcomes } from './figures-outcomes.ts'

const sessions: SliceFigures['sources'][number] = {
  name: 'activities.activities',
  title: { zh: '已开展的活动', en: 'Sessions held' },
  sql: `select activity_id, station_id, contract_id, number, title, title_key, kind, kind_code, series_code, occurred_on, minutes, mode, leader, evidence
        from activities.activities where organisation_id = :organisation_id and void_id is null and state = 'held'`,
  id: 'activity_id',
  dimensions: { day: 'occurred_on', station: 'station_id', contract: 'contract_id' },
  columns: [
    { field: 'occurred_on', title: { zh: '日期', en: 'Day' }, type: 'day' },
    { field: 'number', title: { zh: '活动编号', en: 'Number' }, type: 'text' },
    { field: 'title', title: { zh: '活动名称', en: 'Title' }, type: 'text' },
    { field: 'kind', title: { zh: '活动类型', en: 'Kind' }, type: 'text' },
    { field: 'series_code', title: { zh: '系列编号', en: 'Series' }, type: 'text' },
    { field: 'station_id', title: { zh: '站点', en: 'Station' }, type: 'station' },
    { field: 'contract_id', title: { zh: '项目', en: 'Contract' }, type: 'contract' },
    { field: 'minutes', title: { zh: '时长', en: 'Length' }, type: 'minutes' },
    { field: 'leader', title: { zh: '负责人', en: 'Leader' }, type: 'text' },
  ],
  record: { path: '/activities/:id' },
}

const attendances: SliceFigures['sources'][number] = {
  name: 'activities.attendances',
  title: { zh: '活动签到', en: 'Attendances' },
  sql: `select t.attendance_id, t.activity_id, t.station_id, t.contract_id, t.kind, t.who, t.person_id, t.name, t.person_times, t.occurred_on, t.evidence,
               (select a.title from activities.activities a where a.organisation_id = t.organisation_id and a.activity_id = t.activity_id) as title
        from activities.attendances t
        where t.organisation_id = :organisation_id and t.void_id is null and t.not_counted is null`,
  id: 'attendance_id',
  dimensions: { day: 'occurred_on', station: 'station_id', contract: 'contract_id', person: 'person_id' },
  columns: [
    { field: 'occurred_on', title: { zh: '日期', en: 'Day' }, type: 'day' },
    { field: 'person_id', title: { zh: '姓名', en: 'Name' }, type: 'person' },
    { field: 'name', title: { zh: '非会员或群众', en: 'Not in the register' }, type: 'text' },
    { field: 'who', title: { zh: '身份', en: 'Who' }, type: 'state' },
    { field: 'title', title: { zh: '活动名称', en: 'Activity' }, type: 'text' },
    { field: 'kind', title: { zh: '活动类型', en: 'Kind' }, type: 'text' },
    { field: 'station_id', title: { zh: '站点', en: 'Station' }, type: 'station' },
    { field: 'person_times', title: { zh: '人次', en: 'Person-times' }, type: 'number' },
    { field: 'evidence', title: { zh: '凭据', en: 'Evidence' }, type: 'state' },
  ],
  record: { path: '/activities/attendances/:id' },
}

const ofSessions: FigureDefinition[] = [
  {
    key: 'activities.sessions',
    title: { zh: '活动场次', en: 'Activity sessions' },
    unit: '场',
    rule: {
      zh: '活动表中状态为“已开展”、日期有效、在本年度且在合同期内的场次，同一活动编号计一次，小组和课程每节计一场。',
      en: 'Rows of 活动 with 状态 已开展, valid date, in the year and inside the contract; the same 活动编号 once; every group or course session is one.',
    },
    rules: ['R13'],
    source: 'activities.activities',
    measure: { kind: 'count' },
  },
  {
    key: 'activities.groups',
    title: { zh: '小组个数', en: 'Groups' },
    unit: '个',
    rule: {
      zh: '类型为小组且至少有一节计入场次的系列编号个数。',
      en: 'Distinct 系列编号 of type 小组 with at least one counted session.',
    },
    rules: ['R13'],
    source: 'activities.activities',
    where: `kind_code = 'group'`,
    measure: { kind: 'distinct', column: 'series_code' },
  },
  {
    key: 'activities.course_series',
    title: { zh: '课程系列个数', en: 'Course series' },
    unit: '个',
    rule: {
      zh: '类型为课程且至少有一节计入场次的系列编号个数。',
      en: 'Distinct 系列编号 of type 课程 with at least one counted session.',
    },
    rules: ['R13'],
    source: 'activities.activities',
    where: `kind_code = 'course'`,
    measure: { kind: 'distinct', column: 'series_code' },
  },
  {
    key: 'activities.series',
    title: { zh: '系列个数', en: 'Series' },
    unit: '个',
    rule: { zh: '至少有一节计入场次的系列编号个数。', en: 'Distinct 系列编号 with at least one counted session.' },
    rules: ['R13'],
    source: 'activities.activities',
    measure: { kind: 'distinct', column: 'series_code' },
    table_only: true,
  },
  {
    key: 'activities.hours',
    title: { zh: '活动时长', en: 'Hours of activities' },
    unit: '小时',
    rule: { zh: '计入场次的活动时长合计。', en: 'Sum of 时长 of the counted sessions.' },
    rules: ['R13'],
    source: 'activities.activities',
    measure: { kind: 'sum', column: 'minutes', divide_by: 60 },
  },
]

const ofAttendances: FigureDefinition[] = [
  {
    key: 'activities.person_times',
    title: { zh: '活动人次', en: 'Person-times at activities' },
    unit: '人次',
    rule: {
      zh: '有效签到（会员与实名非会员，每人每场计一次）加匿名群众人数。',
      en: 'Valid sign-ins (members and named walk-ins, each person once per activity) plus anonymous headcounts.',
    },
    rules: ['R14', 'R15'],
    source: 'activities.attendances',
    measure: { kind: 'sum', column: 'person_times' },
  },
  {
    key: 'activities.person_times_members',
    title: { zh: '活动人次：会员', en: 'Person-times at activities: members' },
    unit: '人次',
    rule: { zh: '其中：已识别会员的签到人次。', en: 'Of these: sign-ins of identified members.' },
    rules: ['R14'],
    source: 'activities.attendances',
    where: `who = 'person'`,
    measure: { kind: 'sum', column: 'person_times' },
  },
  {
    key: 'activities.person_times_walk_in',
    title: { zh: '活动人次：实名非会员', en: 'Person-times at activities: named, not members' },
    unit: '人次',
    rule: { zh: '其中：实名非会员的人次。', en: 'Of these: named persons who are not members.' },
    rules: ['R14'],
    source: 'activities.attendances',
    where: `who = 'walk_in'`,
    measure: { kind: 'sum', column: 'person_times' },
  },
  {
    key: 'activities.person_times_anonymous',
    title: { zh: '活动人次：匿名群众', en: 'Person-times at activities: unnamed' },
    unit: '人次',
    rule: { zh: '其中：匿名群众（群众、居民、街坊行）的人次。', en: 'Of these: anonymous headcounts (群众/居民/街坊 rows).' },
    rules: ['R15'],
    source: 'activities.attendances',
    where: `who = 'headcount'`,
    measure: { kind: 'sum', column: 'person_times' },
  },
  {
    key: 'activities.persons',
    title: { zh: '活动人数', en: 'Persons at activities' },
    unit: '人',
    rule: { zh: '至少有一次有效签到的会员人数（去重）。', en: 'Distinct members with at least one valid sign-in.' },
    rules: ['R17'],
    source: 'activities.attendances',
    measure: { kind: 'distinct', column: 'person_id' },
  },
]

/** The community of 美平 has figures of its own in the annual report. */
const ofMeiping: FigureDefinition[] = [
  {
    key: 'meiping.hypertension_lectures',
    title: { zh: '美平：高血压健康讲座', en: 'Meiping: lectures on high blood pressure' },
    unit: '场',
    rule: {
      zh: '美平站类型为健康讲座且名称含“高血压”的场次。',
      en: 'Counted sessions at 美平 of type 健康讲座 with 高血压 in the title.',
    },
    rules: ['R13'],
    source: 'activities.activities',
    where: `kind_code = 'health_lecture' and title_key like '%高血压%'`,
    measure: { kind: 'count' },
    scope: { station_name: '美平' },
  },
  {
    key: 'meiping.hypertension_groups',
    title: { zh: '美平：高血压自我管理小组', en: 'Meiping: self-management groups for high blood pressure' },
    unit: '个',
    rule: {
      zh: '美平站名称含“高血压自我管理”的小组个数（按系列编号）。',
      en: 'Distinct 系列编号 at 美平 of type 小组 with 高血压自我管理 in the title.',
    },
    rules: ['R13'],
    source: 'activities.activities',
    where: `kind_code = 'group' and title_key like '%高血压自我管理%'`,
    measure: { kind: 'distinct', column: 'series_code' },
    scope: { station_name: '美平' },
  },
  {
    key: 'meiping.hypertension_group_sessions',
    title: { zh: '美平：高血压自我管理小组节数', en: 'Meiping: meetings of the self-management group' },
    unit: '节',
    rule: { zh: '该小组开展的节数。', en: 'Counted sessions of that group.' },
    rules: ['R13'],
    source: 'activities.activities',
    where: `kind_code = 'group' and title_key like '%高血压自我管理%'`,
    measure: { kind: 'count' },
    scope: { station_name: '美平' },
  },
  {
    key: 'meiping.silver_school_series',
    title: { zh: '美平：银龄学堂课程系列', en: 'Meiping: course series of the silver school' },
    unit: '个',
    rule: {
      zh: '美平站名称含“银龄学堂”的课程系列个数。',
      en: 'Distinct 系列编号 at 美平 of type 课程 with 银龄学堂 in the title.',
    },
    rules: ['R13'],
    source: 'activities.activities',
    where: `kind_code = 'course' and title_key like '%银龄学堂%'`,
    measure: { kind: 'distinct', column: 'series_code' },
    scope: { station_name: '美平' },
  },
  {
    key: 'meiping.anti_fraud_lectures',
    title: { zh: '美平：防诈骗讲座', en: 'Meiping: lectures against fraud' },
    unit: '场',
    rule: { zh: '美平站类型为防诈骗讲座的场次。', en: 'Counted sessions at 美平 of type 防诈骗讲座.' },
    rules: ['R13'],
    source: 'activities.activities',
    where: `kind_code = 'fraud_lecture'`,
    measure: { kind: 'count' },
    scope: { station_name: '美平' },
  },
]

export const figures: SliceFigures = {
  sources: [sessions, attendances, outcomes, groupTests],
  definitions: [...ofSessions, ...ofAttendances, ...ofMeiping, ...ofOutcomes],
}
