/** What was recognised, for the wizard: every column with its heading, its field and a few texts to see what stands there. */
import type { OutputOf } from '../../shared/endpoint.ts'
import type * as contract from './contract.ts'
import type { Plan, PlannedSheet, UnreadSheet } from './plan.ts'

type Shown = OutputOf<typeof contract.recogniseSheetAs>

/** Rows shown below a heading, and characters of each cell: enough to see what a column holds. */
const SAMPLE_ROWS = 4
const SAMPLE_TEXT = 40

/** ID and phone numbers are known by their ends; nobody needs them whole to see what a column holds. */
const masked = (text: string): string =>
  text.replaceAll(/\d{7,}[\dXx]{4}/g, (number) => `${number.slice(0, 3)}****${number.slice(-4)}`)

const sampleOf = (sheet: PlannedSheet['sheet'], from: number): string[][] => {
  const rows: string[][] = []
  for (const row of sheet.rows()) {
    if (row.row_number < from) continue
    rows.push(row.cells.map((cell) => masked(cell?.text ?? '').slice(0, SAMPLE_TEXT)))
    if (rows.length === SAMPLE_ROWS) break
  }
  return rows
}

const columnsOf = (labels: readonly (string | undefined)[], columns: Readonly<Record<string, number>>): Shown['columns'] =>
  labels.flatMap((heading, column) =>
    heading === undefined
      ? []
      : [{ column, heading, field: Object.keys(columns).find((field) => columns[field] === column) ?? null }],
  )

const shownPlanned = ({ workbook, sheet, form, heading, columns, content, unused }: PlannedSheet): Shown => ({
  file: workbook.name,
  sheet: sheet.name,
  status: 'recognised',
  kind: form.kind,
  title: form.title,
  rows: content.rows.length,
  header_rows: [...content.header_rows],
  columns: columnsOf(heading.labels, columns),
  unused: unused.map((one) => one.label),
  sample: sampleOf(sheet, content.first_data_row ?? 1),
  candidates: [],
})

const shownUnread = ({ workbook, sheet, reason, heading, candidates }: UnreadSheet): Shown => ({
  file: workbook.name,
  sheet: sheet.name,
  status: reason,
  kind: null,
  title: null,
  rows: sheet.row_count,
  header_rows: [...(heading?.header_rows ?? [])],
  columns: columnsOf(heading?.labels ?? [], {}),
  unused: [],
  sample: reason === 'hidden' ? [] : sampleOf(sheet, (heading?.header_rows.at(-1) ?? 0) + 1),
  candidates: candidates.map(({ kind, title, missing, columns }) => ({
    kind,
    title,
    missing: [...missing],
    columns: { ...columns },
  })),
})

/** In the order of the workbooks and of the sheets in them, as a person sees them in Excel. */
export const shownSheets = (plan: Plan): Shown[] => {
  const shown = [...plan.sheets.map(shownPlanned), ...plan.unread.map(shownUnread)]
  const books = [...new Set([...plan.sheets, ...plan.unread].map((one) => one.workbook))]
  const places = new Map(books.flatMap((book) => book.sheets.map((sheet, at) => [`${book.name}/${sheet.name}`, at] as const)))
  return shown.toSorted(
    (a, b) => a.file.localeCompare(b.file, 'zh-CN') || places.get(`${a.file}/${a.sheet}`)! - places.get(`${b.file}/${b.sheet}`)!,
  )
}
