/** Sessions (场次) on the ledger, of the desk or of a workbook, and the numbers of those that were refused. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import type { Evidence } from '../../shared/evidence.ts'
import { normalCode, normalText } from '../../shared/normal.ts'
import type { RefusalCode } from '../../shared/refusal.ts'
import type { Outcome } from '../../shared/sheet-form.ts'
import { isRefused, openPlaces, type Entry, type Placed, type Refused } from '../records/place.ts'
import { noteWritten } from '../records/put.ts'
import { isLength, kindCodeOf, namesIn, type HeldMode, type KindCode, type State } from './rules.ts'

export interface ActivityEntry extends Entry {
  readonly id?: string | undefined
  readonly evidence: Evidence
  readonly number?: string | undefined
  readonly title: string
  /** 活动类型 as written. */
  readonly kind: string
  /** What the kind means for counting; read from its word unless it was chosen from the list. */
  readonly kind_code?: KindCode | undefined
  readonly series_id?: string | undefined
  readonly room_id?: string | undefined
  /** Places; undefined: no limit. */
  readonly capacity?: number | undefined
  /** 小组阶段. */
  readonly stage?: string | undefined
  readonly series_code?: string | undefined
  readonly session_no?: number | undefined
  readonly mode: HeldMode
  readonly started_at?: string | undefined
  /** Undefined when nothing was written; NaN when it cannot be read, `length` is then what stood there. */
  readonly minutes?: number | undefined
  readonly length?: string | undefined
  readonly place?: string | undefined
  readonly leader?: string | undefined
  readonly planned?: number | undefined
  readonly reported_attendance?: number | undefined
  readonly state: State
  readonly note?: string | undefined
  /** Arranged at the desk for a day whose contract may not be signed yet: it is attributed when it is held. */
  readonly contract_later?: boolean | undefined
}

interface Sound {
  readonly id: string
  readonly number: string | null
  readonly entry: ActivityEntry
  readonly placed: Placed
}

/** The same, without a contract where only that is missing. */
export const beforeContract = ({ station_id }: Pick<Entry, 'station_id'>, placed: Placed | Refused): Placed | Refused =>
  isRefused(placed) && placed.refused === 'out_of_contract' && station_id ? { station_id, contract_id: null } : placed

const soundOf = (entry: ActivityEntry, found: Placed | Refused): Sound | Refused => {
  const placed = entry.contract_later ? beforeContract(entry, found) : found
  if (isRefused(placed)) return placed
  const { minutes, length } = entry
  if (entry.state === 'held' && minutes !== undefined && !isLength(minutes))
    return { refused: 'bad_hours', details: { value: length ?? String(minutes / 60) }, field: 'minutes' }
  return { id: entry.id ?? newId(), number: normalCode(entry.number ?? '') || null, entry, placed }
}

const wholeNumber = (number: number | undefined): number | null =>
  number === undefined || !Number.isFinite(number) ? null : Math.round(number)

const rowOf = (ctx: Ctx, { id, number, entry, placed }: Sound) => ({
  organisation_id: ctx.organisation_id,
  activity_id: id,
  station_id: placed.station_id,
  contract_id: placed.contract_id,
  number,
  title: entry.title,
  title_key: normalText(entry.title),
  kind: normalText(entry.kind),
  kind_code: entry.kind_code ?? kindCodeOf(entry.kind),
  series_id: entry.series_id,
  room_id: entry.room_id,
  workers: namesIn(entry.leader ?? ''),
  capacity: entry.capacity,
  stage: entry.stage,
  series_code: normalCode(entry.series_code ?? '') || null,
  session_no: wholeNumber(entry.session_no),
  mode: entry.mode,
  occurred_on: entry.occurred_on,
  started_at: entry.started_at,
  minutes: entry.minutes !== undefined && isLength(entry.minutes) ? entry.minutes : null,
  place: entry.place || null,
  leader: entry.leader || null,
  planned: wholeNumber(entry.planned),
  reported_attendance: wholeNumber(entry.reported_attendance),
  note: entry.note || null,
  state: entry.state,
  not_counted: entry.state === 'held' ? null : 'not_held',
  evidence: entry.evidence,
  recorded_by: ctx.actor.account_id,
  recorded_at: ctx.now,
})

/** Which of the numbers stand already, as sessions that were held. */
const standing = async (ctx: Ctx, numbers: readonly (string | null)[]): Promise<Map<string, string>> => {
  const { rows } = await sql<{ activity_id: string; number: string }>`
    select activity_id, number from activities.activities
    where organisation_id = ${ctx.organisation_id} and void_id is null and state = 'held' and number = any(${numbers})`.execute(
    ctx.db,
  )
  return new Map(rows.map((row) => [row.number, row.activity_id]))
}

/** Numbers of refused sessions: their sign-ins are told why they do not count instead of being unknown (rule R14). */
export const holdNumbers = async (
  ctx: Ctx,
  refused: readonly { readonly number: string | undefined; readonly code: RefusalCode }[],
): Promise<void> => {
  const codes = new Map<string, RefusalCode>()
  for (const { number, code } of refused) {
    const key = normalCode(number ?? '')
    if (key !== '' && !codes.has(key)) codes.set(key, code)
  }
  const rows = [...codes].map(([number, code]) => ({
    organisation_id: ctx.organisation_id,
    held_id: newId(),
    number,
    code,
    recorded_at: ctx.now,
  }))
  await insertRows(ctx.db, 'activities.held_numbers', rows, {
    conflict: 'on conflict (organisation_id, number) where void_id is null do update set code = excluded.code',
  })
}

/**
 * Puts sessions on the ledger, in the order given. Checked: station and contract, then whether it was held, then its length, then the number:
 * of two sessions held under one number the first stands (rules R10, R11, R13).
 */
export const recordActivities = async (ctx: Ctx, entries: readonly ActivityEntry[]): Promise<Outcome[]> => {
  const places = await openPlaces(
    ctx,
    entries.map(({ station, station_id, contract_code, occurred_on }) => ({ station, station_id, contract_code, occurred_on })),
  )
  const all = entries.map((entry) => soundOf(entry, places.place(entry)))
  const sound = all.filter((one): one is Sound => !isRefused(one))
  const written = await insertRows<{ activity_id: string }>(
    ctx.db,
    'activities.activities',
    sound.map((one) => rowOf(ctx, one)),
    {
      conflict: 'on conflict do nothing',
      returning: 'activity_id',
    },
  )
  const ids = new Set(written.map((row) => row.activity_id))
  noteWritten(ctx, 'activities.activities', [...ids])
  const lost = sound.filter((one) => !ids.has(one.id))
  const first =
    lost.length > 0
      ? await standing(
          ctx,
          lost.map((one) => one.number),
        )
      : new Map<string, string>()
  await holdNumbers(
    ctx,
    entries.flatMap(({ number }, i) => {
      const one = all[i]!
      return isRefused(one) ? [{ number, code: one.refused }] : []
    }),
  )
  return all.map((one): Outcome => {
    if (isRefused(one)) return one
    if (!ids.has(one.id)) return { refused: 'duplicate', repeats_id: first.get(one.number ?? '') ?? one.id }
    return one.entry.state === 'held' ? { id: one.id } : { id: one.id, not_counted: 'not_held' }
  })
}
