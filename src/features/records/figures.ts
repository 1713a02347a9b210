/** The spine as a source of figures: person-times (人次) and persons (人数), by type of service. */
import type { FigureDefinition, SliceFigures, Words } from '../../shared/figure-source.ts'

/** Row-level security hides sensitive services (`records.sensitive`) from who holds neither: a number with them would be too small. */
const sensitive = ['health.read', 'records.sensitive'] as const

interface Counted {
  /** Part of the figure's key. */
  readonly key: string
  readonly service_type: string
  readonly title: Words
  readonly rules: readonly string[]
  readonly needs?: readonly string[]
}

const counted: readonly Counted[] = [
  {
    key: 'daycare',
    service_type: 'daycare',
    title: { zh: '日托（每人每天计1）', en: 'day care (one person-day)' },
    rules: ['R12'],
  },
  { key: 'meals', service_type: 'meal', title: { zh: '助餐（每餐计1）', en: 'meals (one meal)' }, rules: ['R12'] },
  { key: 'recreation', service_type: 'recreation', title: { zh: '康娱', en: 'recreation' }, rules: ['R12'] },
  {
    key: 'health',
    service_type: 'health_check',
    title: { zh: '健康监测', en: 'health monitoring' },
    rules: ['R12'],
    needs: sensitive,
  },
  { key: 'home', service_type: 'home_service', title: { zh: '上门服务', en: 'home service' }, rules: ['R12'] },
  { key: 'visits', service_type: 'visit', title: { zh: '探访（成功）', en: 'completed visits' }, rules: ['R12', 'R19'] },
]

const pair = ({ key, service_type, title, rules, needs }: Counted): FigureDefinition[] => [
  {
    key: `service.${key}.person_times`,
    title: { zh: `${title.zh}人次`, en: `Person-times of ${title.en}` },
    unit: '人次',
    rule: { zh: `${title.zh}有效行，去重后的人次。`, en: `Valid rows of ${title.en} after removing duplicates.` },
    rules,
    source: 'records.records',
    where: `service_type = '${service_type}'`,
    measure: { kind: 'sum', column: 'person_times' },
    ...(needs ? { needs } : {}),
  },
  {
    key: `service.${key}.persons`,
    title: { zh: `${title.zh}人数`, en: `Persons of ${title.en}` },
    unit: '人',
    rule: { zh: `${title.zh}服务人数（去重）。`, en: `Distinct persons of ${title.en}.` },
    rules: ['R17'],
    source: 'records.records',
    where: `service_type = '${service_type}'`,
    measure: { kind: 'distinct', column: 'person_id' },
    ...(needs ? { needs } : {}),
  },
]

export const figures: SliceFigures = {
  sources: [
    {
      name: 'records.records',
      facets: ['service_type'],
      title: { zh: '服务记录', en: 'Service records' },
      sql: `select record_id, station_id, contract_id, service_type, who, person_id, person_times, occurred_on, minutes, mode, source, evidence
            from records.records where organisation_id = :organisation_id and void_id is null`,
      id: 'record_id',
      dimensions: { day: 'occurred_on', station: 'station_id', contract: 'contract_id', person: 'person_id' },
      columns: [
        { field: 'occurred_on', title: { zh: '日期', en: 'Day' }, type: 'day' },
        { field: 'person_id', title: { zh: '姓名', en: 'Name' }, type: 'person' },
        { field: 'service_type', title: { zh: '服务', en: 'Service' }, type: 'state' },
        { field: 'station_id', title: { zh: '站点', en: 'Station' }, type: 'station' },
        { field: 'contract_id', title: { zh: '项目', en: 'Contract' }, type: 'contract' },
        { field: 'person_times', title: { zh: '人次', en: 'Person-times' }, type: 'number' },
        { field: 'mode', title: { zh: '方式', en: 'Mode' }, type: 'state' },
        { field: 'evidence', title: { zh: '凭据', en: 'Evidence' }, type: 'state' },
      ],
      record: { path: '/records/:id' },
    },
  ],
  definitions: [
    {
      key: 'service.person_times.total',
      title: { zh: '年度服务人次', en: 'Service person-times' },
      unit: '人次',
      rule: {
        zh: '活动签到（04）+六张日常服务表（05）+接通的疫苗电访（06）；03、07、10、11不计入。',
        en: 'Activities (04) + the six daily service sheets (05) + answered vaccination calls (06); nothing from 03, 07, 10 and 11.',
      },
      rules: ['R18'],
      source: 'records.records',
      needs: sensitive,
      measure: { kind: 'sum', column: 'person_times' },
    },
    {
      key: 'service.persons.total',
      title: { zh: '服务人数', en: 'Persons served' },
      unit: '人',
      rule: {
        zh: '至少接受过一次计入服务的人数（去重）。',
        en: 'Distinct persons with at least one counted service of any kind.',
      },
      rules: ['R17', 'R18'],
      source: 'records.records',
      needs: sensitive,
      measure: { kind: 'distinct', column: 'person_id' },
    },
    ...counted.flatMap(pair),
  ],
}
