/**
 * 授权: who holds which role where. The three administrative powers stay with different people, and a role that administers or may see
 * personal data takes effect when a second person has confirmed it, as soon as there is a second person (GB/T 22239-2019, 8.1.5 and 8.1.4.2).
 */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { newId } from '../../platform/new-id.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { Refusal } from '../../shared/refusal.ts'
import { checkStation } from '../orgs/stations.ts'
import type * as contract from './contract.ts'
import type * as security from './contract-security.ts'
import { lockAccount } from './lock-account.ts'
import { needsSecondPerson, powersOf, type Power } from './powers.ts'
import { askForFactor } from './second-factor.ts'

export interface Grant {
  readonly account_id: string
  readonly role: string
  readonly station_id?: string | null | undefined
}

/** What granting led to: the role holds, or waits for a second person. */
export type Granted = { readonly grant_id: string } | { readonly request_id: string }

/** Permissions of a role that people can hold; refuses `bad_value`. */
const permissionsOfRole = async (ctx: Ctx, role: string): Promise<string[]> => {
  const { rows } = await sql<{ permissions: string[] }>`
    select array(select p.permission from staff.role_permissions p where p.organisation_id = r.organisation_id and p.role = r.role) as permissions
    from staff.roles r where r.organisation_id = ${ctx.organisation_id} and r.role = ${role} and not r.for_system`.execute(ctx.db)
  if (!rows[0]) throw new Refusal('bad_value', { field: 'role', value: role }, 'role')
  return rows[0].permissions
}

/** Whoever manages some stations gives roles there and nowhere else. */
const checkPlace = async (ctx: Ctx, station_id: string | null | undefined): Promise<void> => {
  if (station_id) return checkStation(ctx, station_id)
  if (ctx.stations !== 'all') throw new Refusal('not_allowed', {}, 'station_id')
}

interface HeldGrant {
  readonly account_id: string
  readonly name: string
  readonly grant_id: string
  readonly role: string
  readonly everywhere: boolean
  readonly permissions: string[]
  readonly second_factor: boolean
}

/** Grants of open accounts of people, with what their roles permit. */
const listHeld = async (ctx: Ctx): Promise<HeldGrant[]> => {
  const { rows } = await sql<HeldGrant>`
    select a.account_id, a.name, g.grant_id, g.role, g.station_id is null as everywhere,
      array(select p.permission from staff.role_permissions p where p.organisation_id = g.organisation_id and p.role = g.role) as permissions,
      exists (select 1 from staff.second_factors f where f.organisation_id = a.organisation_id and f.account_id = a.account_id
        and f.confirmed_at is not null) as second_factor
    from staff.grants g join staff.accounts a on a.organisation_id = g.organisation_id and a.account_id = g.account_id
    where g.organisation_id = ${ctx.organisation_id} and g.ended_at is null and a.closed_at is null and not a.is_system
    order by a.name, a.account_id`.execute(ctx.db)
  return rows
}

interface Administrator {
  readonly account_id: string
  readonly name: string
  readonly powers: Power[]
  readonly second_factor: boolean
}

const administratorsAmong = (held: readonly HeldGrant[]): Administrator[] => {
  const found = new Map<string, Administrator>()
  for (const { account_id, name, permissions, second_factor } of held) {
    const own = new Set([...(found.get(account_id)?.powers ?? []), ...powersOf(permissions)])
    if (own.size > 0) found.set(account_id, { account_id, name, powers: [...own].toSorted(), second_factor })
  }
  return [...found.values()]
}

export const listAdministrators = async (ctx: Ctx) => {
  const rows = administratorsAmong(await listHeld(ctx))
  return { rows, apart: rows.every((row) => row.powers.length < 2) }
}

/** A single administrator may hold all powers; beside another one, nobody holds two. */
const checkPowersApart = (held: readonly HeldGrant[], account_id: string, permissions: readonly string[]): void => {
  const administrators = administratorsAmong(held)
  const own = administrators.find((each) => each.account_id === account_id)?.powers ?? []
  const gained = powersOf(permissions)
  if (gained.length === 0 || new Set([...own, ...gained]).size < 2) return
  if (administrators.some((each) => each.account_id !== account_id)) throw new Refusal('powers_apart', {}, 'role')
}

const endHeld = (ctx: Ctx, grant_id: string) =>
  sql`update staff.grants set ended_at = ${ctx.now}, ended_by = ${ctx.actor.account_id}
    where organisation_id = ${ctx.organisation_id} and grant_id = ${grant_id} and ended_at is null`.execute(ctx.db)

/** Whoever held a power besides another one, alone until now, hands it over to the one who gets it for the whole organisation. */
const handOver = async (ctx: Ctx, held: readonly HeldGrant[], grant: Grant, permissions: readonly string[]): Promise<void> => {
  const gained = powersOf(permissions)
  if (grant.station_id || gained.length === 0) return
  const double = new Set(
    administratorsAmong(held)
      .filter((each) => each.account_id !== grant.account_id && each.powers.length > 1)
      .map((each) => each.account_id),
  )
  for (const each of held) {
    const given = powersOf(each.permissions)
    if (!double.has(each.account_id) || given.length === 0 || !given.every((power) => gained.includes(power))) continue
    await endHeld(ctx, each.grant_id)
    ctx.wrote({
      entity: 'staff.grants',
      entity_ids: [each.grant_id, each.account_id],
      before: { role: each.role },
      after: { handed_over_to: grant.account_id },
    })
  }
}

const insertGrant = async (
  ctx: Ctx,
  grant: Grant,
  held: readonly HeldGrant[],
  permissions: readonly string[],
): Promise<string> => {
  checkPowersApart(held, grant.account_id, permissions)
  const grant_id = newId()
  const { rows } =
    await sql`insert into staff.grants (organisation_id, grant_id, account_id, role, station_id, granted_by, granted_at)
    values (${ctx.organisation_id}, ${grant_id}, ${grant.account_id}, ${grant.role}, ${grant.station_id ?? null}, ${ctx.actor.account_id}, ${ctx.now})
    on conflict (organisation_id, account_id, role, station_id) where ended_at is null do nothing returning 1`.execute(ctx.db)
  if (rows.length === 0) throw new Refusal('role_held')
  ctx.wrote({
    entity: 'staff.grants',
    entity_ids: [grant_id, grant.account_id],
    after: { role: grant.role, station_id: grant.station_id ?? null },
  })
  await handOver(ctx, held, grant, permissions)
  await askForFactor(ctx, grant.account_id)
  return grant_id
}

/** Somebody who could confirm: neither who grants nor whom it is for. The command line is the operator's and waits for nobody. */
const hasSecondPerson = async (ctx: Ctx, held: readonly HeldGrant[], account_id: string): Promise<boolean> => {
  const { rows } = await sql`select 1 from staff.accounts
    where organisation_id = ${ctx.organisation_id} and account_id = ${ctx.actor.account_id} and is_system`.execute(ctx.db)
  if (rows.length > 0) return false
  return held.some(
    (each) =>
      each.everywhere &&
      each.permissions.includes('staff.confirm') &&
      each.account_id !== ctx.actor.account_id &&
      each.account_id !== account_id,
  )
}

const insertRequest = async (ctx: Ctx, { account_id, role, station_id = null }: Grant, held: readonly HeldGrant[]) => {
  if (held.some((each) => each.account_id === account_id && each.role === role && station_id === null && each.everywhere))
    throw new Refusal('role_held')
  const request_id = newId()
  const { rows } =
    await sql`insert into staff.grant_requests (organisation_id, request_id, account_id, role, station_id, requested_by, requested_at)
    values (${ctx.organisation_id}, ${request_id}, ${account_id}, ${role}, ${station_id}, ${ctx.actor.account_id}, ${ctx.now})
    on conflict (organisation_id, account_id, role, station_id) where decided_at is null do nothing returning 1`.execute(ctx.db)
  if (rows.length === 0) throw new Refusal('role_held')
  ctx.wrote({ entity: 'staff.grant_requests', entity_ids: [request_id, account_id], after: { role, station_id } })
  return { request_id }
}

/** Gives a role, or asks for it where a second person has to confirm. Refused: `bad_value`, `powers_apart`, `role_held`, the place. */
export const giveRole = async (ctx: Ctx, grant: Grant): Promise<Granted> => {
  const permissions = await permissionsOfRole(ctx, grant.role)
  await checkPlace(ctx, grant.station_id)
  const held = await listHeld(ctx)
  if (needsSecondPerson(permissions) && (await hasSecondPerson(ctx, held, grant.account_id))) {
    checkPowersApart(held, grant.account_id, permissions)
    return insertRequest(ctx, grant, held)
  }
  return { grant_id: await insertGrant(ctx, grant, held, permissions) }
}

export const grantRole = async (ctx: Ctx, { account_id, role, station_id }: ParsedOf<typeof contract.grantRole>) => {
  // Who keeps the accounts sees no personal data, and must not be able to open it to themselves alone.
  if (account_id === ctx.actor.account_id) throw new Refusal('own_account')
  await lockAccount(ctx, account_id)
  return giveRole(ctx, { account_id, role, station_id })
}

/** Somebody must be left who can appoint others. */
export const checkAdministratorLeft = async (ctx: Ctx): Promise<void> => {
  const held = await listHeld(ctx)
  if (!held.some((each) => each.everywhere && each.permissions.includes('staff.manage'))) throw new Refusal('last_administrator')
}

export const endGrant = async (ctx: Ctx, { account_id, grant_id }: ParsedOf<typeof contract.endGrant>) => {
  await lockAccount(ctx, account_id)
  const { rows } = await sql<{ role: string; station_id: string | null }>`
    update staff.grants set ended_at = ${ctx.now}, ended_by = ${ctx.actor.account_id}
    where organisation_id = ${ctx.organisation_id} and grant_id = ${grant_id} and account_id = ${account_id} and ended_at is null
    returning role, station_id`.execute(ctx.db)
  if (!rows[0]) throw new Refusal('not_found')
  await checkAdministratorLeft(ctx)
  ctx.wrote({ entity: 'staff.grants', entity_ids: [grant_id, account_id], before: { ...rows[0] } })
  return {}
}

/** Whether whoever made request q could still make it: an open account that gives roles there. */
const standsStill = sql<boolean>`exists (select 1 from staff.accounts b
    join staff.grants h on h.organisation_id = b.organisation_id and h.account_id = b.account_id and h.ended_at is null
    join staff.role_permissions p on p.organisation_id = h.organisation_id and p.role = h.role and p.permission = 'staff.manage'
    where b.organisation_id = q.organisation_id and b.account_id = q.requested_by and b.closed_at is null
      and (h.station_id is null or h.station_id = q.station_id))`

type RequestRow = OutputOf<typeof security.listGrantRequests>['rows'][number]

export const listGrantRequests = async (ctx: Ctx): Promise<{ rows: RequestRow[]; total: number }> => {
  const { rows } = await sql<
    Omit<RequestRow, 'requested_at' | 'may_confirm'> & { requested_at: Date; requested_by: string; stands: boolean }
  >`
    select q.request_id, q.account_id, a.name as account_name, q.role, r.name_zh, r.name_en, s.name as station_name,
      b.name as requested_by_name, q.requested_by, q.requested_at, ${standsStill} as stands
    from staff.grant_requests q
    join staff.accounts a on a.organisation_id = q.organisation_id and a.account_id = q.account_id
    join staff.accounts b on b.organisation_id = q.organisation_id and b.account_id = q.requested_by
    join staff.roles r on r.organisation_id = q.organisation_id and r.role = q.role
    left join orgs.stations s on s.organisation_id = q.organisation_id and s.station_id = q.station_id
    where q.organisation_id = ${ctx.organisation_id} and q.decided_at is null and a.closed_at is null
      and (${ctx.stations === 'all'} or q.station_id = any(${ctx.stations === 'all' ? [] : ctx.stations}::uuid[]))
    order by q.requested_at, q.request_id`.execute(ctx.db)
  const me = ctx.actor.account_id
  return {
    rows: rows.map(({ requested_by, stands, ...row }) => ({
      ...row,
      requested_at: row.requested_at.toISOString(),
      may_confirm: stands && requested_by !== me && row.account_id !== me,
    })),
    total: rows.length,
  }
}

/** Why a request that was to be confirmed goes on waiting, if it is there. */
const whyWaiting = async (ctx: Ctx, request_id: string) => {
  if (!(await listGrantRequests(ctx)).rows.some((row) => row.request_id === request_id)) return 'not_found'
  const { rows } = await sql<{ stands: boolean }>`select ${standsStill} as stands from staff.grant_requests q
    where q.organisation_id = ${ctx.organisation_id} and q.request_id = ${request_id}`.execute(ctx.db)
  return rows[0]?.stands ? 'second_person_needed' : 'requester_gone'
}

/** Decides a waiting request; refuses `not_found` when there is none, or it is not the decider's to see. */
const decide = async (ctx: Ctx, request_id: string, decision: 'confirmed' | 'refused') => {
  const { rows } = await sql<{ account_id: string; role: string; station_id: string | null; requested_by: string }>`
    update staff.grant_requests q set decided_by = ${ctx.actor.account_id}, decided_at = ${ctx.now}, decision = ${decision}
    where q.organisation_id = ${ctx.organisation_id} and q.request_id = ${request_id} and q.decided_at is null
      and (${ctx.stations === 'all'} or q.station_id = any(${ctx.stations === 'all' ? [] : ctx.stations}::uuid[]))
      and (${decision} = 'refused' or (q.requested_by <> ${ctx.actor.account_id} and q.account_id <> ${ctx.actor.account_id} and ${standsStill}))
    returning account_id, role, station_id, requested_by`.execute(ctx.db)
  const request = rows[0]
  if (!request) {
    throw new Refusal(await whyWaiting(ctx, request_id))
  }
  ctx.wrote({ entity: 'staff.grant_requests', entity_ids: [request_id, request.account_id], after: { decision } })
  return request
}

/** Refused: `second_person_needed`, `requester_gone`, and what granting refuses. */
export const confirmGrant = async (ctx: Ctx, { request_id }: { request_id: string }) => {
  const request = await decide(ctx, request_id, 'confirmed')
  const { rows } = await sql`select 1 from staff.accounts
    where organisation_id = ${ctx.organisation_id} and account_id = ${request.account_id} and closed_at is null for update`.execute(
    ctx.db,
  )
  if (rows.length === 0) throw new Refusal('not_found')
  const grant_id = await insertGrant(ctx, request, await listHeld(ctx), await permissionsOfRole(ctx, request.role))
  return { grant_id }
}

export const refuseGrant = async (ctx: Ctx, { request_id }: { request_id: string }) => {
  await decide(ctx, request_id, 'refused')
  return {}
}
