/** 判断依据: what each reason counts when two persons are compared, by dated rows of the organisation; the past is not changed. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { Refusal } from '../../shared/refusal.ts'
import { accountNames } from '../staff/account-names.ts'
import type * as contract from './contract-duplicates.ts'
import { FIRST_WEIGHTS, type Weights } from './rules.ts'

interface Row extends Weights {
  readonly weights_id: string
  readonly valid_from: string
  readonly source: string
  readonly recorded_by: string
}

/** A reason that came after a row was written counts in it what the program brings. */
const readWeights = async (ctx: Ctx): Promise<Row[]> => {
  const { rows } =
    await sql<Row>`select weights_id, valid_from, shown_from, points, source, recorded_by from people.duplicate_weights
    where organisation_id = ${ctx.organisation_id} order by valid_from desc, recorded_at desc, weights_id desc`.execute(ctx.db)
  return rows.map((row) => ({ ...row, points: { ...FIRST_WEIGHTS.points, ...row.points } }))
}

/** What holds today: the organisation's youngest row, or what the program brought. */
export const weightsInForce = async (ctx: Ctx): Promise<Weights> =>
  (await readWeights(ctx)).find((row) => row.valid_from <= ctx.today) ?? FIRST_WEIGHTS

/** The program's own stand last: they hold for the time before any other. */
export const listDuplicateWeights = async (ctx: Ctx): Promise<OutputOf<typeof contract.listDuplicateWeights>> => {
  const rows = await readWeights(ctx)
  const names = await accountNames(
    ctx,
    rows.map((row) => row.recorded_by),
  )
  const now = rows.find((row) => row.valid_from <= ctx.today)
  const own = rows.map(({ recorded_by, points: counted, ...row }) => ({
    ...row,
    ...counted,
    in_force: row.weights_id === now?.weights_id,
    recorded_by_name: names.get(recorded_by) ?? '',
  }))
  const { valid_from, source, shown_from, points } = FIRST_WEIGHTS
  const first = { weights_id: 'first', valid_from, source, shown_from, ...points, in_force: !now, recorded_by_name: '' }
  return { rows: [...own, first], total: own.length + 1 }
}

/** Refused: `not_allowed` (a manager of single stations), `rule_in_past`. Sent again under its id it stands once. */
export const recordDuplicateWeights = async (
  ctx: Ctx,
  { weights_id = newId(), valid_from, shown_from, source, ...points }: ParsedOf<typeof contract.recordDuplicateWeights>,
): Promise<OutputOf<typeof contract.recordDuplicateWeights>> => {
  if (ctx.stations !== 'all') throw new Refusal('not_allowed', {}, 'valid_from')
  if (valid_from < ctx.today) throw new Refusal('rule_in_past', { today: ctx.today }, 'valid_from')
  const { organisation_id, actor, now } = ctx
  const row = { weights_id, valid_from, shown_from, points: JSON.stringify(points), source }
  const written = await insertRows(
    ctx.db,
    'people.duplicate_weights',
    [{ organisation_id, ...row, recorded_by: actor.account_id, recorded_at: now }],
    { conflict: 'on conflict do nothing', returning: 'weights_id' },
  )
  if (written.length > 0) ctx.wrote({ entity: 'people.duplicate_weights', entity_ids: [weights_id], after: { ...row, points } })
  return { weights_id }
}
