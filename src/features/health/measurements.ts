/** Measurements (健康测量): one per person, day and time; impossible values refuse the whole row (rules R12, R39). */
import type { Ctx } from '../../platform/context.ts'
import { newId } from '../../platform/new-id.ts'
import type { Outcome } from '../../shared/sheet-form.ts'
import { isRefused, openPlaces, type Places, type Refused } from '../records/place.ts'
import { putOnce, type OwnRow } from '../records/put-once.ts'
import type { ServiceEntry } from '../records/put.ts'
import { implausible, MEASURES, type Threshold, type Values } from './rules.ts'
import { openThresholds } from './thresholds.ts'

export interface MeasurementEntry extends ServiceEntry, Values {
  /** HH:MM */
  readonly taken_at?: string | undefined
  /** What stood in the place of the time, when it is no time: two different texts are two measurements. */
  readonly taken_text?: string | undefined
  readonly glucose_state?: string | undefined
  readonly measured_by?: string | undefined
}

const checkValues = (entry: MeasurementEntry, thresholds: readonly Threshold[]): Refused | undefined => {
  const value = implausible(entry, entry.occurred_on, thresholds)
  if (value !== undefined) return { refused: 'implausible_value', details: { value }, field: 'systolic' }
  const taken = MEASURES.some((measure) => entry[measure] !== undefined)
  return taken ? undefined : { refused: 'bad_value', details: { field: '测量值', value: '' }, field: 'systolic' }
}

const rowOf = (places: Places, entry: MeasurementEntry, thresholds: readonly Threshold[]): OwnRow | Refused => {
  const placed = places.placePerson(entry)
  if (isRefused(placed)) return placed
  const wrong = checkValues(entry, thresholds)
  if (wrong) return wrong
  return {
    id: entry.id ?? newId(),
    once: ['measurement', placed.person_id, entry.occurred_on, entry.taken_at ?? entry.taken_text ?? ''],
    evidence: entry.evidence,
    columns: {
      station_id: placed.station_id,
      contract_id: placed.contract_id,
      person_id: placed.person_id,
      occurred_on: entry.occurred_on,
      taken_at: entry.taken_at,
      systolic: entry.systolic,
      diastolic: entry.diastolic,
      pulse: entry.pulse,
      glucose: entry.glucose,
      glucose_state: entry.glucose_state,
      measured_by: entry.measured_by,
    },
  }
}

/** Records measurements, in the order given. */
export const recordMeasurements = async (ctx: Ctx, entries: readonly MeasurementEntry[]): Promise<Outcome[]> => {
  const thresholds = await openThresholds(ctx)
  const places = await openPlaces(ctx, entries)
  return putOnce(
    ctx,
    { table: 'health.measurements', id: 'measurement_id' },
    entries.map((entry) => rowOf(places, entry, thresholds)),
  )
}
