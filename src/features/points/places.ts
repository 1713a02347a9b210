import type { Ctx } from '../../platform/context.ts'
import { openStations } from '../orgs/stations.ts'
import { namesOf } from '../people/names-of.ts'

/** Names of person and station beside their ids. */
export const withPlaces = async <R extends { readonly person_id: string; readonly station_id: string }>(
  ctx: Ctx,
  rows: readonly R[],
): Promise<(R & { person_name: string; station_name: string })[]> => {
  const persons = await namesOf(
    ctx,
    rows.map((row) => row.person_id),
  )
  const stations = new Map((await openStations(ctx)).all.map((station) => [station.station_id, station.name]))
  return rows.map((row) => ({
    ...row,
    person_name: persons.get(row.person_id) ?? '',
    station_name: stations.get(row.station_id) ?? '',
  }))
}
