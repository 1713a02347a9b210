import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { newWorld, type World } from '../../../test/world.ts'
import { listRoles } from './contract.ts'
import { refreshRoles } from './refresh-roles.ts'
import { roles } from './roles.ts'

// the database of the file is opened once, and that takes its time
beforeAll(async () => void (await newWorld()))

const shipped = (role: string) => [...roles.find((each) => each.role === role)!.permissions].toSorted()

const permissionsOf = async (world: World, role: string) => {
  const administrator = await world.account('security_administrator')
  return (await administrator.call(listRoles, {})).body.rows.find((each) => each.role === role)?.permissions
}

/** As an older version of the program left it: `permissions` given by the program, `by_hand` what stands now. */
const leave = (world: World, role: string, permissions: readonly string[], by_hand = permissions) =>
  world.run(async ({ db, organisation_id }) => {
    await sql`update staff.roles set seeded = ${[...permissions]}::text[] where organisation_id = ${organisation_id} and role = ${role}`.execute(
      db,
    )
    await sql`delete from staff.role_permissions where organisation_id = ${organisation_id} and role = ${role}`.execute(db)
    for (const permission of by_hand)
      await sql`insert into staff.role_permissions (organisation_id, role, permission) values (${organisation_id}, ${role}, ${permission})`.execute(
        db,
      )
  })

describe('the roles of an organisation made earlier', () => {
  it('are left alone where nothing is new', async () => {
    const world = await newWorld()
    expect(await world.run(refreshRoles)).toEqual([])
  })

  it('get the permissions a shipped role has gained, and lose those it has lost', async () => {
    const world = await newWorld()
    await leave(world, 'front_desk', ['people.read', 'people.fly'])
    expect(await world.run(refreshRoles)).toEqual(['front_desk'])
    expect(await permissionsOf(world, 'front_desk')).toEqual(shipped('front_desk'))
    expect(await world.run(refreshRoles)).toEqual([])
  })

  it('keep a role that was changed by hand as it is', async () => {
    const world = await newWorld()
    await leave(world, 'front_desk', ['orgs.read', 'people.read'], ['orgs.read'])
    expect(await world.run(refreshRoles)).toEqual([])
    expect(await permissionsOf(world, 'front_desk')).toEqual(['orgs.read'])
    const { rows } = (await (await world.account('security_administrator')).call(listRoles, {})).body
    expect(rows.filter((role) => role.changed_by_hand).map((role) => role.role)).toEqual(['front_desk'])
    expect(rows.find((role) => role.role === 'security_administrator')?.accounts).toBe(2)
  })

  it('are written into the trail when they change', async () => {
    const world = await newWorld()
    await leave(world, 'trainer', ['people.read'])
    await world.run(refreshRoles)
    const { rows } = await world.run(({ db, organisation_id }) =>
      sql<{
        before: { permissions: string[] }
        after: { permissions: string[] }
      }>`select before, after from audit.entries where organisation_id = ${organisation_id} and entity = 'staff.roles'`.execute(
        db,
      ),
    )
    expect(rows).toMatchObject([
      { before: { permissions: ['people.read'] }, after: { permissions: roles.find((r) => r.role === 'trainer')!.permissions } },
    ])
  })

  it('never lock an organisation out: somebody can still appoint others', async () => {
    const world = await newWorld()
    await leave(world, 'administrator', ['orgs.read', 'staff.manage'])
    const administrator = await world.account('administrator')
    await world.run(refreshRoles)
    expect((await administrator.call(listRoles, {})).status).toBe(200)
    const kept = (await administrator.call(listRoles, {})).body.rows.find((role) => role.role === 'administrator')
    expect(kept).toMatchObject({ changed_by_hand: true, permissions: [...shipped('administrator'), 'staff.manage'].toSorted() })
    // once somebody else holds it, there is nothing left to keep
    const other = await newWorld()
    await leave(other, 'administrator', ['orgs.read', 'staff.manage'])
    await other.account('administrator')
    await other.account('security_administrator')
    await other.run(refreshRoles)
    expect(
      (
        await other.run(({ db, organisation_id }) =>
          sql<{ permission: string }>`
      select permission from staff.role_permissions where organisation_id = ${organisation_id} and role = 'administrator' order by 1`.execute(
            db,
          ),
        )
      ).rows.map((row) => row.permission),
    ).toEqual(shipped('administrator'))
  })

  it('of another organisation are not touched', async () => {
    const [world, other] = [await newWorld(), await newWorld()]
    await leave(other, 'front_desk', ['people.read'])
    await world.run(refreshRoles)
    expect(await permissionsOf(other, 'front_desk')).toEqual(['people.read'])
  })
})
