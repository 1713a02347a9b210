/** 疫苗接种动员: calls, persons called, elders vaccinated. */
import type { FigureDefinition, SliceFigures, SourceColumn } from '../../shared/figure-source.ts'

const shared: readonly SourceColumn[] = [
  { field: 'occurred_on', title: { zh: '日期', en: 'Day' }, type: 'day' },
  { field: 'person_id', title: { zh: '姓名', en: 'Name' }, type: 'person' },
  { field: 'station_id', title: { zh: '站点', en: 'Station' }, type: 'station' },
]

const dimensions = { day: 'occurred_on', station: 'station_id', contract: 'contract_id', person: 'person_id' }

const NUMBERS = ['一', '二', '三'] as const

/** A dose written twice, once before it counted, is still one dose. */
const doseFigure = (zh: (typeof NUMBERS)[number], at: number): FigureDefinition => ({
  key: `vaccination.dose_${at + 1}`,
  title: { zh: `第${zh}针`, en: `Dose ${at + 1}` },
  unit: '针',
  rule: {
    zh: `第${zh}针有效接种人次（同一人同一针次计一次）。`,
    en: `Valid dose rows of dose ${at + 1} (the same person and dose once).`,
  },
  rules: ['R21'],
  source: 'campaigns.doses',
  where: `counts and dose = ${at + 1}`,
  measure: { kind: 'distinct', column: 'person_id' },
})

export const figures: SliceFigures = {
  sources: [
    {
      name: 'campaigns.calls',
      title: { zh: '疫苗电访', en: 'Vaccination calls' },
      sql: `select call_id, station_id, contract_id, person_id, occurred_on, called_at, outcome, willingness, caller, not_counted, evidence
            from campaigns.calls where organisation_id = :organisation_id and void_id is null`,
      id: 'call_id',
      dimensions,
      columns: [
        ...shared,
        { field: 'called_at', title: { zh: '时间', en: 'Time' }, type: 'text' },
        { field: 'outcome', title: { zh: '结果', en: 'Outcome' }, type: 'state' },
        { field: 'willingness', title: { zh: '接种意愿', en: 'Willingness' }, type: 'state' },
        { field: 'caller', title: { zh: '话务员', en: 'Caller' }, type: 'text' },
      ],
      record: { path: '/campaigns/calls/:id' },
    },
    {
      name: 'campaigns.doses',
      needs: 'health.read',
      title: { zh: '接种记录', en: 'Doses' },
      sql: `select dose_id, station_id, contract_id, person_id, occurred_on, dose, place, counts, standing_code, first_answered_on, evidence
            from campaigns.mobilised_doses where organisation_id = :organisation_id and void_id is null`,
      id: 'dose_id',
      dimensions,
      columns: [
        ...shared,
        { field: 'dose', title: { zh: '针次', en: 'Dose' }, type: 'number' },
        { field: 'place', title: { zh: '接种地点', en: 'Place' }, type: 'text' },
        { field: 'first_answered_on', title: { zh: '首次接通电访', en: 'First answered call' }, type: 'day' },
      ],
      record: { path: '/campaigns/doses/:id' },
    },
  ],
  definitions: [
    {
      key: 'vaccination.calls',
      title: { zh: '疫苗接种电访人次', en: 'Vaccination calls' },
      unit: '人次',
      rule: {
        zh: '结果为“接通”的电访，同一人同日同时刻计一次。',
        en: 'Calls with 结果 接通; the same person, date and time once.',
      },
      rules: ['R20'],
      source: 'campaigns.calls',
      where: 'not_counted is null',
      measure: { kind: 'count' },
    },
    {
      key: 'vaccination.calls_not_answered',
      title: { zh: '未接通的电访', en: 'Calls not answered' },
      unit: '次',
      rule: { zh: '未接通的电访，只登记不计人次。', en: 'Call rows with another 结果: logged, not counted.' },
      rules: ['R20'],
      source: 'campaigns.calls',
      where: `not_counted = 'not_answered'`,
      measure: { kind: 'count' },
    },
    {
      key: 'vaccination.persons_called',
      title: { zh: '电访动员人数', en: 'Persons called' },
      unit: '人',
      rule: { zh: '至少接通一次电访的人数（去重）。', en: 'Distinct persons with at least one answered call.' },
      rules: ['R17', 'R20'],
      source: 'campaigns.calls',
      where: 'not_counted is null',
      measure: { kind: 'distinct', column: 'person_id' },
    },
    {
      key: 'vaccination.elders_vaccinated',
      title: { zh: '接种长者人数', en: 'Elders vaccinated' },
      unit: '人',
      rule: {
        zh: '有有效接种记录、接种当日年满60周岁且当日或之前有接通电访的长者人数，不论第几针，每人计一次。',
        en: 'Distinct persons with a valid dose row, aged 60 or more on the dose date, with an answered call on or before that date; any dose number, each person once.',
      },
      rules: ['R21'],
      source: 'campaigns.doses',
      where: 'counts',
      measure: { kind: 'distinct', column: 'person_id' },
    },
    ...NUMBERS.map(doseFigure),
  ],
}
