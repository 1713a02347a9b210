/** Sessions of a day and single attendances, as the door (签到台) needs them. */
import { sql } from 'kysely'
import { checkNotFuture } from '../../platform/accept.ts'
import type { Ctx } from '../../platform/context.ts'
import { addDays } from '../../shared/day.ts'
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

export interface SheetSession {
  readonly activity_id: string
  readonly series_id: string | null
  readonly station_id: string
  readonly title: string
  readonly occurred_on: string
  readonly started_at: string | null
  readonly place: string | null
  /** Cancelled, put off, voided or not counted: nobody signs in. */
  readonly called_off: boolean
}

/** Sessions by id, those this actor may see. */
export const sessionsById = async (ctx: Ctx, ids: readonly string[]): Promise<Map<string, SheetSession>> => {
  const { rows } = await sql<SheetSession>`
    select activity_id, series_id, station_id, title, occurred_on, started_at, place,
      (void_id is not null or state not in ('held', 'planned') or (state = 'held' and not_counted is not null)) as called_off
    from activities.activities
    where organisation_id = ${ctx.organisation_id} and activity_id = any(${[...new Set(ids)]}::uuid[])`.execute(ctx.db)
  return new Map(rows.map((row) => [row.activity_id, row]))
}

/** Those enrolled for a session or its series: who has a place before who waits for one. */
export const enrolledAt = async (ctx: Ctx, { activity_id, series_id }: SheetSession): Promise<string[]> => {
  const { rows } = await sql<{ person_id: string }>`
    select person_id from activities.enrolments
    where organisation_id = ${ctx.organisation_id} and (activity_id = ${activity_id} or series_id = ${series_id}::uuid)
      and state in ('enrolled', 'offered', 'waiting')
    order by array_position(array['enrolled', 'offered', 'waiting'], state), queue_key, person_id`.execute(ctx.db)
  return [...new Set(rows.map((row) => row.person_id))]
}

/** Who came most often to sessions of the station in the `days` before this one. */
export const regularsAt = async (
  ctx: Ctx,
  { station_id, occurred_on }: SheetSession,
  days: number,
  most: number,
): Promise<string[]> => {
  const { rows } = await sql<{ person_id: string }>`
    select person_id from activities.attendances
    where organisation_id = ${ctx.organisation_id} and station_id = ${station_id} and void_id is null and person_id is not null
      and occurred_on >= ${addDays(occurred_on, -days)} and occurred_on < ${occurred_on}
    group by person_id order by count(*) desc, person_id limit ${most}`.execute(ctx.db)
  return rows.map((row) => row.person_id)
}

export interface Came {
  readonly attendance_id: string
  readonly person_id: string | null
  readonly name: string | null
  readonly person_times: number
}

/** The attendances of a session that stand. */
export const cameTo = async (ctx: Ctx, activity_id: string): Promise<Came[]> => {
  const { rows } = await sql<Came>`
    select attendance_id, person_id, name, person_times from activities.attendances
    where organisation_id = ${ctx.organisation_id} and activity_id = ${activity_id} and void_id is null`.execute(ctx.db)
  return rows
}
