/** 账户安全规定: dated rows of the organisation; the past is not changed. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import { addDays, today, type Day } from '../../shared/day.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { Refusal } from '../../shared/refusal.ts'
import type * as contract from './contract-security.ts'
import { needsSecondFactor } from './powers.ts'

interface Rule {
  readonly rule_id: string
  readonly valid_from: Day
  readonly second_factor: boolean
  readonly grace_days: number
  readonly remembered_passwords: number
}

/** What an organisation starts with. */
export const RULE_SEED = {
  second_factor: true,
  grace_days: 14,
  remembered_passwords: 5,
  source: '口令历史：等保二级实施指南通行做法；双因素：GB/T 22239-2019 三级 8.1.4.1 d)，管理员提前采用',
} as const

/** Rules that have begun, oldest first. */
const listBegun = async (ctx: Ctx): Promise<Rule[]> => {
  const { rows } = await sql<Rule>`
    select rule_id, valid_from, second_factor, grace_days, remembered_passwords from staff.account_rules
    where organisation_id = ${ctx.organisation_id} and valid_from <= ${ctx.today} order by valid_from, recorded_at, rule_id`.execute(
    ctx.db,
  )
  return rows
}

/** How many passwords back are refused. */
export const rememberedPasswords = async (ctx: Ctx): Promise<number> =>
  (await listBegun(ctx)).at(-1)?.remembered_passwords ?? RULE_SEED.remembered_passwords

export interface Holder {
  readonly created_on: Day
  readonly permissions: readonly string[]
}

/**
 * From which day on somebody must have a second factor: at once for an account made under the rule, after the days of grace for one made
 * before. Undefined: not required.
 */
export const requiredFrom = (begun: readonly Rule[], { created_on, permissions }: Holder): Day | undefined => {
  const now = begun.at(-1)
  if (!now?.second_factor || !needsSecondFactor(permissions)) return undefined
  // Since when it has been required without a break: writing a rule anew gives nobody a new grace.
  const since = begun.slice(begun.findLastIndex((rule) => !rule.second_factor) + 1)[0]!.valid_from
  return created_on < since ? addDays(since, now.grace_days) : created_on
}

/** The same for an account as it stands now. */
export const findRequiredFrom = async (ctx: Ctx, account_id: string): Promise<Day | undefined> => {
  const { rows } = await sql<{ created_at: Date; permissions: string[] }>`
    select a.created_at, array(select distinct p.permission from staff.grants g
      join staff.role_permissions p on p.organisation_id = g.organisation_id and p.role = g.role
      where g.organisation_id = a.organisation_id and g.account_id = a.account_id and g.ended_at is null) as permissions
    from staff.accounts a where a.organisation_id = ${ctx.organisation_id} and a.account_id = ${account_id}`.execute(ctx.db)
  if (!rows[0]) return undefined
  const { created_at, permissions } = rows[0]
  return requiredFrom(await listBegun(ctx), { created_on: today(created_at, ctx.time_zone), permissions })
}

export const listAccountRules = async (ctx: Ctx) => {
  const { rows } = await sql<
    Omit<OutputOf<typeof contract.listAccountRules>['rows'][number], 'recorded_at' | 'in_force'> & { recorded_at: Date }
  >`
    select r.rule_id, r.valid_from, r.second_factor, r.grace_days, r.remembered_passwords, r.source, a.name as recorded_by_name, r.recorded_at
    from staff.account_rules r
    left join staff.accounts a on a.organisation_id = r.organisation_id and a.account_id = r.recorded_by
    where r.organisation_id = ${ctx.organisation_id} order by r.valid_from desc, r.recorded_at desc, r.rule_id desc`.execute(
    ctx.db,
  )
  const now = rows.find((row) => row.valid_from <= ctx.today)?.rule_id
  return {
    rows: rows.map((row) => ({ ...row, recorded_at: row.recorded_at.toISOString(), in_force: row.rule_id === now })),
  }
}

/** The same rule for the same day again is the one that stands. Refused: `not_allowed` (a manager of single stations), `rule_in_past`. */
export const saveAccountRule = async (ctx: Ctx, input: ParsedOf<typeof contract.saveAccountRule>) => {
  if (ctx.stations !== 'all') throw new Refusal('not_allowed', {}, 'valid_from')
  if (input.valid_from < ctx.today) throw new Refusal('rule_in_past', { today: ctx.today }, 'valid_from')
  const { organisation_id } = ctx
  const { rows } = await sql<{ rule_id: string; same: boolean }>`
    select rule_id, (second_factor, grace_days, remembered_passwords, source)
        = (${input.second_factor}, ${input.grace_days}, ${input.remembered_passwords}, ${input.source}) as same
    from staff.account_rules where organisation_id = ${organisation_id} and valid_from = ${input.valid_from}
    order by recorded_at desc, rule_id desc limit 1`.execute(ctx.db)
  if (rows[0]?.same) return { rule_id: rows[0].rule_id }
  const rule_id = newId()
  await insertRows(ctx.db, 'staff.account_rules', [
    { organisation_id, rule_id, ...input, recorded_by: ctx.actor.account_id, recorded_at: ctx.now },
  ])
  ctx.wrote({ entity: 'staff.account_rules', entity_ids: [rule_id], after: { ...input } })
  return { rule_id }
}
