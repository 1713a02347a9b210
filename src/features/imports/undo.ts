/** Undoing a whole import (撤销导入): one void event takes back everything it wrote; the rows stay, and no longer count. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import { Refusal } from '../../shared/refusal.ts'
import { closeUnregistered } from '../people/unregistered.ts'

/** Tables whose rows can be taken back (`void_id`) → their id column. Kept by the application, which knows all slices. */
export type VoidTables = Readonly<Record<string, string>>

export interface Undoable {
  readonly tables: VoidTables
  /** Tables of refused numbers, by the moment of the import. */
  readonly held: readonly string[]
}

const entriesOf = (ctx: Ctx, import_id: string) => sql`
  select r.entry_id from imports.rows r join imports.sheets s on s.organisation_id = r.organisation_id and s.sheet_id = r.sheet_id
  where r.organisation_id = ${ctx.organisation_id} and s.import_id = ${import_id} and r.entry_id is not null and r.outcome <> 'rejected'`

export const undo = async (
  ctx: Ctx,
  { tables, held }: Undoable,
  import_id: string,
  reason: string,
): Promise<{ voided: number }> => {
  const { rows } = await sql<{ imported_at: Date; void_id: string | null }>`
    select imported_at, void_id from imports.imports where organisation_id = ${ctx.organisation_id} and import_id = ${import_id}`.execute(
    ctx.db,
  )
  if (!rows[0]) throw new Refusal('not_found')
  if (rows[0].void_id) throw new Refusal('import_undone')
  const void_id = newId()
  await insertRows(ctx.db, 'records.voids', [
    { organisation_id: ctx.organisation_id, void_id, reason, voided_by: ctx.actor.account_id, voided_at: ctx.now },
  ])
  let voided = 0
  for (const [table, id] of Object.entries(tables)) {
    const done = await sql`update ${sql.table(table)} set void_id = ${void_id}
      where organisation_id = ${ctx.organisation_id} and void_id is null and ${sql.ref(id)} in (${entriesOf(ctx, import_id)})`.execute(
      ctx.db,
    )
    // The spine's row and the slice's row of the same id are one entry.
    if (table !== 'records.records') voided += Number(done.numAffectedRows ?? 0)
  }
  for (const table of held)
    await sql`update ${sql.table(table)} set void_id = ${void_id}
      where organisation_id = ${ctx.organisation_id} and void_id is null and recorded_at = ${rows[0].imported_at}`.execute(ctx.db)
  await closeUnregistered(ctx, void_id)
  await sql`update imports.imports set void_id = ${void_id} where organisation_id = ${ctx.organisation_id} and import_id = ${import_id}`.execute(
    ctx.db,
  )
  ctx.wrote({ entity: 'imports.imports', entity_ids: [import_id], after: { undone: reason, voided } })
  return { voided }
}
