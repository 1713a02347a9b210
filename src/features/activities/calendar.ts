/** 日历: what is arranged and was held between two days, with the days off between them. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { addDays } from '../../shared/day.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { Refusal } from '../../shared/refusal.ts'
import { holidaysBetween } from '../orgs/service.ts'
import { openStations } from '../orgs/stations.ts'
import type * as contract from './contract-planning.ts'

type Listed = OutputOf<typeof contract.listCalendar>['rows'][number]

/** A month with the weeks around it, twice. */
const MOST_DAYS = 62

/** Refused: `bad_value` (the days are the wrong way round, or too far apart). */
export const listCalendar = async (
  ctx: Ctx,
  { from, to, station_id }: ParsedOf<typeof contract.listCalendar>,
): Promise<OutputOf<typeof contract.listCalendar>> => {
  if (to < from || to > addDays(from, MOST_DAYS)) throw new Refusal('bad_value', { field: 'to', value: to }, 'to')
  const { rows } = await sql<Omit<Listed, 'station_name'>>`
    select activity_id, title, kind, state, mode, station_id, occurred_on, started_at, minutes, room_id, place, workers, capacity
    from activities.activities
    where organisation_id = ${ctx.organisation_id} and void_id is null and occurred_on between ${from} and ${to}
      and (${station_id ?? null}::uuid is null or station_id = ${station_id ?? null}::uuid)
    order by occurred_on, started_at nulls last, activity_id`.execute(ctx.db)
  const stations = new Map((await openStations(ctx)).all.map((each) => [each.station_id, each.name]))
  const holidays = (await holidaysBetween(ctx, from, to)).map(({ day, kind, name }) => ({ day, kind, name }))
  const named = rows.map((row) => ({ ...row, station_name: stations.get(row.station_id) ?? '' }))
  return { rows: named, total: named.length, holidays }
}
