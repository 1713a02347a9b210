/** 对账单: what an account held before a period, every entry in it by day, and what it holds after it. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { normalCode } from '../../shared/normal.ts'
import { Refusal } from '../../shared/refusal.ts'
import type * as contract from './contract-lots.ts'
import { findNextExpiry } from './lots.ts'
import { withPlaces } from './places.ts'

type Line = OutputOf<typeof contract.getStatement>['entries'][number]

/** Refused: `not_found`; `bad_value` when it ends before it begins. */
export const getStatement = async (
  ctx: Ctx,
  { member_no, from, to }: ParsedOf<typeof contract.getStatement>,
): Promise<OutputOf<typeof contract.getStatement>> => {
  if (to < from) throw new Refusal('bad_value', { field: 'to', value: to }, 'to')
  const number = normalCode(member_no)
  const accounts = await sql<{ member_no: string; person_id: string; station_id: string }>`
    select member_no, person_id, station_id from points.accounts
    where organisation_id = ${ctx.organisation_id} and member_no = ${number}`.execute(ctx.db)
  if (!accounts.rows[0]) throw new Refusal('not_found')
  const [account] = await withPlaces(ctx, accounts.rows)
  const { rows } = await sql<Omit<Line, 'balance'>>`
    select entry_id, occurred_on, kind, counter, reason, amount from points.entries
    where organisation_id = ${ctx.organisation_id} and member_no = ${number} and void_id is null and occurred_on between ${from} and ${to}
    order by occurred_on, recorded_at, entry_id`.execute(ctx.db)
  const before = await sql<{ opening: number }>`
    select coalesce(sum(amount), 0) as opening from points.entries
    where organisation_id = ${ctx.organisation_id} and member_no = ${number} and void_id is null and occurred_on < ${from}`.execute(
    ctx.db,
  )
  const { opening } = before.rows[0]!
  let balance = opening
  const entries = rows.map((row) => {
    balance += row.amount
    return { ...row, balance }
  })
  const { person_name, station_name } = account!
  const next_expiry = await findNextExpiry(ctx, number)
  return { member_no: number, person_name, station_name, from, to, opening, entries, closing: balance, next_expiry }
}
