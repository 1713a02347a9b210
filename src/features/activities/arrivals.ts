/** Sessions of a day and single attendances, as the door (签到台) needs them. */
import { sql } from 'kysely'
import { checkNotFuture } from '../../platform/accept.ts'
import type { Ctx } from '../../platform/context.ts'
import { holdPlanned, lockActivity } from './plans.ts'

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

export interface SessionOfDay {
  readonly activity_id: string
  readonly title: string
  readonly started_at: string | null
}

/** Sessions of one station on one day that somebody can come to: held ones and planned ones, by their time. */
export const sessionsOn = async (ctx: Ctx, station_id: string, day: string): Promise<SessionOfDay[]> => {
  const { rows } = await sql<SessionOfDay>`
    select activity_id, title, started_at from activities.activities
    where organisation_id = ${ctx.organisation_id} and void_id is null and occurred_on = ${day} and station_id = ${station_id}
      and state in ('held', 'planned') order by started_at nulls last, activity_id`.execute(ctx.db)
  return rows
}

/** Somebody comes: a session that was planned is held by that. Refuses one of a day to come; of one that is not there others tell. */
export const holdWhenCame = async (ctx: Ctx, activity_id: string): Promise<void> => {
  const { rows } = await sql<{ state: string; occurred_on: string }>`
    select state, occurred_on from activities.activities
    where organisation_id = ${ctx.organisation_id} and activity_id = ${activity_id} and void_id is null`.execute(ctx.db)
  if (!rows[0]) return
  checkNotFuture(ctx, rows[0].occurred_on, 'activity_id')
  if (rows[0].state === 'planned') await holdPlanned(ctx, await lockActivity(ctx, activity_id))
}
