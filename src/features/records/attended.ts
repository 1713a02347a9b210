import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'

/** Services of one type to registered persons, both days included, in the order in which they happened. `minutes`: null when nobody wrote it down. */
export const listAttended = async (ctx: Ctx, service_type: string, from: string, to: string) => {
  const { rows } = await sql<{ person_id: string; occurred_on: string; minutes: number | null }>`
    select person_id, occurred_on, minutes from records.records
    where organisation_id = ${ctx.organisation_id} and void_id is null and service_type = ${service_type} and who = 'person'
      and occurred_on between ${from} and ${to} order by occurred_on, record_id`.execute(ctx.db)
  return rows
}
