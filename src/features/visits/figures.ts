/** 上门服务 in hours, 探访 by way; their person-times and persons are counted on the spine. */
import type { FigureDefinition, SliceFigures, SourceColumn, Words } from '../../shared/figure-source.ts'

const shared: readonly SourceColumn[] = [
  { field: 'occurred_on', title: { zh: '日期', en: 'Day' }, type: 'day' },
  { field: 'person_id', title: { zh: '姓名', en: 'Name' }, type: 'person' },
  { field: 'station_id', title: { zh: '站点', en: 'Station' }, type: 'station' },
  { field: 'contract_id', title: { zh: '项目', en: 'Contract' }, type: 'contract' },
]

const dimensions = { day: 'occurred_on', station: 'station_id', contract: 'contract_id', person: 'person_id' }

const visited = (key: string, title: Words, rule: Words, where: string, unit = '人次'): FigureDefinition => ({
  key,
  title,
  unit,
  rule,
  rules: ['R19'],
  source: 'visits.visits',
  where,
  measure: { kind: 'count' },
})

/** Visits that the contract of the disability centres takes. */
const outreach = (definition: FigureDefinition): FigureDefinition => ({
  ...definition,
  scope: { contract_of_kind: 'disability_centre' },
})

export const figures: SliceFigures = {
  sources: [
    {
      name: 'visits.home_services',
      title: { zh: '上门服务记录', en: 'Services at home' },
      sql: `select home_service_id, station_id, contract_id, person_id, occurred_on, service, minutes, delivered_by, rating, evidence
            from visits.home_services where organisation_id = :organisation_id and void_id is null`,
      id: 'home_service_id',
      dimensions,
      columns: [
        ...shared,
        { field: 'service', title: { zh: '服务项目', en: 'Service' }, type: 'text' },
        { field: 'minutes', title: { zh: '时长', en: 'Length' }, type: 'minutes' },
        { field: 'delivered_by', title: { zh: '服务人员', en: 'Delivered by' }, type: 'text' },
      ],
      record: { path: '/home-services/:id' },
    },
    {
      name: 'visits.visits',
      title: { zh: '探访记录', en: 'Visits' },
      sql: `select visit_id, station_id, contract_id, person_id, occurred_on, way, content, visitor, not_counted, evidence
            from visits.visits where organisation_id = :organisation_id and void_id is null`,
      id: 'visit_id',
      dimensions,
      columns: [
        ...shared,
        { field: 'way', title: { zh: '方式', en: 'Way' }, type: 'state' },
        { field: 'content', title: { zh: '探访内容', en: 'Content' }, type: 'text' },
        { field: 'visitor', title: { zh: '探访人', en: 'Visitor' }, type: 'text' },
      ],
      record: { path: '/visits/:id' },
    },
  ],
  definitions: [
    {
      key: 'service.home.hours',
      title: { zh: '上门服务小时', en: 'Hours of service at home' },
      unit: '小时',
      rule: {
        zh: '有效上门服务的时长合计（大于0且不超过12小时）。',
        en: 'Sum of 时长 of valid home-service rows (0 < hours <= 12).',
      },
      rules: ['R22'],
      source: 'visits.home_services',
      measure: { kind: 'sum', column: 'minutes', divide_by: 60 },
    },
    visited(
      'service.visits.home',
      { zh: '入户探访人次', en: 'Visits at home' },
      { zh: '方式为入户的成功探访人次。', en: 'Completed visits with 方式 入户.' },
      `not_counted is null and way = 'home'`,
    ),
    visited(
      'service.visits.phone',
      { zh: '电话探访人次', en: 'Visits by telephone' },
      { zh: '方式为电话的成功探访人次。', en: 'Completed visits with 方式 电话.' },
      `not_counted is null and way = 'phone'`,
    ),
    visited(
      'service.visits.failed',
      { zh: '未成功的探访', en: 'Visits that failed' },
      { zh: '“是否成功”为“否”的探访，只登记不计人次。', en: 'Visit rows with 是否成功 = 否: logged, not counted.' },
      `not_counted = 'visit_failed'`,
      '次',
    ),
    outreach(
      visited(
        'kangyuan.outreach',
        { zh: '康园探访人次', en: 'Outreach of the disability centre' },
        {
          zh: '项目编号为康园项目的成功探访（入户与电话）人次。',
          en: 'Completed visits (入户 and 电话) with the 项目编号 of the 康园 contract.',
        },
        `not_counted is null and way in ('home', 'phone')`,
      ),
    ),
    outreach(
      visited(
        'kangyuan.outreach_home',
        { zh: '康园入户探访人次', en: 'Outreach of the disability centre at home' },
        { zh: '其中入户探访人次。', en: 'Of these 入户.' },
        `not_counted is null and way = 'home'`,
      ),
    ),
    outreach(
      visited(
        'kangyuan.outreach_phone',
        { zh: '康园电话访谈人次', en: 'Outreach of the disability centre by telephone' },
        { zh: '其中电话访谈人次。', en: 'Of these 电话.' },
        `not_counted is null and way = 'phone'`,
      ),
    ),
  ],
}
