/** 课程·小组: series of sessions with one plan, and what is written in their plans and summaries (计划书·总结). */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { normalCode, normalText } from '../../shared/normal.ts'
import { Refusal } from '../../shared/refusal.ts'
import { isWithinReach, openStations } from '../orgs/stations.ts'
import { accountNames } from '../staff/account-names.ts'
import type * as contract from './contract-planning.ts'
import { kindCodeFor } from './kinds.ts'
import { namesIn, type KindCode } from './rules.ts'
import { lapseOffers, lockTarget } from './waiting.ts'

type Listed = OutputOf<typeof contract.listSeries>['rows'][number]
type Row = Omit<Listed, 'station_name'> & { recorded_by: string; recorded_at: Date }

const readSeries = async (ctx: Ctx, series_id?: string): Promise<Row[]> => {
  const { rows } = await sql<Row>`
    select s.series_id, s.station_id, s.code, s.title, s.kind, s.kind_code, s.capacity, s.planned_sessions, s.workers, s.closed_on,
      s.recorded_by, s.recorded_at, count(a.activity_id) filter (where a.state = 'planned') as to_come,
      count(a.activity_id) filter (where a.state = 'held') as held
    from activities.series s left join activities.activities a on a.organisation_id = s.organisation_id and a.series_id = s.series_id and a.void_id is null
    where s.organisation_id = ${ctx.organisation_id} and (${series_id ?? null}::uuid is null or s.series_id = ${series_id ?? null}::uuid)
    group by s.organisation_id, s.series_id order by s.closed_on desc nulls first, s.recorded_at desc, s.series_id`.execute(
    ctx.db,
  )
  return rows
}

const named = async (ctx: Ctx, rows: readonly Row[]) => {
  const stations = new Map((await openStations(ctx)).all.map((each) => [each.station_id, each.name]))
  return rows.map((row) => ({ ...row, station_name: stations.get(row.station_id) ?? '' }))
}

export const listSeries = async (ctx: Ctx, input: ParsedOf<typeof contract.listSeries>) => {
  const q = normalText(input.q ?? '')
  const all = (await readSeries(ctx)).filter(
    (row) =>
      (!input.station_id || row.station_id === input.station_id) &&
      (!input.kind_code || row.kind_code === input.kind_code) &&
      (input.closed === undefined || (input.closed === 'true') === (row.closed_on !== null)) &&
      (q === '' || normalText(row.title).includes(q) || row.code.includes(q.toUpperCase())),
  )
  const start = (input.page - 1) * input.page_size
  return { rows: await named(ctx, all.slice(start, start + input.page_size)), total: all.length }
}

export const getSeries = async (ctx: Ctx, { series_id }: ParsedOf<typeof contract.getSeries>) => {
  const [row] = await named(ctx, await readSeries(ctx, series_id))
  if (!row) throw new Refusal('not_found')
  const names = await accountNames(ctx, [row.recorded_by])
  return { ...row, recorded_by_name: names.get(row.recorded_by) ?? '', recorded_at: row.recorded_at.toISOString() }
}

/** An open series of this station; refuses `not_found`, `series_closed`. */
export const findSeries = async (ctx: Ctx, series_id: string, station_id: string) => {
  const { rows } = await sql<{ kind: string; kind_code: KindCode; code: string; closed_on: string | null; station_id: string }>`
    select kind, kind_code, code, closed_on, station_id from activities.series
    where organisation_id = ${ctx.organisation_id} and series_id = ${series_id}`.execute(ctx.db)
  const found = rows[0]
  if (!found || found.station_id !== station_id) throw new Refusal('not_found', {}, 'series_id')
  if (found.closed_on !== null) throw new Refusal('series_closed', {}, 'series_id')
  return found
}

/** `XZ2026-003`: the next free one of the year. */
const nextCode = async (ctx: Ctx, kind_code: KindCode): Promise<string> => {
  const start = `${kind_code === 'group' ? 'XZ' : 'KC'}${ctx.today.slice(0, 4)}-`
  const { rows } = await sql<{ code: string }>`select code from activities.series
    where organisation_id = ${ctx.organisation_id} and code like ${`${start}%`}`.execute(ctx.db)
  const taken = rows.map(({ code }) => Number(code.slice(start.length))).filter((number) => Number.isInteger(number))
  return `${start}${String(Math.max(0, ...taken) + 1).padStart(3, '0')}`
}

/** Refused: `not_found` (station), `not_a_series` (the kind is neither course nor group), `series_exists`. */
export const recordSeries = async (ctx: Ctx, input: ParsedOf<typeof contract.recordSeries>) => {
  if (!isWithinReach(ctx, await openStations(ctx), input.station_id)) throw new Refusal('not_found', {}, 'station_id')
  const kind_code = await kindCodeFor(ctx, input.kind)
  if (kind_code !== 'group' && kind_code !== 'course') throw new Refusal('not_a_series', { kind: input.kind }, 'kind')
  const series_id = input.series_id ?? newId()
  const code = normalCode(input.code ?? '') || (await nextCode(ctx, kind_code))
  const row = {
    station_id: input.station_id,
    code,
    title: input.title,
    kind: normalText(input.kind),
    kind_code,
    capacity: input.capacity ?? null,
    planned_sessions: input.planned_sessions ?? null,
    workers: namesIn(input.workers ?? ''),
  }
  const by = { recorded_by: ctx.actor.account_id, recorded_at: ctx.now }
  const written = await insertRows(
    ctx.db,
    'activities.series',
    [{ organisation_id: ctx.organisation_id, series_id, ...row, ...by }],
    {
      conflict: 'on conflict do nothing',
      returning: 'series_id',
    },
  )
  if (written.length === 0) {
    const [standing] = await readSeries(ctx, series_id)
    if (!standing) throw new Refusal('series_exists', { code }, 'code')
    return { series_id, code: standing.code }
  }
  ctx.wrote({ entity: 'activities.series', entity_ids: [series_id], after: row })
  return { series_id, code }
}

/** Refused: `not_found`. */
export const saveSeries = async (ctx: Ctx, input: ParsedOf<typeof contract.saveSeries>) => {
  const [was] = await readSeries(ctx, input.series_id)
  if (!was) throw new Refusal('not_found')
  const { title, capacity = null, planned_sessions = null, closed_on = null } = input
  const workers = namesIn(input.workers ?? '')
  await sql`update activities.series set title = ${title}, capacity = ${capacity}, planned_sessions = ${planned_sessions},
      workers = ${workers}::text[], closed_on = ${closed_on}
    where organisation_id = ${ctx.organisation_id} and series_id = ${input.series_id}`.execute(ctx.db)
  const before = {
    title: was.title,
    capacity: was.capacity,
    planned_sessions: was.planned_sessions,
    workers: was.workers,
    closed_on: was.closed_on,
  }
  const after = { title, capacity, planned_sessions, workers, closed_on }
  ctx.wrote({ entity: 'activities.series', entity_ids: [input.series_id], before, after })
  // More places than before: the next in the queue have one.
  await lapseOffers(ctx, await lockTarget(ctx, { series_id: input.series_id }))
  return {}
}
