/** 计划书·总结: what stands in each part of the plan and the summary of a session or a series. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import type { ParsedOf } from '../../shared/endpoint.ts'
import { Refusal } from '../../shared/refusal.ts'
import { accountNames } from '../staff/account-names.ts'
import type * as contract from './contract-planning.ts'

/** The station of the session or the series that is written about; refuses `not_found`. */
const stationOf = async (ctx: Ctx, of_id: string): Promise<string> => {
  const { rows } = await sql<{ station_id: string }>`
    select station_id from activities.activities where organisation_id = ${ctx.organisation_id} and activity_id = ${of_id} and void_id is null
    union all
    select station_id from activities.series where organisation_id = ${ctx.organisation_id} and series_id = ${of_id}`.execute(
    ctx.db,
  )
  if (!rows[0]) throw new Refusal('not_found')
  return rows[0].station_id
}

interface Row {
  readonly part: string
  readonly body: string
  readonly written_by: string
  readonly written_at: Date
}

export const getWritings = async (ctx: Ctx, { of_id }: ParsedOf<typeof contract.getWritings>) => {
  const station_id = await stationOf(ctx, of_id)
  const { rows } = await sql<Row>`select part, body, written_by, written_at from activities.writings
    where organisation_id = ${ctx.organisation_id} and of_id = ${of_id} order by part`.execute(ctx.db)
  const names = await accountNames(
    ctx,
    rows.map((row) => row.written_by),
  )
  const parts = rows.map(({ part, body, written_by, written_at }) => ({
    part,
    body,
    written_by_name: names.get(written_by) ?? '',
    written_at: written_at.toISOString(),
  }))
  return { station_id, parts }
}

/** Refused: `not_found`. */
export const saveWritings = async (ctx: Ctx, { of_id, parts }: ParsedOf<typeof contract.saveWritings>) => {
  const station_id = await stationOf(ctx, of_id)
  const given = parts.map(({ part, body }) => ({ part, body: body.trim() }))
  const gone = given.filter(({ body }) => body === '').map(({ part }) => part)
  await sql`delete from activities.writings
    where organisation_id = ${ctx.organisation_id} and of_id = ${of_id} and part = any(${gone})`.execute(ctx.db)
  await insertRows(
    ctx.db,
    'activities.writings',
    given
      .filter(({ body }) => body !== '')
      .map((each) => ({
        organisation_id: ctx.organisation_id,
        of_id,
        part: each.part,
        station_id,
        body: each.body,
        written_by: ctx.actor.account_id,
        written_at: ctx.now,
      })),
    {
      conflict: `on conflict (organisation_id, of_id, part) do update set body = excluded.body, written_by = excluded.written_by,
        written_at = excluded.written_at where activities.writings.body <> excluded.body`,
    },
  )
  ctx.wrote({ entity: 'activities.writings', entity_ids: [of_id], after: { parts: given.map(({ part }) => part) } })
  return {}
}
