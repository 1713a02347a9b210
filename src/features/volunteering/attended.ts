import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'

/** Hours of volunteers who are members too, both days included, in the order in which they happened. */
export const listAttended = async (ctx: Ctx, from: string, to: string) => {
  const { rows } = await sql<{ person_id: string; occurred_on: string; minutes: number }>`
    select person_id, occurred_on, minutes::float8 as minutes from volunteering.hours
    where organisation_id = ${ctx.organisation_id} and void_id is null and person_id is not null
      and occurred_on between ${from} and ${to} order by occurred_on, hours_id`.execute(ctx.db)
  return rows
}
