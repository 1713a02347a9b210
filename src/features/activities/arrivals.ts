/** One attendance as the door (签到台) needs it. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'

export interface Arrival {
  readonly attendance_id: string
  readonly activity_id: string
  readonly station_id: string
  readonly person_id: string
  readonly occurred_on: string
  readonly recorded_at: Date
}

/** Undefined when it is not there, not this actor's, or nobody's of the register. */
export const findArrival = async (ctx: Ctx, attendance_id: string): Promise<Arrival | undefined> => {
  const { rows } = await sql<Arrival>`
    select attendance_id, activity_id, station_id, person_id, occurred_on, recorded_at from activities.attendances
    where organisation_id = ${ctx.organisation_id} and attendance_id = ${attendance_id} and person_id is not null`.execute(ctx.db)
  return rows[0]
}
