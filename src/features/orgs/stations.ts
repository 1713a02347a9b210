/** Stations by whatever people call them: code, full name, or a name that holds or is held by exactly one station's name. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { executeNamed } from '../../platform/statements.ts'
import { normalCode, normalName } from '../../shared/normal.ts'
import { Refusal } from '../../shared/refusal.ts'

export interface Station {
  readonly station_id: string
  readonly code: string
  readonly name: string
  readonly kind: string
  readonly state: string
}

export interface Stations {
  readonly all: readonly Station[]
  find(text: string): string | undefined
}

/** Texts that were looked up, so that a sheet of one station is searched once. */
const TEXTS = 1_000

export const openStations = (ctx: Ctx): Promise<Stations> => ctx.remember('stations', () => readStations(ctx))

const readStations = async (ctx: Ctx): Promise<Stations> => {
  const { rows: all } = await executeNamed(
    sql<Station>`
    select station_id, code, name, kind, state from orgs.stations
    where organisation_id = ${ctx.organisation_id} and void_id is null order by code`,
    ctx.db,
  )
  const exact = new Map<string, string>()
  for (const station of all) {
    exact.set(normalName(station.name), station.station_id)
    exact.set(normalCode(station.code), station.station_id)
  }
  const searched = new Map<string, string | undefined>()
  const search = (text: string): string | undefined => {
    const name = normalName(text)
    if (name === '') return undefined
    const known = exact.get(name) ?? exact.get(normalCode(text))
    if (known) return known
    const near = all.filter((s) => normalName(s.name).includes(name) || name.includes(normalName(s.name)))
    return near.length === 1 ? near[0]!.station_id : undefined
  }
  return {
    all,
    find: (text) => {
      if (searched.has(text)) return searched.get(text)
      const found = search(text)
      if (searched.size < TEXTS) searched.set(text, found)
      return found
    },
  }
}

/** Whether the station stands and the asked permission holds there. */
export const isWithinReach = (ctx: Pick<Ctx, 'stations'>, { all }: Stations, station_id: string): boolean =>
  all.some((station) => station.station_id === station_id) && (ctx.stations === 'all' || ctx.stations.includes(station_id))

/** Refuses `not_found` (field `station_id`) for a station that is not there, or where the asked permission does not hold: both look the same. */
export const checkStation = async (ctx: Ctx, station_id: string): Promise<void> => {
  if (!isWithinReach(ctx, await openStations(ctx), station_id)) throw new Refusal('not_found', {}, 'station_id')
}
