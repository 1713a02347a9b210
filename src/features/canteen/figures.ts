import type { SliceFigures } from '../../shared/figure-source.ts'

/** 助餐 as money; its person-times are counted on the spine. */
export const figures: SliceFigures = {
  sources: [
    {
      name: 'canteen.meals',
      title: { zh: '用餐记录', en: 'Meals' },
      sql: `select meal_id, station_id, contract_id, person_id, occurred_on, meal, way, charge_fen, subsidy_fen, paid_fen, evidence
            from canteen.meals where organisation_id = :organisation_id and void_id is null`,
      id: 'meal_id',
      dimensions: { day: 'occurred_on', station: 'station_id', contract: 'contract_id', person: 'person_id' },
      columns: [
        { field: 'occurred_on', title: { zh: '日期', en: 'Day' }, type: 'day' },
        { field: 'person_id', title: { zh: '姓名', en: 'Name' }, type: 'person' },
        { field: 'station_id', title: { zh: '站点', en: 'Station' }, type: 'station' },
        { field: 'meal', title: { zh: '餐次', en: 'Meal' }, type: 'state' },
        { field: 'charge_fen', title: { zh: '餐费', en: 'Charge' }, type: 'money_fen' },
        { field: 'subsidy_fen', title: { zh: '补贴', en: 'Subsidy' }, type: 'money_fen' },
        { field: 'paid_fen', title: { zh: '自付', en: 'Paid' }, type: 'money_fen' },
      ],
      record: { path: '/canteen/meals/:id' },
    },
  ],
  definitions: [
    {
      key: 'service.meals.charge_yuan',
      title: { zh: '餐费合计', en: 'Meal charges' },
      unit: '元',
      rule: { zh: '有效用餐的餐费合计（餐费=补贴+自付）。', en: 'Sum of 餐费 of valid meals (餐费 = 补贴 + 自付).' },
      rules: ['R23'],
      source: 'canteen.meals',
      measure: { kind: 'sum', column: 'charge_fen', divide_by: 100 },
    },
    {
      key: 'service.meals.subsidy_yuan',
      title: { zh: '餐费补贴合计', en: 'Meal subsidies' },
      unit: '元',
      rule: { zh: '有效用餐的补贴合计。', en: 'Sum of 补贴 of valid meals.' },
      rules: ['R23'],
      source: 'canteen.meals',
      measure: { kind: 'sum', column: 'subsidy_fen', divide_by: 100 },
    },
    {
      key: 'service.meals.self_paid_yuan',
      title: { zh: '餐费自付合计', en: 'Meals paid by members' },
      unit: '元',
      rule: { zh: '有效用餐的自付合计。', en: 'Sum of 自付 of valid meals.' },
      rules: ['R23'],
      source: 'canteen.meals',
      measure: { kind: 'sum', column: 'paid_fen', divide_by: 100 },
    },
  ],
}
