import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'

/** Account id → the name of whoever works under it. */
export const accountNames = async (ctx: Ctx, account_ids: readonly string[]): Promise<Map<string, string>> => {
  const { rows } = await sql<{ account_id: string; name: string }>`
    select account_id, name from staff.accounts
    where organisation_id = ${ctx.organisation_id} and account_id = any(${[...new Set(account_ids)]}::uuid[])`.execute(ctx.db)
  return new Map(rows.map((row) => [row.account_id, row.name]))
}

/** Every account there ever was, by name: the trail may name any of them. */
export const listAccountNames = async (ctx: Ctx): Promise<{ account_id: string; name: string }[]> => {
  const { rows } = await sql<{ account_id: string; name: string }>`
    select account_id, name from staff.accounts where organisation_id = ${ctx.organisation_id} order by name, account_id`.execute(
    ctx.db,
  )
  return rows
}
