/** Coins of persons (余额) over all their accounts, for who shows them beside something else. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'

/** Person id → coins; who has no entry is not in the map. */
export const balancesOf = async (ctx: Ctx, person_ids: readonly string[]): Promise<Map<string, number>> => {
  if (person_ids.length === 0) return new Map()
  const { rows } = await sql<{ person_id: string; balance: number }>`
    select person_id, sum(amount) as balance from points.entries
    where organisation_id = ${ctx.organisation_id} and void_id is null and person_id = any(${person_ids}::uuid[]) group by person_id`.execute(
    ctx.db,
  )
  return new Map(rows.map((row) => [row.person_id, row.balance]))
}

/** Coins that a service record gave when it was written. */
export const earnedBy = async (ctx: Ctx, record_id: string): Promise<number> => {
  const { rows } = await sql<{ earned: number }>`
    select coalesce(sum(amount), 0) as earned from points.entries
    where organisation_id = ${ctx.organisation_id} and void_id is null and entry_id = ${record_id}`.execute(ctx.db)
  return rows[0]!.earned
}
