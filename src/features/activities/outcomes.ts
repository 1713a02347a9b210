/** 成效: of those asked at a session that was held, how many reached what it was for. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { Refusal } from '../../shared/refusal.ts'
import { accountNames } from '../staff/account-names.ts'
import type * as contract from './contract-outcomes.ts'
import { lockActivity } from './plans.ts'

type Listed = OutputOf<typeof contract.listOutcomes>['rows'][number]
type Row = Omit<Listed, 'recorded_by_name' | 'recorded_at'> & { readonly recorded_by: string; readonly recorded_at: Date }

export const listOutcomes = async (
  ctx: Ctx,
  { activity_id }: ParsedOf<typeof contract.listOutcomes>,
): Promise<OutputOf<typeof contract.listOutcomes>> => {
  const session = await sql`select 1 from activities.activities
    where organisation_id = ${ctx.organisation_id} and activity_id = ${activity_id}`.execute(ctx.db)
  if (session.rows.length === 0) throw new Refusal('not_found')
  const { rows } =
    await sql<Row>`select outcome_id, measure, asked, reached, note, recorded_by, recorded_at from activities.outcomes
    where organisation_id = ${ctx.organisation_id} and activity_id = ${activity_id} and void_id is null
    order by recorded_at, outcome_id`.execute(ctx.db)
  const names = await accountNames(
    ctx,
    rows.map((row) => row.recorded_by),
  )
  const listed = rows.map(({ recorded_by, recorded_at, ...row }) => ({
    ...row,
    recorded_by_name: names.get(recorded_by) ?? '',
    recorded_at: recorded_at.toISOString(),
  }))
  return { rows: listed, total: listed.length }
}

/** Refused: `not_found`, `activity_not_held`, `more_reached`, `outcome_exists`. */
export const recordOutcome = async (
  ctx: Ctx,
  input: ParsedOf<typeof contract.recordOutcome>,
): Promise<OutputOf<typeof contract.recordOutcome>> => {
  const { activity_id, measure, asked, reached, note = null } = input
  const session = await lockActivity(ctx, activity_id)
  if (session.state !== 'held') throw new Refusal('activity_not_held')
  if (reached > asked) throw new Refusal('more_reached', { asked }, 'reached')
  const outcome_id = input.outcome_id ?? newId()
  const row = { activity_id, station_id: session.station_id, measure, asked, reached, note }
  const written = await insertRows(
    ctx.db,
    'activities.outcomes',
    [
      {
        organisation_id: ctx.organisation_id,
        outcome_id,
        ...row,
        recorded_by: ctx.actor.account_id,
        recorded_at: ctx.now,
      },
    ],
    { conflict: 'on conflict do nothing', returning: 'outcome_id' },
  )
  if (written.length === 0) {
    const known = await sql`select 1 from activities.outcomes where organisation_id = ${ctx.organisation_id}
      and outcome_id = ${outcome_id} and activity_id = ${activity_id}`.execute(ctx.db)
    if (known.rows.length === 0) throw new Refusal('outcome_exists', { measure }, 'measure')
    return { outcome_id }
  }
  ctx.wrote({ entity: 'activities.outcomes', entity_ids: [outcome_id, activity_id], after: row })
  return { outcome_id }
}

/** More would not be read. */
const OFFERED = 12

export const listMeasures = async (ctx: Ctx): Promise<OutputOf<typeof contract.listMeasures>> => {
  const { rows } = await sql<{ measure: string; times: number }>`
    select measure, count(*) as times from activities.outcomes
    where organisation_id = ${ctx.organisation_id} and void_id is null
    group by measure order by max(recorded_at) desc, measure limit ${OFFERED}`.execute(ctx.db)
  return { rows, total: rows.length }
}
