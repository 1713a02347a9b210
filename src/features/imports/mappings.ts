/** Columns chosen by hand are remembered by the headings they stood under, so that next month's file is read by itself. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import type { Choice, Plan } from './plan.ts'
import type { Columns, Mapping } from './recognise.ts'

export const rememberedMappings = async (ctx: Ctx): Promise<(fingerprint: string) => Mapping | undefined> => {
  const { rows } = await sql<{ fingerprint: string; form_kind: string; columns: Columns }>`
    select fingerprint, form_kind, columns from imports.mappings where organisation_id = ${ctx.organisation_id}`.execute(ctx.db)
  const all = new Map(rows.map((row) => [row.fingerprint, { kind: row.form_kind, columns: row.columns }]))
  return (fingerprint) => all.get(fingerprint)
}

export const rememberMappings = async (ctx: Ctx, plan: Plan, choices: readonly Choice[]): Promise<void> => {
  const rows = plan.sheets.flatMap((planned) => {
    const chosen = choices.find((one) => one.file === planned.workbook.name && one.sheet === planned.sheet.name && one.columns)
    if (!chosen) return []
    return [
      {
        organisation_id: ctx.organisation_id,
        fingerprint: planned.heading.fingerprint,
        form_kind: planned.form.kind,
        columns: JSON.stringify(planned.columns),
        saved_by: ctx.actor.account_id,
        saved_at: ctx.now,
      },
    ]
  })
  await insertRows(ctx.db, 'imports.mappings', [...new Map(rows.map((row) => [row.fingerprint, row])).values()], {
    conflict:
      'on conflict (organisation_id, fingerprint) do update set form_kind = excluded.form_kind, columns = excluded.columns, saved_by = excluded.saved_by, saved_at = excluded.saved_at',
  })
}
