import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'

/** Volunteers who stand on the roster under several numbers with one ID number. */
export const sameVolunteers = async (ctx: Ctx): Promise<{ volunteers: string[]; name: string }[]> => {
  const { rows } = await sql<{ volunteers: string[]; name: string }>`
    select array_agg(distinct volunteer_no order by volunteer_no) as volunteers, min(name_key) as name from volunteering.volunteers
    where organisation_id = ${ctx.organisation_id} and void_id is null
    group by person_key having count(distinct volunteer_no) > 1 order by 1`.execute(ctx.db)
  return rows
}
