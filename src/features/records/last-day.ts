import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'

/** Day of the latest service on record that this actor may see; null when there is none. */
export const lastServiceDay = async (ctx: Ctx): Promise<string | null> => {
  const { rows } = await sql<{ day: string | null }>`
    select max(occurred_on) as day from records.records where organisation_id = ${ctx.organisation_id} and void_id is null`.execute(
    ctx.db,
  )
  return rows[0]?.day ?? null
}
