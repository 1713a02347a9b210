/** Trainees (学员): the roster of the centre, and who has left it. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { newId } from '../../platform/new-id.ts'
import type { Day } from '../../shared/day.ts'
import type { Outcome } from '../../shared/sheet-form.ts'
import { isRefused, openPlaces, type Entry } from '../records/place.ts'
import type { Evidence } from '../../shared/evidence.ts'
import { putOnce } from '../records/put-once.ts'
import { centreOf, unplaced } from './centre.ts'
import { rosterReason } from './rules.ts'

/** A row of the roster as it stood on `occurred_on`, the last day it speaks for. */
export interface TraineeEntry extends Entry {
  readonly id?: string | undefined
  readonly evidence: Evidence
  readonly standing: 'formal' | 'trial'
  readonly disability_category?: string | undefined
  readonly disability_grade?: number | undefined
  readonly guardian_name?: string | undefined
  readonly guardian_phone?: string | undefined
  readonly admitted_on?: Day | undefined
  readonly left_on?: Day | undefined
  /** 离园日期 as written, when it cannot be read: whether the trainee is on roll cannot be told. */
  readonly left_unreadable?: string | undefined
  readonly health_file_no?: string | undefined
  readonly health_file_on?: Day | undefined
  readonly employment?: string | undefined
  readonly employed_on?: Day | undefined
  readonly note?: string | undefined
}

const columnsOf = (ctx: Ctx, id: string, entry: TraineeEntry) => {
  const guardian = { name: entry.guardian_name, phone: entry.guardian_phone }
  const known = guardian.name || guardian.phone
  return {
    roster_year: Number(entry.occurred_on.slice(0, 4)),
    standing: entry.standing,
    disability_category: entry.disability_category || null,
    disability_grade: entry.disability_grade,
    guardian_sealed: known
      ? ctx.keys.seal(JSON.stringify(guardian), {
          column: 'rehab.trainees.guardian_sealed',
          organisation_id: ctx.organisation_id,
          row_id: id,
        })
      : null,
    admitted_on: entry.admitted_on,
    left_on: entry.left_on,
    health_file_no: entry.health_file_no || null,
    health_file_on: entry.health_file_on,
    employment: entry.employment || null,
    employed_on: entry.employed_on,
    note: entry.note || null,
  }
}

/** The guardian's name and telephone, or undefined when the roster names none. */
export const openGuardian = (
  ctx: Ctx,
  trainee_id: string,
  sealed: Uint8Array | null,
): { name?: string; phone?: string } | undefined =>
  sealed === null
    ? undefined
    : (JSON.parse(
        ctx.keys.open(sealed, {
          column: 'rehab.trainees.guardian_sealed',
          organisation_id: ctx.organisation_id,
          row_id: trainee_id,
        }),
      ) as { name?: string; phone?: string })

/**
 * Records rows of a roster. A roster is no dated service: neither contract period nor the member's exit refuses a row. On trial and
 * departed trainees are kept and do not count; one person stands on a year's roster once (rule R29).
 */
export const recordTrainees = async (ctx: Ctx, entries: readonly TraineeEntry[]): Promise<Outcome[]> => {
  const places = await openPlaces(ctx, entries)
  const sound = entries.map((entry) => {
    if (entry.left_unreadable) return { refused: 'bad_date' as const, details: { text: entry.left_unreadable }, field: 'left_on' }
    const station_id = centreOf(ctx, places, entry)
    if (!station_id) return unplaced(places, entry)
    const found = places.directory.identify({ ...entry, station_id })
    if (isRefused(found)) return { ...found, field: 'member_no' }
    const { person_id } = found.registered
    const placed = places.place({ station_id, occurred_on: entry.occurred_on })
    const id = entry.id ?? newId()
    const not_counted = rosterReason(entry, entry.occurred_on)
    return {
      id,
      evidence: entry.evidence,
      not_counted,
      once: ['rehab.trainees', person_id, entry.occurred_on.slice(0, 4)],
      columns: {
        station_id,
        contract_id: isRefused(placed) ? null : placed.contract_id,
        person_id,
        not_counted,
        ...columnsOf(ctx, id, entry),
      },
    }
  })
  return putOnce(ctx, { table: 'rehab.trainees', id: 'trainee_id' }, sound)
}

export interface DepartureEntry {
  readonly id?: string | undefined
  readonly trainee_id: string
  readonly left_on: Day
  readonly reason: string
}

/** A trainee leaves. `not_found` for a trainee who is not this actor's to see. */
export const recordDepartureOf = async (ctx: Ctx, entry: DepartureEntry): Promise<Outcome> => {
  const { rows } = await sql<{ station_id: string; admitted_on: string | null }>`
    select station_id, admitted_on from rehab.trainees
    where organisation_id = ${ctx.organisation_id} and trainee_id = ${entry.trainee_id} and void_id is null`.execute(ctx.db)
  const trainee = rows[0]
  if (!trainee) return { refused: 'not_found' }
  if (trainee.admitted_on !== null && entry.left_on < trainee.admitted_on)
    return { refused: 'bad_value', details: { field: '离园日期', value: entry.left_on }, field: 'left_on' }
  const id = entry.id ?? newId()
  const { organisation_id } = ctx
  const { rows: written } = await sql`
    insert into rehab.departures (organisation_id, departure_id, station_id, trainee_id, left_on, reason, recorded_by, recorded_at)
    values (${organisation_id}, ${id}, ${trainee.station_id}, ${entry.trainee_id}, ${entry.left_on}, ${entry.reason}, ${ctx.actor.account_id}, ${ctx.now})
    on conflict do nothing returning departure_id`.execute(ctx.db)
  if (written.length > 0) {
    ctx.wrote({
      entity: 'rehab.departures',
      entity_ids: [id],
      after: { trainee_id: entry.trainee_id, left_on: entry.left_on, reason: entry.reason },
    })
    return { id }
  }
  const { rows: standing } = await sql<{ departure_id: string }>`
    select departure_id from rehab.departures
    where organisation_id = ${organisation_id} and trainee_id = ${entry.trainee_id} and void_id is null`.execute(ctx.db)
  return standing[0]?.departure_id === id ? { id } : { refused: 'duplicate', repeats_id: standing[0]?.departure_id }
}
