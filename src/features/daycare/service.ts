/**
 * Day care (日托). One day of one person is recorded once, at the door or from a workbook, through `recordDays`; the same person on the same
 * day counts once, at whichever station. Assessment, agreement, half days and handover come later.
 */
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { minutesBetween } from '../../shared/clock.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Outcome } from '../../shared/sheet-form.ts'
import { accept, checkNotFuture } from '../../platform/accept.ts'
import { getRow, listRows, type ListOf } from '../records/list.ts'
import { earnCoins } from '../points/earn.ts'
import { recordServices, type ServiceEntry } from '../records/put.ts'
import type * as contract from './contract.ts'

export interface DayEntry extends ServiceEntry {
  /** `HH:MM` */
  readonly arrived_at?: string | undefined
  readonly left_at?: string | undefined
  /** 午休 */
  readonly napped?: boolean | undefined
  /** 经手人 */
  readonly handled_by?: string | undefined
}

/** Records days in day care, of the desk or of a workbook, in the order given. */
export const recordDays = (ctx: Ctx, entries: readonly DayEntry[]): Promise<Outcome[]> =>
  recordServices(
    ctx,
    entries,
    {
      service_type: 'daycare',
      source: 'daycare.attendances',
      mode: () => 'on_site',
      once: (entry) => [entry.occurred_on],
      started_at: (entry) => entry.arrived_at,
      minutes: (entry) => minutesBetween(entry.arrived_at, entry.left_at),
      delivered_by: (entry) => entry.handled_by,
    },
    async (accepted) => {
      const rows = accepted.map(({ entry, id, placed }) => ({
        organisation_id: ctx.organisation_id,
        attendance_id: id,
        station_id: placed.station_id,
        contract_id: placed.contract_id,
        person_id: placed.person_id,
        occurred_on: entry.occurred_on,
        arrived_at: entry.arrived_at,
        left_at: entry.left_at,
        minutes: minutesBetween(entry.arrived_at, entry.left_at),
        napped: entry.napped,
        handled_by: entry.handled_by,
        evidence: entry.evidence,
        recorded_by: ctx.actor.account_id,
        recorded_at: ctx.now,
      }))
      await insertRows(ctx.db, 'daycare.attendances', rows)
      await earnCoins(
        ctx,
        'daycare',
        accepted.map(({ entry, id, placed }) => ({
          id,
          ...placed,
          occurred_on: entry.occurred_on,
          minutes: minutesBetween(entry.arrived_at, entry.left_at) ?? null,
          evidence: entry.evidence,
        })),
      )
    },
  )

export const recordDay = async (
  ctx: Ctx,
  input: ParsedOf<typeof contract.recordDay>,
): Promise<OutputOf<typeof contract.recordDay>> => {
  checkNotFuture(ctx, input.occurred_on)
  const { arrived_at, left_at } = input
  // A sheet may hold such a row; at the desk somebody can still mend it.
  if (arrived_at && left_at && minutesBetween(arrived_at, left_at) === undefined)
    throw new Refusal('bad_value', { field: '离开时间', value: left_at }, 'left_at')
  const [outcome] = await recordDays(ctx, [{ ...input, id: input.attendance_id, evidence: 'witnessed' }])
  return { attendance_id: accept(outcome, input.attendance_id) }
}

const days: ListOf = {
  table: 'daycare.attendances',
  id: 'attendance_id',
  columns: [
    'occurred_on',
    'station_id',
    'contract_id',
    'person_id',
    'arrived_at',
    'left_at',
    'minutes',
    'napped',
    'handled_by',
    'evidence',
  ],
  day: 'occurred_on',
  station: true,
  person: true,
  filters: { napped: 'napped' },
  sort: '-occurred_on',
}

export const listDays = (ctx: Ctx, input: ParsedOf<typeof contract.listDays>): Promise<OutputOf<typeof contract.listDays>> =>
  listRows(ctx, days, input)

export const getDay = (
  ctx: Ctx,
  { attendance_id }: ParsedOf<typeof contract.getDay>,
): Promise<OutputOf<typeof contract.getDay>> => getRow(ctx, days, attendance_id)
