/** 报名: places at a session or a series, at the desk or by telephone; the roll of who is expected. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { Refusal } from '../../shared/refusal.ts'
import { afterExit, openDirectory } from '../people/directory.ts'
import { findPersonIds, maskedPhonesOf, namesOf } from '../people/names-of.ts'
import { isRefused } from '../records/place.ts'
import { accountNames } from '../staff/account-names.ts'
import type * as contract from './contract-enrolments.ts'
import { countTaken, endCalls, lapseOffers, lockTarget, ofTarget, promoteNext, setState, type Target } from './waiting.ts'

interface Enrolment {
  readonly enrolment_id: string
  readonly activity_id: string | null
  readonly series_id: string | null
  readonly person_id: string
  readonly state: string
}

const readEnrolment = async (ctx: Ctx, enrolment_id: string): Promise<Enrolment | undefined> => {
  const { rows } = await sql<Enrolment>`select enrolment_id, activity_id, series_id, person_id, state from activities.enrolments
    where organisation_id = ${ctx.organisation_id} and enrolment_id = ${enrolment_id}`.execute(ctx.db)
  return rows[0]
}

/** Where somebody stands: their state, and how many stand before them. */
const standingOf = async (ctx: Ctx, { enrolment_id, state, ...target }: Enrolment) => {
  if (state !== 'waiting') return { enrolment_id, state, queue_no: null }
  const { rows } = await sql<{ enrolment_id: string }>`select enrolment_id from activities.enrolments
    where organisation_id = ${ctx.organisation_id} and ${ofTarget(target)} and state = 'waiting'
    order by queue_key`.execute(ctx.db)
  return { enrolment_id, state, queue_no: rows.findIndex((row) => row.enrolment_id === enrolment_id) + 1 }
}

type Asked = ParsedOf<typeof contract.recordEnrolment>

/** Who is meant; refuses what the directory refuses, and who had left. */
const personOf = async (ctx: Ctx, { station_id }: Target, asked: Asked): Promise<string> => {
  const clue = { ...asked, station_id }
  const found = (await openDirectory(ctx, [clue])).identify(clue)
  if (isRefused(found)) throw new Refusal(found.refused, found.details, 'name')
  const exit = afterExit(found.registered, ctx.today)
  if (exit) throw new Refusal('after_exit', exit, 'name')
  return found.registered.person_id
}

/** Refused: `not_found`, `enrolment_closed`, `enrolled_already`, and who is not one person of the register. */
export const recordEnrolment = async (ctx: Ctx, asked: Asked): Promise<OutputOf<typeof contract.recordEnrolment>> => {
  if (Boolean(asked.activity_id) === Boolean(asked.series_id)) throw new Refusal('not_found', {}, 'activity_id')
  const target = await lockTarget(ctx, asked)
  const known = asked.enrolment_id ? await readEnrolment(ctx, asked.enrolment_id) : undefined
  if (known) return standingOf(ctx, known)
  if (!target.open) throw new Refusal('enrolment_closed')
  const person_id = await personOf(ctx, target, asked)
  await lapseOffers(ctx, target)
  const { rows } =
    await sql`select 1 from activities.enrolments where organisation_id = ${ctx.organisation_id} and ${ofTarget(target)}
    and person_id = ${person_id} and state in ('enrolled', 'waiting', 'offered')`.execute(ctx.db)
  if (rows.length > 0) throw new Refusal('enrolled_already', {}, 'name')
  const is_full = target.capacity !== null && (await countTaken(ctx, target)) >= target.capacity
  const enrolment = {
    enrolment_id: asked.enrolment_id ?? newId(),
    activity_id: target.activity_id,
    series_id: target.series_id,
    person_id,
    state: is_full ? 'waiting' : 'enrolled',
  }
  const last = await sql<{ key: number | null }>`select max(queue_key) as key from activities.enrolments
    where organisation_id = ${ctx.organisation_id} and ${ofTarget(target)}`.execute(ctx.db)
  const queue_key = (last.rows[0]?.key ?? 0) + 1
  const at = { recorded_by: ctx.actor.account_id, recorded_at: ctx.now, changed_by: ctx.actor.account_id, changed_at: ctx.now }
  await insertRows(ctx.db, 'activities.enrolments', [
    { organisation_id: ctx.organisation_id, ...enrolment, station_id: target.station_id, way: asked.way, queue_key, ...at },
  ])
  ctx.wrote({
    entity: 'activities.enrolments',
    entity_ids: [enrolment.enrolment_id],
    after: { state: enrolment.state, way: asked.way },
  })
  return standingOf(ctx, enrolment)
}

/** The enrolment with its target held fast, after what ran out has lapsed. Refuses `not_found`. */
const openEnrolment = async (ctx: Ctx, enrolment_id: string) => {
  const found = await readEnrolment(ctx, enrolment_id)
  if (!found) throw new Refusal('not_found')
  const target = await lockTarget(ctx, found)
  await lapseOffers(ctx, target)
  return { target, enrolment: (await readEnrolment(ctx, enrolment_id))! }
}

/** Refused: `not_found`, `offer_lapsed` (there is none, or its time ran out). */
export const confirmEnrolment = async (ctx: Ctx, { enrolment_id }: ParsedOf<typeof contract.confirmEnrolment>) => {
  const { enrolment } = await openEnrolment(ctx, enrolment_id)
  if (enrolment.state === 'enrolled') return {}
  if (enrolment.state !== 'offered') throw new Refusal('offer_lapsed')
  await setState(ctx, [enrolment_id], 'enrolled')
  await endCalls(ctx, [enrolment_id], 'coming')
  return {}
}

/** Refused: `not_found`. */
export const withdrawEnrolment = async (ctx: Ctx, { enrolment_id }: ParsedOf<typeof contract.withdrawEnrolment>) => {
  const { target, enrolment } = await openEnrolment(ctx, enrolment_id)
  if (!['enrolled', 'waiting', 'offered'].includes(enrolment.state)) return {}
  await setState(ctx, [enrolment_id], 'withdrawn')
  await endCalls(ctx, [enrolment_id], 'not_coming')
  await promoteNext(ctx, target)
  return {}
}

type Listed = OutputOf<typeof contract.listEnrolments>['rows'][number]
type Row = Omit<Listed, 'person_name' | 'masked_phone' | 'recorded_by_name' | 'recorded_at' | 'offered_until'> & {
  recorded_by: string
  recorded_at: Date
  offered_until: Date | null
}

export const listEnrolments = async (
  ctx: Ctx,
  input: ParsedOf<typeof contract.listEnrolments>,
): Promise<OutputOf<typeof contract.listEnrolments>> => {
  const { activity_id = null, series_id = null, station_id = null, state = null } = input
  const persons = input.q?.trim() ? await findPersonIds(ctx, input.q) : null
  const { rows } = await sql<Row>`
    select enrolment_id, activity_id, series_id, station_id, person_id, way, state, offered_until, recorded_by, recorded_at,
      case when state = 'waiting' then (select count(*) from activities.enrolments o where o.organisation_id = e.organisation_id
        and o.activity_id is not distinct from e.activity_id and o.series_id is not distinct from e.series_id and o.state = 'waiting'
        and o.queue_key <= e.queue_key) end as queue_no
    from activities.enrolments e
    where organisation_id = ${ctx.organisation_id} and (${activity_id}::uuid is null or activity_id = ${activity_id}::uuid)
      and (${series_id}::uuid is null or series_id = ${series_id}::uuid) and (${station_id}::uuid is null or station_id = ${station_id}::uuid)
      and (${state}::text is null or state = ${state}::text) and (${persons}::uuid[] is null or person_id = any(${persons}::uuid[]))
    order by array_position(array['enrolled', 'offered', 'waiting', 'lapsed', 'withdrawn'], state), queue_key, enrolment_id`.execute(
    ctx.db,
  )
  const page = rows.slice((input.page - 1) * input.page_size, input.page * input.page_size)
  const ids = page.map((row) => row.person_id)
  const [names, phones] = [await namesOf(ctx, ids), await maskedPhonesOf(ctx, ids)]
  const by = await accountNames(
    ctx,
    page.map((row) => row.recorded_by),
  )
  const told = page.map(({ recorded_by, ...row }) => ({
    ...row,
    person_name: names.get(row.person_id) ?? '',
    masked_phone: phones.get(row.person_id) ?? null,
    offered_until: row.offered_until?.toISOString() ?? null,
    recorded_by_name: by.get(recorded_by) ?? '',
    recorded_at: row.recorded_at.toISOString(),
  }))
  return { rows: told, total: rows.length }
}

type Expected = Omit<OutputOf<typeof contract.listRoll>['rows'][number], 'person_name'>

/** Who is expected at a session, by their own enrolment or by that for its series, and who came. Refuses `not_found`. */
export const listRoll = async (ctx: Ctx, { activity_id }: ParsedOf<typeof contract.listRoll>) => {
  const session = await sql<{ series_id: string | null }>`select series_id from activities.activities
    where organisation_id = ${ctx.organisation_id} and activity_id = ${activity_id}`.execute(ctx.db)
  if (!session.rows[0]) throw new Refusal('not_found')
  const { series_id } = session.rows[0]
  const { rows } = await sql<Expected>`
    select distinct on (e.person_id) e.enrolment_id, e.person_id, e.state, t.attendance_id
    from activities.enrolments e left join activities.attendances t on t.organisation_id = e.organisation_id and t.activity_id = ${activity_id}
      and t.person_id = e.person_id and t.void_id is null
    where e.organisation_id = ${ctx.organisation_id} and (e.activity_id = ${activity_id} or e.series_id = ${series_id}::uuid)
      and e.state in ('enrolled', 'offered', 'waiting')
    order by e.person_id, array_position(array['enrolled', 'offered', 'waiting'], e.state)`.execute(ctx.db)
  const names = await namesOf(
    ctx,
    rows.map((row) => row.person_id),
  )
  const named = rows
    .map((row) => ({ ...row, person_name: names.get(row.person_id) ?? '' }))
    .toSorted((a, b) => a.person_name.localeCompare(b.person_name, 'zh'))
  return { rows: named, total: named.length }
}
