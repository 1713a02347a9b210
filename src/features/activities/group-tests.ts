/** 前测·后测 of a group or course, member by member; a corrected score takes the earlier one back. */
import { sql } from 'kysely'
import { checkNotFuture } from '../../platform/accept.ts'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { Refusal } from '../../shared/refusal.ts'
import { namesOf } from '../people/names-of.ts'
import { writeVoid } from '../records/void.ts'
import type * as contract from './contract-outcomes.ts'
import { lockTarget } from './waiting.ts'

type Changed = OutputOf<typeof contract.listTests>['rows'][number]
type Pair = Omit<Changed, 'row_id' | 'person_name' | 'change' | 'verdict'>

/** Better, same or worse, by what the scale measures. */
export const verdictOf = (better: string, change: number): 'better' | 'same' | 'worse' => {
  if (change === 0) return 'same'
  return change > 0 === (better === 'higher') ? 'better' : 'worse'
}

const withChange = (pair: Pair, names: ReadonlyMap<string, string>): Changed => {
  const { before, after } = pair
  const change = before !== null && after !== null ? Number((after - before).toFixed(2)) : null
  return {
    ...pair,
    row_id: pair.after_id ?? pair.before_id!,
    person_name: names.get(pair.person_id) ?? '',
    change,
    verdict: change === null ? null : verdictOf(pair.better, change),
  }
}

export const listTests = async (
  ctx: Ctx,
  input: ParsedOf<typeof contract.listTests>,
): Promise<OutputOf<typeof contract.listTests>> => {
  const { series_id = null, station_id = null, page, page_size } = input
  const { rows } = await sql<Pair>`
    select series_id, person_id, scale, max(better) as better,
      max(occurred_on) filter (where phase = 'before') as before_on, (max(score) filter (where phase = 'before'))::float8 as before,
      max(occurred_on) filter (where phase = 'after') as after_on, (max(score) filter (where phase = 'after'))::float8 as after,
      (array_agg(group_test_id) filter (where phase = 'before'))[1] as before_id,
      (array_agg(group_test_id) filter (where phase = 'after'))[1] as after_id
    from activities.group_tests
    where organisation_id = ${ctx.organisation_id} and void_id is null and (${series_id}::uuid is null or series_id = ${series_id}::uuid)
      and (${station_id}::uuid is null or station_id = ${station_id}::uuid)
    group by series_id, person_id, scale`.execute(ctx.db)
  const names = await namesOf(
    ctx,
    rows.map((row) => row.person_id),
  )
  const all = rows
    .map((row) => withChange(row, names))
    .toSorted((a, b) => a.scale.localeCompare(b.scale, 'zh') || a.person_name.localeCompare(b.person_name, 'zh'))
  return { rows: all.slice((page - 1) * page_size, page * page_size), total: all.length }
}

/** Who enrolled and who came to any session of it. Refuses `not_found`. */
export const listMembers = async (
  ctx: Ctx,
  { series_id }: ParsedOf<typeof contract.listMembers>,
): Promise<OutputOf<typeof contract.listMembers>> => {
  const series = await sql`select 1 from activities.series
    where organisation_id = ${ctx.organisation_id} and series_id = ${series_id}`.execute(ctx.db)
  if (series.rows.length === 0) throw new Refusal('not_found')
  const { rows } = await sql<{ person_id: string }>`
    select person_id from activities.enrolments
    where organisation_id = ${ctx.organisation_id} and series_id = ${series_id} and state = 'enrolled'
    union
    select t.person_id from activities.attendances t
    join activities.activities a on a.organisation_id = t.organisation_id and a.activity_id = t.activity_id
    where t.organisation_id = ${ctx.organisation_id} and a.series_id = ${series_id} and t.void_id is null and t.person_id is not null`.execute(
    ctx.db,
  )
  const names = await namesOf(
    ctx,
    rows.map((row) => row.person_id),
  )
  const named = rows
    .map(({ person_id }) => ({ person_id, person_name: names.get(person_id) ?? '' }))
    .toSorted((a, b) => a.person_name.localeCompare(b.person_name, 'zh'))
  return { rows: named, total: named.length }
}

interface Standing {
  readonly group_test_id: string
  readonly person_id: string
  readonly score: number
}

type Asked = ParsedOf<typeof contract.recordTests>

const standingOf = async (ctx: Ctx, { series_id, phase, scale }: Asked): Promise<Map<string, Standing>> => {
  const { rows } = await sql<Standing>`select group_test_id, person_id, score::float8 as score from activities.group_tests
    where organisation_id = ${ctx.organisation_id} and series_id = ${series_id} and phase = ${phase} and scale = ${scale}
      and void_id is null`.execute(ctx.db)
  return new Map(rows.map((row) => [row.person_id, row]))
}

/** Takes back the scores that are corrected. */
const takeBack = async (ctx: Ctx, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return
  const void_id = await writeVoid(ctx, { reason: '更正分数' })
  await sql`update activities.group_tests set void_id = ${void_id}
    where organisation_id = ${ctx.organisation_id} and group_test_id = any(${ids}::uuid[])`.execute(ctx.db)
  ctx.wrote({ entity: 'activities.group_tests', entity_ids: ids, before: { void_id: null }, after: { void_id } })
}

/** Refused: `not_found` (series, person), `same_person_twice`. What stands already with the same score is left as it is. */
export const recordTests = async (ctx: Ctx, asked: Asked): Promise<OutputOf<typeof contract.recordTests>> => {
  const { station_id } = await lockTarget(ctx, { series_id: asked.series_id })
  checkNotFuture(ctx, asked.occurred_on)
  const people = asked.scores.map(({ person_id }) => person_id)
  if (new Set(people).size < people.length) throw new Refusal('same_person_twice', {}, 'scores')
  const names = await namesOf(ctx, people)
  if (people.some((person_id) => !names.has(person_id))) throw new Refusal('not_found', {}, 'scores')
  const standing = await standingOf(ctx, asked)
  const given = asked.scores.map((each) => ({ ...each, score: Number(each.score.toFixed(2)) }))
  const changed = given.filter(({ person_id, score }) => standing.get(person_id)?.score !== score)
  await takeBack(
    ctx,
    changed.flatMap(({ person_id }) => standing.get(person_id)?.group_test_id ?? []),
  )
  const rows = changed.map(({ group_test_id = newId(), person_id, score }) => ({
    organisation_id: ctx.organisation_id,
    group_test_id,
    series_id: asked.series_id,
    station_id,
    person_id,
    scale: asked.scale,
    better: asked.better,
    phase: asked.phase,
    occurred_on: asked.occurred_on,
    score,
    recorded_by: ctx.actor.account_id,
    recorded_at: ctx.now,
  }))
  await insertRows(ctx.db, 'activities.group_tests', rows)
  const ids = rows.map((row) => row.group_test_id)
  if (ids.length > 0)
    ctx.wrote({
      entity: 'activities.group_tests',
      entity_ids: ids,
      after: { scale: asked.scale, phase: asked.phase, occurred_on: asked.occurred_on },
    })
  return { recorded: given.length }
}
