/** 成效 from what was asked at sessions, and from tests before and after groups. */
import type { FigureDefinition, SliceFigures } from '../../shared/figure-source.ts'

type Source = SliceFigures['sources'][number]

/** Each outcome is two rows, those who reached it and the others, so that both open into the same session. */
export const outcomes: Source = {
  name: 'activities.outcomes',
  title: { zh: '活动成效', en: 'Outcomes of activities' },
  sql: `select case when r.result = 'reached' then o.outcome_id else md5(o.outcome_id::text)::uuid end as row_id, o.activity_id, o.station_id,
               a.contract_id, a.occurred_on, a.title, a.kind, o.measure, r.result, r.persons
        from activities.outcomes o
        join activities.activities a on a.organisation_id = o.organisation_id and a.activity_id = o.activity_id
        cross join lateral (values ('reached', o.reached), ('not_reached', o.asked - o.reached)) r (result, persons)
        where o.organisation_id = :organisation_id and o.void_id is null and a.void_id is null and a.state = 'held' and r.persons > 0`,
  id: 'row_id',
  dimensions: { day: 'occurred_on', station: 'station_id', contract: 'contract_id' },
  columns: [
    { field: 'occurred_on', title: { zh: '日期', en: 'Day' }, type: 'day' },
    { field: 'title', title: { zh: '活动名称', en: 'Activity' }, type: 'text' },
    { field: 'kind', title: { zh: '活动类型', en: 'Kind' }, type: 'text' },
    { field: 'station_id', title: { zh: '站点', en: 'Station' }, type: 'station' },
    { field: 'measure', title: { zh: '成效指标', en: 'Measure' }, type: 'text' },
    { field: 'result', title: { zh: '结果', en: 'Result' }, type: 'state' },
    { field: 'persons', title: { zh: '人次', en: 'Person-times' }, type: 'number' },
  ],
  record: { path: '/activities/:id', field: 'activity_id' },
}

export const groupTests: Source = {
  name: 'activities.group_tests',
  title: { zh: '前后测都做了的组员', en: 'Members tested before and after' },
  sql: `select a.group_test_id, a.series_id, a.station_id, a.person_id, a.occurred_on, s.code, s.title, a.scale, b.score as before, a.score as after,
               case when a.better = 'higher' then a.score > b.score else a.score < b.score end as improved,
               (select x.contract_id from activities.activities x where x.organisation_id = a.organisation_id and x.series_id = a.series_id
                  and x.void_id is null and x.state = 'held' and x.occurred_on <= a.occurred_on order by x.occurred_on desc limit 1) as contract_id
        from activities.group_tests a
        join activities.group_tests b on b.organisation_id = a.organisation_id and b.series_id = a.series_id and b.person_id = a.person_id
          and b.scale = a.scale and b.phase = 'before' and b.void_id is null
        join activities.series s on s.organisation_id = a.organisation_id and s.series_id = a.series_id
        where a.organisation_id = :organisation_id and a.phase = 'after' and a.void_id is null`,
  id: 'group_test_id',
  dimensions: { day: 'occurred_on', station: 'station_id', contract: 'contract_id', person: 'person_id' },
  columns: [
    { field: 'occurred_on', title: { zh: '后测日期', en: 'Tested after, day' }, type: 'day' },
    { field: 'person_id', title: { zh: '姓名', en: 'Name' }, type: 'person' },
    { field: 'title', title: { zh: '课程或小组', en: 'Course or group' }, type: 'text' },
    { field: 'scale', title: { zh: '量表', en: 'Scale' }, type: 'text' },
    { field: 'before', title: { zh: '前测', en: 'Before' }, type: 'number' },
    { field: 'after', title: { zh: '后测', en: 'After' }, type: 'number' },
    { field: 'station_id', title: { zh: '站点', en: 'Station' }, type: 'station' },
  ],
  record: { path: '/activities/series/:id', field: 'series_id' },
}

export const ofOutcomes: FigureDefinition[] = [
  {
    key: 'activities.outcome_asked',
    title: { zh: '活动成效：询问人次', en: 'Outcomes of activities: asked' },
    unit: '人次',
    rule: {
      zh: '已开展的活动中，就一项成效问到的人，每人每项计一次。',
      en: 'People asked about an outcome at a held session, once per person and measure.',
    },
    rules: [],
    if_any: true,
    source: 'activities.outcomes',
    measure: { kind: 'sum', column: 'persons' },
  },
  {
    key: 'activities.outcome_rate',
    title: { zh: '活动成效达成率', en: 'Outcomes of activities reached' },
    unit: '%',
    rule: { zh: '达到成效的人次/询问人次。', en: 'Those who reached the outcome / those asked.' },
    rules: [],
    if_any: true,
    source: 'activities.outcomes',
    where: `result = 'reached'`,
    denominator_where: 'true',
    measure: { kind: 'sum', column: 'persons' },
  },
  {
    key: 'activities.tested_members',
    title: { zh: '前后测组员人次', en: 'Members tested before and after' },
    unit: '人次',
    rule: {
      zh: '期内做了后测、且有前测的组员，每人每份量表计一次。',
      en: 'Members with an after-test in the period and a before-test, once per person and scale.',
    },
    rules: [],
    if_any: true,
    source: 'activities.group_tests',
    measure: { kind: 'count' },
  },
  {
    key: 'activities.improved_rate',
    title: { zh: '前后测改善率', en: 'Members improved' },
    unit: '%',
    rule: {
      zh: '后测比前测好的人次/前后测组员人次；何为好按量表（分高为好或分低为好）。',
      en: 'Those whose after-test is better than their before-test / members tested; better as the scale says.',
    },
    rules: [],
    if_any: true,
    source: 'activities.group_tests',
    where: 'improved',
    denominator_where: 'true',
    measure: { kind: 'count' },
  },
]
