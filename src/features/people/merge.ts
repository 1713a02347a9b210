/**
 * 合并: one person is joined to another. Every row of the gone person moves to the kept one, in all tables the application names; of two
 * rows that are the same service the later one is taken back. All of it is remembered, so that undoing restores every row as it was.
 */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import { beyondStations } from '../../platform/request.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Moved } from './merge-list.ts'
import { openSecret, sealSecret, type SealedPerson } from './secrets.ts'

/** What the application knows of the other slices' rows about persons. */
export interface PersonRows {
  /** `slice.table` with a `person_id` → its id column. The spine stands before the tables of its services. */
  readonly tables: Readonly<Record<string, string>>
  /** Those of them where a thing counts once per person (`once_key`, unique with the person). */
  readonly once: readonly string[]
  /** The table of all services, whose rows name the table of their detail in `source` and share their id. */
  readonly spine: string
  /** Writes the event that takes rows back, and returns its id. */
  readonly writeVoid: (ctx: Ctx, reason: string) => Promise<string>
  /** What was given for repeats that are taken back goes with them: table → ids that went too. They have the ids of the records. */
  readonly takeAlong: (ctx: Ctx, void_id: string, ids: readonly string[]) => Promise<Readonly<Record<string, string[]>>>
  /** The same records stand again, and so do those ids. */
  readonly standAgain: (ctx: Ctx, void_id: string, ids: readonly string[]) => Promise<void>
}

interface Side extends SealedPerson {
  readonly name: string
  readonly sex: string | null
  readonly born_on: string | null
  readonly id_kind: string | null
  readonly id_blind: Buffer | null
  readonly phone_blind: Buffer | null
  readonly phone_tail_blind: Buffer | null
  readonly station_ids: string[]
  readonly merged_into: string | null
}

const lockSides = async (ctx: Ctx, kept_id: string, gone_id: string): Promise<[Side, Side]> => {
  const { rows } = await sql<Side>`
    select person_id, name, sex, born_on, id_kind, id_sealed, id_blind, phone_sealed, phone_blind, phone_tail_blind, station_ids, merged_into
    from people.persons
    where organisation_id = ${ctx.organisation_id} and person_id in (${kept_id}, ${gone_id}) and void_id is null
    order by person_id for update`.execute(ctx.db)
  const [kept, gone] = [kept_id, gone_id].map((id) => rows.find((row) => row.person_id === id))
  if (!kept || !gone) throw new Refusal('not_found')
  return [kept, gone]
}

/** Of two rows that count once for one person, the later one: they stand for both persons until now. */
const findRepeats = async (ctx: Ctx, table: string, id: string, kept_id: string, gone_id: string): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    select case when (g.recorded_at, g.${sql.ref(id)}) > (k.recorded_at, k.${sql.ref(id)}) then g.${sql.ref(id)} else k.${sql.ref(id)} end as id
    from ${sql.table(table)} k
    join ${sql.table(table)} g on g.organisation_id = k.organisation_id and g.once_key = k.once_key and g.void_id is null
    where k.organisation_id = ${ctx.organisation_id} and k.void_id is null and k.person_id = ${kept_id} and g.person_id = ${gone_id}`.execute(
    ctx.db,
  )
  return rows.map((row) => row.id)
}

const takeBack = async (ctx: Ctx, table: string, id: string, ids: readonly string[], void_id: string): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    update ${sql.table(table)} set void_id = ${void_id}
    where organisation_id = ${ctx.organisation_id} and void_id is null and ${sql.ref(id)} = any(${ids}::uuid[]) returning ${sql.ref(id)} as id`.execute(
    ctx.db,
  )
  return rows.map((row) => row.id)
}

/** The tables of services that hold the details of these records. */
const sourcesOf = async (ctx: Ctx, spine: string, id: string, ids: readonly string[]): Promise<string[]> => {
  const { rows } = await sql<{ source: string }>`
    select distinct source from ${sql.table(spine)} where organisation_id = ${ctx.organisation_id} and ${sql.ref(id)} = any(${ids}::uuid[])`.execute(
    ctx.db,
  )
  return rows.map((row) => row.source)
}

/** Takes back what would count twice. `void_id` is null when nothing did. */
const takeBackRepeats = async (
  ctx: Ctx,
  rows: PersonRows,
  kept_id: string,
  gone: Side,
): Promise<Pick<Moved, 'voided' | 'void_id'>> => {
  const voided: Record<string, string[]> = {}
  let void_id: string | null = null
  for (const table of rows.once) {
    const id = rows.tables[table]!
    const repeats = await findRepeats(ctx, table, id, kept_id, gone.person_id)
    if (repeats.length === 0) continue
    void_id ??= await rows.writeVoid(ctx, `合并：与“${gone.name}”的记录重复`)
    voided[table] = await takeBack(ctx, table, id, repeats, void_id)
    if (table !== rows.spine) continue
    for (const source of await sourcesOf(ctx, table, id, repeats))
      voided[source] = await takeBack(ctx, source, rows.tables[source]!, repeats, void_id)
    Object.assign(voided, await rows.takeAlong(ctx, void_id, repeats))
  }
  return { voided, void_id }
}

const moveRows = async (ctx: Ctx, rows: PersonRows, kept_id: string, gone_id: string): Promise<Moved['tables']> => {
  const moved: Record<string, string[]> = {}
  for (const [table, id] of Object.entries(rows.tables)) {
    const done = await sql<{ id: string }>`
      update ${sql.table(table)} set person_id = ${kept_id}
      where organisation_id = ${ctx.organisation_id} and person_id = ${gone_id} returning ${sql.ref(id)} as id`.execute(ctx.db)
    if (done.rows.length > 0) moved[table] = done.rows.map((row) => row.id)
  }
  return moved
}

/** The kept person takes over what only the gone one had; sealed anew, because a seal is bound to its row. */
const fillKept = async (ctx: Ctx, kept: Side, gone: Side): Promise<Moved['filled']> => {
  const id = kept.id_blind === null && gone.id_blind !== null
  const phone = kept.phone_blind === null && gone.phone_blind !== null
  const filled: Moved['filled'][number][] = []
  if (id) filled.push('id')
  if (phone) filled.push('phone')
  if (kept.sex === null && gone.sex !== null) filled.push('sex')
  if (kept.born_on === null && gone.born_on !== null) filled.push('born_on')
  const id_sealed = id ? sealSecret(ctx, kept.person_id, 'id', openSecret(ctx, gone, 'id')!) : kept.id_sealed
  const phone_sealed = phone ? sealSecret(ctx, kept.person_id, 'phone', openSecret(ctx, gone, 'phone')!) : kept.phone_sealed
  await sql`update people.persons set id_kind = ${id ? gone.id_kind : kept.id_kind}, id_sealed = ${id_sealed}, id_blind = ${id ? gone.id_blind : kept.id_blind},
      phone_sealed = ${phone_sealed}, phone_blind = ${phone ? gone.phone_blind : kept.phone_blind},
      phone_tail_blind = ${phone ? gone.phone_tail_blind : kept.phone_tail_blind}, sex = coalesce(sex, ${gone.sex}), born_on = coalesce(born_on, ${gone.born_on}::date),
      station_ids = ${[...new Set([...kept.station_ids, ...gone.station_ids])]}::uuid[]
    where organisation_id = ${ctx.organisation_id} and person_id = ${kept.person_id}`.execute(ctx.db)
  return filled
}

/** Doubts about the gone person are doubts about the kept one from now on. */
const carryDoubts = async (ctx: Ctx, kept_id: string, gone_id: string): Promise<string[]> => {
  await sql`update people.duplicates set state = 'same', decided_by = ${ctx.actor.account_id}, decided_at = ${ctx.now}
    where organisation_id = ${ctx.organisation_id} and state = 'open' and ${kept_id} in (person_a, person_b) and ${gone_id} in (person_a, person_b)`.execute(
    ctx.db,
  )
  const { rows } = await sql<{ other: string; score: number; reasons: unknown }>`
    select case when person_a = ${gone_id} then person_b else person_a end as other, score, reasons from people.duplicates
    where organisation_id = ${ctx.organisation_id} and state = 'open' and ${gone_id} in (person_a, person_b)`.execute(ctx.db)
  const pairs = rows.map(({ other, score, reasons }) => {
    const [person_a, person_b] = [kept_id, other].toSorted() as [string, string]
    return {
      organisation_id: ctx.organisation_id,
      duplicate_id: newId(),
      person_a,
      person_b,
      score,
      reasons: JSON.stringify(reasons),
    }
  })
  const written = await insertRows<{ duplicate_id: string }>(ctx.db, 'people.duplicates', pairs, {
    conflict: 'on conflict do nothing',
    returning: 'duplicate_id',
  })
  return written.map((row) => row.duplicate_id)
}

export interface MergeEntry {
  readonly merge_id?: string | undefined
  readonly kept_id: string
  readonly gone_id: string
  readonly reason: string
}

/**
 * Merges `gone` into `kept`; both must be people this actor sees. Refused: `merge_same`, `merge_done` (one of them was merged before),
 * `not_found`.
 */
export const merge = async (
  ctx: Ctx,
  rows: PersonRows,
  { merge_id = newId(), kept_id, gone_id, reason }: MergeEntry,
): Promise<{ merge_id: string } & Moved> => {
  if (kept_id === gone_id) throw new Refusal('merge_same')
  const [kept, gone] = await lockSides(ctx, kept_id, gone_id)
  if (kept.merged_into || gone.merged_into) throw new Refusal('merge_done')
  const moved = await beyondStations(ctx, async (): Promise<Moved> => {
    const repeats = await takeBackRepeats(ctx, rows, kept_id, gone)
    const tables = await moveRows(ctx, rows, kept_id, gone_id)
    await sql`update people.persons set merged_into = ${kept_id}
      where organisation_id = ${ctx.organisation_id} and person_id = ${gone_id}`.execute(ctx.db)
    const filled = await fillKept(ctx, kept, gone)
    const carried = await carryDoubts(ctx, kept_id, gone_id)
    return { tables, ...repeats, filled, kept_station_ids: kept.station_ids, carried }
  })
  const row = {
    organisation_id: ctx.organisation_id,
    merge_id,
    kept_id,
    gone_id,
    reason,
    moved: JSON.stringify(moved),
    merged_by: ctx.actor.account_id,
    merged_at: ctx.now,
  }
  await insertRows(ctx.db, 'people.merges', [row])
  ctx.wrote({ entity: 'people.merges', entity_ids: [merge_id], after: { kept_id, gone_id, reason } })
  return { merge_id, ...moved }
}
