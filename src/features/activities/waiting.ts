/** 候补: a place that becomes free is offered to the next in the queue, kept for a while, and then goes on to the one after. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import type { ParsedOf } from '../../shared/endpoint.ts'
import { Refusal } from '../../shared/refusal.ts'
import type * as contract from './contract-enrolments.ts'

/** What people enrol for. */
export interface Target {
  readonly activity_id: string | null
  readonly series_id: string | null
  readonly station_id: string
  readonly capacity: number | null
  /** Still to come: only then is anybody let in or promoted. */
  readonly open: boolean
}

interface Named {
  readonly activity_id?: string | null | undefined
  readonly series_id?: string | null | undefined
}

/** The session or series, held fast: of two desks at once the second waits for the first. Refuses `not_found`. */
export const lockTarget = async (ctx: Ctx, { activity_id, series_id }: Named): Promise<Target> => {
  const found = activity_id
    ? await sql<Target>`select activity_id, null::uuid as series_id, station_id, capacity, state = 'planned' and occurred_on >= ${ctx.today} as open
        from activities.activities where organisation_id = ${ctx.organisation_id} and activity_id = ${activity_id} and void_id is null
        for update`.execute(ctx.db)
    : await sql<Target>`select null::uuid as activity_id, series_id, station_id, capacity, closed_on is null as open
        from activities.series where organisation_id = ${ctx.organisation_id} and series_id = ${series_id ?? null}::uuid for update`.execute(
        ctx.db,
      )
  if (!found.rows[0]) throw new Refusal('not_found', {}, activity_id ? 'activity_id' : 'series_id')
  return found.rows[0]
}

export const ofTarget = ({ activity_id, series_id }: Pick<Target, 'activity_id' | 'series_id'>) =>
  activity_id ? sql`activity_id = ${activity_id}` : sql`series_id = ${series_id}::uuid`

/** Kept for so long when nobody has said otherwise: a day, so that whoever is called in the evening answers the next. */
const FIRST_RULE = { valid_from: '2015-01-01', confirm_hours: 24, source: '随程序设定 · set by the program' }

type Rule = { rule_id: string; valid_from: string; confirm_hours: number; source: string }

const readRules = async (ctx: Ctx): Promise<Rule[]> => {
  const { rows } = await sql<Rule>`select rule_id, valid_from, confirm_hours, source from activities.waiting_rules
    where organisation_id = ${ctx.organisation_id} order by valid_from desc, recorded_at desc`.execute(ctx.db)
  return [...rows, { rule_id: 'program', ...FIRST_RULE }]
}

export const listWaitingRules = async (ctx: Ctx, { page, page_size }: ParsedOf<typeof contract.listWaitingRules>) => {
  const rows = await readRules(ctx)
  return { rows: rows.slice((page - 1) * page_size, page * page_size), total: rows.length }
}

export const saveWaitingRule = async (ctx: Ctx, rule: ParsedOf<typeof contract.saveWaitingRule>) => {
  const rule_id = newId()
  const by = { recorded_by: ctx.actor.account_id, recorded_at: ctx.now }
  await insertRows(ctx.db, 'activities.waiting_rules', [{ organisation_id: ctx.organisation_id, rule_id, ...rule, ...by }])
  ctx.wrote({ entity: 'activities.waiting_rules', entity_ids: [rule_id], after: rule })
  return {}
}

const keptUntil = async (ctx: Ctx): Promise<Date> => {
  const rule = (await readRules(ctx)).find((each) => each.valid_from <= ctx.today)!
  return new Date(ctx.now.getTime() + rule.confirm_hours * 3_600_000)
}

/** Places that are taken or kept. */
export const countTaken = async (ctx: Ctx, target: Target): Promise<number> => {
  const { rows } = await sql<{ taken: number }>`select count(*) as taken from activities.enrolments
    where organisation_id = ${ctx.organisation_id} and ${ofTarget(target)} and state in ('enrolled', 'offered')`.execute(ctx.db)
  return rows[0]!.taken
}

interface Promoted {
  readonly enrolment_id: string
  readonly person_id: string
}

/** Changes the state of enrolments; `by` null: the time ran out by itself. */
export const setState = async (
  ctx: Ctx,
  ids: readonly string[],
  state: string,
  { until = null, by = ctx.actor.account_id }: { until?: Date | null; by?: string | null } = {},
): Promise<void> => {
  if (ids.length === 0) return
  await sql`update activities.enrolments set state = ${state}, offered_until = ${until}, changed_by = ${by}, changed_at = ${ctx.now}
    where organisation_id = ${ctx.organisation_id} and enrolment_id = any(${ids}::uuid[])`.execute(ctx.db)
  ctx.wrote({ entity: 'activities.enrolments', entity_ids: [...ids], after: { state } })
}

const nextWaiting = async (ctx: Ctx, target: Target, places: number): Promise<Promoted[]> => {
  const { rows } = await sql<Promoted>`select enrolment_id, person_id from activities.enrolments
    where organisation_id = ${ctx.organisation_id} and ${ofTarget(target)} and state = 'waiting'
    order by queue_key limit ${places}`.execute(ctx.db)
  return rows
}

const MANY = 1_000_000

/** Offers what is free to the next in the queue, and puts them on the list of calls. */
export const promoteNext = async (ctx: Ctx, target: Target): Promise<void> => {
  if (!target.open) return
  const free = target.capacity === null ? MANY : target.capacity - (await countTaken(ctx, target))
  const next = free > 0 ? await nextWaiting(ctx, target, free) : []
  if (next.length === 0) return
  const due_at = await keptUntil(ctx)
  await setState(
    ctx,
    next.map((each) => each.enrolment_id),
    'offered',
    { until: due_at },
  )
  await insertRows(
    ctx.db,
    'activities.calls',
    next.map((each) => ({
      organisation_id: ctx.organisation_id,
      call_id: newId(),
      ...each,
      activity_id: target.activity_id,
      series_id: target.series_id,
      station_id: target.station_id,
      reason: 'promoted',
      due_at,
      made_at: ctx.now,
    })),
  )
}

/** What was to be told to these, and no longer is. */
export const endCalls = (ctx: Ctx, enrolment_ids: readonly string[], outcome: string): Promise<unknown> =>
  sql`update activities.calls set outcome = ${outcome}, called_at = ${ctx.now}
    where organisation_id = ${ctx.organisation_id} and enrolment_id = any(${enrolment_ids}::uuid[]) and reason = 'promoted'
      and (outcome is null or outcome in ('reached', 'not_reached'))`.execute(ctx.db)

/** Offers whose time has run out lapse, and the next in the queue are promoted. The target is held fast by the caller. */
export const lapseOffers = async (ctx: Ctx, target: Target): Promise<number> => {
  const { rows } = await sql<{ enrolment_id: string }>`select enrolment_id from activities.enrolments
    where organisation_id = ${ctx.organisation_id} and ${ofTarget(target)} and state = 'offered' and offered_until <= ${ctx.now}`.execute(
    ctx.db,
  )
  const ids = rows.map((row) => row.enrolment_id)
  if (ids.length > 0) {
    await setState(ctx, ids, 'lapsed', { by: null })
    await endCalls(ctx, ids, 'lapsed')
  }
  await promoteNext(ctx, target)
  return ids.length
}

/** Every waiting list of the organisation with an offer that ran out. Returns how many lapsed. */
export const lapseAllOffers = async (ctx: Ctx): Promise<number> => {
  const { rows } = await sql<
    Pick<Target, 'activity_id' | 'series_id'>
  >`select distinct activity_id, series_id from activities.enrolments
    where organisation_id = ${ctx.organisation_id} and state = 'offered' and offered_until <= ${ctx.now}
    order by activity_id, series_id`.execute(ctx.db)
  let lapsed = 0
  for (const target of rows) lapsed += await lapseOffers(ctx, await lockTarget(ctx, target))
  return lapsed
}
