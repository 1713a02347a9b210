/** Prints the year's figures, tables and indicators as an Excel workbook (.xlsx), complete where the Word report selects. */
import type { SheetColumn, SheetContent, SheetValue } from '../../platform/write-workbook.ts'
import { writeWorkbook } from '../../platform/write-workbook.ts'
import type { FigureValue, ReportInput, TableValue } from './model.ts'
import { limitWords } from './model.ts'
import { columnTitles, tableTitles } from './template-columns.ts'
import { notComputable } from './template-numbers.ts'
import { rowName } from './template-tables.ts'

const text = (heading: string, width?: number): SheetColumn => ({
  heading,
  type: 'text',
  ...(width === undefined ? {} : { width }),
})
const number = (heading: string, width?: number): SheetColumn => ({
  heading,
  type: 'decimal',
  ...(width === undefined ? {} : { width }),
})

/** A figure's value as a cell: percent with its sign, or the words that it cannot be computed. */
const figureValue = (figure: FigureValue): SheetValue =>
  figure.value === null ? notComputable(figure.problem) : figure.unit === '%' ? `${figure.value}%` : figure.value

const figureSheet = ({ figures, previous }: ReportInput): SheetContent => ({
  name: '指标数字',
  title: '指标数字',
  columns: [
    text('指标编码', 38),
    text('指标', 30),
    number('数值', 16),
    ...(previous ? [number(`${previous.year}年`, 14)] : []),
    text('单位', 8),
    number('分子', 10),
    number('分母', 10),
    text('统计规则', 70),
  ],
  rows: [...figures.values()].map((figure) => {
    const before = previous?.figures.get(figure.key)
    return [
      figure.key,
      figure.title_zh,
      figureValue(figure),
      ...(previous ? [before ? figureValue(before) : '—'] : []),
      figure.unit,
      figure.numerator,
      figure.denominator,
      figure.rule_zh,
    ]
  }),
})

const tableCell = (value: TableValue): SheetValue => {
  if (value === undefined) return '—'
  if (value === null) return notComputable(undefined)
  if (typeof value !== 'object') return value
  return value.percent === null
    ? notComputable('denominator_zero')
    : `${value.percent}%（${value.numerator}/${value.denominator}）`
}

/** Tables whose rows are single numbers get one column; the others the columns their rows have. */
const tableColumns = (rows: readonly (object | number)[]): string[] => {
  const names = new Set(
    rows.flatMap((row) => (typeof row === 'number' ? ['count'] : Object.keys(row).filter((name) => name !== 'name'))),
  )
  return [...names]
}

const heading = (column: string): string => {
  const title = columnTitles[column]
  return title === undefined ? column : title.zh.includes(title.unit) ? title.zh : `${title.zh}（${title.unit}）`
}

const withCode = (table: string) => table === 'by_contract' || table === 'by_station' || table === 'coins_by_station'

const tableSheet = (input: ReportInput, table: string): SheetContent[] => {
  const entries = Object.entries(input.tables[table] ?? {})
  if (entries.length === 0) return []
  const title = tableTitles[table] ?? { zh: table, row: '' }
  const columns = tableColumns(entries.map(([, row]) => row))
  const name = (row: string) =>
    table === 'by_month'
      ? row
      : table === 'coins_by_station'
        ? (input.stations.find((station) => station.code === row)?.name ?? row)
        : rowName(input.tables, table, row)
  return [
    {
      name: title.zh,
      title: `${input.year}年 ${title.zh}`,
      columns: [
        ...(withCode(table) ? [text('编号', 14)] : []),
        text(title.row, withCode(table) ? 34 : 16),
        ...columns.map((column) => number(heading(column), column === 'satisfied' ? 20 : undefined)),
      ],
      rows: entries.map(([code, row]) => [
        ...(withCode(table) ? [code] : []),
        name(code),
        ...columns.map((column) => tableCell(typeof row === 'number' ? row : row[column])),
      ]),
    },
  ]
}

const indicatorSheet = ({ indicators, contracts }: ReportInput): SheetContent[] => {
  if (indicators.length === 0) return []
  const names = new Map(contracts.map((contract) => [contract.code, contract.name]))
  return [
    {
      name: '协议指标',
      title: '协议指标完成情况',
      columns: [
        text('项目编号', 14),
        text('项目', 34),
        number('序号', 7),
        text('指标', 22),
        text('协议原文', 34),
        number('目标', 12),
        number('实际', 14),
        text('单位', 8),
        number('分子', 9),
        number('分母', 9),
        { heading: '完成率', type: 'percent', width: 14 },
        text('是否达标', 10),
      ],
      rows: indicators.map((indicator) => [
        indicator.contract,
        names.get(indicator.contract) ?? '',
        indicator.no,
        indicator.metric,
        indicator.text,
        indicator.target,
        indicator.actual ?? notComputable(indicator.problem),
        indicator.unit,
        indicator.numerator,
        indicator.denominator,
        indicator.rate_percent ?? notComputable(indicator.problem),
        indicator.met === null ? '无法判断' : indicator.met ? '达标' : '未达标',
      ]),
    },
  ]
}

const noteSheet = (input: ReportInput): SheetContent => ({
  name: '说明',
  title: `${input.organisation} ${input.year}年度数据`,
  columns: [text('内容', 26), text('说明', 90)],
  rows: [
    ['统计期间', `${input.period[0]} 至 ${input.period[1]}`],
    ['统计范围', input.limited_to ? limitWords(input.limited_to) : '全机构'],
    [
      '计算时间',
      new Intl.DateTimeFormat('zh-CN', {
        dateStyle: 'long',
        timeStyle: 'short',
        timeZone: input.time_zone ?? 'Asia/Shanghai',
      }).format(new Date(input.computed_at)),
    ],
    ['来源', '全部数字由服务记录计算，与年度报告同一口径；在系统中点开数字可看到每一条记录。'],
    ['无法计算', '缺少数据的指标写明原因，不写成0。'],
    ['率', '百分数保留一位小数，四舍五入；分子、分母另列。'],
    ...Object.values(columnTitles).map((column): SheetValue[] => [`${column.zh}（${column.unit}）`, column.rule]),
  ],
})

const sheetOrder = [
  'by_contract',
  'by_station',
  'by_month',
  'by_service_type',
  'by_activity_type',
  'members_by_age_band',
  'disabled_by_category',
]

/** The workbook of the year: 指标数字, one sheet for each table, 协议指标, 说明. Tables the year does not have are left out. */
export const writeXlsx = (input: ReportInput): Promise<Buffer> => {
  const others = Object.keys(input.tables).filter((table) => !sheetOrder.includes(table))
  const sheets = [
    figureSheet(input),
    ...[...sheetOrder, ...others].flatMap((table) => tableSheet(input, table)),
    ...indicatorSheet(input),
    noteSheet(input),
  ].map((sheet) => (input.limited_to ? { ...sheet, title: `${sheet.title ?? ''}　${limitWords(input.limited_to)}` } : sheet))
  return writeWorkbook(sheets, { title: `${input.year}年度数据`, organisation: input.organisation })
}
