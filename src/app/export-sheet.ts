/** Rows of a list as an Excel sheet (导出): which columns, under which headings, in which words. Pure. */
import type { SheetColumnType, SheetContent, SheetValue } from '../platform/write-workbook.ts'

/** One column as it was asked for. `words`: stored word → how it is said. */
export interface AskedColumn {
  readonly field: string
  readonly title: string
  readonly words: ReadonlyMap<string, string>
}

export type ListRow = Readonly<Record<string, unknown>>

const YES_NO = { zh: ['是', '否'], en: ['yes', 'no'] } as const

export interface SheetAsked {
  readonly name: string
  /** Stands over the headings. */
  readonly title: string
  /** Empty: every field of the rows. */
  readonly columns: readonly AskedColumn[]
  readonly language: 'zh' | 'en'
  /** Instants are printed in this zone. */
  readonly time_zone: string
}

const isPlain = (value: unknown): boolean =>
  value === null || typeof value !== 'object' || Array.isArray(value) || value instanceof Date

const fieldsOf = (rows: readonly ListRow[]): string[] => [
  ...new Set(rows.flatMap((row) => Object.entries(row).flatMap(([field, value]) => (isPlain(value) ? [field] : [])))),
]

/** Only columns that the rows have: a name that the list does not give is left out, never an empty column. */
const columnsFor = ({ columns }: SheetAsked, rows: readonly ListRow[]): readonly AskedColumn[] => {
  const known = fieldsOf(rows)
  const wanted = columns.filter((column) => rows.length === 0 || known.includes(column.field))
  return wanted.length > 0 ? wanted : known.map((field) => ({ field, title: field, words: new Map() }))
}

/** Money is stored in fen (`_fen`), days end in `_on`; numbers are numbers, everything else — IDs and telephones too — stays text. */
const typeOf = (field: string, values: readonly unknown[]): SheetColumnType => {
  const there = values.filter((value) => value !== null && value !== undefined)
  if (field.endsWith('_fen')) return 'yuan'
  if (field.endsWith('_on') && there.every((value) => typeof value === 'string')) return 'day'
  if (there.length === 0 || !there.every((value) => typeof value === 'number')) return 'text'
  return there.every((value) => Number.isInteger(value)) ? 'whole' : 'decimal'
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*(Z|[+-]\d{2}:?\d{2})$/

const showInstant = (value: string, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(new Date(value))

const sheetValue = (value: unknown, column: AskedColumn, type: SheetColumnType, asked: SheetAsked): SheetValue => {
  if (value === null || value === undefined) return null
  if (Array.isArray(value))
    return value
      .filter(isPlain)
      .map((one) => column.words.get(String(one)) ?? String(one))
      .join('、')
  if (typeof value === 'boolean') return YES_NO[asked.language][value ? 0 : 1]
  if (typeof value === 'number') return type === 'yuan' ? value / 100 : type === 'text' ? String(value) : value
  const text = value instanceof Date ? value.toISOString() : typeof value === 'string' ? value : ''
  return column.words.get(text) ?? (instant.test(text) ? showInstant(text, asked.time_zone) : text)
}

/** The sheet; money in yuan, instants in the organisation's zone, stored words as they are said. */
export const sheetOf = (asked: SheetAsked, rows: readonly ListRow[]): SheetContent => {
  const columns = columnsFor(asked, rows)
  const types = columns.map(({ field }) =>
    typeOf(
      field,
      rows.map((row) => row[field]),
    ),
  )
  return {
    name: asked.name,
    title: asked.title,
    columns: columns.map((column, i) => ({ heading: column.title, type: types[i]! })),
    rows: rows.map((row) => columns.map((column, i) => sheetValue(row[column.field], column, types[i]!, asked))),
  }
}
