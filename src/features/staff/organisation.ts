/** A new organisation (机构) with all it needs to be worked in: roles, catalogue, the account of the command line. */
import { sql } from 'kysely'
import type { Actor } from '../../platform/context.ts'
import { enterAsOwner, inOrganisation, type Db, type Tx } from '../../platform/database.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import { insertCatalogue, insertHolidays } from '../orgs/service.ts'
import { today } from '../../shared/day.ts'
import { RULE_SEED } from './account-rules.ts'
import { roles } from './roles.ts'
import { grantsOf } from './session.ts'

export interface NewOrganisation {
  readonly name: string
  /** IANA name; days and months of the organisation begin at its midnight. */
  readonly time_zone?: string | undefined
}

const insertRoles = async (tx: Tx, organisation_id: string): Promise<void> => {
  await insertRows(
    tx,
    'staff.roles',
    roles.map(({ role, name_zh, name_en, permissions, for_system }, position) => ({
      organisation_id,
      role,
      name_zh,
      name_en,
      position,
      for_system: for_system ?? false,
      seeded: [...permissions],
    })),
  )
  await insertRows(
    tx,
    'staff.role_permissions',
    roles.flatMap(({ role, permissions }) => permissions.map((permission) => ({ organisation_id, role, permission }))),
  )
}

/**
 * Makes the organisation inside the caller's transaction, which must still have the connection's own role; afterwards the
 * transaction has entered the new organisation. Returns its id.
 */
export const createOrganisation = async (tx: Tx, { name, time_zone = 'Asia/Shanghai' }: NewOrganisation): Promise<string> => {
  const organisation_id = newId()
  const now = new Date()
  await sql`insert into staff.tenants (organisation_id, created_at) values (${organisation_id}, ${now})`.execute(tx)
  // The owner of the tables is behind their wall too, unless it is a superuser.
  await enterAsOwner(tx, organisation_id)
  await sql`insert into orgs.organisations (organisation_id, name, time_zone, created_at) values (${organisation_id}, ${name}, ${time_zone}, ${now})`.execute(
    tx,
  )
  await sql`select app.enter(${organisation_id}, 'all', 'account')`.execute(tx)
  await insertRoles(tx, organisation_id)
  await insertCatalogue(tx, organisation_id)
  await insertHolidays(tx, organisation_id)
  await insertRows(tx, 'staff.account_rules', [
    { organisation_id, rule_id: newId(), valid_from: today(now, time_zone), ...RULE_SEED, recorded_at: now },
  ])
  const account_id = newId()
  await sql`insert into staff.accounts (organisation_id, account_id, name, is_system, created_at)
    values (${organisation_id}, ${account_id}, '系统', true, ${now})`.execute(tx)
  await sql`insert into staff.grants (organisation_id, grant_id, account_id, role, granted_at)
    values (${organisation_id}, ${newId()}, ${account_id}, 'system', ${now})`.execute(tx)
  return organisation_id
}

/** Organisations of this database, oldest first. */
export const listOrganisations = async (db: Db): Promise<string[]> => {
  const { rows } = await sql<{
    organisation_id: string
  }>`select organisation_id from staff.tenants order by created_at, organisation_id`.execute(db)
  return rows.map((row) => row.organisation_id)
}

export interface SystemAsking {
  readonly organisation_id: string
  readonly organisation_name: string
  readonly time_zone: string
  readonly actor: Actor
  readonly stations: 'all'
}

/** Who the command line acts as, ready for `runAs` once `request_id` and `action` are added. */
export const findSystemAsking = (db: Db, organisation_id: string): Promise<SystemAsking> =>
  inOrganisation(db, { organisation_id, stations: 'all', sensitive: [] }, async (tx) => {
    const { rows } = await sql<{ organisation_name: string; time_zone: string; account_id: string; name: string }>`
      select o.name as organisation_name, o.time_zone, a.account_id, a.name
      from staff.accounts a join orgs.organisations o on o.organisation_id = a.organisation_id
      where a.organisation_id = ${organisation_id} and a.is_system`.execute(tx)
    const found = rows[0]
    if (!found) throw new Error(`no organisation ${organisation_id}`)
    const permissions = await sql<{ permission: string; station_id: null }>`
      select permission, null as station_id from staff.role_permissions
      where organisation_id = ${organisation_id} and role = 'system'`.execute(tx)
    const actor: Actor = {
      account_id: found.account_id,
      name: found.name,
      language: 'zh',
      must_change_password: false,
      grants: grantsOf(permissions.rows),
    }
    return { organisation_id, organisation_name: found.organisation_name, time_zone: found.time_zone, actor, stations: 'all' }
  })
