import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'

/**
 * After registrations were taken back: persons whom no register names any more are taken back with them.
 */
export const closeUnregistered = async (ctx: Ctx, void_id: string): Promise<void> => {
  await sql`update people.persons p set void_id = ${void_id}
    where p.organisation_id = ${ctx.organisation_id} and p.void_id is null and p.merged_into is null
      and exists (select from people.registrations r where r.organisation_id = p.organisation_id and r.person_id = p.person_id and r.void_id = ${void_id})
      and not exists (select from people.registrations r where r.organisation_id = p.organisation_id and r.person_id = p.person_id and r.void_id is null)`.execute(
    ctx.db,
  )
}
