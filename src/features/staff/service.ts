/**
 * 员工 staff: the session's own page (会话), accounts and their roles (账户·角色·授权), employees (员工·证书).
 * Accounts are closed, never removed; grants end, and say when and by whom. Employees live in `employees.ts`.
 */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { newId } from '../../platform/new-id.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import type * as contract from './contract.ts'
import { checkAdministratorLeft, giveRole } from './grants.ts'
import { lockAccount, managed } from './lock-account.ts'
import { hashPassword, normalLogin, oneTimePassword } from './password.ts'
import { isChangedByHand, type Standing } from './refresh-roles.ts'

export { listAccountRules, saveAccountRule } from './account-rules.ts'
export { endDevice, endOtherDevices, listDevices } from './devices.ts'
export { confirmGrant, endGrant, grantRole, listAdministrators, listGrantRequests, refuseGrant } from './grants.ts'
export { getKeyCopy } from './key-copy.ts'
export { getSecondFactor, resetSecondFactor, startSecondFactor } from './second-factor.ts'
export { getEmployee, listEmployees, recordEmployee, recordEmployees, revealEmployee } from './employees.ts'

export const getSession = async (ctx: Ctx): Promise<OutputOf<typeof contract.getSession>> => {
  const { organisation_id, actor } = ctx
  const [organisation, roles, stations, login] = [
    await sql<{ organisation_id: string; name: string; time_zone: string }>`
      select organisation_id, name, time_zone from orgs.organisations where organisation_id = ${organisation_id}`.execute(ctx.db),
    await sql<{ role: string; name_zh: string; name_en: string; station_id: string | null }>`
      select r.role, r.name_zh, r.name_en, g.station_id
      from staff.grants g join staff.roles r on r.organisation_id = g.organisation_id and r.role = g.role
      where g.organisation_id = ${organisation_id} and g.account_id = ${actor.account_id} and g.ended_at is null
      order by r.position, g.granted_at`.execute(ctx.db),
    await sql<{ station_id: string; code: string; name: string }>`
      select station_id, code, name from orgs.stations
      where organisation_id = ${organisation_id} and void_id is null and state = 'open'
        and (${ctx.stations === 'all'} or station_id = any(${ctx.stations === 'all' ? [] : ctx.stations}::uuid[]))
      order by code`.execute(ctx.db),
    await sql<{ login: string }>`select login from staff.list_logins() where account_id = ${actor.account_id}`.execute(ctx.db),
  ]
  const { account_id, name, must_change_password, language, asks = null } = actor
  return {
    account: { account_id, login: login.rows[0]?.login ?? '', name, must_change_password, language, asks },
    organisation: organisation.rows[0]!,
    // Who has only the password yet learns nothing but their own name.
    roles: asks === 'second_factor' ? [] : roles.rows,
    permissions: [...actor.grants.keys()].sort(),
    stations: stations.rows,
  }
}

export const saveLanguage = async (ctx: Ctx, { language }: ParsedOf<typeof contract.saveLanguage>) => {
  await sql`update staff.accounts set language = ${language}
    where organisation_id = ${ctx.organisation_id} and account_id = ${ctx.actor.account_id}`.execute(ctx.db)
  ctx.wrote({
    entity: 'staff.accounts',
    entity_ids: [ctx.actor.account_id],
    before: { language: ctx.language },
    after: { language },
  })
  return {}
}

export const listRoles = async (ctx: Ctx) => {
  const { rows } = await sql<Standing & { name_zh: string; name_en: string; accounts: number }>`
    select r.role, r.name_zh, r.name_en, r.seeded,
      array(select p.permission from staff.role_permissions p
        where p.organisation_id = r.organisation_id and p.role = r.role order by p.permission) as permissions,
      (select count(distinct a.account_id) from staff.grants g
        join staff.accounts a on a.organisation_id = g.organisation_id and a.account_id = g.account_id
        where g.organisation_id = r.organisation_id and g.role = r.role and g.ended_at is null and a.closed_at is null and ${managed(ctx)}) as accounts
    from staff.roles r where r.organisation_id = ${ctx.organisation_id} and not r.for_system order by r.position`.execute(ctx.db)
  return {
    rows: rows.map(({ seeded, ...role }) => ({
      ...role,
      permissions: [...role.permissions],
      changed_by_hand: isChangedByHand({ ...role, seeded }),
    })),
  }
}

type AccountRow = OutputOf<typeof contract.getAccount>

interface AccountFilter {
  readonly account_id?: string | undefined
  readonly q?: string | undefined
  readonly station_id?: string | undefined
  readonly closed?: 'true' | 'false' | undefined
  readonly limit: number
  readonly offset: number
}

const selectAccounts = async (ctx: Ctx, filter: AccountFilter): Promise<{ rows: AccountRow[]; total: number }> => {
  const { organisation_id } = ctx
  // Asked on its own: a function that reads tables cannot run inside a query on a distributed one (docs/decisions/0020).
  const logins = await sql`select account_id, login, locked_until, must_change_password from staff.list_logins()`.execute(ctx.db)
  const { rows } = await sql<
    Omit<AccountRow, 'created_at' | 'closed_at' | 'locked_until'> & {
      created_at: Date
      closed_at: Date | null
      locked_until: Date | null
      total: number
    }
  >`
    select a.account_id, l.login, a.name, a.employee_id, a.created_at, a.closed_at,
      case when l.locked_until > ${ctx.now} then l.locked_until end as locked_until,
      coalesce(l.must_change_password, false) as must_change_password,
      exists (select 1 from staff.second_factors f where f.organisation_id = a.organisation_id and f.account_id = a.account_id
        and f.confirmed_at is not null) as second_factor,
      coalesce((select jsonb_agg(jsonb_build_object('grant_id', g.grant_id, 'role', g.role, 'name_zh', r.name_zh, 'name_en', r.name_en,
          'station_id', g.station_id, 'station_name', s.name, 'granted_at', to_char(g.granted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
          order by r.position, s.code)
        from staff.grants g
        join staff.roles r on r.organisation_id = g.organisation_id and r.role = g.role
        left join orgs.stations s on s.organisation_id = g.organisation_id and s.station_id = g.station_id
        where g.organisation_id = a.organisation_id and g.account_id = a.account_id and g.ended_at is null), '[]') as grants,
      count(*) over ()::int as total
    from staff.accounts a
    left join jsonb_to_recordset(${JSON.stringify(logins.rows)}::jsonb)
      as l (account_id uuid, login text, locked_until timestamptz, must_change_password boolean) on l.account_id = a.account_id
    where a.organisation_id = ${organisation_id} and not a.is_system and ${managed(ctx)}
      and (${filter.account_id ?? null}::uuid is null or a.account_id = ${filter.account_id ?? null})
      and (${filter.closed ?? null}::text is null or (a.closed_at is not null) = (${filter.closed ?? null} = 'true'))
      and (${filter.q ?? null}::text is null or strpos(lower(a.name), lower(${filter.q ?? null})) > 0 or strpos(l.login, lower(${filter.q ?? null})) > 0)
      and (${filter.station_id ?? null}::uuid is null or exists (select 1 from staff.grants g where g.organisation_id = a.organisation_id
        and g.account_id = a.account_id and g.ended_at is null and (g.station_id is null or g.station_id = ${filter.station_id ?? null})))
    order by a.closed_at nulls first, a.name, a.account_id
    limit ${filter.limit} offset ${filter.offset}`.execute(ctx.db)
  const text = (at: Date | null) => at?.toISOString() ?? null
  return {
    rows: rows.map(({ total: _, ...row }) => ({
      ...row,
      created_at: row.created_at.toISOString(),
      closed_at: text(row.closed_at),
      locked_until: text(row.locked_until),
    })),
    total: rows[0]?.total ?? 0,
  }
}

export const listAccounts = (ctx: Ctx, { page, page_size, q, station_id, closed }: ParsedOf<typeof contract.listAccounts>) =>
  selectAccounts(ctx, { q, station_id, closed, limit: page_size, offset: (page - 1) * page_size })

export const getAccount = async (ctx: Ctx, { account_id }: { account_id: string }) => {
  const { rows } = await selectAccounts(ctx, { account_id, limit: 1, offset: 0 })
  if (!rows[0]) throw new Refusal('not_found')
  return rows[0]
}

const checkEmployee = async (ctx: Ctx, employee_id: string | undefined): Promise<void> => {
  if (!employee_id) return
  const { rows } =
    await sql`select 1 from staff.employees where organisation_id = ${ctx.organisation_id} and employee_id = ${employee_id} and void_id is null`.execute(
      ctx.db,
    )
  if (rows.length === 0) throw new Refusal('not_found', {}, 'employee_id')
}

export interface NewAccount {
  readonly account_id?: string | undefined
  readonly login: string
  readonly name: string
  readonly role: string
  readonly station_id?: string | null | undefined
  readonly employee_id?: string | undefined
}

const insertAccount = async (ctx: Ctx, entry: NewAccount, password: string, must_change: boolean) => {
  await checkEmployee(ctx, entry.employee_id)
  const account_id = entry.account_id ?? newId()
  const login = normalLogin(entry.login)
  const made = await sql`insert into staff.accounts (organisation_id, account_id, name, employee_id, created_by, created_at)
    values (${ctx.organisation_id}, ${account_id}, ${entry.name}, ${entry.employee_id ?? null}, ${ctx.actor.account_id}, ${ctx.now})
    on conflict do nothing returning 1`.execute(ctx.db)
  if (made.rows.length === 0) throw new Refusal('duplicate')
  const password_hash = await hashPassword(password)
  const { rows } = await sql<{
    added: boolean
  }>`select staff.add_login(${login}, ${account_id}, ${password_hash}, ${must_change}, ${ctx.now}) as added`.execute(ctx.db)
  if (!rows[0]!.added) throw new Refusal('login_taken', {}, 'login')
  ctx.wrote({ entity: 'staff.accounts', entity_ids: [account_id], after: { login, name: entry.name } })
  const granted = await giveRole(ctx, { account_id, role: entry.role, station_id: entry.station_id })
  return { account_id, ...('request_id' in granted ? granted : {}) }
}

/** With a password of the caller's choosing (command line, demo); `must_change` otherwise. Returns the account's id. */
export const openAccount = async (ctx: Ctx, entry: NewAccount, password: string, must_change: boolean): Promise<string> =>
  (await insertAccount(ctx, entry, password, must_change)).account_id

export const createAccount = async (ctx: Ctx, input: ParsedOf<typeof contract.createAccount>) => {
  const one_time_password = oneTimePassword()
  return { ...(await insertAccount(ctx, input, one_time_password, true)), one_time_password }
}

/** Gives an account a password of the caller's choosing and ends its sessions. */
export const setPasswordOf = async (ctx: Ctx, account_id: string, password: string, must_change = false): Promise<void> => {
  await lockAccount(ctx, account_id)
  const password_hash = await hashPassword(password)
  const { rows } = await sql<{
    changed: boolean
  }>`select staff.set_password(${account_id}, ${password_hash}, ${must_change}, ${ctx.now}) as changed,
    staff.end_sessions(${account_id}, ${ctx.now})`.execute(ctx.db)
  if (!rows[0]!.changed) throw new Refusal('not_found')
  ctx.wrote({ entity: 'staff.logins', entity_ids: [account_id], after: { must_change_password: must_change } })
}

export const resetPassword = async (ctx: Ctx, { account_id }: ParsedOf<typeof contract.resetPassword>) => {
  if (account_id === ctx.actor.account_id) throw new Refusal('own_account')
  const one_time_password = oneTimePassword()
  await setPasswordOf(ctx, account_id, one_time_password, true)
  return { one_time_password }
}

/** Refused: `own_account` (a stolen session would guess codes and passwords without end), `not_found`. */
export const unlockAccount = async (ctx: Ctx, { account_id }: { account_id: string }) => {
  if (account_id === ctx.actor.account_id) throw new Refusal('own_account')
  await lockAccount(ctx, account_id)
  await sql`select staff.unlock_login(${account_id})`.execute(ctx.db)
  ctx.wrote({ entity: 'staff.logins', entity_ids: [account_id], after: { result: 'unlocked' } })
  return {}
}

export const closeAccount = async (ctx: Ctx, { account_id }: ParsedOf<typeof contract.closeAccount>) => {
  if (account_id === ctx.actor.account_id) throw new Refusal('own_account')
  await lockAccount(ctx, account_id)
  await sql`update staff.accounts set closed_at = ${ctx.now}, closed_by = ${ctx.actor.account_id}
    where organisation_id = ${ctx.organisation_id} and account_id = ${account_id}`.execute(ctx.db)
  await sql`select staff.close_login(${account_id}, ${ctx.now}), staff.end_sessions(${account_id}, ${ctx.now})`.execute(ctx.db)
  await checkAdministratorLeft(ctx)
  ctx.wrote({ entity: 'staff.accounts', entity_ids: [account_id], after: { closed: true } })
  return {}
}
