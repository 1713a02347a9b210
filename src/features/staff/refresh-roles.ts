import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { roles, type RoleSeed } from './roles.ts'

/** A role as it stands, and the permissions the program last gave it. */
export interface Standing {
  readonly role: string
  readonly seeded: readonly string[]
  readonly permissions: readonly string[]
}

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((permission) => other.includes(permission))

export const isChangedByHand = ({ permissions, seeded }: Pick<Standing, 'permissions' | 'seeded'>): boolean =>
  !isSame(permissions, seeded)

const addRole = async (ctx: Ctx, seed: RoleSeed, position: number): Promise<void> => {
  const { role, name_zh, name_en, permissions, for_system = false } = seed
  const { organisation_id } = ctx
  const row = { organisation_id, role, name_zh, name_en, position, for_system, seeded: [...permissions] }
  await insertRows(ctx.db, 'staff.roles', [row])
  await insertRows(
    ctx.db,
    'staff.role_permissions',
    permissions.map((permission) => ({ organisation_id, role, permission })),
  )
}

const followSeed = async (ctx: Ctx, { role, permissions }: RoleSeed, standing: Standing): Promise<void> => {
  const { organisation_id } = ctx
  const added = permissions.filter((permission) => !standing.permissions.includes(permission))
  const gone = standing.permissions.filter((permission) => !permissions.includes(permission))
  await insertRows(
    ctx.db,
    'staff.role_permissions',
    added.map((permission) => ({ organisation_id, role, permission })),
  )
  await sql`delete from staff.role_permissions
    where organisation_id = ${organisation_id} and role = ${role} and permission = any(${gone}::text[])`.execute(ctx.db)
  await sql`update staff.roles set seeded = ${[...permissions]}::text[] where organisation_id = ${organisation_id} and role = ${role}`.execute(
    ctx.db,
  )
}

/** Open accounts of people that can appoint others everywhere. */
const countAppointers = async (ctx: Ctx): Promise<number> => {
  const { rows } = await sql<{ held: number }>`
    select count(distinct a.account_id) as held from staff.grants g
    join staff.accounts a on a.organisation_id = g.organisation_id and a.account_id = g.account_id
    join staff.role_permissions p on p.organisation_id = g.organisation_id and p.role = g.role
    where g.organisation_id = ${ctx.organisation_id} and p.permission = 'staff.manage' and g.ended_at is null and g.station_id is null
      and a.closed_at is null and not a.is_system`.execute(ctx.db)
  return rows[0]!.held
}

/** An update that moves the accounts to another role must not lock the organisation out: until somebody holds that role, this one keeps them. */
const keepAppointer = async (ctx: Ctx, lost: readonly string[], before: number): Promise<void> => {
  if (lost.length === 0 || before === 0 || (await countAppointers(ctx)) > 0) return
  const { organisation_id } = ctx
  await insertRows(
    ctx.db,
    'staff.role_permissions',
    lost.map((role) => ({ organisation_id, role, permission: 'staff.manage' })),
  )
  ctx.wrote({ entity: 'staff.roles', entity_ids: [], after: { roles: lost, kept: 'staff.manage' } })
}

/**
 * Brings the shipped roles (角色) of an organisation made earlier to what this version of the program gives them. A role follows the
 * program while its permissions are those it was last given (`staff.roles.seeded`); one that was changed by hand is nobody's but the
 * organisation's and stays as it is, so that a right taken away never comes back by an update. A shipped role that is not there yet
 * is added, one that is no longer shipped stays. Nobody is locked out: a role keeps `staff.manage` while no other account would have it,
 * and then counts as changed by hand. Runs at every start. Returns the roles it changed.
 */
export const refreshRoles = async (ctx: Ctx): Promise<string[]> => {
  // Two servers that start after an update come one after the other; the second finds nothing left to do.
  await sql`select 1 from orgs.organisations where organisation_id = ${ctx.organisation_id} for update`.execute(ctx.db)
  const { rows } = await sql<Standing>`
    select r.role, r.seeded, array(select p.permission from staff.role_permissions p
      where p.organisation_id = r.organisation_id and p.role = r.role order by p.permission) as permissions
    from staff.roles r where r.organisation_id = ${ctx.organisation_id}`.execute(ctx.db)
  const before = await countAppointers(ctx)
  const changed: string[] = []
  const lost: string[] = []
  for (const [position, seed] of roles.entries()) {
    const standing = rows.find((one) => one.role === seed.role)
    if (standing && (isSame(standing.permissions, seed.permissions) || isChangedByHand(standing))) continue
    if (standing) await followSeed(ctx, seed, standing)
    else await addRole(ctx, seed, position)
    changed.push(seed.role)
    if (standing?.permissions.includes('staff.manage') && !seed.permissions.includes('staff.manage')) lost.push(seed.role)
    ctx.wrote({
      entity: 'staff.roles',
      entity_ids: [],
      before: { role: seed.role, permissions: standing?.permissions ?? [] },
      after: { role: seed.role, permissions: seed.permissions },
    })
  }
  await keepAppointer(ctx, lost, before)
  return changed
}
