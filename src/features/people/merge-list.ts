/** Merges as they are read: whom a person was merged into, who was merged into them, and the list. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { accountNames } from '../staff/account-names.ts'
import type * as contract from './contract.ts'

/** Rows a merge moved and rows it took back as repeats, so that undoing it finds exactly these. */
export interface Moved {
  /** `slice.table` → ids of the rows that were moved. */
  readonly tables: Readonly<Record<string, readonly string[]>>
  /** `slice.table` → ids of the rows that became a repeat. */
  readonly voided: Readonly<Record<string, readonly string[]>>
  readonly void_id: string | null
  /** What the kept person had not and took over. */
  readonly filled: readonly ('id' | 'phone' | 'sex' | 'born_on')[]
  readonly kept_station_ids: readonly string[]
  /** Doubts about the gone person that were asked of the kept one anew; none in merges made before they were noted. */
  readonly carried?: readonly string[]
}

/** The person this id means today: itself, or the one at the end of its merges. */
export const mergedInto = async (ctx: Ctx, person_id: string): Promise<string> => {
  const { rows } = await sql<{ person_id: string }>`
    with recursive chain as (
      select person_id, merged_into, 0 as step from people.persons where organisation_id = ${ctx.organisation_id} and person_id = ${person_id}
      union all
      select p.person_id, p.merged_into, chain.step + 1 from people.persons p
      join chain on p.person_id = chain.merged_into and p.organisation_id = ${ctx.organisation_id} where chain.step < 100)
    select person_id from chain order by step desc limit 1`.execute(ctx.db)
  return rows[0]?.person_id ?? person_id
}

interface MergedRow {
  merge_id: string
  gone_id: string
  gone_name: string
  merged_at: Date
}

/** Merges that stand and ended in this person, latest first. */
export const listMergesInto = async (ctx: Ctx, person_id: string): Promise<OutputOf<typeof contract.getPerson>['merged']> => {
  const { rows } = await sql<MergedRow>`
    select m.merge_id, m.gone_id, g.name as gone_name, m.merged_at from people.merges m
    join people.persons g on g.organisation_id = m.organisation_id and g.person_id = m.gone_id
    where m.organisation_id = ${ctx.organisation_id} and m.kept_id = ${person_id} and m.undone_at is null order by m.merge_id desc`.execute(
    ctx.db,
  )
  return rows.map((row) => ({ ...row, merged_at: row.merged_at.toISOString() }))
}

type Listed = Omit<
  OutputOf<typeof contract.listMerges>['rows'][number],
  'moved' | 'repeats' | 'merged_by_name' | 'merged_at' | 'undone_by_name' | 'undone_at'
> & {
  moved: Moved
  merged_by: string
  merged_at: Date
  undone_by: string | null
  undone_at: Date | null
}

const rowCount = (tables: Readonly<Record<string, readonly string[]>>): number =>
  Object.values(tables).reduce((sum, ids) => sum + ids.length, 0)

/** A service is one row on the spine and one in its slice; it is counted by the former. */
export const countMoved = ({ tables, voided }: Moved) => ({
  moved: rowCount(tables),
  repeats: voided['records.records']?.length ?? rowCount(voided),
})

export const listMerges = async (
  ctx: Ctx,
  input: ParsedOf<typeof contract.listMerges>,
): Promise<OutputOf<typeof contract.listMerges>> => {
  const who = input.person_id ? sql`and (m.kept_id = ${input.person_id} or m.gone_id = ${input.person_id})` : sql``
  const station = input.station_id ? sql`and ${input.station_id} = any(k.station_ids)` : sql``
  const from = sql`from people.merges m
    join people.persons k on k.organisation_id = m.organisation_id and k.person_id = m.kept_id
    join people.persons g on g.organisation_id = m.organisation_id and g.person_id = m.gone_id
    where m.organisation_id = ${ctx.organisation_id} ${who} ${station}`
  const { rows } = await sql<Listed>`
    select m.merge_id, m.kept_id, k.name as kept_name, m.gone_id, g.name as gone_name, m.reason, m.moved, m.merged_by, m.merged_at, m.undone_by, m.undone_at
    ${from} order by m.merge_id desc limit ${input.page_size} offset ${(input.page - 1) * input.page_size}`.execute(ctx.db)
  const counted = await sql<{ total: number }>`select count(*) as total ${from}`.execute(ctx.db)
  const accounts = await accountNames(
    ctx,
    rows.flatMap((row) => (row.undone_by ? [row.merged_by, row.undone_by] : [row.merged_by])),
  )
  return {
    rows: rows.map((row) => ({
      ...row,
      ...countMoved(row.moved),
      merged_by_name: accounts.get(row.merged_by) ?? '',
      merged_at: row.merged_at.toISOString(),
      undone_by_name: row.undone_by ? (accounts.get(row.undone_by) ?? '') : null,
      undone_at: row.undone_at?.toISOString() ?? null,
    })),
    total: counted.rows[0]!.total,
  }
}
