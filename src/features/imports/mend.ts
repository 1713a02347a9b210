/** 隔离区: rows that were refused, mended by a person or tried again, through the same function as the first time. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { Refusal, type RefusalCode } from '../../shared/refusal.ts'
import { readCell } from './cells.ts'
import type { AnyForm, Row } from './plan.ts'
import { recordRows, type RowFate } from './run.ts'

export interface HeldRow {
  readonly sheet_id: string
  readonly row_number: number
  readonly outcome: string
  readonly code: RefusalCode | null
  readonly form_kind: string
  readonly station_id: string | null
  readonly sheet_name: string
  readonly file_name: string
  readonly year: number
  readonly cells_sealed: Uint8Array | null
}

export const heldRows = async (
  ctx: Ctx,
  which: {
    sheet_id?: string | undefined
    row_number?: number | undefined
    import_id?: string | undefined
    form_kind?: string | undefined
    code?: string | undefined
  },
): Promise<HeldRow[]> => {
  const { rows } = await sql<HeldRow>`
    select r.sheet_id, r.row_number, r.outcome, r.code, s.form_kind, s.station_id, s.name as sheet_name, w.file_name, i.year, r.cells_sealed
    from imports.rows r
    join imports.sheets s on s.organisation_id = r.organisation_id and s.sheet_id = r.sheet_id
    join imports.workbooks w on w.organisation_id = s.organisation_id and w.workbook_id = s.workbook_id
    join imports.imports i on i.organisation_id = s.organisation_id and i.import_id = s.import_id
    where r.organisation_id = ${ctx.organisation_id} and i.void_id is null
      and (${which.sheet_id ?? null}::uuid is null or r.sheet_id = ${which.sheet_id ?? null})
      and (${which.row_number ?? null}::int is null or r.row_number = ${which.row_number ?? null})
      and (${which.import_id ?? null}::uuid is null or s.import_id = ${which.import_id ?? null})
      and (${which.form_kind ?? null}::text is null or s.form_kind = ${which.form_kind ?? null})
      and (${which.code ?? null}::text is null or r.code = ${which.code ?? null})
      and (r.outcome = 'rejected' or ${which.row_number ?? null}::int is not null)
    order by s.import_id, r.sheet_id, r.row_number`.execute(ctx.db)
  return rows
}

/** The texts of a refused row's cells, by field. */
export const cellsOf = (ctx: Ctx, row: Pick<HeldRow, 'sheet_id' | 'row_number' | 'cells_sealed'>): Record<string, string> =>
  row.cells_sealed
    ? (JSON.parse(
        ctx.keys.open(row.cells_sealed, {
          column: 'imports.rows.cells',
          organisation_id: ctx.organisation_id,
          row_id: `${row.sheet_id}/${row.row_number}`,
        }),
      ) as Record<string, string>)
    : {}

const rowOf = (form: AnyForm, row_number: number, texts: Readonly<Record<string, string>>, year: number): Row => {
  const values: Record<string, Row[string]> = {}
  for (const [field, { type }] of Object.entries(form.fields)) {
    const text = texts[field] ?? ''
    values[field] = readCell(type, text === '' ? undefined : { text }, year)
  }
  return { row_number, ...values }
}

const record = (ctx: Ctx, form: AnyForm, held: HeldRow, rows: readonly Row[]): Promise<RowFate[]> =>
  recordRows(
    {
      ctx,
      year: held.year,
      from: `${held.year}-01-01`,
      to: `${held.year}-12-31`,
      workbook: held.file_name,
      sheet: held.sheet_name,
      station_id: held.station_id ?? undefined,
    },
    form,
    rows,
  )

const settle = async (ctx: Ctx, held: HeldRow, fate: RowFate): Promise<void> => {
  await sql`update imports.rows set outcome = 'mended', entry_id = ${fate.entry_id}, decided_by = ${ctx.actor.account_id}, decided_at = ${ctx.now}
    where organisation_id = ${ctx.organisation_id} and sheet_id = ${held.sheet_id} and row_number = ${held.row_number}`.execute(
    ctx.db,
  )
}

/** Records one refused row with changed cells. Refuses with the row's reason when it is still not right. */
export const mendOne = async (
  ctx: Ctx,
  form: AnyForm,
  held: HeldRow,
  changed: Readonly<Record<string, string>>,
): Promise<RowFate> => {
  const before = cellsOf(ctx, held)
  const unknown = Object.keys(changed).find((field) => !(field in form.fields))
  if (unknown) throw new Refusal('bad_input', { field: unknown, problem: '' }, unknown)
  const [fate] = await record(ctx, form, held, [rowOf(form, held.row_number, { ...before, ...changed }, held.year)])
  if (fate!.outcome === 'rejected') throw new Refusal(fate!.code!, fate!.details ?? {}, fate!.field)
  await settle(ctx, held, fate!)
  ctx.wrote({
    entity: 'imports.rows',
    entity_ids: [held.sheet_id],
    after: { row_number: held.row_number, mended: Object.keys(changed) },
  })
  return fate!
}

/** Tries refused rows again as they are; those that pass now are recorded. Returns how many. */
export const retry = async (ctx: Ctx, forms: readonly AnyForm[], rows: readonly HeldRow[]): Promise<number> => {
  let recorded = 0
  const sheets = new Map<string, HeldRow[]>()
  for (const row of rows) sheets.set(row.sheet_id, [...(sheets.get(row.sheet_id) ?? []), row])
  for (const held of sheets.values()) {
    const form = forms.find((one) => one.kind === held[0]!.form_kind)
    if (!form) continue
    const fates = await record(
      ctx,
      form,
      held[0]!,
      held.map((one) => rowOf(form, one.row_number, cellsOf(ctx, one), one.year)),
    )
    for (const [i, fate] of fates.entries()) {
      if (fate.outcome === 'rejected') continue
      await settle(ctx, held[i]!, fate)
      recorded++
    }
  }
  return recorded
}
