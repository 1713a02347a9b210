/** 撤销合并: every row a merge moved or took back stands again as it did before. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { beyondStations } from '../../platform/request.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Moved } from './merge-list.ts'
import type { PersonRows } from './merge.ts'

interface Merge {
  readonly kept_id: string
  readonly gone_id: string
  readonly moved: Moved
  readonly undone_at: Date | null
}

/** Merges come undone in the order opposite to that in which they were made, as far as they share a person. */
const lockMerge = async (ctx: Ctx, merge_id: string): Promise<Merge> => {
  const { rows } = await sql<Merge>`
    select kept_id, gone_id, moved, undone_at from people.merges
    where organisation_id = ${ctx.organisation_id} and merge_id = ${merge_id} for update`.execute(ctx.db)
  const merge = rows[0]
  const seen = merge
    ? await sql<{ person_id: string }>`select person_id from people.persons
        where organisation_id = ${ctx.organisation_id} and person_id in (${merge.kept_id}, ${merge.gone_id}) order by person_id for update`.execute(
        ctx.db,
      )
    : undefined
  if (!merge || seen?.rows.length !== 2) throw new Refusal('not_found')
  const later = await sql`
    select 1 from people.merges m join people.merges mine on mine.organisation_id = m.organisation_id and mine.merge_id = ${merge_id}
    where m.organisation_id = ${ctx.organisation_id} and m.undone_at is null and m.merge_id <> mine.merge_id
      and (m.merged_at, m.merge_id) > (mine.merged_at, mine.merge_id)
      and array[m.kept_id, m.gone_id] && array[mine.kept_id, mine.gone_id] limit 1`.execute(ctx.db)
  if (merge.undone_at || later.rows.length > 0) throw new Refusal('merge_not_undoable')
  return merge
}

const moveBack = async (ctx: Ctx, rows: PersonRows, { kept_id, gone_id, moved }: Merge): Promise<number> => {
  let restored = 0
  for (const [table, ids] of Object.entries(moved.tables)) {
    const id = rows.tables[table]!
    const done = await sql`update ${sql.table(table)} set person_id = ${gone_id}
      where organisation_id = ${ctx.organisation_id} and person_id = ${kept_id} and ${sql.ref(id)}::text = any(${ids})`.execute(
      ctx.db,
    )
    restored += Number(done.numAffectedRows ?? 0)
  }
  return restored
}

/**
 * Repeats stand again, unless the same thing was recorded anew for that person while the merge stood: then it is counted already. What the
 * spine takes back decides for the detail row of the same id.
 */
const standAgain = async (ctx: Ctx, rows: PersonRows, { voided, void_id }: Moved): Promise<void> => {
  const again: Record<string, readonly string[]> = {}
  for (const [table, ids] of Object.entries(voided)) {
    if (!rows.once.includes(table)) continue
    const id = sql.ref(rows.tables[table]!)
    const done = await sql<{ id: string }>`update ${sql.table(table)} t set void_id = null
      where t.organisation_id = ${ctx.organisation_id} and t.void_id = ${void_id} and t.${id} = any(${ids}::uuid[])
        and not exists (select from ${sql.table(table)} o where o.organisation_id = t.organisation_id and o.once_key = t.once_key
          and o.person_id = t.person_id and o.void_id is null)
      returning t.${id} as id`.execute(ctx.db)
    again[table] = done.rows.map((row) => row.id)
  }
  for (const [table, ids] of Object.entries(voided)) {
    if (rows.once.includes(table)) continue
    const standing = again[rows.spine] ?? []
    await sql`update ${sql.table(table)} set void_id = null where organisation_id = ${ctx.organisation_id} and void_id = ${void_id}
      and ${sql.ref(rows.tables[table]!)} = any(${ids.filter((id) => standing.includes(id))}::uuid[])`.execute(ctx.db)
  }
  const standing = again[rows.spine] ?? []
  if (void_id !== null && standing.length > 0) await rows.standAgain(ctx, void_id, standing)
}

/** The kept person gives back what it took over; stations it came to since then stay. */
const restoreKept = async (ctx: Ctx, { kept_id, moved }: Merge): Promise<void> => {
  const { filled, kept_station_ids } = moved
  const { rows } = await sql<{ station_id: string }>`
    select distinct station_id from people.registrations
    where organisation_id = ${ctx.organisation_id} and person_id = ${kept_id} and void_id is null`.execute(ctx.db)
  const stations = [...new Set([...kept_station_ids, ...rows.map((row) => row.station_id)])]
  const emptied = (what: Moved['filled'][number], ...columns: string[]) => (filled.includes(what) ? columns : [])
  const columns = [
    ...emptied('id', 'id_kind', 'id_sealed', 'id_blind'),
    ...emptied('phone', 'phone_sealed', 'phone_blind', 'phone_tail_blind'),
    ...emptied('sex', 'sex'),
    ...emptied('born_on', 'born_on'),
  ]
  await sql`update people.persons set ${sql.join([sql`station_ids = ${stations}::uuid[]`, ...columns.map((column) => sql`${sql.ref(column)} = null`)])}
    where organisation_id = ${ctx.organisation_id} and person_id = ${kept_id}`.execute(ctx.db)
}

/** Undoes a merge that is the last one of both persons; else `merge_not_undoable`. Returns how many rows went back. */
export const undo = async (ctx: Ctx, rows: PersonRows, merge_id: string): Promise<{ restored: number }> => {
  const merge = await lockMerge(ctx, merge_id)
  const { kept_id, gone_id } = merge
  const restored = await beyondStations(ctx, async () => {
    const count = await moveBack(ctx, rows, merge)
    await standAgain(ctx, rows, merge.moved)
    await restoreKept(ctx, merge)
    await sql`update people.persons set merged_into = null
      where organisation_id = ${ctx.organisation_id} and person_id = ${gone_id}`.execute(ctx.db)
    // What somebody has answered in the meantime stays known.
    await sql`delete from people.duplicates
      where organisation_id = ${ctx.organisation_id} and duplicate_id = any(${merge.moved.carried ?? []}::uuid[]) and state = 'open'`.execute(
      ctx.db,
    )
    await sql`update people.duplicates set state = 'open', decided_by = null, decided_at = null
      where organisation_id = ${ctx.organisation_id} and state = 'same' and ${kept_id} in (person_a, person_b) and ${gone_id} in (person_a, person_b)`.execute(
      ctx.db,
    )
    return count
  })
  await sql`update people.merges set undone_by = ${ctx.actor.account_id}, undone_at = ${ctx.now}
    where organisation_id = ${ctx.organisation_id} and merge_id = ${merge_id}`.execute(ctx.db)
  ctx.wrote({ entity: 'people.merges', entity_ids: [merge_id], before: { kept_id, gone_id }, after: { undone: true } })
  return { restored }
}
