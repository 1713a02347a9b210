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
import { expireCoinsOnceADay, forgetOldImports, retireOnceADay } from './once-a-day.ts'

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

it('coins whose last day has passed go once a day, whoever of the servers comes first', async () => {
  const station_id = await world.station()
  const { database, organisation_id, system } = world
  const account_id = system.actor.account_id
  await asOwner(database, organisation_id, async (tx) => {
    await sql`insert into points.terms (organisation_id, terms_id, by_hand_most, months_kept, notice_days, valid_from, source, recorded_at)
      values (${organisation_id}, ${newId()}, 9, 1, 9, '2022-01-01', 'x', '2022-01-01')`.execute(tx)
    await sql`insert into points.accounts (organisation_id, member_no, person_id, station_id, recorded_by)
      values (${organisation_id}, 'A1', ${newId()}, ${station_id}, ${account_id})`.execute(tx)
    await sql`insert into points.entries (organisation_id, entry_id, member_no, person_id, account_station_id, station_id, occurred_on, kind, amount, counter, evidence, recorded_by)
      select organisation_id, ${newId()}, member_no, person_id, station_id, station_id, '2022-01-05', 'earned', 7, 'own', 'witnessed', recorded_by
      from points.accounts where organisation_id = ${organisation_id}`.execute(tx)
  })
  const opened = openedOf(world)
  const came = await Promise.all([1, 2, 3].map(() => expireCoinsOnceADay(opened, new Date())))
  expect(came.filter((one) => one?.done)).toEqual([{ done: true, accounts: 1 }])
  expect(await expireCoinsOnceADay(opened, new Date())).toEqual({ done: false, accounts: 0 })
  const { rows } = await asOwner(database, organisation_id, (tx) =>
    sql<{
      balance: number
    }>`select sum(amount) as balance from points.entries where organisation_id = ${organisation_id}`.execute(tx),
  )
  expect(rows).toEqual([{ balance: 0 }])
})
