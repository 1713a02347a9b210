/** The result of an import as JSON: per workbook and sheet what came in, what counted, what did not, what was refused and why. */
import { refusalText } from '../../shared/refusal-texts.ts'
import type { Language } from '../../platform/context.ts'
import type { Plan } from './plan.ts'
import type { RowFate, SheetResult } from './run.ts'

export interface SheetReport {
  readonly hidden: boolean
  readonly imported?: false
  readonly reason?: string
  readonly form?: string
  readonly header_rows?: readonly number[]
  readonly first_data_row?: number | undefined
  readonly last_data_row?: number | undefined
  readonly rows_in?: number
  readonly rows_valid?: number
  readonly rows_not_counted?: Record<string, number>
  readonly rows_rejected?: Record<string, number>
  readonly subtotal_rows?: readonly number[]
  readonly blank_rows?: readonly number[]
  readonly not_counted_rows?: Record<string, number[]>
  readonly rejected?: readonly { row: number; code: string; reason: string; repeats_row?: number | undefined }[]
}

export interface ImportReport {
  readonly year: number
  readonly totals: {
    rows_in: number
    rows_valid: number
    rows_not_counted: Record<string, number>
    rows_rejected: Record<string, number>
    subtotal_rows: number
    blank_rows: number
    hidden_sheets: number
  }
  readonly workbooks: Record<string, { sheets: Record<string, SheetReport> }>
}

const capital = (fate: RowFate) => fate.code!.toUpperCase()

const tally = (fates: readonly RowFate[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const fate of fates) counts[capital(fate)] = (counts[capital(fate)] ?? 0) + 1
  return counts
}

const rowsByCode = (fates: readonly RowFate[]): Record<string, number[]> => {
  const rows: Record<string, number[]> = {}
  for (const fate of fates) (rows[capital(fate)] ??= []).push(fate.row)
  return rows
}

const sheetReport = ({ planned, fates }: SheetResult, language: Language): SheetReport => {
  const of = (outcome: RowFate['outcome']) => fates.filter((fate) => fate.outcome === outcome)
  return {
    hidden: false,
    form: planned.form.kind,
    header_rows: planned.content.header_rows,
    first_data_row: planned.content.first_data_row,
    last_data_row: planned.content.last_data_row,
    rows_in: planned.content.rows_in,
    rows_valid: of('valid').length,
    rows_not_counted: tally(of('not_counted')),
    rows_rejected: tally(of('rejected')),
    subtotal_rows: planned.content.subtotal_rows,
    blank_rows: planned.content.blank_rows,
    not_counted_rows: rowsByCode(of('not_counted')),
    rejected: of('rejected').map((fate) => ({
      row: fate.row,
      code: capital(fate),
      reason: refusalText(fate.code!, fate.details ?? {}, language),
      repeats_row: fate.repeats_row,
    })),
  }
}

const addUp = (all: readonly (Record<string, number> | undefined)[]): Record<string, number> => {
  const sum: Record<string, number> = {}
  for (const one of all) for (const [code, n] of Object.entries(one ?? {})) sum[code] = (sum[code] ?? 0) + n
  return sum
}

export const reportImport = (plan: Plan, results: readonly SheetResult[], year: number, language: Language): ImportReport => {
  const workbooks: Record<string, { sheets: Record<string, SheetReport> }> = {}
  const put = (file: string, sheet: string, report: SheetReport) => {
    ;(workbooks[file] ??= { sheets: {} }).sheets[sheet] = report
  }
  for (const result of results) put(result.planned.workbook.name, result.planned.sheet.name, sheetReport(result, language))
  for (const one of plan.unread)
    put(one.workbook.name, one.sheet.name, {
      hidden: one.sheet.hidden,
      imported: false,
      ...(one.reason === 'hidden' ? {} : { reason: one.reason }),
    })
  const sheets = Object.values(workbooks).flatMap((book) => Object.values(book.sheets))
  const sum = (of: (sheet: SheetReport) => number | undefined) => sheets.reduce((n, sheet) => n + (of(sheet) ?? 0), 0)
  return {
    year,
    totals: {
      rows_in: sum((s) => s.rows_in),
      rows_valid: sum((s) => s.rows_valid),
      rows_not_counted: addUp(sheets.map((s) => s.rows_not_counted)),
      rows_rejected: addUp(sheets.map((s) => s.rows_rejected)),
      subtotal_rows: sum((s) => s.subtotal_rows?.length),
      blank_rows: sum((s) => s.blank_rows?.length),
      hidden_sheets: sheets.filter((s) => s.hidden).length,
    },
    workbooks,
  }
}
