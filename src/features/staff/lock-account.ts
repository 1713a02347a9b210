import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { Refusal } from '../../shared/refusal.ts'

/** Accounts (alias a) that may be managed: all, or those whose roles are at the manager's stations and nowhere else. */
export const managed = (ctx: Ctx) =>
  ctx.stations === 'all'
    ? sql`true`
    : sql`exists (select 1 from staff.grants g where g.organisation_id = a.organisation_id and g.account_id = a.account_id and g.ended_at is null)
        and not exists (select 1 from staff.grants g where g.organisation_id = a.organisation_id and g.account_id = a.account_id and g.ended_at is null
          and (g.station_id is null or g.station_id <> all(${ctx.stations}::uuid[])))`

/** Locks the account's row; refuses when it is not there, closed, or not a person's. */
export const lockAccount = async (ctx: Ctx, account_id: string): Promise<void> => {
  const { rows } =
    await sql`select 1 from staff.accounts a where a.organisation_id = ${ctx.organisation_id} and a.account_id = ${account_id}
    and a.closed_at is null and not a.is_system and ${managed(ctx)} for update`.execute(ctx.db)
  if (rows.length === 0) throw new Refusal('not_found')
}
