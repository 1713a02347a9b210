/** 通知名单: who is to be told, by telephone or in person, and whether they were. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { Refusal } from '../../shared/refusal.ts'
import { openStations } from '../orgs/stations.ts'
import { findPersonIds, maskedPhonesOf, namesOf } from '../people/names-of.ts'
import { accountNames } from '../staff/account-names.ts'
import type * as contract from './contract-enrolments.ts'
import { confirmEnrolment, withdrawEnrolment } from './enrolments.ts'

/** A session that is cancelled or put off, as it was. */
export interface Told {
  readonly activity_id: string
  readonly series_id: string | null
  readonly station_id: string
  readonly occurred_on: string
  readonly started_at: string | null
}

/** Puts everybody who is enrolled, by the session or by its series, on the list. Returns how many. */
export const callEnrolled = async (ctx: Ctx, was: Told, reason: 'cancelled' | 'rescheduled', why: string): Promise<number> => {
  const { rows } = await sql<{ enrolment_id: string; person_id: string }>`
    select distinct on (person_id) enrolment_id, person_id from activities.enrolments
    where organisation_id = ${ctx.organisation_id} and (activity_id = ${was.activity_id} or series_id = ${was.series_id}::uuid)
      and state in ('enrolled', 'offered', 'waiting')
    order by person_id, enrolment_id`.execute(ctx.db)
  await insertRows(
    ctx.db,
    'activities.calls',
    rows.map((row) => ({
      organisation_id: ctx.organisation_id,
      call_id: newId(),
      ...row,
      activity_id: was.activity_id,
      series_id: null,
      station_id: was.station_id,
      reason,
      was_on: was.occurred_on,
      was_at: was.started_at,
      why,
      made_at: ctx.now,
    })),
  )
  return rows.length
}

type Listed = OutputOf<typeof contract.listActivityCalls>['rows'][number]
type Row = Omit<
  Listed,
  'station_name' | 'person_name' | 'masked_phone' | 'called_by_name' | 'called_at' | 'made_at' | 'due_at'
> & {
  called_by: string | null
  called_at: Date | null
  made_at: Date
  due_at: Date | null
}

const readCalls = async (ctx: Ctx, input: ParsedOf<typeof contract.listActivityCalls>): Promise<Row[]> => {
  const { activity_id = null, station_id = null, reason = null, open = null } = input
  const persons = input.q?.trim() ? await findPersonIds(ctx, input.q) : null
  const { rows } = await sql<Row>`
    select c.call_id, c.enrolment_id, c.activity_id, c.series_id, coalesce(a.title, s.title, '') as title, a.occurred_on, a.started_at, a.place,
      c.station_id, c.person_id, c.reason, c.was_on, c.was_at, c.why, c.due_at, c.made_at, c.outcome, c.note, c.called_by, c.called_at
    from activities.calls c
    left join activities.activities a on a.organisation_id = c.organisation_id and a.activity_id = c.activity_id
    left join activities.series s on s.organisation_id = c.organisation_id and s.series_id = c.series_id
    where c.organisation_id = ${ctx.organisation_id} and (${activity_id}::uuid is null or c.activity_id = ${activity_id}::uuid)
      and (${station_id}::uuid is null or c.station_id = ${station_id}::uuid) and (${reason}::text is null or c.reason = ${reason}::text)
      and (${open}::text is null or (c.outcome is null or c.outcome = 'not_reached') = (${open}::text = 'true'))
      and (${persons}::uuid[] is null or c.person_id = any(${persons}::uuid[]))
      and (${input.from ?? null}::date is null or c.made_at >= ${input.from ?? null}::date)
      and (${input.to ?? null}::date is null or c.made_at < ${input.to ?? null}::date + 1)
    order by c.due_at nulls last, a.occurred_on, c.made_at, c.call_id`.execute(ctx.db)
  return rows
}

export const listActivityCalls = async (
  ctx: Ctx,
  input: ParsedOf<typeof contract.listActivityCalls>,
): Promise<OutputOf<typeof contract.listActivityCalls>> => {
  const all = await readCalls(ctx, input)
  const page = all.slice((input.page - 1) * input.page_size, input.page * input.page_size)
  const ids = page.map((row) => row.person_id)
  const [names, phones] = [await namesOf(ctx, ids), await maskedPhonesOf(ctx, ids)]
  const by = await accountNames(
    ctx,
    page.flatMap((row) => row.called_by ?? []),
  )
  const stations = new Map((await openStations(ctx)).all.map((each) => [each.station_id, each.name]))
  const rows = page.map(({ called_by, ...row }) => ({
    ...row,
    station_name: stations.get(row.station_id) ?? '',
    person_name: names.get(row.person_id) ?? '',
    masked_phone: phones.get(row.person_id) ?? null,
    due_at: row.due_at?.toISOString() ?? null,
    made_at: row.made_at.toISOString(),
    called_by_name: called_by === null ? null : (by.get(called_by) ?? ''),
    called_at: row.called_at?.toISOString() ?? null,
  }))
  return { rows, total: all.length }
}

/** Refused: `not_found`, `offer_lapsed`, `bad_value` (who is told of a cancellation has nothing to confirm). */
export const saveActivityCall = async (ctx: Ctx, { call_id, outcome, note }: ParsedOf<typeof contract.saveActivityCall>) => {
  const { rows } = await sql<{ enrolment_id: string; reason: string; outcome: string | null }>`
    select enrolment_id, reason, outcome from activities.calls
    where organisation_id = ${ctx.organisation_id} and call_id = ${call_id}`.execute(ctx.db)
  const call = rows[0]
  if (!call) throw new Refusal('not_found')
  const decides = outcome === 'coming' || outcome === 'not_coming'
  if (decides && call.reason !== 'promoted') throw new Refusal('bad_value', { field: 'outcome', value: outcome }, 'outcome')
  if (outcome === 'coming') await confirmEnrolment(ctx, call)
  if (outcome === 'not_coming') await withdrawEnrolment(ctx, call)
  await sql`update activities.calls set outcome = ${outcome}, note = ${note ?? null}, called_by = ${ctx.actor.account_id}, called_at = ${ctx.now}
    where organisation_id = ${ctx.organisation_id} and call_id = ${call_id}`.execute(ctx.db)
  ctx.wrote({ entity: 'activities.calls', entity_ids: [call_id], before: { outcome: call.outcome }, after: { outcome } })
  return {}
}
