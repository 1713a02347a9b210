/** Servers that start and work at the same time on one database. */
import { sql } from 'kysely'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { monthsBefore } from '../features/audit/rules.ts'
import { sealOrganisation } from '../features/audit/sealing.ts'
import { refreshRoles } from '../features/staff/refresh-roles.ts'
import { openServer } from './server.ts'
import { newId } from '../platform/new-id.ts'
import { openNotices } from '../platform/notices.ts'
import { keys, newWorld, openEmptyDatabase, type World } from '../../test/world.ts'
import { asOwner } from '../../test/rows-everywhere.ts'
import { forgetOldImports, retireOnceADay } from './once-a-day.ts'

let world: World
beforeAll(async () => {
  const database = await openEmptyDatabase()
  world = await newWorld({ database, server: await openServer({ database, keys, log: false, rate: 0 }) })
})
afterAll(async () => {
  await world.server.app.close()
  await world.database.close()
})

const openedOf = ({ database }: World) => ({
  database,
  keys,
  folder: '',
  notices: openNotices({ database }),
  close: async () => undefined,
})

it('entries beyond their rule go once a day, whoever of the servers comes first', async () => {
  const { database, organisation_id } = world
  const then = monthsBefore(new Date(), 40)
  await asOwner(database, organisation_id, (tx) =>
    sql`insert into audit.entries (organisation_id, audit_id, at, request_id, action, entity, entity_ids)
      values (${organisation_id}, ${v7({ msecs: then.getTime() })}, ${then}, 'r', 'recordMeal', 'canteen.meals', '{}')`.execute(
      tx,
    ),
  )
  await sealOrganisation(database.db, organisation_id, { now: () => then })
  const opened = openedOf(world)
  const came = await Promise.all([1, 2, 3].map(() => retireOnceADay(opened, new Date())))
  const worked = came.filter((one) => one?.done)
  expect(worked).toHaveLength(1)
  expect(worked[0]!.entries).toBe(1)
  const retired = await asOwner(
    database,
    organisation_id,
    async (tx) =>
      (await sql`select 1 from audit.entries where organisation_id = ${organisation_id} and action = 'audit retire'`.execute(tx))
        .rows,
  )
  expect(retired).toHaveLength(1)
  expect(await retireOnceADay(opened, new Date())).toEqual({ done: false, entries: 0 })
})

it('roles that an update changed are brought forward once when servers start together', async () => {
  await asOwner(world.database, world.organisation_id, async (tx) => {
    await sql`delete from staff.role_permissions where organisation_id = ${world.organisation_id} and role = 'director'`.execute(
      tx,
    )
    await sql`update staff.roles set seeded = '{}' where organisation_id = ${world.organisation_id} and role = 'director'`.execute(
      tx,
    )
  })
  const changed = await Promise.all([1, 2, 3].map(() => world.run(refreshRoles)))
  expect(changed.flat()).toEqual(['director'])
})

it('an upload that nobody imported is gone after its hour, one of just now stays', async () => {
  const { organisation_id, system } = world
  const [old, fresh] = [newId(), newId()]
  const store = (upload_id: string, minutes: number) => sql`
    insert into imports.uploads (organisation_id, upload_id, account_id, files, bytes, expires_at)
    values (${organisation_id}, ${upload_id}, ${system.actor.account_id}, '', 1, ${new Date(Date.now() + minutes * 60_000)})`
  await world.run(async ({ db }) => {
    await store(old, -1).execute(db)
    await store(fresh, 1).execute(db)
  })
  await forgetOldImports(openedOf(world))
  const left = await world.run(({ db }) =>
    sql<{ upload_id: string }>`select upload_id from imports.uploads where organisation_id = ${organisation_id}`.execute(db),
  )
  expect(left.rows).toEqual([{ upload_id: fresh }])
})
