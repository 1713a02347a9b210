/**
 * Activities (活动·康娱). A session (场次) is put on the ledger once (`recordActivities`), who came is recorded against it
 * (`recordAttendances`): registered persons, named people who are in no register, head-counts of unnamed people. Recreation (康娱) is recorded
 * person by person (`recordRecreations`). A session that was not held, or was refused, takes its sign-ins with it.
 */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { Refusal } from '../../shared/refusal.ts'
import { accept, checkNotFuture } from '../../platform/accept.ts'
import { executeNamed } from '../../platform/statements.ts'
import { getRow, listRows, type ListOf } from '../records/list.ts'
import { toldOf } from '../records/told.ts'
import { recordAttendances } from './attendances.ts'
import type * as contract from './contract.ts'
import { recordRecreations } from './recreations.ts'
import { holdPlanned, lockActivity } from './plans.ts'
import { recordActivities } from './sessions.ts'

const activities: ListOf = {
  table: 'activities.activities',
  id: 'activity_id',
  columns: [
    'number',
    'title',
    'kind',
    'kind_code',
    'series_code',
    'session_no',
    'mode',
    'station_id',
    'contract_id',
    'occurred_on',
    'started_at',
    'minutes',
    'place',
    'room_id',
    'leader',
    'workers',
    'capacity',
    'series_id',
    'stage',
    'state',
    'evidence',
    'planned',
    'reported_attendance',
    'note',
  ],
  day: 'occurred_on',
  station: true,
  search: ['title', 'number', 'leader', 'series_code'],
  filters: { kind_code: 'kind_code', state: 'state', series_code: 'series_code' },
  sort: '-occurred_on',
}

interface Sums {
  readonly activity_id: string
  readonly person_times: number
  readonly persons: number
  readonly walk_ins: number
  readonly unnamed: number
}

/** Who came to each session, added up; sessions nobody was recorded for are not in the map. */
const sumsOf = async (ctx: Ctx, ids: readonly string[]): Promise<Map<string, Sums>> => {
  const { rows } = await sql<Sums>`
    select activity_id, sum(person_times) as person_times, count(person_id) as persons, count(*) filter (where who = 'walk_in') as walk_ins,
           coalesce(sum(person_times) filter (where who = 'headcount'), 0) as unnamed
    from activities.attendances
    where organisation_id = ${ctx.organisation_id} and void_id is null and activity_id = any(${ids}::uuid[])
    group by activity_id`.execute(ctx.db)
  return new Map(rows.map((row) => [row.activity_id, row]))
}

const nobody = { person_times: 0, persons: 0, walk_ins: 0, unnamed: 0 }

type ActivityRow = OutputOf<typeof contract.listActivities>['rows'][number]

export const listActivities = async (
  ctx: Ctx,
  input: ParsedOf<typeof contract.listActivities>,
): Promise<OutputOf<typeof contract.listActivities>> => {
  const { rows, total } = await listRows<Omit<ActivityRow, 'person_times'>>(ctx, activities, input)
  const sums = await sumsOf(
    ctx,
    rows.map((row) => row.activity_id),
  )
  return { rows: rows.map((row) => ({ ...row, person_times: sums.get(row.activity_id)?.person_times ?? 0 })), total }
}

export const getActivity = async (
  ctx: Ctx,
  { activity_id }: ParsedOf<typeof contract.getActivity>,
): Promise<OutputOf<typeof contract.getActivity>> => {
  const row = await getRow<Omit<OutputOf<typeof contract.getActivity>, keyof typeof nobody>>(ctx, activities, activity_id)
  return { ...row, ...((await sumsOf(ctx, [activity_id])).get(activity_id) ?? nobody) }
}

export const recordActivity = async (
  ctx: Ctx,
  input: ParsedOf<typeof contract.recordActivity>,
): Promise<OutputOf<typeof contract.recordActivity>> => {
  if (input.state === 'held') checkNotFuture(ctx, input.occurred_on)
  const [outcome] = await recordActivities(ctx, [{ ...input, id: input.activity_id, evidence: 'witnessed' }])
  return { activity_id: accept(outcome, input.activity_id) }
}

const attendances: ListOf = {
  table: 'activities.attendances',
  id: 'attendance_id',
  columns: [
    'activity_id',
    'station_id',
    'contract_id',
    'occurred_on',
    'who',
    'person_id',
    'name',
    'person_times',
    'signed_by_proxy',
    'note',
    'evidence',
  ],
  day: 'occurred_on',
  station: true,
  person: true,
  search: ['name'],
  filters: { activity_id: 'activity_id', who: 'who' },
  sort: '-occurred_on',
}

type AttendanceRow = OutputOf<typeof contract.listAttendances>['rows'][number]
type Bare = Omit<AttendanceRow, 'activity_title'> & { name: string | null }

const titlesOf = async (ctx: Ctx, rows: readonly Bare[]): Promise<Map<string, string>> => {
  const found = await sql<{ activity_id: string; title: string }>`
    select activity_id, title from activities.activities
    where organisation_id = ${ctx.organisation_id} and activity_id = any(${[...new Set(rows.map((row) => row.activity_id))]}::uuid[])`.execute(
    ctx.db,
  )
  return new Map(found.rows.map((row) => [row.activity_id, row.title]))
}

const withTitle = <R extends Bare>(row: R, titles: ReadonlyMap<string, string>): R & { activity_title: string } => ({
  ...row,
  person_name: row.person_name || (row.name ?? ''),
  activity_title: titles.get(row.activity_id) ?? '',
})

export const listAttendances = async (
  ctx: Ctx,
  input: ParsedOf<typeof contract.listAttendances>,
): Promise<OutputOf<typeof contract.listAttendances>> => {
  let titles = new Map<string, string>()
  const { rows, total } = await listRows<Bare>(ctx, attendances, input, async (found) => (titles = await titlesOf(ctx, found)))
  return { rows: rows.map((row) => withTitle(row, titles)), total }
}

export const getAttendance = async (
  ctx: Ctx,
  input: ParsedOf<typeof contract.getAttendance>,
): Promise<OutputOf<typeof contract.getAttendance>> => {
  const row = await getRow<Bare & Omit<OutputOf<typeof contract.getAttendance>, 'activity_title'>>(
    ctx,
    attendances,
    input.attendance_id,
  )
  return withTitle(row, await titlesOf(ctx, [row]))
}

/** As whom those were recorded who had signed in before. */
const whoCame = async (ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> => {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ attendance_id: string; who: string }>`
    select attendance_id, who from activities.attendances
    where organisation_id = ${ctx.organisation_id} and attendance_id = any(${ids}::uuid[])`.execute(ctx.db)
  return new Map(rows.map((row) => [row.attendance_id, row.who]))
}

const findSession = async (ctx: Ctx, activity_id: string) => {
  const { rows } = await executeNamed(
    sql<{
      state: string
      occurred_on: string
      void_id: string | null
    }>`select state, occurred_on, void_id from activities.activities
      where organisation_id = ${ctx.organisation_id} and activity_id = ${activity_id}`,
    ctx.db,
  )
  if (!rows[0]) throw new Refusal('not_found')
  return rows[0]
}

export const recordAttendance = async (
  ctx: Ctx,
  { activity_id, people }: ParsedOf<typeof contract.recordAttendance>,
): Promise<OutputOf<typeof contract.recordAttendance>> => {
  const activity = await findSession(ctx, activity_id)
  if (activity.void_id) throw new Refusal('already_voided')
  checkNotFuture(ctx, activity.occurred_on)
  // Somebody came: what was planned was held.
  if (activity.state === 'planned') await holdPlanned(ctx, await lockActivity(ctx, activity_id))
  const outcomes = await recordAttendances(
    ctx,
    people.map(({ attendance_id, ...who }) => ({ ...who, id: attendance_id, activity_id, evidence: 'witnessed' as const })),
  )
  const told = outcomes.map((outcome, i) => toldOf(ctx, outcome, people[i]!.attendance_id))
  const who = await whoCame(
    ctx,
    told.flatMap(({ id }, i) => (id === null || outcomes[i]!.who ? [] : id)),
  )
  const answers = told.map(({ id, ...why }, i) => ({
    attendance_id: id,
    who: outcomes[i]!.who ?? who.get(id ?? '') ?? null,
    ...why,
  }))
  return { recorded: answers.filter((answer) => answer.attendance_id !== null).length, outcomes: answers }
}

const recreations: ListOf = {
  table: 'activities.recreations',
  id: 'recreation_id',
  columns: ['occurred_on', 'station_id', 'contract_id', 'person_id', 'period', 'pastime', 'evidence'],
  day: 'occurred_on',
  station: true,
  person: true,
  filters: { period: 'period', pastime: 'pastime' },
  sort: '-occurred_on',
}

export const listRecreations = (
  ctx: Ctx,
  input: ParsedOf<typeof contract.listRecreations>,
): Promise<OutputOf<typeof contract.listRecreations>> => listRows(ctx, recreations, input)

export const getRecreation = (
  ctx: Ctx,
  input: ParsedOf<typeof contract.getRecreation>,
): Promise<OutputOf<typeof contract.getRecreation>> => getRow(ctx, recreations, input.recreation_id)

export const recordRecreation = async (
  ctx: Ctx,
  input: ParsedOf<typeof contract.recordRecreation>,
): Promise<OutputOf<typeof contract.recordRecreation>> => {
  checkNotFuture(ctx, input.occurred_on)
  const [outcome] = await recordRecreations(ctx, [{ ...input, id: input.recreation_id, evidence: 'witnessed' }])
  return { recreation_id: accept(outcome, input.recreation_id) }
}
