/** 作废: a record or an entry is taken back by an event that says who, when and why; the row stays and no longer counts (docs/decisions/0004). */
import { sql } from 'kysely'
import { mayHere, type Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import { beyondStations } from '../../platform/request.ts'
import { Refusal } from '../../shared/refusal.ts'
import { accountNames } from '../staff/account-names.ts'

export interface VoidReason {
  readonly reason: string
  /** The record that stands instead. */
  readonly replaced_by?: string | undefined
}

/** Looks at what an event took back, before it is final, and refuses when the rest can no longer be true (coins spent already). */
export type CheckVoid = (ctx: Ctx, void_id: string) => Promise<void>

/** What a desk may take back. */
export interface Voidable {
  /** `slice.table` → its id column. */
  readonly tables: Readonly<Record<string, string>>
  /** `slice.table` → tables whose rows go with theirs: who came goes with the session. `of`: their column with the id of the row they belong to. */
  readonly belonging: Readonly<Record<string, readonly { readonly table: string; readonly id: string; readonly of: string }[]>>
  /** The permission to record in a table: who may not write an entry may not take one back either. */
  readonly recordedUnder: (table: string) => string
  /** What was given for rows that are taken back goes with them (coins earned by a service). `ids`: of all rows the event took back. */
  readonly takeAlong: (ctx: Ctx, void_id: string, ids: readonly string[]) => Promise<unknown>
  readonly checks: readonly CheckVoid[]
}

/** Who took a row back, when and why, as its page says it; nulls while the row stands. */
export const voidOf = async (ctx: Ctx, void_id: string | null) => {
  const nothing = { voided_at: null, voided_by_name: null, void_reason: null, replaced_by: null }
  if (void_id === null) return nothing
  const { rows } = await sql<{ reason: string; replaced_by: string | null; voided_by: string; voided_at: Date }>`
    select reason, replaced_by, voided_by, voided_at from records.voids
    where organisation_id = ${ctx.organisation_id} and void_id = ${void_id}`.execute(ctx.db)
  const event = rows[0]
  if (!event) return nothing
  const accounts = await accountNames(ctx, [event.voided_by])
  return {
    voided_at: event.voided_at.toISOString(),
    voided_by_name: accounts.get(event.voided_by) ?? '',
    void_reason: event.reason,
    replaced_by: event.replaced_by,
  }
}

/** The event that takes rows back. Returns its id, which the rows get as `void_id`. */
export const writeVoid = async (ctx: Ctx, { reason, replaced_by }: VoidReason): Promise<string> => {
  const void_id = newId()
  const row = {
    organisation_id: ctx.organisation_id,
    void_id,
    reason,
    replaced_by: replaced_by ?? null,
    voided_by: ctx.actor.account_id,
    voided_at: ctx.now,
  }
  await insertRows(ctx.db, 'records.voids', [row])
  return void_id
}

const voidOnSpine = (ctx: Ctx, source: string, ids: readonly string[], void_id: string) =>
  sql`update records.records set void_id = ${void_id}
    where organisation_id = ${ctx.organisation_id} and record_id = any(${ids}::uuid[]) and source = ${source} and void_id is null`.execute(
    ctx.db,
  )

const voidBelonging = async (
  ctx: Ctx,
  { belonging }: Voidable,
  source: string,
  id: string,
  void_id: string,
): Promise<string[]> => {
  const taken: string[] = []
  for (const part of belonging[source] ?? []) {
    const { rows } = await sql<{ id: string }>`update ${sql.table(part.table)} set void_id = ${void_id}
      where organisation_id = ${ctx.organisation_id} and ${sql.ref(part.of)} = ${id} and void_id is null
      returning ${sql.ref(part.id)} as id`.execute(ctx.db)
    const ids = rows.map((row) => row.id)
    await voidOnSpine(ctx, part.table, ids, void_id)
    if (ids.length > 0) ctx.wrote({ entity: part.table, entity_ids: ids, before: { void_id: null }, after: { void_id } })
    taken.push(...ids)
  }
  return taken
}

/** The id column of a table that may be taken back entry by entry. The source is typed by the caller: only a name in the list reaches SQL. */
const idColumnOf = ({ tables }: Voidable, source: string): string => {
  const column = Object.hasOwn(tables, source) ? tables[source] : undefined
  if (!column) throw new Refusal('not_found')
  return column
}

/** Standing rows that go with this one when it is taken back. */
export const countBelongingOf = async (ctx: Ctx, voidable: Voidable, source: string, id: string): Promise<number> => {
  const column = idColumnOf(voidable, source)
  const { rows } = await sql`
    select 1 from ${sql.table(source)} where organisation_id = ${ctx.organisation_id} and ${sql.ref(column)} = ${id}`.execute(
    ctx.db,
  )
  if (rows.length === 0) throw new Refusal('not_found')
  let count = 0
  for (const { table, of } of voidable.belonging[source] ?? []) {
    const found = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}
      where organisation_id = ${ctx.organisation_id} and ${sql.ref(of)} = ${id} and void_id is null`.execute(ctx.db)
    count += found.rows[0]!.count
  }
  return count
}

/** Refused: `not_found`; `not_allowed` to who may not record such entries. */
export const checkMayVoid = (ctx: Ctx, voidable: Voidable, source: string): void => {
  idColumnOf(voidable, source)
  if (!mayHere(ctx, voidable.recordedUnder(source))) throw new Refusal('not_allowed', {}, 'source')
}

/**
 * Takes back one row of a slice, the spine's row of the same id if there is one, and what belongs to the row, by one event. Refused:
 * `not_found`, `already_voided`, and what the checks refuse.
 */
export const voidOne = async (ctx: Ctx, voidable: Voidable, source: string, id: string, why: VoidReason): Promise<string> => {
  const column = idColumnOf(voidable, source)
  const { rows } = await sql<{ void_id: string | null }>`
    select void_id from ${sql.table(source)} where organisation_id = ${ctx.organisation_id} and ${sql.ref(column)} = ${id} for update`.execute(
    ctx.db,
  )
  if (!rows[0]) throw new Refusal('not_found')
  if (rows[0].void_id) throw new Refusal('already_voided')
  const void_id = await writeVoid(ctx, why)
  await sql`update ${sql.table(source)} set void_id = ${void_id}
    where organisation_id = ${ctx.organisation_id} and ${sql.ref(column)} = ${id}`.execute(ctx.db)
  await voidOnSpine(ctx, source, [id], void_id)
  const taken = await voidBelonging(ctx, voidable, source, id, void_id)
  await voidable.takeAlong(ctx, void_id, [id, ...taken])
  for (const check of voidable.checks) await check(ctx, void_id)
  ctx.wrote({ entity: source, entity_ids: [id], before: { void_id: null }, after: { void_id, reason: why.reason } })
  return void_id
}

/**
 * Takes back a service record with its detail, also where the detail is of a kind this actor may not read. The detail is locked before the record,
 * as when the detail is taken back: two at once wait for each other in one order.
 */
export const voidRecordOf = async (ctx: Ctx, voidable: Voidable, record_id: string, why: VoidReason): Promise<string> => {
  const { rows } = await sql<{ source: string }>`
    select source from records.records where organisation_id = ${ctx.organisation_id} and record_id = ${record_id}`.execute(
    ctx.db,
  )
  const source = rows[0]?.source
  if (!source) throw new Refusal('not_found')
  return beyondStations(ctx, () => voidOne(ctx, voidable, source, record_id, why))
}
