/**
 * 金币: what was earned, spent and adjusted in a period, and what the accounts held before and after it. What stood before the period is
 * its opening, whether a workbook said so or the ledger was carried on.
 */
import type { FigureDefinition, FigureSource, SliceFigures, Words } from '../../shared/figure-source.ts'

const columns: FigureSource['columns'] = [
  { field: 'occurred_on', title: { zh: '日期', en: 'Day' }, type: 'day' },
  { field: 'member_no', title: { zh: '会员编号', en: 'Member number' }, type: 'text' },
  { field: 'person_id', title: { zh: '姓名', en: 'Name' }, type: 'person' },
  { field: 'station_id', title: { zh: '站点', en: 'Station' }, type: 'station' },
  { field: 'kind', title: { zh: '类型', en: 'Kind' }, type: 'state' },
  { field: 'amount', title: { zh: '金币', en: 'Coins' }, type: 'number' },
  { field: 'reason', title: { zh: '事由', en: 'Reason' }, type: 'text' },
]

const place = { station: 'station_id', contract: 'contract_id', person: 'person_id' }

const coins = (
  key: string,
  title: Words,
  rule: Words,
  rest: Pick<FigureDefinition, 'source' | 'measure'> & { where?: string },
  unit = '枚',
): FigureDefinition => ({
  key,
  title,
  unit,
  rule,
  rules: ['R38'],
  ...rest,
})

const sum = { kind: 'sum', column: 'amount' } as const

export const figures: SliceFigures = {
  sources: [
    {
      name: 'points.entries',
      title: { zh: '金币流水', en: 'Coin entries' },
      sql: `select entry_id, station_id, contract_id, person_id, member_no, occurred_on, kind, amount, -amount as paid_out, serial, reason, evidence
            from points.entries where organisation_id = :organisation_id and void_id is null`,
      id: 'entry_id',
      dimensions: { day: 'occurred_on', ...place },
      columns,
      record: { path: '/points/entries/:id' },
    },
    {
      name: 'points.held',
      title: { zh: '金币余额的构成', en: 'What makes up the balances' },
      sql: `select entry_id, station_id, contract_id, person_id, member_no, occurred_on, kind, amount, reason, evidence,
              (kind = 'opening' or occurred_on < :from) as brought_in
            from points.entries where organisation_id = :organisation_id and void_id is null and occurred_on <= :to`,
      id: 'entry_id',
      dimensions: place,
      columns,
      record: { path: '/points/entries/:id' },
    },
  ],
  definitions: [
    coins(
      'coins.opening',
      { zh: '金币期初余额', en: 'Opening balance of coins' },
      { zh: '有效会员期初余额合计。', en: 'Sum of 期初余额 of valid members.' },
      { source: 'points.held', where: 'brought_in', measure: sum },
    ),
    coins(
      'coins.earned',
      { zh: '获得金币', en: 'Coins earned' },
      { zh: '有效“获得”流水合计。', en: 'Sum of valid 获得 rows.' },
      { source: 'points.entries', where: `kind = 'earned'`, measure: sum },
    ),
    coins(
      'coins.spent',
      { zh: '兑换金币', en: 'Coins spent' },
      {
        zh: '有效“兑换”流水合计（会使余额为负的行作废）。',
        en: 'Sum of valid 兑换 rows (rows that would make the balance negative are rejected).',
      },
      { source: 'points.entries', where: `kind = 'spent'`, measure: { kind: 'sum', column: 'paid_out' } },
    ),
    coins(
      'coins.adjusted',
      { zh: '冲正金币', en: 'Coins adjusted' },
      { zh: '有效“冲正”流水的代数和。', en: 'Signed sum of valid 冲正 rows.' },
      { source: 'points.entries', where: `kind = 'adjusted'`, measure: sum },
    ),
    coins(
      'coins.closing',
      { zh: '金币期末余额', en: 'Closing balance of coins' },
      { zh: '期初+获得-兑换+冲正。', en: 'Opening + earned - spent + adjusted.' },
      { source: 'points.held', measure: sum },
    ),
    coins(
      'coins.accounts',
      { zh: '金币账户', en: 'Coin accounts' },
      {
        zh: '有期初余额或至少一条有效流水的会员编号个数。',
        en: 'Member numbers with an opening balance or at least one valid row.',
      },
      { source: 'points.held', measure: { kind: 'distinct', column: 'member_no' } },
      '个',
    ),
  ],
}
