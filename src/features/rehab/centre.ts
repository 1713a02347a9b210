/** Rows of the centre (康园): where they belong, who is meant, and how they reach their table. */
import type { Ctx } from '../../platform/context.ts'
import { newId } from '../../platform/new-id.ts'
import type { RefusalCode, RefusalDetails } from '../../shared/refusal.ts'
import type { Outcome } from '../../shared/sheet-form.ts'
import { isRefused, openPlaces, type Entry, type PlacedPerson, type Places, type Refused } from '../records/place.ts'
import type { Evidence } from '../../shared/evidence.ts'
import { putOnce, type OwnTable } from '../records/put-once.ts'

/** One row about one person. `id` is made by whoever records, so that sending it twice counts once. */
export interface CentreEntry extends Entry {
  readonly id?: string | undefined
  readonly evidence: Evidence
}

const KIND = 'disability_centre'

const isCentre = ({ kind }: { readonly kind: string }): boolean => kind === KIND

/**
 * The centre an entry belongs to: the one it names, the only one there is, or the one that registered the person (rule R10: the ledgers of
 * the centre name no station). Undefined when there is none, or none that this actor may record at.
 */
export const centreOf = (ctx: Ctx, places: Places, entry: CentreEntry): string | undefined => {
  const centres = places.stations.all.filter(
    (station) => isCentre(station) && (ctx.stations === 'all' || ctx.stations.includes(station.station_id)),
  )
  const named = entry.station_id ?? (entry.station ? places.stations.find(entry.station) : undefined)
  if (named && centres.some((centre) => centre.station_id === named)) return named
  // At the desk somebody chose the station; in a workbook it is only what its title says.
  if (named && entry.evidence !== 'imported') return undefined
  if (centres.length === 1) return centres[0]!.station_id
  const found = places.directory.identify(entry)
  return isRefused(found) ? undefined : centres.find((centre) => centre.station_id === found.registered.station_id)?.station_id
}

const lastOfMonth = (first: string): string =>
  new Date(Date.UTC(Number(first.slice(0, 4)), Number(first.slice(5, 7)), 0)).toISOString().slice(0, 10)

const placeAt = (places: Places, entry: CentreEntry, station_id: string, whole_month: boolean): PlacedPerson | Refused => {
  const at = { ...entry, station: undefined, station_id }
  const placed = places.placePerson(at)
  if (!whole_month || !isRefused(placed) || placed.refused !== 'out_of_contract') return placed
  // A contract that begins in the middle of a month takes the month.
  const later = places.placePerson({ ...at, occurred_on: lastOfMonth(entry.occurred_on) })
  return isRefused(later) ? placed : later
}

export interface CentreRows<E extends CentreEntry> extends OwnTable {
  /** Values: a refusal, or nothing. */
  readonly check?: (entry: E) => { refused: RefusalCode; details?: RefusalDetails; field?: string } | undefined
  /** The parts, after the person, of what counts once; undefined = rows may repeat. */
  readonly once?: (entry: E) => readonly string[]
  /** What counts once does so whoever the person is. */
  readonly once_for_all?: boolean
  /** The entry tells of a whole month, dated by its first day. */
  readonly whole_month?: boolean
  readonly columns: (entry: E) => Readonly<Record<string, unknown>>
}

/** Records rows about persons of the centre: contract, person, exit, values, duplicates (rule R11). */
export const recordAtCentre = async <E extends CentreEntry>(
  ctx: Ctx,
  entries: readonly E[],
  rows: CentreRows<E>,
): Promise<Outcome[]> => {
  const places = await openPlaces(ctx, entries)
  const sound = entries.map((entry) => {
    const station_id = centreOf(ctx, places, entry)
    if (!station_id) return unplaced(places, entry)
    const placed = placeAt(places, entry, station_id, rows.whole_month ?? false)
    if (isRefused(placed)) return placed
    const wrong = rows.check?.(entry)
    if (wrong) return wrong
    return {
      id: entry.id ?? newId(),
      evidence: entry.evidence,
      once: rows.once ? [rows.table, rows.once_for_all ? '' : placed.person_id, ...rows.once(entry)] : undefined,
      columns: {
        station_id: placed.station_id,
        contract_id: placed.contract_id,
        person_id: placed.person_id,
        occurred_on: entry.occurred_on,
        ...rows.columns(entry),
      },
    }
  })
  return putOnce(ctx, rows, sound)
}

/** Why an entry has no centre: somebody chose another station, the person is unknown, or there is no centre. */
export const unplaced = (places: Places, entry: CentreEntry): Refused => {
  if (entry.evidence !== 'imported') return { refused: 'not_centre', field: 'station_id' }
  const found = places.directory.identify(entry)
  return isRefused(found)
    ? { ...found, field: 'member_no' }
    : { refused: 'unknown_station', details: { station: entry.station ?? '康园' }, field: 'station_id' }
}
