/** What an import let in and what it set aside, as figures: every row opens. */
import type { FigureDefinition, SliceFigures } from '../../shared/figure-source.ts'

const source = 'imports.rows'

const definition = (
  key: string,
  zh: string,
  en: string,
  unit: string,
  rule_zh: string,
  rule_en: string,
  rules: readonly string[],
  where?: string,
): FigureDefinition => ({
  key,
  title: { zh, en },
  unit,
  rule: { zh: rule_zh, en: rule_en },
  rules,
  source,
  measure: { kind: 'count' },
  ...(where ? { where } : {}),
})

/** The sheets of the year's standing imports, beside `r` with a `sheet_id`. */
const sheets = `
  join imports.sheets s on s.organisation_id = :organisation_id and s.sheet_id = r.sheet_id
  join imports.workbooks w on w.organisation_id = s.organisation_id and w.workbook_id = s.workbook_id
  join imports.imports i on i.organisation_id = s.organisation_id and i.import_id = s.import_id
  where i.void_id is null and i.year between extract(year from :from) and extract(year from :to)`

export const figures: SliceFigures = {
  sources: [
    {
      name: source,
      facets: ['form_kind', 'outcome', 'code'],
      title: { zh: '导入的数据行', en: 'Imported rows' },
      sql: `select r.sheet_id::text || '/' || r.row_number as row_key, r.sheet_id, r.row_number, r.outcome, r.code, r.entry_id,
              s.name as sheet_name, s.form_kind, s.station_id, w.file_name
            from (select * from imports.rows where organisation_id = :organisation_id) r ${sheets}`,
      counted_sql: `select s.form_kind, r.outcome, r.code, s.station_id, r.times
            from (select sheet_id, outcome, code, count(*) as times from imports.rows where organisation_id = :organisation_id
              group by sheet_id, outcome, code) r ${sheets}`,
      id: 'row_key',
      dimensions: { station: 'station_id' },
      columns: [
        { field: 'file_name', title: { zh: '工作簿', en: 'Workbook' }, type: 'text' },
        { field: 'sheet_name', title: { zh: '工作表', en: 'Sheet' }, type: 'text' },
        { field: 'row_number', title: { zh: '行号', en: 'Row' }, type: 'number' },
        { field: 'outcome', title: { zh: '结果', en: 'Outcome' }, type: 'state' },
        { field: 'code', title: { zh: '原因', en: 'Reason' }, type: 'state' },
      ],
      record: { path: '/imports/rows/:id' },
      order: 'file_name, sheet_name, row_number',
    },
  ],
  definitions: [
    definition(
      'members.register_rows',
      '会员登记行',
      'Register rows',
      '行',
      '全部会员登记表的数据行数（不含空行、小计合计行）。',
      'Non-empty data rows of all registers (02), subtotal rows excluded.',
      ['R02', 'R24'],
      `form_kind = 'people.registrations'`,
    ),
    definition(
      'members.quarantined_rows',
      '隔离的登记行',
      'Quarantined register rows',
      '行',
      '身份证号有误或缺姓名而被隔离的登记行数。',
      'Register rows with a bad ID number or no name.',
      ['R05'],
      `form_kind = 'people.registrations' and outcome = 'rejected'`,
    ),
    definition(
      'coins.overdraft_rows',
      '余额不足作废的兑换',
      'Overdrafts refused',
      '行',
      '因余额不足作废的兑换行数。',
      'Spend rows rejected because the balance would become negative.',
      ['R38'],
      `outcome = 'rejected' and code = 'overdraft'`,
    ),
    definition(
      'measurements.implausible_rows',
      '超出合理范围的测量',
      'Implausible measurements',
      '行',
      '因数值超出合理范围而作废的行数。',
      'Rows rejected because a value is outside the plausible range.',
      ['R39'],
      `form_kind = 'health.measurements' and outcome = 'rejected' and code = 'implausible_value'`,
    ),
    definition(
      'import.rows_in',
      '导入数据行',
      'Rows in',
      '行',
      '全部可见工作表的数据行数（不含空行和小计合计行）。',
      'Data rows of all visible sheets, without blank and subtotal rows.',
      ['R02', 'R11'],
    ),
    definition(
      'import.rows_valid',
      '有效行',
      'Rows valid',
      '行',
      '有效并计入的数据行数。',
      'Data rows that are sound and count.',
      ['R02', 'R11'],
      `outcome in ('valid', 'mended')`,
    ),
    definition(
      'import.rows_not_counted',
      '不计入的行',
      'Rows not counted',
      '行',
      '保留但不计入统计的数据行数。',
      'Sound rows that are kept but add nothing to the figures.',
      ['R02', 'R11'],
      `outcome = 'not_counted'`,
    ),
    definition(
      'import.rows_rejected',
      '作废的行',
      'Rows rejected',
      '行',
      '必须作废或隔离的数据行数。',
      'Rows that must be rejected or quarantined.',
      ['R02', 'R11'],
      `outcome in ('rejected', 'dismissed')`,
    ),
  ],
}
