/** 活动计划: sessions that are arranged, changed until they are held, put off or cancelled, and held at last. */
import { sql } from 'kysely'
import { accept, checkNotFuture } from '../../platform/accept.ts'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import type { ParsedOf } from '../../shared/endpoint.ts'
import { normalText } from '../../shared/normal.ts'
import { Refusal } from '../../shared/refusal.ts'
import { isRefused, openPlaces } from '../records/place.ts'
import { accountNames } from '../staff/account-names.ts'
import { callEnrolled } from './calls.ts'
import { checkClashes } from './clashes.ts'
import type * as contract from './contract-planning.ts'
import { getRoom, kindCodeFor } from './kinds.ts'
import { namesIn, type State } from './rules.ts'
import { findSeries } from './series.ts'
import { beforeContract, recordActivities } from './sessions.ts'
import { lapseOffers, lockTarget } from './waiting.ts'

export interface Arranged {
  readonly activity_id: string
  readonly station_id: string
  readonly contract_id: string | null
  readonly series_id: string | null
  readonly title: string
  readonly number: string | null
  readonly state: State
  readonly occurred_on: string
  readonly started_at: string | null
  readonly minutes: number | null
  readonly room_id: string | null
  readonly place: string | null
  readonly workers: readonly string[]
  readonly capacity: number | null
}

/** The session, held fast for this request; refuses `not_found`. */
export const lockActivity = async (ctx: Ctx, activity_id: string): Promise<Arranged> => {
  const { rows } = await sql<Arranged>`
    select activity_id, station_id, contract_id, series_id, title, number, state, occurred_on, started_at, minutes, room_id, place, workers, capacity
    from activities.activities
    where organisation_id = ${ctx.organisation_id} and activity_id = ${activity_id} and void_id is null for update`.execute(
    ctx.db,
  )
  if (!rows[0]) throw new Refusal('not_found')
  return rows[0]
}

/** Refuses `activity_not_planned`: what was held is a fact, what was cancelled is over. */
export const checkPlanned = ({ state }: Arranged): void => {
  if (state !== 'planned') throw new Refusal('activity_not_planned')
}

type Plan = ParsedOf<typeof contract.recordPlan>

/** The number each session of a series gets after those it has. */
const firstNumber = async (ctx: Ctx, series_id: string | undefined): Promise<number | undefined> => {
  if (!series_id) return undefined
  const { rows } = await sql<{ last: number | null }>`select max(session_no) as last from activities.activities
    where organisation_id = ${ctx.organisation_id} and series_id = ${series_id} and void_id is null`.execute(ctx.db)
  return (rows[0]?.last ?? 0) + 1
}

/** Room or place as it is written down: the room's name stands for it. */
const placeOf = async (
  ctx: Ctx,
  station_id: string,
  { room_id, place }: { readonly room_id?: string | undefined; readonly place?: string | undefined },
) => {
  if (!room_id) return { room_id: null, place: place ?? null }
  return { room_id, place: (await getRoom(ctx, station_id, room_id)).name }
}

/** Arranges sessions. Refused: `not_found` (station, room, series), `activity_clash`, what a place refuses. */
export const recordPlan = async (ctx: Ctx, plan: Plan) => {
  const series = plan.series_id ? await findSeries(ctx, plan.series_id, plan.station_id) : undefined
  const { room_id, place } = await placeOf(ctx, plan.station_id, plan)
  const kind = series?.kind ?? plan.kind
  const kind_code = series?.kind_code ?? (await kindCodeFor(ctx, kind))
  const workers = namesIn(plan.workers ?? '')
  const { started_at, minutes } = plan
  const spans = plan.sessions.map(({ occurred_on }) => ({ occurred_on, started_at, minutes }))
  const ids = plan.sessions.map(({ activity_id }) => activity_id)
  await checkClashes(ctx, { spans, room_id, workers, ids }, plan.despite_clashes)
  const first = await firstNumber(ctx, plan.series_id)
  const outcomes = await recordActivities(
    ctx,
    plan.sessions.map(({ activity_id, occurred_on }, i) => ({
      id: activity_id,
      evidence: 'witnessed' as const,
      station_id: plan.station_id,
      title: plan.title,
      kind,
      kind_code,
      series_id: plan.series_id,
      series_code: series?.code,
      session_no: first === undefined ? undefined : first + i,
      mode: plan.mode,
      occurred_on,
      started_at,
      minutes,
      room_id: room_id ?? undefined,
      place: place ?? undefined,
      leader: workers.join('、') || undefined,
      capacity: plan.capacity,
      planned: plan.planned,
      stage: plan.stage,
      state: 'planned' as const,
      contract_later: true,
      note: plan.note,
    })),
  )
  return { activity_ids: outcomes.map((outcome, i) => accept(outcome, ids[i])) }
}

/** Refused: `not_found`, `activity_not_planned`, `activity_clash`. */
export const savePlan = async (ctx: Ctx, input: ParsedOf<typeof contract.savePlan>) => {
  const was = await lockActivity(ctx, input.activity_id)
  checkPlanned(was)
  const workers = namesIn(input.workers ?? '')
  const added = workers.filter((name) => !was.workers.includes(name))
  await checkClashes(ctx, { spans: [was], room_id: null, workers: added, ids: [was.activity_id] }, input.despite_clashes)
  const { title, capacity = null, planned = null, stage = null, note = null } = input
  await sql`update activities.activities set title = ${title}, title_key = ${normalText(title)}, workers = ${workers}::text[],
      leader = ${workers.join('、') || null}, capacity = ${capacity}, planned = ${planned}, stage = ${stage}, note = ${note}
    where organisation_id = ${ctx.organisation_id} and activity_id = ${was.activity_id}`.execute(ctx.db)
  // More places than before: the next in the queue have one.
  await lapseOffers(ctx, await lockTarget(ctx, was))
  const before = { title: was.title, workers: was.workers, capacity: was.capacity }
  ctx.wrote({
    entity: 'activities.activities',
    entity_ids: [was.activity_id],
    before,
    after: { title, workers, capacity, planned, stage, note },
  })
  return {}
}

/** What happened to a session, once: the same change sent again is known by its id. False: it stands already. */
const noteChange = async (
  ctx: Ctx,
  was: Arranged,
  change: { readonly change_id: string; readonly what: string; readonly reason: string | null },
): Promise<boolean> => {
  const written = await insertRows(
    ctx.db,
    'activities.changes',
    [
      {
        organisation_id: ctx.organisation_id,
        ...change,
        activity_id: was.activity_id,
        station_id: was.station_id,
        was_on: was.occurred_on,
        was_at: was.started_at,
        was_place: was.place,
        changed_by: ctx.actor.account_id,
        changed_at: ctx.now,
      },
    ],
    { conflict: 'on conflict (organisation_id, change_id) do nothing', returning: 'change_id' },
  )
  return written.length > 0
}

const isKnown = async (ctx: Ctx, activity_id: string, change_id: string | undefined): Promise<boolean> => {
  if (!change_id) return false
  const { rows } = await sql`select 1 from activities.changes
    where organisation_id = ${ctx.organisation_id} and change_id = ${change_id} and activity_id = ${activity_id}`.execute(ctx.db)
  return rows.length > 0
}

const countToTell = async (ctx: Ctx, activity_id: string): Promise<number> => {
  const { rows } = await sql<{ count: number }>`select count(*) as count from activities.calls
    where organisation_id = ${ctx.organisation_id} and activity_id = ${activity_id} and reason <> 'promoted'`.execute(ctx.db)
  return rows[0]!.count
}

/** Refused: `not_found`, `activity_not_planned`, `activity_clash`, what a place refuses. */
export const rescheduleActivity = async (ctx: Ctx, input: ParsedOf<typeof contract.rescheduleActivity>) => {
  const was = await lockActivity(ctx, input.activity_id)
  const { change_id = newId(), occurred_on, started_at, minutes, reason } = input
  if (await isKnown(ctx, was.activity_id, input.change_id)) return { to_tell: await countToTell(ctx, was.activity_id) }
  checkPlanned(was)
  const { room_id, place } = await placeOf(ctx, was.station_id, input)
  const span = { occurred_on, started_at, minutes }
  await checkClashes(ctx, { spans: [span], room_id, workers: was.workers, ids: [was.activity_id] }, input.despite_clashes)
  const entry = { station_id: was.station_id, occurred_on }
  const placed = beforeContract(entry, (await openPlaces(ctx, [entry])).place(entry))
  if (isRefused(placed)) throw new Refusal(placed.refused, placed.details ?? {}, 'occurred_on')
  await sql`update activities.activities set contract_id = ${placed.contract_id}, occurred_on = ${occurred_on}, started_at = ${started_at},
      minutes = ${minutes}, room_id = ${room_id}, place = ${place}
    where organisation_id = ${ctx.organisation_id} and activity_id = ${was.activity_id}`.execute(ctx.db)
  await noteChange(ctx, was, { change_id, what: 'rescheduled', reason })
  const before = { occurred_on: was.occurred_on, started_at: was.started_at, minutes: was.minutes, place: was.place }
  ctx.wrote({ entity: 'activities.activities', entity_ids: [was.activity_id], before, after: { ...span, place, reason } })
  return { to_tell: await callEnrolled(ctx, was, 'rescheduled', reason) }
}

/** Refused: `not_found`, `activity_not_planned`. */
export const cancelActivity = async (ctx: Ctx, input: ParsedOf<typeof contract.cancelActivity>) => {
  const was = await lockActivity(ctx, input.activity_id)
  if (await isKnown(ctx, was.activity_id, input.change_id)) return { to_tell: await countToTell(ctx, was.activity_id) }
  checkPlanned(was)
  await sql`update activities.activities set state = 'cancelled'
    where organisation_id = ${ctx.organisation_id} and activity_id = ${was.activity_id}`.execute(ctx.db)
  await noteChange(ctx, was, { change_id: input.change_id ?? newId(), what: 'cancelled', reason: input.reason })
  const after = { state: 'cancelled', reason: input.reason }
  ctx.wrote({ entity: 'activities.activities', entity_ids: [was.activity_id], before: { state: was.state }, after })
  return { to_tell: await callEnrolled(ctx, was, 'cancelled', input.reason) }
}

/** The contract of the day it was held; refuses `out_of_contract`. */
const contractOf = async (ctx: Ctx, { station_id, occurred_on, contract_id }: Arranged): Promise<string | null> => {
  if (contract_id !== null) return contract_id
  const entry = { station_id, occurred_on }
  const placed = (await openPlaces(ctx, [entry])).place(entry)
  if (isRefused(placed)) throw new Refusal(placed.refused, placed.details ?? {}, 'occurred_on')
  return placed.contract_id
}

/** From now on the session counts. Nothing happens to one that was held already. Refused: `activity_not_planned`, `future_date`, `out_of_contract`. */
export const holdPlanned = async (ctx: Ctx, was: Arranged, minutes = was.minutes): Promise<void> => {
  if (was.state === 'held') return
  checkPlanned(was)
  checkNotFuture(ctx, was.occurred_on)
  const contract_id = await contractOf(ctx, was)
  const { numAffectedRows } = await sql`update activities.activities
    set state = 'held', not_counted = null, evidence = 'witnessed', minutes = ${minutes}, contract_id = ${contract_id}
    where organisation_id = ${ctx.organisation_id} and activity_id = ${was.activity_id} and (number is null or not exists (
      select 1 from activities.activities o where o.organisation_id = ${ctx.organisation_id} and o.number = ${was.number}
        and o.state = 'held' and o.void_id is null))`.execute(ctx.db)
  if (numAffectedRows === 0n) throw new Refusal('duplicate')
  await noteChange(ctx, was, { change_id: newId(), what: 'held', reason: null })
  const after = { state: 'held', minutes }
  ctx.wrote({ entity: 'activities.activities', entity_ids: [was.activity_id], before: { state: was.state }, after })
}

export const holdActivity = async (ctx: Ctx, { activity_id, minutes }: ParsedOf<typeof contract.holdActivity>) => {
  await holdPlanned(ctx, await lockActivity(ctx, activity_id), minutes)
  return {}
}

interface ChangeRow {
  readonly change_id: string
  readonly what: string
  readonly was_on: string
  readonly was_at: string | null
  readonly was_place: string | null
  readonly reason: string | null
  readonly changed_by: string
  readonly changed_at: Date
}

export const listChanges = async (ctx: Ctx, { activity_id }: ParsedOf<typeof contract.listChanges>) => {
  const { rows } = await sql<ChangeRow>`select change_id, what, was_on, was_at, was_place, reason, changed_by, changed_at
    from activities.changes where organisation_id = ${ctx.organisation_id} and activity_id = ${activity_id}
    order by changed_at desc, change_id desc`.execute(ctx.db)
  const names = await accountNames(
    ctx,
    rows.map((row) => row.changed_by),
  )
  const told = rows.map(({ changed_by, changed_at, ...row }) => ({
    ...row,
    changed_by_name: names.get(changed_by) ?? '',
    changed_at: changed_at.toISOString(),
  }))
  return { rows: told, total: told.length }
}
