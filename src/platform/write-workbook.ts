/** Writes Excel workbooks (.xlsx): title, headings, typed columns. The only place that knows the library that does it. */
import { writeXlsx } from 'hucre/xlsx'
import type { Cell, CellStyle, CellValue, WriteSheet } from 'hucre/xlsx'
import type { Day } from '../shared/day.ts'
import { xmlText } from '../shared/xml-text.ts'

/**
 * `text` stays text whatever it looks like (ID numbers, phones, leading zeros). `whole`, `decimal`, `yuan` are numbers.
 * `percent` is a number of percent printed as text, `94.5%`, so that nobody's Excel multiplies it by 100. `day` is `YYYY-MM-DD`.
 */
export type SheetColumnType = 'text' | 'whole' | 'decimal' | 'yuan' | 'percent' | 'day'

export interface SheetColumn {
  readonly heading: string
  readonly type: SheetColumnType
  /** Characters; guessed from heading and type when left out. */
  readonly width?: number
}

export type SheetValue = string | number | null | undefined

export interface SheetContent {
  readonly name: string
  /** A bold line over the headings. */
  readonly title?: string
  readonly columns: readonly SheetColumn[]
  /** Text in a number column is printed as it is: 无法计算（…）. */
  readonly rows: readonly (readonly SheetValue[])[]
}

const formats: Readonly<Record<SheetColumnType, string>> = {
  text: '@',
  whole: '#,##0',
  decimal: '#,##0.0#',
  yuan: '#,##0.00',
  percent: '@',
  day: 'yyyy-mm-dd',
}
const widths: Readonly<Record<SheetColumnType, number>> = { text: 18, whole: 12, decimal: 12, yuan: 14, percent: 10, day: 12 }
const line = { style: 'thin', color: { rgb: 'FFC9C4BB' } } as const
const border = { top: line, right: line, bottom: line, left: line }
const headStyle: CellStyle = {
  font: { bold: true },
  border,
  alignment: { horizontal: 'center', vertical: 'center', wrapText: true },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFEAF1EE' } },
}
const titleStyle: CellStyle = { font: { bold: true, size: 14 } }

/** Excel's own limit for the text of one cell. */
const cellLimit = 32_767

const dayValue = (day: Day): Date => new Date(`${day}T00:00:00Z`)

/** What is stored. A text that begins with = + - @ is stored as a string cell and never as a formula. */
const stored = (value: SheetValue, type: SheetColumnType): CellValue => {
  if (value === null || value === undefined || value === '') return null
  if (type === 'percent' && typeof value === 'number') return `${value}%`
  if (type === 'day' && typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return dayValue(value)
  if (typeof value === 'number' && type !== 'text') return value
  return xmlText(String(value)).slice(0, cellLimit)
}

const cellType = (value: CellValue): Cell['type'] =>
  value === null ? 'empty' : typeof value === 'number' ? 'number' : value instanceof Date ? 'date' : 'string'

const styleOf = (type: SheetColumnType, value: CellValue): CellStyle => ({
  border,
  numFmt: typeof value === 'string' ? '@' : type === 'decimal' && Number.isInteger(value) ? formats.whole : formats[type],
  alignment: {
    vertical: 'center',
    wrapText: typeof value === 'string',
    horizontal: type === 'text' || type === 'day' ? 'left' : 'right',
  },
})

/** A name Excel accepts: without `[]:*?/\`, at most 31 characters. */
const sheetName = (name: string): string =>
  xmlText(name)
    .replace(/[[\]:*?/\\]/g, '_')
    .replace(/^'+|'+$/g, '')
    .slice(0, 31) || 'Sheet'

/** Width in half-width characters: Chinese ones count two. */
const textWidth = (text: string): number => [...text].reduce((sum, char) => sum + (char.codePointAt(0)! > 0xff ? 2 : 1), 0)

/** Height in points of a row whose text wraps; Excel shows at most 409. undefined: one line. */
const rowHeight = (row: readonly CellValue[], columnWidths: readonly number[]): number | undefined => {
  const lines = Math.max(
    ...row.map((value, i) => (typeof value === 'string' ? Math.ceil(textWidth(value) / Math.max(1, columnWidths[i]! - 1)) : 1)),
    1,
  )
  return lines === 1 ? undefined : Math.min(409, lines * 15)
}

/** One list as a sheet: title, headings that stay in view and repeat on each printed page, typed rows. */
export const writeSheet = ({ name, title, columns, rows }: SheetContent): WriteSheet => {
  const columnWidths = columns.map((column) => column.width ?? Math.max(widths[column.type], textWidth(column.heading) + 2))
  const values: CellValue[][] = []
  const rowDefs = new Map<number, { height: number }>()
  const cells = new Map<string, Partial<Cell>>()
  const put = (row: readonly CellValue[], style: (value: CellValue, column: number) => CellStyle) => {
    const at = values.push([...row]) - 1
    row.forEach((value, i) => cells.set(`${at},${i}`, { value, type: cellType(value), style: style(value, i) }))
  }
  if (title !== undefined) put([stored(title, 'text')], () => titleStyle)
  put(
    columns.map((column) => stored(column.heading, 'text')),
    () => headStyle,
  )
  for (const row of rows) {
    const line = columns.map((column, i) => stored(row[i], column.type))
    const height = rowHeight(line, columnWidths)
    if (height !== undefined) rowDefs.set(values.length, { height })
    put(line, (value, i) => styleOf(columns[i]!.type, value))
  }
  const head = title === undefined ? 1 : 2
  return {
    name: sheetName(name),
    rows: values,
    cells,
    rowDefs,
    columns: columnWidths.map((width) => ({ width })),
    freezePane: { rows: head },
    pageSetup: {
      paperSize: 'a4',
      orientation: columns.length > 6 ? 'landscape' : 'portrait',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
    },
  }
}

// The library's own `printTitlesRow` forgets the quotes a sheet name may need, and Excel then calls the file damaged.
const repeatedHead = (sheet: WriteSheet) => {
  const head = sheet.freezePane?.rows ?? 1
  return { name: '_xlnm.Print_Titles', range: `'${sheet.name.replaceAll("'", "''")}'!$${head}:$${head}`, scope: sheet.name }
}

/** Excel refuses two sheets of one name. */
const withDistinctNames = (sheets: readonly WriteSheet[]): WriteSheet[] => {
  const taken = new Set<string>()
  return sheets.map((sheet) => {
    let name = sheet.name
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${sheet.name.slice(0, 27)} (${n})`
    taken.add(name.toLowerCase())
    return { ...sheet, name }
  })
}

/** The sheets as one .xlsx file. `title` and `organisation` go into the file's properties. */
export const writeWorkbook = async (
  sheets: readonly SheetContent[],
  about: { title?: string; organisation?: string } = {},
): Promise<Buffer> => {
  const written = withDistinctNames(sheets.map(writeSheet))
  const bytes = await writeXlsx({
    sheets: written,
    namedRanges: written.map(repeatedHead),
    defaultFont: { name: '宋体', size: 11 },
    properties: {
      creator: xmlText(about.organisation ?? ''),
      ...(about.title === undefined ? {} : { title: xmlText(about.title) }),
    },
  })
  return Buffer.from(bytes)
}
