/** The report's tables and charts, made from the figure tables (统计表与图). */
import type { FigureCell, ReportCell, ReportChart, ReportColumn, ReportInput, ReportTable, ReportTables } from './model.ts'
import { tableKey } from './model.ts'
import { columnTitles, serviceColumns, serviceTypeNames, tableTitles } from './template-columns.ts'
import type { References } from './template-fill.ts'
import { tableFigure } from './template-fill.ts'
import { notComputable, plainNumber, tableNumber } from './template-numbers.ts'

const cellNumber = (tables: ReportTables, table: string, row: string, column: string): number | null =>
  tableFigure({ tables }, table, row, column)?.value ?? null

/** A number cell; ratios in percent. `—` where the table has no such number, 无法计算 where it has none to give. */
const numberCell = (input: ReportInput, table: string, row: string, column: string): ReportCell => {
  const found = tableFigure(input, table, row, column)
  if (!found) return { text: '—' }
  return { figure: found.key, value: found.value, display: found.value === null ? '无法计算' : tableNumber(found.value) }
}

const shortMonth = (month: string) => `${Number(month.slice(5, 7))}月`

/** What a row of a figure table is called in print. */
export const rowName = (tables: ReportTables, table: string, row: string): string => {
  const found = tables[table]?.[row]
  if (typeof found === 'object' && typeof found.name === 'string') return found.name
  if (table === 'by_month') return shortMonth(row)
  return table === 'by_service_type' ? (serviceTypeNames[row] ?? row) : row
}

const columnTotal = (input: ReportInput, table: string, column: string): number | null => {
  const rows = Object.keys(input.tables[table] ?? {})
  const values = rows.map((row) => cellNumber(input.tables, table, row, column))
  return values.some((value) => value === null) ? null : values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
}

// Persons are distinct, so a column of them has no sum; the same holds for ratios.
const canSum = (column: string) => !['persons', 'satisfied', 'members', 'members_active'].includes(column)

const tableColumn = (input: ReportInput, references: References, table: string, column: string): ReportColumn => {
  const title = columnTitles[column]!
  const whole = title.total === undefined || table.endsWith('_type') ? undefined : input.figures.get(title.total)
  const sum = canSum(column) ? columnTotal(input, table, column) : null
  const name = `${tableTitles[table]?.zh ?? table}：${title.zh}`
  const ref = whole
    ? references.number(whole)
    : // An empty problem: nothing is wrong, the column just has no sum.
      references.number({
        key: tableKey(table, '*', column),
        title_zh: name,
        title_en: `${tableTitles[table]?.en ?? table}: ${title.en}`,
        unit: title.unit,
        rule_zh: canSum(column) ? title.rule : `${title.rule}；各行分别去重，不相加`,
        rule_en: title.en,
        value: sum,
        problem: sum === null ? (canSum(column) ? '有的行无法计算' : '') : undefined,
      })
  return { key: column, heading: title.zh, heading_en: title.en, unit: title.unit, type: 'number', ref }
}

const totalRow = (input: ReportInput, table: string, columns: readonly string[]): ReportCell[] => [
  { text: '合计' },
  ...columns.map((column): ReportCell => {
    const whole = columnTitles[column]?.total
    const total = table.endsWith('_type') || !whole ? undefined : input.figures.get(whole)
    const sum = canSum(column) ? columnTotal(input, table, column) : null
    if (total && total.value !== null && (!canSum(column) || total.value === sum))
      return { figure: total.key, value: total.value, display: tableNumber(total.value) }
    return sum === null ? { text: '—' } : { figure: tableKey(table, '*', column), value: sum, display: tableNumber(sum) }
  }),
]

/** A printed table of one figure table; undefined when the year has none of it. Columns that are 0 throughout are left out. */
export const reportTable = (
  input: ReportInput,
  references: References,
  table: string,
  wanted: readonly string[],
): ReportTable | undefined => {
  const rows = Object.keys(input.tables[table] ?? {})
  const columns = wanted.filter(
    (column) =>
      rows.some((row) => tableFigure(input, table, row, column) !== undefined) && columnTotal(input, table, column) !== 0,
  )
  if (rows.length === 0 || columns.length === 0) return undefined
  const title = tableTitles[table] ?? { zh: table, en: table, row: '' }
  return {
    id: table,
    title: title.zh.startsWith('按') ? `${input.year}年服务统计（${title.zh}）` : `${input.year}年${title.zh}统计`,
    title_en: `${title.en}, ${input.year}`,
    columns: [
      { key: 'name', heading: title.row, heading_en: '', unit: '', type: 'text' },
      ...columns.map((column) => tableColumn(input, references, table, column)),
    ],
    rows: [
      ...rows.map((row) => [
        { text: rowName(input.tables, table, row) },
        ...columns.map((column) => numberCell(input, table, row, column)),
      ]),
      totalRow(input, table, columns),
    ],
  }
}

const headlineKeys = [
  'service.person_times.total',
  'service.persons.total',
  'activities.sessions',
  'activities.person_times',
  'service.daycare.person_times',
  'service.meals.person_times',
  'service.home.person_times',
  'service.visits.person_times',
  'members.persons_active',
  'members.elders_60_plus',
  'members.elders_80_plus',
  'members.disabled',
  'satisfaction.all',
  'volunteers.all.volunteer_hours',
  'org.media.total',
]

const changeText = (now: number | null, before: number | null | undefined, unit: string): string => {
  if (now === null || before === null || before === undefined) return '—'
  if (now === before) return '持平'
  const sign = now > before ? '+' : '−'
  if (unit === '%') return `${sign}${plainNumber(Math.abs(now - before))} 个百分点`
  return before === 0 ? '—' : `${sign}${Math.round((Math.abs(now - before) / before) * 1000) / 10}%`
}

/** The year at a glance; with last year and the change when there is a last year. */
export const headlineTable = (input: ReportInput, references: References): ReportTable | undefined => {
  const figures = headlineKeys.flatMap((key) => input.figures.get(key) ?? [])
  if (figures.length === 0) return undefined
  const before = input.previous
  const text = (key: string, heading: string, heading_en: string): ReportColumn => ({
    key,
    heading,
    heading_en,
    unit: '',
    type: key === 'name' || key === 'unit' ? 'text' : 'number',
  })
  return {
    id: 'headline',
    title: `${input.year}年度主要数字`,
    title_en: `The year ${input.year} at a glance`,
    columns: [
      text('name', '指标', 'Figure'),
      text('unit', '单位', 'Unit'),
      text('value', `${input.year}年`, String(input.year)),
      ...(before ? [text('previous', `${before.year}年`, String(before.year)), text('change', '增减', 'Change')] : []),
    ],
    rows: figures.map((figure) => {
      const own: FigureCell = {
        figure: figure.key,
        ref: references.number(figure),
        value: figure.value,
        display: figure.value === null ? notComputable(figure.problem) : tableNumber(figure.value),
      }
      const last = before?.figures.get(figure.key)?.value
      const beside: ReportCell[] = before
        ? [
            { text: last === null || last === undefined ? '—' : tableNumber(last) },
            { text: changeText(figure.value, last, figure.unit) },
          ]
        : []
      return [{ text: figure.title_zh }, { text: figure.unit }, own, ...beside]
    }),
  }
}

const seriesOf = (
  tables: ReportTables,
  table: string,
  rows: readonly string[],
  parts: Readonly<Record<string, readonly string[]>>,
) =>
  Object.entries(parts)
    .map(([name, columns]) => ({
      name,
      values: rows.map((row) => {
        const figures = columns.flatMap((column) => tableFigure({ tables }, table, row, column) ?? [])
        return figures.reduce<number | null>((sum, { value }) => (sum === null || value === null ? null : sum + value), 0)
      }),
    }))
    .filter((series) => series.values.some((value) => value !== 0))

const [activity, ...daily] = serviceColumns.filter((column) => column !== 'vaccination_calls')
const threeParts = { 日常服务: daily, 活动: [activity!], 电访动员: ['vaccination_calls'] }

const chartShapes = [
  {
    id: 'by_month',
    kind: 'columns',
    title: '各月服务人次',
    title_en: 'Person-times by month',
    unit: '人次',
    total: 'person_times_total',
    parts: threeParts,
  },
  {
    id: 'by_station',
    kind: 'bars',
    title: '各站点服务人次',
    title_en: 'Person-times by station',
    unit: '人次',
    total: 'person_times_total',
    parts: threeParts,
  },
  {
    id: 'by_service_type',
    kind: 'bars',
    title: '各类服务人次',
    title_en: 'Person-times by service',
    unit: '人次',
    total: 'person_times',
    parts: { '': ['person_times'] },
  },
  {
    id: 'members_by_age_band',
    kind: 'columns',
    title: '末在册会员年龄',
    title_en: 'Members by age',
    unit: '人',
    total: 'count',
    parts: { '': ['count'] },
  },
] as const

/** Tables that the pictures are drawn from, of this year and of the one before. */
export const chartedTables: ReadonlySet<string> = new Set(chartShapes.map((shape) => shape.id))

/** Tables that the report prints or draws; its sentences may name others (`tablesNamed`). */
export const printedTables: ReadonlySet<string> = new Set([...chartedTables, 'by_contract', 'by_activity_type'])

/** The four pictures of the year, each with the figure keys behind it and last year's values where last year has them. */
export const reportCharts = (input: ReportInput): ReportChart[] =>
  chartShapes.flatMap((shape): ReportChart[] => {
    const rows = Object.keys(input.tables[shape.id] ?? {})
    const series = seriesOf(input.tables, shape.id, rows, shape.parts).map((one) => ({
      ...one,
      name: one.name || `${input.year}年`,
    }))
    if (rows.length === 0 || series.length === 0) return []
    const before = input.previous
    // Months of another year have another name: March stands beside March.
    const lastRow = (row: string) => (shape.id === 'by_month' && before ? `${before.year}${row.slice(4)}` : row)
    const values = before ? rows.map((row) => cellNumber(before.tables, shape.id, lastRow(row), shape.total)) : []
    return [
      {
        id: shape.id,
        kind: shape.kind,
        title: `${input.year}年${shape.title}`,
        title_en: `${shape.title_en}, ${input.year}`,
        unit: shape.unit,
        year: input.year,
        categories: rows.map((row) => rowName(input.tables, shape.id, row)),
        keys: rows.map((row) => tableKey(shape.id, row, shape.total)),
        series,
        ...(before && values.some((value) => value !== null) ? { previous: { year: before.year, values } } : {}),
      },
    ]
  })
