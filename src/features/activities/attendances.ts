/** Who came (签到): sign-ins of registered persons, of named people who are not in the register, and head-counts of unnamed people. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows, ONE_STATEMENT } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import { executeNamed } from '../../platform/statements.ts'
import type { Evidence } from '../../shared/evidence.ts'
import { normalCode, normalName, trimmed } from '../../shared/normal.ts'
import type { Outcome } from '../../shared/sheet-form.ts'
import { afterExit, openDirectory, type Clue, type Directory, type Registered } from '../people/directory.ts'
import { earnCoins } from '../points/earn.ts'
import { isRefused, type Refused } from '../records/place.ts'
import { noteWritten, putRecords, type NewRecord } from '../records/put.ts'
import { headcountOf, isAnonymous, isHeadcount, isWorker, type HeldMode } from './rules.ts'

export interface AttendanceEntry extends Clue {
  readonly id?: string | undefined
  readonly evidence: Evidence
  /** 活动编号 as written, or the activity itself. */
  readonly activity_number?: string | undefined
  readonly activity_id?: string | undefined
  /** Unnamed people, counted at the desk; a sheet says it in the name cell. */
  readonly headcount?: number | undefined
  readonly signed_by_proxy?: boolean | undefined
  readonly note?: string | undefined
}

interface Session {
  readonly activity_id: string
  readonly kind: string
  readonly station_id: string
  readonly contract_id: string | null
  readonly number: string | null
  readonly mode: HeldMode
  readonly occurred_on: string
  readonly started_at: string | null
  readonly minutes: number | null
  readonly leader: string | null
  readonly not_counted: string | null
}

interface Came {
  readonly id: string
  readonly entry: AttendanceEntry
  readonly session: Session
  readonly who: 'person' | 'walk_in' | 'headcount' | 'worker'
  readonly person_id: string | null
  readonly name: string | null
  readonly person_times: number
  /** Who, as part of what counts once; a head-count has nothing to be compared with. */
  readonly once: string | undefined
  readonly registered?: Registered
}

/** The session an entry names, or why nobody can be counted there. */
type FindSession = (entry: AttendanceEntry) => Session | Refused

const SESSION = sql`select activity_id, kind, station_id, contract_id, number, mode, occurred_on, started_at, minutes, leader, not_counted
  from activities.activities`

const sessionsNumbered = (ctx: Ctx, numbers: readonly string[], ids: readonly string[]) =>
  sql<Session>`${SESSION}
    where organisation_id = ${ctx.organisation_id} and void_id is null and (number = any(${numbers}) or activity_id = any(${ids}::uuid[]))
    order by (state = 'held') desc, activity_id`.execute(ctx.db)

const sessionsChosen = (ctx: Ctx, ids: readonly string[]) =>
  executeNamed(
    sql<Session>`${SESSION} where organisation_id = ${ctx.organisation_id} and void_id is null and activity_id = any(${ids}::uuid[])`,
    ctx.db,
  )

const heldNumbers = async (ctx: Ctx, numbers: readonly string[]) =>
  (
    await sql<{ number: string; code: string }>`
    select number, code from activities.held_numbers
    where organisation_id = ${ctx.organisation_id} and void_id is null and number = any(${numbers})`.execute(ctx.db)
  ).rows

const openSessions = async (ctx: Ctx, entries: readonly AttendanceEntry[]): Promise<FindSession> => {
  const numbers = [...new Set(entries.map((entry) => normalCode(entry.activity_number ?? '')).filter((number) => number !== ''))]
  const ids = [...new Set(entries.flatMap((entry) => entry.activity_id ?? []))]
  const { rows } = numbers.length > 0 ? await sessionsNumbered(ctx, numbers, ids) : await sessionsChosen(ctx, ids)
  const held = numbers.length > 0 ? await heldNumbers(ctx, numbers) : []
  const byId = new Map(rows.map((row) => [row.activity_id, row]))
  // The first of a number wins: sessions that were held come before a cancelled one of the same number.
  const byNumber = new Map(rows.toReversed().map((row) => [row.number, row]))
  const causes = new Map(held.map((row) => [row.number, row.code]))
  return (entry) => {
    const number = normalCode(entry.activity_number ?? '')
    const session = entry.activity_id ? byId.get(entry.activity_id) : byNumber.get(number)
    const cause = session ? session.not_counted : causes.get(number)
    const activity = session?.number ?? (number || entry.activity_id || '—')
    if (cause)
      return { refused: 'activity_not_counted', details: { activity, cause: cause.toUpperCase() }, field: 'activity_number' }
    return session ?? { refused: 'unknown_activity', details: { activity }, field: 'activity_number' }
  }
}

const unnamed = (entry: AttendanceEntry, part: Pick<Came, 'id' | 'entry' | 'session'>): Came | Refused => {
  const name = entry.name ?? ''
  const people = entry.headcount ?? headcountOf(name, entry.note ?? '')
  if (!isHeadcount(people)) return { refused: 'bad_headcount', details: { value: people }, field: 'name' }
  return { ...part, who: 'headcount', person_id: null, name: trimmed(name) || null, person_times: people, once: undefined }
}

/** Rule R11: activity, then staff (R16), head-count (R15), person (R09), exit (R08). */
const readAttendance = (entry: AttendanceEntry, session: Session, directory: Directory): Came | Refused => {
  const part = { id: entry.id ?? newId(), entry, session }
  const name = entry.name ?? ''
  if (isWorker(entry.note ?? ''))
    return { ...part, who: 'worker', person_id: null, name: trimmed(name) || null, person_times: 0, once: undefined }
  const without_number = !entry.person_id && normalCode(entry.member_no ?? '') === ''
  if (without_number && (entry.headcount !== undefined || isAnonymous(name))) return unnamed(entry, part)
  const found = directory.identify({ ...entry, station_id: session.station_id })
  if (!isRefused(found)) {
    const exit = afterExit(found.registered, session.occurred_on)
    if (exit) return { refused: 'after_exit', details: exit, field: 'member_no' }
    const { person_id } = found.registered
    return { ...part, who: 'person', person_id, name: null, person_times: 1, once: person_id, registered: found.registered }
  }
  // Named, without a number, and nobody of that name: not in the register, but they came (rule R14).
  if (found.refused !== 'unknown_member' || !without_number || normalName(name) === '') return { ...found, field: 'member_no' }
  return { ...part, who: 'walk_in', person_id: null, name: trimmed(name), person_times: 1, once: `name:${normalName(name)}` }
}

const recordOf = ({ id, entry, session, who, person_id, person_times, once }: Came): NewRecord => ({
  record_id: id,
  station_id: session.station_id,
  contract_id: session.contract_id,
  service_type: 'activity',
  who: who === 'worker' ? 'walk_in' : who,
  person_id,
  person_times,
  occurred_on: session.occurred_on,
  started_at: session.started_at,
  minutes: session.minutes === null ? null : Math.max(1, Math.round(session.minutes)),
  mode: session.mode,
  delivered_by: session.leader,
  source: 'activities.attendances',
  evidence: entry.evidence,
  once: once === undefined ? undefined : ['activity', session.activity_id, once],
})

const rowOf = (ctx: Ctx, { id, entry, session, who, person_id, name, person_times }: Came) => ({
  organisation_id: ctx.organisation_id,
  attendance_id: id,
  activity_id: session.activity_id,
  kind: session.kind,
  station_id: session.station_id,
  contract_id: session.contract_id,
  who,
  person_id,
  name,
  person_times,
  occurred_on: session.occurred_on,
  signed_by_proxy: entry.signed_by_proxy,
  note: entry.note || null,
  not_counted: who === 'worker' ? 'staff_or_volunteer' : null,
  evidence: entry.evidence,
  recorded_by: ctx.actor.account_id,
  recorded_at: ctx.now,
})

const servedOf = ({ id, entry, session }: Came, registered: Registered) => ({
  id,
  person_id: registered.person_id,
  station_id: session.station_id,
  contract_id: session.contract_id,
  occurred_on: session.occurred_on,
  minutes: session.minutes,
  evidence: entry.evidence,
  registered,
})

/** As whom somebody was just recorded: a name nobody bears in the register is a walk-in, which the desk should see. */
export interface AsWhom {
  readonly who?: Came['who']
}

/** Records who came, in the order given; one person (or one name that is in no register) counts once at a session. */
export const recordAttendances = async (ctx: Ctx, entries: readonly AttendanceEntry[]): Promise<(Outcome & AsWhom)[]> => {
  const [find, directory] = await Promise.all([openSessions(ctx, entries), openDirectory(ctx, entries)])
  const all = entries.map((entry) => {
    const session = find(entry)
    return isRefused(session) ? session : readAttendance(entry, session, directory)
  })
  const counted = all.filter((one): one is Came => !isRefused(one) && one.who !== 'worker')
  const repeats = await putRecords(ctx, counted.map(recordOf))
  const repeated = new Map(counted.flatMap((one, i) => (repeats[i] === undefined ? [] : [[one, repeats[i]] as const])))
  const accepted = all.filter((one): one is Came => !isRefused(one) && !repeated.has(one))
  const writing = insertRows(
    ctx.db,
    'activities.attendances',
    accepted.map((one) => rowOf(ctx, one)),
  )
  // The coins of a few need not wait for its answer: they travel behind it, and do not stand unless it does.
  if (accepted.length > ONE_STATEMENT) await writing
  writing.catch(() => undefined)
  noteWritten(
    ctx,
    'activities.attendances',
    accepted.map((one) => one.id),
  )
  await earnCoins(
    ctx,
    'activity',
    accepted.flatMap((one) => (one.registered ? [servedOf(one, one.registered)] : [])),
  )
  await writing
  return all.map((one): Outcome & AsWhom => {
    if (isRefused(one)) return one
    const repeats_id = repeated.get(one)
    if (repeats_id) return { refused: 'duplicate', repeats_id }
    const { id, who } = one
    return who === 'worker' ? { id, who, not_counted: 'staff_or_volunteer' } : { id, who }
  })
}
