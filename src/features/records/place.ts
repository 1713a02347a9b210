/**
 * Before anything is put on record: where, for whom, under which contract. The same checks in the same order for the desk and for
 * workbooks: contract, person, exit (rule R11).
 */
import type { Ctx } from '../../platform/context.ts'
import type { Outcome } from '../../shared/sheet-form.ts'
import { openAttribution, type Attribution } from '../contracts/attribution.ts'
import { isWithinReach, openStations, type Stations } from '../orgs/stations.ts'
import { afterExit, openDirectory, type Clue, type Directory } from '../people/directory.ts'

export interface Entry extends Clue {
  readonly occurred_on: string
  /** Name or code of the station as written; `station_id` when it is known. */
  readonly station?: string | undefined
  readonly contract_code?: string | undefined
}

export interface Placed {
  readonly station_id: string
  readonly contract_id: string | null
}

export interface PlacedPerson extends Placed {
  readonly person_id: string
  readonly member_no: string
}

export type Refused = Extract<Outcome, { refused: unknown }>

export const isRefused = <T extends object>(value: T): value is Extract<T, { readonly refused: unknown }> => 'refused' in value

export interface Places {
  /** Station and contract. */
  place(entry: Entry): Placed | Refused
  /** Station, contract, person, and that the person had not left. */
  placePerson(entry: Entry): PlacedPerson | Refused
  readonly directory: Directory
  readonly stations: Stations
}

const placeWith = (ctx: Ctx, stations: Stations, attribution: Attribution, entry: Entry): Placed | Refused => {
  const station_id =
    entry.station_id ??
    (entry.station ? stations.find(entry.station) : undefined) ??
    (entry.contract_code ? attribution.stationOf(entry.contract_code) : undefined)
  if (!station_id) return { refused: 'unknown_station', details: { station: entry.station ?? '' }, field: 'station' }
  // A station that is not the recorder's and one that is not there look the same.
  if (!isWithinReach(ctx, stations, station_id)) return { refused: 'not_found', field: 'station_id' }
  const taken = attribution.contractOf({ station_id, contract_code: entry.contract_code, occurred_on: entry.occurred_on })
  return isRefused(taken) ? { ...taken, field: 'occurred_on' } : { station_id, contract_id: taken.contract_id }
}

/** Opens everything the entries can need in a handful of queries, however many entries there are. */
export const openPlaces = async (ctx: Ctx, entries: readonly Entry[]): Promise<Places> => {
  const [stations, attribution, directory] = await Promise.all([
    openStations(ctx),
    openAttribution(ctx),
    openDirectory(ctx, entries),
  ])
  const place = (entry: Entry) => placeWith(ctx, stations, attribution, entry)
  /** A sheet that names no station tells of the stations of its members. */
  const atHome = (entry: Entry): Entry | Refused => {
    if (entry.station || entry.station_id || entry.contract_code || !(entry.member_no || entry.person_id)) return entry
    const found = directory.identify(entry)
    return isRefused(found) ? { ...found, field: 'member_no' } : { ...entry, station_id: found.registered.station_id }
  }
  return {
    place,
    directory,
    stations,
    placePerson: (given) => {
      const entry = atHome(given)
      if (isRefused(entry)) return entry
      const placed = place(entry)
      if (isRefused(placed)) return placed
      const found = directory.identify({ ...entry, station_id: placed.station_id })
      if (isRefused(found)) return { ...found, field: 'member_no' }
      const exit = afterExit(found.registered, entry.occurred_on)
      if (exit) return { refused: 'after_exit', details: exit, field: 'occurred_on' }
      return { ...placed, person_id: found.registered.person_id, member_no: found.registered.member_no }
    },
  }
}
