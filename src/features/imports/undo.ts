/**
 * Undoing a whole import (撤销导入): one void event takes back everything it wrote; the rows stay, and no longer count. Refused where
 * something else stands on what it wrote (somebody signed in at the desk to an imported session): nothing is left hanging, and nothing
 * that this import did not write is taken back unseen.
 */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { beyondStations } from '../../platform/request.ts'
import { Refusal } from '../../shared/refusal.ts'
import { closeUnregistered } from '../people/unregistered.ts'
import { writeVoid, type CheckVoid } from '../records/void.ts'
import { accountNames } from '../staff/account-names.ts'

/** Tables whose rows can be taken back (`void_id`) → their id column. Kept by the application, which knows all slices. */
export type VoidTables = Readonly<Record<string, string>>

/** Rows that mean nothing without a row of another table. */
export interface Standing {
  /** The table stood on, and its column that the others name. */
  readonly on: string
  readonly column: string
  /** Tables that stand on it, and their column with the value of `column`. */
  readonly tables: readonly string[]
  readonly by: string
}

export interface Undoable {
  readonly tables: VoidTables
  /** Tables of refused numbers, by the moment of the import. */
  readonly held: readonly string[]
  readonly standing: readonly Standing[]
  readonly checks: readonly CheckVoid[]
  /** How the rows of a table are called. */
  readonly titleOf: (table: string) => { readonly zh: string; readonly en: string } | null
}

const entriesOf = (ctx: Ctx, import_id: string) => sql`
  select r.entry_id from imports.rows r join imports.sheets s on s.organisation_id = r.organisation_id and s.sheet_id = r.sheet_id
  where r.organisation_id = ${ctx.organisation_id} and s.import_id = ${import_id} and r.entry_id is not null and r.outcome <> 'rejected'`

interface Left {
  readonly table: string
  readonly count: number
  readonly recorders: readonly string[]
}

/** Rows that still stand on what the event took back. */
const leftStanding = async (ctx: Ctx, standing: readonly Standing[], void_id: string): Promise<Left[]> => {
  const left: Left[] = []
  for (const { on, column, tables, by } of standing) {
    const gone = sql`select o.${sql.ref(column)} from ${sql.table(on)} o where o.organisation_id = ${ctx.organisation_id} and o.void_id = ${void_id}`
    const { rows } = await sql<Left>`${sql.join(
      tables.map(
        (table) => sql`
          select ${table} as "table", count(*) as count, coalesce(array_agg(distinct t.recorded_by::text), '{}') as recorders
          from ${sql.table(table)} t
          where t.organisation_id = ${ctx.organisation_id} and t.void_id is null and t.${sql.ref(by)} in (${gone})`,
      ),
      sql` union all `,
    )}`.execute(ctx.db)
    left.push(...rows.filter((row) => row.count > 0))
  }
  return left
}

/** More names than these help nobody to find the entries. */
const MOST_NAMES = 3

/** Refuses `import_stood_on`, saying how many entries of which kind stand on the import and who recorded them. */
const checkNothingLeft = async (ctx: Ctx, { standing, titleOf }: Undoable, void_id: string): Promise<void> => {
  const left = await beyondStations(ctx, () => leftStanding(ctx, standing, void_id))
  // One entry may stand on several rows that went (a sign-in on its session and on its person): each kind is told once, at its largest.
  const byTable = new Map<string, Left>()
  for (const one of left) if (one.count > (byTable.get(one.table)?.count ?? 0)) byTable.set(one.table, one)
  if (byTable.size === 0) return
  const names = await accountNames(
    ctx,
    [...byTable.values()].flatMap(({ recorders }) => recorders),
  )
  const zh = ctx.language === 'zh'
  const which = [...byTable.values()].map(({ table, count, recorders }) => {
    const by = recorders
      .slice(0, MOST_NAMES)
      .map((recorder) => names.get(recorder) ?? '')
      .join(zh ? '、' : ', ')
    const title = titleOf(table)?.[ctx.language] ?? table
    return zh ? `${title} ${count} 条（${by}）` : `${title} ${count} (${by})`
  })
  const count = [...byTable.values()].reduce((sum, one) => sum + one.count, 0)
  throw new Refusal('import_stood_on', { count, which: which.join(zh ? '，' : '; ') })
}

interface TakenBack {
  readonly import_id: string
  readonly imported_at: Date
  readonly void_id: string
}

/** Everything the import wrote, of whatever kind: what the actor may not read is taken back all the same. Returns how many entries. */
const takeBack = async (
  ctx: Ctx,
  { tables, held }: Undoable,
  { import_id, imported_at, void_id }: TakenBack,
): Promise<number> => {
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
      where organisation_id = ${ctx.organisation_id} and void_id is null and recorded_at = ${imported_at}`.execute(ctx.db)
  return voided
}

/** Refused: `not_allowed` (a manager of single stations: half an import would be left), `not_found`, `import_undone`, `import_stood_on`. */
export const undo = async (ctx: Ctx, undoable: Undoable, import_id: string, reason: string): Promise<{ voided: number }> => {
  if (ctx.stations !== 'all') throw new Refusal('not_allowed', {}, 'station_id')
  const { rows } = await sql<{ imported_at: Date; void_id: string | null }>`
    select imported_at, void_id from imports.imports where organisation_id = ${ctx.organisation_id} and import_id = ${import_id}`.execute(
    ctx.db,
  )
  if (!rows[0]) throw new Refusal('not_found')
  if (rows[0].void_id) throw new Refusal('import_undone')
  const void_id = await writeVoid(ctx, { reason })
  const voided = await beyondStations(ctx, () =>
    takeBack(ctx, undoable, { import_id, imported_at: rows[0]!.imported_at, void_id }),
  )
  await closeUnregistered(ctx, void_id)
  await checkNothingLeft(ctx, undoable, void_id)
  for (const check of undoable.checks) await check(ctx, void_id)
  await sql`update imports.imports set void_id = ${void_id} where organisation_id = ${ctx.organisation_id} and import_id = ${import_id}`.execute(
    ctx.db,
  )
  ctx.wrote({ entity: 'imports.imports', entity_ids: [import_id], after: { undone: reason, voided } })
  return { voided }
}
