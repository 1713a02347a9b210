/**
 * One import: every row of every planned sheet goes to the slice that owns it, through the same function the desk uses, inside the
 * caller's one transaction; what became of each row is kept (docs/decisions/0005). A dry run is the same, rolled back.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import { normalName } from '../../shared/normal.ts'
import { Refusal, type RefusalCode, type RefusalDetails } from '../../shared/refusal.ts'
import type { FieldValue, Outcome, SheetRun } from '../../shared/sheet-form.ts'
import { openStations } from '../orgs/stations.ts'
import { Behind } from './behind.ts'
import type { AnyForm, Plan, PlannedSheet, Row } from './plan.ts'

export interface RowFate {
  readonly row: number
  readonly outcome: 'valid' | 'not_counted' | 'rejected'
  readonly code?: RefusalCode | undefined
  readonly details?: RefusalDetails | undefined
  readonly field?: string | undefined
  readonly entry_id?: string | undefined
  /** The row of the same sheet that this one repeats. */
  readonly repeats_row?: number | undefined
}

export interface SheetResult {
  readonly planned: PlannedSheet
  readonly sheet_id: string
  readonly station_id: string | undefined
  readonly fates: readonly RowFate[]
}

export interface Progress {
  readonly sheet: string
  readonly workbook: string
  readonly done: number
  readonly total: number
}

export interface RunChoices {
  readonly year: number
  readonly name: string
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/** Rows handed to a slice at once. */
const CHUNK = 20_000

/** The station named by the file, the titles above the heading or the sheet, if exactly one is. */
const stationOf = async (ctx: Ctx, { workbook, heading, sheet }: PlannedSheet): Promise<string | undefined> => {
  const stations = await openStations(ctx)
  for (const text of [workbook.name.replace(/\.\w+$/, ''), sheet.name, ...heading.titles]) {
    const key = normalName(text)
    const named = stations.all.filter((station) => key.includes(normalName(station.name)))
    if (named.length === 1) return named[0]!.station_id
    const parts = text.split(/[-—_·（）()\s]+/).filter((part) => part.length >= 2)
    const found = new Set(parts.flatMap((part) => stations.find(part) ?? []))
    if (found.size === 1) return [...found][0]
  }
  // With one station there is no other that could be meant.
  const open = stations.all.filter((station) => station.state === 'open')
  return open.length === 1 ? open[0]!.station_id : undefined
}

const fateOf = (row: Row, outcome: Outcome): RowFate => {
  if ('refused' in outcome)
    return {
      row: row.row_number,
      outcome: 'rejected',
      code: outcome.refused,
      details: outcome.details,
      field: outcome.field,
      entry_id: outcome.repeats_id,
    }
  return outcome.not_counted
    ? { row: row.row_number, outcome: 'not_counted', code: outcome.not_counted, details: outcome.details, entry_id: outcome.id }
    : { row: row.row_number, outcome: 'valid', entry_id: outcome.id }
}

/** A date that cannot be read, or that lies outside the report's year: looked at before anything else (rule R11). */
const dateFate = (row: Row, dated_by: string, run: SheetRun<Ctx>): RowFate | undefined => {
  const { value, text } = row[dated_by] as FieldValue<string>
  if (value === undefined)
    return { row: row.row_number, outcome: 'rejected', code: 'bad_date', details: { text }, field: dated_by }
  // A month (YYYY-MM) lies in the year when its name does.
  if (value < run.from.slice(0, value.length) || value > run.to.slice(0, value.length))
    return {
      row: row.row_number,
      outcome: 'rejected',
      code: 'out_of_year',
      details: { date: value, year: run.year },
      field: dated_by,
    }
  return undefined
}

/** Records rows of one form and tells the fate of each, in the order given. */
export const recordRows = async (run: SheetRun<Ctx>, form: AnyForm, rows: readonly Row[]): Promise<RowFate[]> => {
  const early = form.dated_by === undefined ? rows.map(() => undefined) : rows.map((row) => dateFate(row, form.dated_by!, run))
  const refused = rows.flatMap((row, i) => (early[i] ? [{ row, refused: early[i].code! }] : []))
  if (refused.length > 0) await form.refusedBefore?.(run, refused)
  const sound = rows.filter((_, i) => early[i] === undefined)
  const outcomes = sound.length > 0 ? await form.record(run, sound) : []
  if (outcomes.length !== sound.length) throw new Error(`${form.kind}: ${outcomes.length} outcomes for ${sound.length} rows`)
  let next = 0
  return rows.map((row, i) => early[i] ?? fateOf(row, outcomes[next++]!))
}

/** Which row a duplicate repeats; ids of other imports stay unknown here. */
const withRepeats = (fates: RowFate[], known: Map<string, number>): RowFate[] => {
  for (const fate of fates) if (fate.entry_id && fate.outcome !== 'rejected') known.set(fate.entry_id, fate.row)
  return fates.map((fate) => {
    if (fate.outcome !== 'rejected' || !fate.entry_id) return fate
    return { ...fate, entry_id: undefined, repeats_row: known.get(fate.entry_id) }
  })
}

export const sealedCells = (ctx: Ctx, sheet_id: string, row: Row): Buffer => {
  const cells = Object.fromEntries(
    Object.entries(row).flatMap(([field, value]) =>
      typeof value === 'object' && value.text !== '' ? [[field, value.text]] : [],
    ),
  )
  return ctx.keys.seal(JSON.stringify(cells), {
    column: 'imports.rows.cells',
    organisation_id: ctx.organisation_id,
    row_id: `${sheet_id}/${row.row_number}`,
  })
}

const writeFates = (ctx: Ctx, sheet_id: string, rows: readonly Row[], fates: readonly RowFate[]): Promise<unknown> =>
  insertRows(
    ctx.db,
    'imports.rows',
    fates.map((fate, i) => ({
      organisation_id: ctx.organisation_id,
      sheet_id,
      row_number: fate.row,
      outcome: fate.outcome,
      code: fate.code ?? null,
      details:
        fate.details || fate.field ? JSON.stringify({ ...fate.details, ...(fate.field ? { field: fate.field } : {}) }) : null,
      repeats_row: fate.repeats_row ?? null,
      entry_id: fate.entry_id ?? null,
      cells_sealed: fate.outcome === 'rejected' ? sealedCells(ctx, sheet_id, rows[i]!) : null,
    })),
  )

const sheetRow = (
  ctx: Ctx,
  import_id: string,
  workbook_id: string,
  sheet_id: string,
  planned: PlannedSheet,
  station_id: string | undefined,
) => ({
  organisation_id: ctx.organisation_id,
  sheet_id,
  workbook_id,
  import_id,
  name: planned.sheet.name,
  hidden: false,
  form_kind: planned.form.kind,
  station_id: station_id ?? null,
  header_rows: planned.content.header_rows,
  first_row: planned.content.first_data_row ?? null,
  last_row: planned.content.last_data_row ?? null,
  rows_in: planned.content.rows_in,
  subtotal_rows: planned.content.subtotal_rows,
  blank_rows: planned.content.blank_rows,
  columns: JSON.stringify(
    Object.entries(planned.columns).map(([field, column]) => ({ column, heading: planned.heading.labels[column] ?? '', field })),
  ),
})

const importSheet = async (
  ctx: Ctx,
  planned: PlannedSheet,
  sheet_id: string,
  station_id: string | undefined,
  choices: RunChoices,
  behind: Behind,
  step: (rows: number) => void,
): Promise<RowFate[]> => {
  const run: SheetRun<Ctx> = {
    ctx,
    year: choices.year,
    from: `${choices.year}-01-01`,
    to: `${choices.year}-12-31`,
    workbook: planned.workbook.name,
    sheet: planned.sheet.name,
    station_id,
  }
  const rows = planned.content.rows as readonly Row[]
  const known = new Map<string, number>()
  const all: RowFate[] = []
  for (let start = 0; start < rows.length; start += CHUNK) {
    const part = rows.slice(start, start + CHUNK)
    // What these rows look up is asked first, so that the database writes the fates of those before while these are prepared.
    const [recorded] = await Promise.all([recordRows(run, planned.form, part), behind.catchUp()])
    const fates = withRepeats(recorded, known)
    behind.leave(() => writeFates(ctx, sheet_id, part, fates))
    for (const fate of fates) all.push(fate)
    step(part.length)
    await nextTurn()
    if (choices.signal?.aborted) throw new Refusal('import_cancelled')
  }
  return all
}

const count = (results: readonly SheetResult[], outcome: RowFate['outcome']): number =>
  results.reduce((sum, result) => sum + result.fates.filter((fate) => fate.outcome === outcome).length, 0)

export interface ImportResult {
  readonly import_id: string
  readonly sheets: readonly SheetResult[]
}

export const runImport = async (ctx: Ctx, plan: Plan, choices: RunChoices): Promise<ImportResult> => {
  if (plan.sheets.length === 0) throw new Refusal('nothing_to_import')
  const import_id = newId()
  const results: SheetResult[] = []
  const total = plan.sheets.reduce((sum, one) => sum + one.content.rows.length, 0)
  let done = 0
  const rows_in = plan.sheets.reduce((sum, one) => sum + one.content.rows_in, 0)
  await insertRows(ctx.db, 'imports.imports', [
    {
      organisation_id: ctx.organisation_id,
      import_id,
      year: choices.year,
      name: choices.name,
      rows_in,
      rows_valid: 0,
      rows_not_counted: 0,
      rows_rejected: 0,
      imported_by: ctx.actor.account_id,
      imported_at: ctx.now,
    },
  ])
  const workbooks = await writeWorkbooks(ctx, import_id, plan)
  const behind = new Behind()
  for (const planned of plan.sheets) {
    const sheet_id = newId()
    const station_id = await stationOf(ctx, planned)
    await insertRows(ctx.db, 'imports.sheets', [
      sheetRow(ctx, import_id, workbooks.get(planned.workbook.name)!, sheet_id, planned, station_id),
    ])
    const progress = (rows: number) =>
      choices.onProgress?.({ workbook: planned.workbook.name, sheet: planned.sheet.name, done: (done += rows), total })
    progress(0)
    const fates = await importSheet(ctx, planned, sheet_id, station_id, choices, behind, progress)
    results.push({ planned, sheet_id, station_id, fates })
  }
  await behind.catchUp()
  await writeTotals(ctx, import_id, results)
  return { import_id, sheets: results }
}

const writeWorkbooks = async (ctx: Ctx, import_id: string, plan: Plan): Promise<Map<string, string>> => {
  const books = new Map([...plan.sheets, ...plan.unread].map(({ workbook }) => [workbook.name, workbook]))
  const ids = new Map([...books.keys()].map((name) => [name, newId()]))
  await insertRows(
    ctx.db,
    'imports.workbooks',
    [...books.values()].map((book) => ({
      organisation_id: ctx.organisation_id,
      workbook_id: ids.get(book.name),
      import_id,
      file_name: book.name,
      sha256: Buffer.from(book.sha256, 'hex'),
      bytes: book.bytes,
    })),
  )
  await insertRows(
    ctx.db,
    'imports.sheets',
    plan.unread.map((one) => ({
      organisation_id: ctx.organisation_id,
      sheet_id: newId(),
      workbook_id: ids.get(one.workbook.name),
      import_id,
      name: one.sheet.name,
      hidden: one.sheet.hidden,
    })),
  )
  return ids
}

const writeTotals = async (ctx: Ctx, import_id: string, results: readonly SheetResult[]): Promise<void> => {
  const totals = {
    rows_valid: count(results, 'valid'),
    rows_not_counted: count(results, 'not_counted'),
    rows_rejected: count(results, 'rejected'),
  }
  await sql`update imports.imports set rows_valid = ${totals.rows_valid}, rows_not_counted = ${totals.rows_not_counted}, rows_rejected = ${totals.rows_rejected}
    where organisation_id = ${ctx.organisation_id} and import_id = ${import_id}`.execute(ctx.db)
  ctx.wrote({
    entity: 'imports.imports',
    entity_ids: [import_id],
    after: { ...totals, files: results.map((one) => one.planned.workbook.name) },
  })
}
