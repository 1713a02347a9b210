/**
 * Health (健康监测·健康测量). A check (健康监测) is a service: one person, one part of a day, once. A measurement (健康测量) is what the
 * instrument showed and no service (rule R18). Both are health rows: only roles that may see such rows reach them. What is high or
 * dangerous is asked of dated thresholds. Later: health file, follow-up duties, hypertension group.
 */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import type { Outcome } from '../../shared/sheet-form.ts'
import { accept, checkNotFuture } from '../../platform/accept.ts'
import { getRow, listRows, type ListOf } from '../records/list.ts'
import { recordServices, type ServiceEntry } from '../records/put.ts'
import type * as contract from './contract.ts'
import { recordMeasurements } from './measurements.ts'

export interface CheckEntry extends ServiceEntry {
  /** morning, afternoon, evening, or the word used. */
  readonly part_of_day: string
  readonly measured: readonly string[]
  readonly measured_by?: string | undefined
}

/** Records checks, in the order given. */
export const recordChecks = (ctx: Ctx, entries: readonly CheckEntry[]): Promise<Outcome[]> =>
  recordServices(
    ctx,
    entries,
    {
      service_type: 'health_check',
      source: 'health.checks',
      mode: () => 'on_site',
      once: (entry) => [entry.occurred_on, entry.part_of_day],
      delivered_by: (entry) => entry.measured_by,
    },
    async (accepted) => {
      const rows = accepted.map(({ entry, id, placed }) => ({
        organisation_id: ctx.organisation_id,
        check_id: id,
        station_id: placed.station_id,
        contract_id: placed.contract_id,
        person_id: placed.person_id,
        occurred_on: entry.occurred_on,
        part_of_day: entry.part_of_day,
        measured: entry.measured,
        measured_by: entry.measured_by,
        evidence: entry.evidence,
        recorded_by: ctx.actor.account_id,
        recorded_at: ctx.now,
      }))
      await insertRows(ctx.db, 'health.checks', rows)
    },
  )

export const recordCheck = async (
  ctx: Ctx,
  input: ParsedOf<typeof contract.recordCheck>,
): Promise<OutputOf<typeof contract.recordCheck>> => {
  checkNotFuture(ctx, input.occurred_on)
  const [outcome] = await recordChecks(ctx, [{ ...input, id: input.check_id, evidence: 'witnessed' }])
  return { check_id: accept(outcome, input.check_id) }
}

export const recordMeasurement = async (
  ctx: Ctx,
  input: ParsedOf<typeof contract.recordMeasurement>,
): Promise<OutputOf<typeof contract.recordMeasurement>> => {
  checkNotFuture(ctx, input.occurred_on)
  const [outcome] = await recordMeasurements(ctx, [{ ...input, id: input.measurement_id, evidence: 'witnessed' }])
  const measurement_id = accept(outcome, input.measurement_id)
  const { bp_class, bp_critical, glucose_critical } = await getRow<OutputOf<typeof contract.getMeasurement>>(
    ctx,
    measurements,
    measurement_id,
  )
  return { measurement_id, bp_class, bp_critical, glucose_critical }
}

const checks: ListOf = {
  table: 'health.checks',
  id: 'check_id',
  columns: ['occurred_on', 'station_id', 'contract_id', 'person_id', 'part_of_day', 'measured', 'measured_by', 'evidence'],
  day: 'occurred_on',
  station: true,
  person: true,
  filters: { part_of_day: 'part_of_day' },
  sort: '-occurred_on',
}

const measurements: ListOf = {
  table: 'health.graded_measurements',
  id: 'measurement_id',
  columns: [
    'occurred_on', 'station_id', 'contract_id', 'person_id', 'taken_at', 'systolic', 'diastolic', 'pulse', 'glucose', 'glucose_state', 'bp_class',
    'bp_critical', 'glucose_critical', 'measured_by', 'evidence',
  ], // prettier-ignore
  day: 'occurred_on',
  station: true,
  person: true,
  filters: { bp_class: 'bp_class', bp_critical: 'bp_critical', glucose_critical: 'glucose_critical' },
  sort: '-occurred_on',
}

export const listChecks = (
  ctx: Ctx,
  input: ParsedOf<typeof contract.listChecks>,
): Promise<OutputOf<typeof contract.listChecks>> => listRows(ctx, checks, input)

export const getCheck = (
  ctx: Ctx,
  { check_id }: ParsedOf<typeof contract.getCheck>,
): Promise<OutputOf<typeof contract.getCheck>> => getRow(ctx, checks, check_id)

export const listMeasurements = (
  ctx: Ctx,
  input: ParsedOf<typeof contract.listMeasurements>,
): Promise<OutputOf<typeof contract.listMeasurements>> => listRows(ctx, measurements, input)

export const getMeasurement = (
  ctx: Ctx,
  { measurement_id }: ParsedOf<typeof contract.getMeasurement>,
): Promise<OutputOf<typeof contract.getMeasurement>> => getRow(ctx, measurements, measurement_id)

/** Enough for a chart of some years; older values are on the list. */
const TREND_ROWS = 60

export const getTrend = async (
  ctx: Ctx,
  { person_id }: ParsedOf<typeof contract.getTrend>,
): Promise<OutputOf<typeof contract.getTrend>> => {
  const { rows } = await sql<OutputOf<typeof contract.getTrend>['rows'][number]>`
    select measurement_id, occurred_on, taken_at, systolic, diastolic, pulse, glucose from health.measurements
    where organisation_id = ${ctx.organisation_id} and person_id = ${person_id} and void_id is null
    order by occurred_on desc, taken_at desc nulls last, measurement_id desc limit ${TREND_ROWS}`.execute(ctx.db)
  return { rows: rows.toReversed() }
}
