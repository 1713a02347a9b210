/** A remembered session is worth no more than the one in the database: whatever changes there holds at the very next request, at every server. */
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { keys, callerOf, newWorld, type Caller, type World } from '../../../test/world.ts'
import { openServer, type Server } from '../../app/server.ts'
import { newId } from '../../platform/new-id.ts'
import { remembering } from '../../platform/remembered.ts'
import * as activities from '../activities/contract.ts'
import * as orgs from '../orgs/contract.ts'
import { openSession } from './session.ts'
import * as staff from './contract.ts'

let world: World
let elsewhere: Server
let station_id: string

beforeAll(async () => {
  world = await newWorld()
  elsewhere = await openServer({ database: world.database, keys, log: false, rate: 0 })
  station_id = await world.station()
  return () => elsewhere.app.close()
})

/** Somebody whom both servers remember. */
const remembered = async (role = 'station_manager'): Promise<{ here: Caller; there: Caller }> => {
  const here = await world.account(role)
  const there = callerOf(elsewhere, here.account_id, here.cookie)
  for (const me of [here, there]) for (let n = 0; n < 2; n++) expect((await me.call(orgs.listStations, {})).status).toBe(200)
  return { here, there }
}

const activity = () => ({
  activity_id: newId(),
  station_id,
  title: '节日聚会',
  kind: '节日活动',
  occurred_on: '2022-03-05',
  minutes: 60,
})

const written = async (activity_id: string): Promise<number> =>
  (
    await world.run(({ db, organisation_id }) =>
      sql`select from activities.activities where organisation_id = ${organisation_id} and activity_id = ${activity_id}`.execute(
        db,
      ),
    )
  ).rows.length

describe('what a server remembers of the organisation', () => {
  it('is forgotten when another server changes it', async () => {
    const { here, there } = await remembered()
    const director = await world.account('administrator')
    const opened = newId()
    for (const me of [here, there]) {
      const refused = await me.call(activities.recordActivity, { ...activity(), station_id: opened })
      expect([refused.status, refused.body.code]).toEqual([404, 'not_found'])
    }
    const station = { station_id: opened, code: 'XK', name: '新开服务站', town: '三灶镇' }
    expect((await director.call(orgs.recordStation, station)).status).toBe(200)
    for (const me of [here, there])
      expect((await me.call(activities.recordActivity, { ...activity(), station_id: opened })).status).toBe(200)
  })

  it('is read afresh by a request that changes it itself', async () => {
    const proof = { token_hash: Buffer.alloc(32), remembered_version: 1, memory: new Map<string, unknown>() }
    const scope = { organisation_id: world.organisation_id, stations: 'all' as const, sensitive: [], proof }
    let changed = false
    const remember = remembering(scope, () => changed)
    expect(await remember('stations', async () => 'before')).toBe('before')
    changed = true
    expect(await remember('stations', async () => 'after')).toBe('after')
    changed = false
    expect(await remember('stations', async () => 'never asked')).toBe('before')
  })

  it('is not thrown away by somebody who tries passwords', async () => {
    const version = async () =>
      (
        await sql<{
          v: number
        }>`select remembered_version as v from staff.tenants where organisation_id = ${world.organisation_id}`.execute(
          world.database.db,
        )
      ).rows[0]!.v
    const { here } = await remembered()
    const before = await version()
    await world.nobody.call(staff.signIn, { login: `station_manager-${here.account_id}`, password: 'a guess of somebody' })
    expect(await version()).toBe(before)
  })

  it('is kept apart by the stations whose eyes read it', async () => {
    const proof = { token_hash: Buffer.alloc(32), remembered_version: 1, memory: new Map<string, unknown>() }
    const eyes = (stations: 'all' | string[]) => remembering({ organisation_id: '', stations, sensitive: [], proof }, () => false)
    expect(await eyes('all')('stations', async () => 'of all')).toBe('of all')
    expect(await eyes([station_id])('stations', async () => 'of one')).toBe('of one')
  })
})

describe('a remembered session', () => {
  it('serves while nothing changed', async () => {
    const { here } = await remembered()
    const one = activity()
    expect((await here.call(activities.recordActivity, one)).status).toBe(200)
    expect(await written(one.activity_id)).toBe(1)
  })

  it('is refused at every server once it was signed out at one, and what it sent leaves no trace', async () => {
    const { here, there } = await remembered()
    await there.call(staff.signOut, {})
    for (const me of [here, there]) {
      const one = activity()
      const answer = await me.call(activities.recordActivity, one)
      expect([answer.status, answer.body.code]).toEqual([401, 'not_signed_in'])
      expect(await written(one.activity_id)).toBe(0)
      expect((await me.call(orgs.listStations, {})).status).toBe(401)
    }
  })

  it('is told that it is signed out, not that its input is wrong', async () => {
    const { here, there } = await remembered()
    await there.call(staff.signOut, {})
    expect((await here.call(activities.recordActivity, { ...activity(), minutes: -1 })).status).toBe(401)
  })

  it('loses a right at every server with the request that takes it away', async () => {
    const { here, there } = await remembered()
    const security = await world.account('security_administrator')
    const { rows } = await world.run(({ db, organisation_id }) =>
      sql<{ grant_id: string }>`select grant_id from staff.grants
        where organisation_id = ${organisation_id} and account_id = ${here.account_id}`.execute(db),
    )
    expect((await security.call(staff.endGrant, { account_id: here.account_id, grant_id: rows[0]!.grant_id })).status).toBe(200)
    for (const me of [here, there]) {
      const one = activity()
      expect((await me.call(activities.recordActivity, one)).body.code).toBe('not_allowed')
      expect(await written(one.activity_id)).toBe(0)
    }
  })

  it('gains what it was given at the next request', async () => {
    const { here, there } = await remembered('auditor')
    expect((await here.call(activities.recordActivity, activity())).body.code).toBe('not_allowed')
    await world.run(async (ctx) => {
      await sql`insert into staff.grants (organisation_id, grant_id, account_id, role, granted_at)
        values (${ctx.organisation_id}, ${newId()}, ${here.account_id}, 'station_manager', ${ctx.now})`.execute(ctx.db)
      ctx.wrote({ entity: 'staff.grants', entity_ids: [here.account_id] })
    })
    for (const me of [here, there]) expect((await me.call(activities.recordActivity, activity())).status).toBe(200)
  })

  it('ends with its account', async () => {
    const { here, there } = await remembered()
    const security = await world.account('security_administrator')
    expect((await security.call(staff.closeAccount, { account_id: here.account_id })).status).toBe(200)
    for (const me of [here, there]) expect((await me.call(orgs.listStations, {})).status).toBe(401)
  })

  it('speaks the language chosen at another server', async () => {
    const { here, there } = await remembered()
    await there.call(staff.saveLanguage, { language: 'en' })
    expect((await here.call(staff.getSession, {})).body.account.language).toBe('en')
  })

  it('does not outlast the hours of a session', async () => {
    const { here } = await remembered()
    await sql`update staff.sessions set created_at = now() - interval '12 hours 1 second' where account_id = ${here.account_id}`.execute(
      world.database.db,
    )
    expect((await here.call(orgs.listStations, {})).status).toBe(401)
  })

  it('is never one that still asks for something', async () => {
    const { organisation_id } = world
    const { account_id } = await world.account('station_manager')
    const cookie = await openSession(world.database.db, { organisation_id, account_id, asks: 'second_factor' })
    const me = callerOf(world.server, account_id, cookie)
    for (let n = 0; n < 2; n++) expect((await me.call(orgs.listStations, {})).body.code).toBe('second_factor_due')
  })
})
