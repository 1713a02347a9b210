import type { FigureDefinition, SliceFigures } from '../../shared/figure-source.ts'

const source = 'contracts.contracts'

const definition = (
  key: string,
  zh: string,
  en: string,
  unit: string,
  rule: { zh: string; en: string },
  rest: Pick<FigureDefinition, 'measure' | 'where'>,
): FigureDefinition => ({
  key,
  title: { zh, en },
  unit,
  rule,
  rules: ['R26'],
  source,
  ...rest,
})

export const figures: SliceFigures = {
  sources: [
    {
      name: source,
      title: { zh: '本年度执行的合同', en: 'Contracts of the period' },
      sql: `select contract_id, code, name, purchaser, town, domain, amount_fen, starts_on, ends_on, is_new
            from contracts.contracts
            where organisation_id = :organisation_id and void_id is null and state = 'running' and starts_on <= :to and ends_on >= :from`,
      id: 'contract_id',
      dimensions: { contract: 'contract_id' },
      columns: [
        { field: 'code', title: { zh: '项目编号', en: 'Number' }, type: 'text' },
        { field: 'name', title: { zh: '项目名称', en: 'Name' }, type: 'text' },
        { field: 'purchaser', title: { zh: '购买方', en: 'Purchaser' }, type: 'text' },
        { field: 'town', title: { zh: '镇', en: 'Town' }, type: 'text' },
        { field: 'amount_fen', title: { zh: '合同金额', en: 'Amount' }, type: 'money_fen' },
        { field: 'starts_on', title: { zh: '开始', en: 'From' }, type: 'day' },
        { field: 'ends_on', title: { zh: '结束', en: 'To' }, type: 'day' },
      ],
      record: { path: '/contracts/:id' },
      order: 'code',
    },
  ],
  definitions: [
    definition(
      'org.contracts.count',
      '政府购买服务项目',
      'Government contracts',
      '个',
      {
        zh: '项目合同中状态为“执行中”且合同期与本年度有交集的项目数。',
        en: 'Rows of 项目合同 with 状态 执行中 whose period overlaps the year.',
      },
      { measure: { kind: 'count' } },
    ),
    definition(
      'org.contracts.amount_yuan',
      '项目金额',
      'Amount of the contracts',
      '元',
      { zh: '上述项目合同金额合计（“万元”乘以一万）。', en: 'Sum of 合同金额 of the counted contracts (万 = 10,000).' },
      { measure: { kind: 'sum', column: 'amount_fen', divide_by: 100 } },
    ),
    definition(
      'org.contracts.towns',
      '项目所在镇',
      'Towns',
      '个',
      { zh: '上述项目所在镇（去重）个数。', en: 'Distinct 镇 of the counted contracts.' },
      { measure: { kind: 'distinct', column: 'town' } },
    ),
    definition(
      'org.contracts.new_in_year',
      '新增项目',
      'New contracts',
      '个',
      { zh: '上述项目中“是否新增”为“是”的个数。', en: 'Counted contracts with 是否新增 = 是.' },
      { where: 'is_new', measure: { kind: 'count' } },
    ),
  ],
}
