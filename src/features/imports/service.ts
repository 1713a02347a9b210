/**
 * Imports (数据导入): a year of workbooks as staff keep them. Sheets are recognised by the forms the slices declare; every row goes through
 * the slice's own function; what is refused waits in quarantine (隔离区) until a person mends it; a whole import can be undone.
 */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { Refusal, type RefusalCode } from '../../shared/refusal.ts'
import { refusalText } from '../../shared/refusal-texts.ts'
import { accountNames } from '../staff/account-names.ts'
import type * as contract from './contract.ts'
import { planImport, type AnyForm } from './plan.ts'
import { cellsOf, heldRows, mendOne, retry } from './mend.ts'
import { rememberMappings, rememberedMappings } from './mappings.ts'
import type { Runs } from './runs.ts'
import { shownSheets } from './recognised.ts'
import { alreadyImported } from './seen.ts'
import { undo, type Undoable } from './undo.ts'
import type { Uploads } from './uploads.ts'

export interface ImportsChoices {
  readonly forms: readonly AnyForm[]
  readonly uploads: Uploads
  readonly runs: Runs
  readonly undoable: Omit<Undoable, 'titleOf'>
}

interface ImportLine {
  import_id: string
  name: string
  year: number
  imported_at: Date
  imported_by: string
  rows_in: number
  rows_valid: number
  rows_not_counted: number
  rows_rejected: number
  files: number
  undone: boolean
}

const importLines = (ctx: Ctx, import_id: string | null, limit: number, offset: number) => sql<ImportLine>`
  select i.import_id, i.name, i.year, i.imported_at, i.imported_by, i.rows_in,
    (select count(*) from imports.rows r join imports.sheets s on s.organisation_id = r.organisation_id and s.sheet_id = r.sheet_id
      where r.organisation_id = i.organisation_id and s.import_id = i.import_id and r.outcome in ('valid', 'mended')) as rows_valid,
    i.rows_not_counted,
    (select count(*) from imports.rows r join imports.sheets s on s.organisation_id = r.organisation_id and s.sheet_id = r.sheet_id
      where r.organisation_id = i.organisation_id and s.import_id = i.import_id and r.outcome = 'rejected') as rows_rejected,
    (select count(*) from imports.workbooks w where w.organisation_id = i.organisation_id and w.import_id = i.import_id) as files,
    i.void_id is not null as undone
  from imports.imports i
  where i.organisation_id = ${ctx.organisation_id} and (${import_id}::uuid is null or i.import_id = ${import_id})
  order by i.imported_at desc, i.import_id limit ${limit} offset ${offset}`

const shownImports = async (ctx: Ctx, lines: readonly ImportLine[]) => {
  const names = await accountNames(
    ctx,
    lines.map((line) => line.imported_by),
  )
  return lines.map(({ imported_by, ...line }) => ({
    ...line,
    imported_at: line.imported_at.toISOString(),
    imported_by_name: names.get(imported_by) ?? '',
  }))
}

interface RowLine {
  sheet_id: string
  row_number: number
  file_name: string
  sheet_name: string
  form_kind: string | null
  outcome: string
  code: RefusalCode | null
  details: Record<string, string> | null
  repeats_row: number | null
  entry_id: string | null
  import_id: string
  decided_by: string | null
  decided_at: Date | null
}

// oxlint-disable-next-line max-lines-per-function -- the functions of the endpoints, closed over the forms and the runs
export const importsService = ({ forms, uploads, runs, undoable }: ImportsChoices) => {
  const titleOf = (kind: string | null) => forms.find((form) => form.kind === kind)?.title ?? null
  const shownRow = (ctx: Ctx, { details, decided_by: _by, decided_at: _at, ...row }: RowLine) => ({
    ...row,
    row_id: `${row.sheet_id}/${row.row_number}`,
    form_title: titleOf(row.form_kind),
    reason: row.code ? refusalText(row.code, details ?? {}, ctx.language) : null,
  })
  const rowLines = (ctx: Ctx, where: ReturnType<typeof sql>, limit: number, offset: number) => sql<RowLine>`
    select r.sheet_id, r.row_number, w.file_name, s.name as sheet_name, s.form_kind, r.outcome, r.code, r.details, r.repeats_row, r.entry_id, s.import_id, r.decided_by, r.decided_at
    from imports.rows r
    join imports.sheets s on s.organisation_id = r.organisation_id and s.sheet_id = r.sheet_id
    join imports.workbooks w on w.organisation_id = s.organisation_id and w.workbook_id = s.workbook_id
    join imports.imports i on i.organisation_id = s.organisation_id and i.import_id = s.import_id and i.void_id is null
    where r.organisation_id = ${ctx.organisation_id} and ${where}
    order by w.file_name, s.name, r.row_number limit ${limit} offset ${offset}`

  return {
    listForms: async (): Promise<OutputOf<typeof contract.listForms>> => ({
      forms: forms.map((form) => ({
        kind: form.kind,
        title: form.title,
        fields: Object.entries(form.fields).map(([field, { headings, required }]) => ({
          field,
          heading: headings[0]!,
          required: required ?? false,
        })),
      })),
    }),

    recogniseSheetAs: async (
      ctx: Ctx,
      { upload_id, year, file, sheet, kind }: ParsedOf<typeof contract.recogniseSheetAs>,
    ): Promise<OutputOf<typeof contract.recogniseSheetAs>> => {
      const book = (await uploads.get(ctx, upload_id)).find((one) => one.name === file)
      const one = book?.sheets.find((each) => each.name === sheet)
      if (!book || !one) throw new Refusal('not_found')
      return shownSheets(planImport([{ ...book, sheets: [one] }], forms, year, [{ file, sheet, kind }]))[0]!
    },

    startImport: async (
      ctx: Ctx,
      input: ParsedOf<typeof contract.startImport>,
    ): Promise<OutputOf<typeof contract.startImport>> => {
      const workbooks = await uploads.get(ctx, input.upload_id)
      const seen = await alreadyImported(
        ctx,
        workbooks.map((book) => book.sha256),
      )
      const fresh = workbooks.filter((book) => !seen.has(book.sha256))
      if (fresh.length === 0)
        throw new Refusal('file_already_imported', {
          file: workbooks[0]!.name,
          on: seen.get(workbooks[0]!.sha256)!.toISOString().slice(0, 10),
        })
      const plan = planImport(fresh, forms, input.year, input.choices, await rememberedMappings(ctx))
      if (plan.sheets.length === 0) throw new Refusal('nothing_to_import')
      if (!input.dry_run) await rememberMappings(ctx, plan, input.choices)
      const asking = {
        organisation_id: ctx.organisation_id,
        time_zone: ctx.time_zone,
        actor: ctx.actor,
        stations: ctx.stations,
        request_id: ctx.request_id,
        action: 'import',
      }
      const name = fresh.length === 1 ? fresh[0]!.name : `${fresh[0]!.name} +${fresh.length - 1}`
      return runs.start(ctx, { asking, plan, year: input.year, name, dry_run: input.dry_run, language: ctx.language })
    },

    getImportRun: async (
      ctx: Ctx,
      { run_id }: ParsedOf<typeof contract.getImportRun>,
    ): Promise<OutputOf<typeof contract.getImportRun>> => {
      const { state, dry_run, done, total, sheet, import_id, report, problem } = await runs.get(ctx, run_id)
      return {
        state,
        dry_run,
        done,
        total,
        sheet,
        import_id,
        ...(report && state === 'done' ? { report } : {}),
        ...(problem ? { problem } : {}),
      }
    },

    cancelImportRun: async (ctx: Ctx, { run_id }: ParsedOf<typeof contract.cancelImportRun>): Promise<Record<string, never>> => {
      await runs.cancel(ctx, run_id)
      return {}
    },

    listImports: async (
      ctx: Ctx,
      input: ParsedOf<typeof contract.listImports>,
    ): Promise<OutputOf<typeof contract.listImports>> => {
      const { rows } = await importLines(ctx, null, input.page_size, (input.page - 1) * input.page_size).execute(ctx.db)
      const total = (
        await sql<{
          total: number
        }>`select count(*) as total from imports.imports where organisation_id = ${ctx.organisation_id}`.execute(ctx.db)
      ).rows[0]!.total
      return { rows: await shownImports(ctx, rows), total }
    },

    getImport: async (
      ctx: Ctx,
      { import_id }: ParsedOf<typeof contract.getImport>,
    ): Promise<OutputOf<typeof contract.getImport>> => {
      const [line] = await shownImports(ctx, (await importLines(ctx, import_id, 1, 0).execute(ctx.db)).rows)
      if (!line) throw new Refusal('not_found')
      const reason = await sql<{
        reason: string
      }>`select v.reason from records.voids v join imports.imports i on i.organisation_id = v.organisation_id and i.void_id = v.void_id
        where i.organisation_id = ${ctx.organisation_id} and i.import_id = ${import_id}`.execute(ctx.db)
      const sheets = await sql<OutputOf<typeof contract.getImport>['sheets'][number]>`
        select s.sheet_id, w.file_name, s.name, s.hidden, s.form_kind, s.rows_in,
          count(*) filter (where r.outcome in ('valid', 'mended')) as rows_valid, count(*) filter (where r.outcome = 'not_counted') as rows_not_counted,
          count(*) filter (where r.outcome = 'rejected') as rows_rejected
        from imports.sheets s
        join imports.workbooks w on w.organisation_id = s.organisation_id and w.workbook_id = s.workbook_id
        left join imports.rows r on r.organisation_id = s.organisation_id and r.sheet_id = s.sheet_id
        where s.organisation_id = ${ctx.organisation_id} and s.import_id = ${import_id}
        group by s.sheet_id, w.file_name, s.name, s.hidden, s.form_kind, s.rows_in order by w.file_name, s.sheet_id`.execute(
        ctx.db,
      )
      return {
        ...line,
        undo_reason: reason.rows[0]?.reason ?? null,
        sheets: sheets.rows.map((sheet) => ({ ...sheet, form_title: titleOf(sheet.form_kind) })),
      }
    },

    undoImport: async (
      ctx: Ctx,
      { import_id, reason }: ParsedOf<typeof contract.undoImport>,
    ): Promise<OutputOf<typeof contract.undoImport>> => undo(ctx, { ...undoable, titleOf }, import_id, reason),

    listImportRows: async (
      ctx: Ctx,
      input: ParsedOf<typeof contract.listImportRows>,
    ): Promise<OutputOf<typeof contract.listImportRows>> => {
      const narrow = sql`r.outcome = ${input.outcome} and (${input.import_id ?? null}::uuid is null or s.import_id = ${input.import_id ?? null})
        and (${input.sheet_id ?? null}::uuid is null or s.sheet_id = ${input.sheet_id ?? null}) and (${input.form_kind ?? null}::text is null or s.form_kind = ${input.form_kind ?? null})`
      const where = sql`${narrow} and (${input.code ?? null}::text is null or r.code = ${input.code ?? null})`
      const { rows } = await rowLines(ctx, where, input.page_size, (input.page - 1) * input.page_size).execute(ctx.db)
      const by_code = await sql<{ code: string; rows: number }>`
        select coalesce(r.code, '') as code, count(*) as rows from imports.rows r
        join imports.sheets s on s.organisation_id = r.organisation_id and s.sheet_id = r.sheet_id
        join imports.imports i on i.organisation_id = s.organisation_id and i.import_id = s.import_id and i.void_id is null
        where r.organisation_id = ${ctx.organisation_id} and ${narrow} group by 1 order by 2 desc, 1`.execute(ctx.db)
      const counted = by_code.rows.filter((one) => input.code === undefined || one.code === input.code)
      return {
        rows: rows.map((row) => shownRow(ctx, row)),
        total: counted.reduce((sum, one) => sum + one.rows, 0),
        by_code: by_code.rows,
      }
    },

    getImportRow: async (
      ctx: Ctx,
      { sheet_id, row_number }: ParsedOf<typeof contract.getImportRow>,
    ): Promise<OutputOf<typeof contract.getImportRow>> => {
      const [row] = (await rowLines(ctx, sql`r.sheet_id = ${sheet_id} and r.row_number = ${row_number}`, 1, 0).execute(ctx.db))
        .rows
      if (!row) throw new Refusal('not_found')
      const [held] = await heldRows(ctx, { sheet_id, row_number })
      const texts = held ? cellsOf(ctx, held) : {}
      const form = forms.find((one) => one.kind === row.form_kind)
      const names = row.decided_by ? await accountNames(ctx, [row.decided_by]) : undefined
      ctx.wrote({ entity: 'imports.rows', entity_ids: [sheet_id], after: { row_number, seen: true } })
      return {
        ...shownRow(ctx, row),
        field: row.details?.field ?? null,
        decided_by_name: names?.get(row.decided_by!) ?? null,
        decided_at: row.decided_at?.toISOString() ?? null,
        cells: Object.entries(form?.fields ?? {}).map(([field, { headings }]) => ({
          field,
          heading: headings[0]!,
          text: texts[field] ?? '',
        })),
      }
    },

    mendRow: async (
      ctx: Ctx,
      { sheet_id, row_number, cells }: ParsedOf<typeof contract.mendRow>,
    ): Promise<OutputOf<typeof contract.mendRow>> => {
      const [held] = await heldRows(ctx, { sheet_id, row_number })
      if (!held || held.outcome !== 'rejected') throw new Refusal('not_found')
      const form = forms.find((one) => one.kind === held.form_kind)
      if (!form) throw new Refusal('not_found')
      const fate = await mendOne(ctx, form, held, cells)
      return { entry_id: fate.entry_id!, not_counted: fate.code ?? null }
    },

    dismissRow: async (
      ctx: Ctx,
      { sheet_id, row_number, reason }: ParsedOf<typeof contract.dismissRow>,
    ): Promise<Record<string, never>> => {
      const { numAffectedRows } =
        await sql`update imports.rows set outcome = 'dismissed', decided_by = ${ctx.actor.account_id}, decided_at = ${ctx.now}
        where organisation_id = ${ctx.organisation_id} and sheet_id = ${sheet_id} and row_number = ${row_number} and outcome = 'rejected'`.execute(
          ctx.db,
        )
      if (numAffectedRows !== 1n) throw new Refusal('not_found')
      ctx.wrote({ entity: 'imports.rows', entity_ids: [sheet_id], after: { row_number, dismissed: reason } })
      return {}
    },

    retryRows: async (ctx: Ctx, which: ParsedOf<typeof contract.retryRows>): Promise<OutputOf<typeof contract.retryRows>> => {
      const rows = await heldRows(ctx, which)
      return { tried: rows.length, recorded: await retry(ctx, forms, rows) }
    },

    getOrigin: async (
      ctx: Ctx,
      { entry_id }: ParsedOf<typeof contract.getOrigin>,
    ): Promise<OutputOf<typeof contract.getOrigin>> => {
      const { rows } = await sql<{
        file_name: string
        sheet_name: string
        row_number: number
        imported_at: Date
        imported_by: string
        mended: boolean
        import_id: string
      }>`
        select w.file_name, s.name as sheet_name, r.row_number, i.imported_at, i.imported_by, r.outcome = 'mended' as mended, i.import_id
        from imports.rows r
        join imports.sheets s on s.organisation_id = r.organisation_id and s.sheet_id = r.sheet_id
        join imports.workbooks w on w.organisation_id = s.organisation_id and w.workbook_id = s.workbook_id
        join imports.imports i on i.organisation_id = s.organisation_id and i.import_id = s.import_id
        where r.organisation_id = ${ctx.organisation_id} and r.entry_id = ${entry_id} limit 1`.execute(ctx.db)
      if (!rows[0]) throw new Refusal('not_found')
      const { imported_by, imported_at, ...rest } = rows[0]
      const names = await accountNames(ctx, [imported_by])
      return { ...rest, imported_at: imported_at.toISOString(), imported_by_name: names.get(imported_by) ?? '' }
    },
  }
}
