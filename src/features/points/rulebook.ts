/** 金币规则与通则: dated rows of the organisation; the past is not changed. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import { addDays } from '../../shared/day.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { Refusal } from '../../shared/refusal.ts'
import { accountNames } from '../staff/account-names.ts'
import type * as contract from './contract-rules.ts'
import { EARNING, inForce, monthEnd, roleOf, ruleOn, wouldGive, type Attended, type Rule, type Terms } from './earning.ts'

export interface Rulebook {
  /** By valid_from, then by when they were recorded. */
  readonly rules: readonly Rule[]
  readonly terms: readonly Terms[]
}

const RULE_COLUMNS = sql`rule_id, service_type, role, per, coins, day_most, month_most, fund, valid_from, valid_to`
const TERMS_COLUMNS = sql`by_hand_most, day_most, month_most, months_kept, notice_days, valid_from`

const readRulebook = async (ctx: Ctx): Promise<Rulebook> => {
  const [rules, terms] = await Promise.all([
    sql<Rule>`select ${RULE_COLUMNS} from points.rules
      where organisation_id = ${ctx.organisation_id} order by valid_from, recorded_at, rule_id`.execute(ctx.db),
    sql<Terms>`select ${TERMS_COLUMNS} from points.terms
      where organisation_id = ${ctx.organisation_id} order by valid_from, recorded_at, terms_id`.execute(ctx.db),
  ])
  return { rules: rules.rows, terms: terms.rows }
}

export const openRulebook = (ctx: Ctx): Promise<Rulebook> => ctx.remember('coin rules', () => readRulebook(ctx))

type Noted = { readonly recorded_by: string | null; readonly recorded_at: Date }

const withRecorders = async <R extends Noted>(ctx: Ctx, rows: readonly R[]) => {
  const names = await accountNames(
    ctx,
    rows.flatMap(({ recorded_by }) => recorded_by ?? []),
  )
  return rows.map(({ recorded_by, ...row }) => ({
    ...row,
    recorded_at: row.recorded_at.toISOString(),
    recorded_by_name: names.get(recorded_by ?? '') ?? '',
  }))
}

export const listCoinRules = async (ctx: Ctx): Promise<OutputOf<typeof contract.listCoinRules>> => {
  const { rows } = await sql<Rule & Noted & { source: string }>`
    select ${RULE_COLUMNS}, source, recorded_by, recorded_at from points.rules
    where organisation_id = ${ctx.organisation_id} order by service_type, valid_from desc, recorded_at desc, rule_id desc`.execute(
    ctx.db,
  )
  const begun = rows.toReversed()
  const now = new Set(Object.keys(EARNING).flatMap((service) => ruleOn(begun, service, ctx.today)?.rule_id ?? []))
  const named = await withRecorders(ctx, rows)
  return { rows: named.map((row) => ({ ...row, in_force: now.has(row.rule_id) })), total: rows.length }
}

/** Rules hold for the whole organisation: whoever manages single stations does not write them. */
const checkWhole = (ctx: Ctx, valid_from: string): void => {
  if (ctx.stations !== 'all') throw new Refusal('not_allowed', {}, 'valid_from')
  if (valid_from < ctx.today) throw new Refusal('rule_in_past', { today: ctx.today }, 'valid_from')
}

/** Sent again under its id it stands once. */
const insertOnce = async (ctx: Ctx, table: 'points.rules' | 'points.terms', key: string, row: Record<string, unknown>) => {
  const { organisation_id, actor, now } = ctx
  const full = { organisation_id, ...row, recorded_by: actor.account_id, recorded_at: now }
  const written = await insertRows(ctx.db, table, [full], { conflict: 'on conflict do nothing', returning: key })
  if (written.length > 0) ctx.wrote({ entity: table, entity_ids: [String(row[key])], after: row })
}

/** Refused: `not_allowed` (a manager of single stations), `rule_in_past`. */
export const recordCoinRule = async (
  ctx: Ctx,
  { rule_id = newId(), ...input }: ParsedOf<typeof contract.recordCoinRule>,
): Promise<OutputOf<typeof contract.recordCoinRule>> => {
  checkWhole(ctx, input.valid_from)
  if (input.valid_to && input.valid_to < input.valid_from)
    throw new Refusal('bad_value', { field: 'valid_to', value: input.valid_to }, 'valid_to')
  await insertOnce(ctx, 'points.rules', 'rule_id', {
    rule_id,
    ...input,
    role: roleOf(input.service_type),
    day_most: input.day_most ?? null,
    month_most: input.month_most ?? null,
    valid_to: input.valid_to ?? null,
  })
  return { rule_id }
}

export const listCoinTerms = async (ctx: Ctx): Promise<OutputOf<typeof contract.listCoinTerms>> => {
  const { rows } = await sql<Terms & Noted & { terms_id: string; source: string }>`
    select terms_id, ${TERMS_COLUMNS}, source, recorded_by, recorded_at from points.terms
    where organisation_id = ${ctx.organisation_id} order by valid_from desc, recorded_at desc, terms_id desc`.execute(ctx.db)
  const now = inForce(rows.toReversed(), ctx.today)?.terms_id
  const named = await withRecorders(ctx, rows)
  return { rows: named.map((row) => ({ ...row, in_force: row.terms_id === now })), total: rows.length }
}

/** Refused: `not_allowed` (a manager of single stations), `rule_in_past`. */
export const recordCoinTerms = async (
  ctx: Ctx,
  { terms_id = newId(), ...input }: ParsedOf<typeof contract.recordCoinTerms>,
): Promise<OutputOf<typeof contract.recordCoinTerms>> => {
  checkWhole(ctx, input.valid_from)
  await insertOnce(ctx, 'points.terms', 'terms_id', {
    terms_id,
    ...input,
    day_most: input.day_most ?? null,
    month_most: input.month_most ?? null,
    months_kept: input.months_kept ?? null,
  })
  return { terms_id }
}

/** Services of one type to registered persons from one day to another, in the order in which they happened. */
export type ListAttended = (ctx: Ctx, service_type: string, from: string, to: string) => Promise<Attended[]>

/** The last whole month before today. */
const lastMonth = (today: string): { from: string; to: string } => {
  const to = addDays(`${today.slice(0, 7)}-01`, -1)
  return { from: `${to.slice(0, 7)}-01`, to }
}

/** `listAttended`: told by the slice that records the service, which stands above this one. */
export const rulebookService = (listAttended: ListAttended) => ({
  listCoinRules,
  recordCoinRule,
  listCoinTerms,
  recordCoinTerms,
  previewCoinRule: async (
    ctx: Ctx,
    { month, service_type, per, coins, ...caps }: ParsedOf<typeof contract.previewCoinRule>,
  ): Promise<OutputOf<typeof contract.previewCoinRule>> => {
    const { from, to } = month ? { from: `${month}-01`, to: monthEnd(month) } : lastMonth(ctx.today)
    const { terms } = await openRulebook(ctx)
    const rule = { per, coins, day_most: caps.day_most ?? null, month_most: caps.month_most ?? null }
    const attended = await listAttended(ctx, service_type, from, to)
    return { month: from.slice(0, 7), ...wouldGive(rule, inForce(terms, ctx.today), attended) }
  },
})
