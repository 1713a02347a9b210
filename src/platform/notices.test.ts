/** One channel between processes: each `openNotices` here stands for a process of its own. */
import { setTimeout as rest } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openEmptyDatabase } from '../../test/world.ts'
import type { Database } from './database.ts'
import { newId } from './new-id.ts'
import { openNotices, type Notices, type Topics } from './notices.ts'
import { inTransaction } from './transaction.ts'

let database: Database
let here: Notices
let there: Notices
const organisation_id = newId()

const heardBy = (notices: Notices) => {
  const heard: Topics['sessions'][] = []
  const stop = notices.hear('sessions', (payload) => heard.push(payload))
  return { heard, stop }
}

beforeAll(async () => {
  database = await openEmptyDatabase()
  here = openNotices({ database })
  there = openNotices({ database })
})

afterAll(async () => {
  await here.close()
  await there.close()
  await database.close()
})

const bothLive = async () => {
  for (const notices of [here, there]) notices.hear('written', () => undefined)
  await vi.waitUntil(() => here.live() && there.live(), 5_000)
}

test('nothing is believed before it was heard that something is heard', async () => {
  const alone = openNotices({ database })
  expect(alone.live()).toBe(false)
  alone.hear('sessions', () => undefined)
  expect(alone.live()).toBe(false)
  await vi.waitUntil(() => alone.live(), 5_000)
  await alone.close()
  expect(alone.live()).toBe(false)
})

test('what one tells, all hear, each thing once', async () => {
  await bothLive()
  const [one, other] = [heardBy(here), heardBy(there)]
  for (let i = 0; i < 50; i++) here.tell('sessions', { organisation_id })
  here.tell('sessions', { organisation_id, account_id: organisation_id })
  await vi.waitUntil(() => one.heard.length >= 2 && other.heard.length >= 2, 5_000)
  await rest(100)
  for (const { heard, stop } of [one, other]) {
    expect(heard).toEqual([{ organisation_id }, { organisation_id, account_id: organisation_id }])
    stop()
  }
  here.tell('sessions', { organisation_id })
  await rest(150)
  expect(one.heard).toHaveLength(2)
})

test('more than one message holds arrives whole', async () => {
  await bothLive()
  const accounts = Array.from({ length: 500 }, newId)
  const { heard, stop } = heardBy(there)
  for (const account_id of accounts) here.tell('sessions', { organisation_id, account_id })
  await vi.waitUntil(() => heard.length >= accounts.length, 5_000)
  expect(heard.map((each) => each.account_id)).toEqual(accounts)
  stop()
  expect(() => here.tell('written', { organisation_id, kinds: accounts })).toThrow(/at most 7800 bytes/)
})

test('what goes with a commit is heard after it, and never when it was taken back', async () => {
  await bothLive()
  const { heard, stop } = heardBy(there)
  const undone = inTransaction(database.db, async (tx) => {
    await here.tellWith(tx, 'sessions', { organisation_id })
    throw new Error('taken back')
  })
  await expect(undone).rejects.toThrow('taken back')
  const account_id = newId()
  await inTransaction(database.db, async (tx) => {
    await here.tellWith(tx, 'sessions', { organisation_id, account_id })
    await rest(100)
    expect(heard).toEqual([])
  })
  await vi.waitUntil(() => heard.length > 0, 5_000)
  expect(heard).toEqual([{ organisation_id, account_id }])
  stop()
})

test('what cannot be understood is passed over, and a listener that fails stops nobody', async () => {
  await bothLive()
  const stopFailing = there.hear('sessions', () => {
    throw new Error('a listener fails')
  })
  const { heard, stop } = heardBy(there)
  for (const text of ['', '{', '[["unknown",{}]]', '{"sessions":1}'])
    await sql`select pg_notify('hengai', ${text})`.execute(database.db)
  here.tell('sessions', { organisation_id })
  await vi.waitUntil(() => heard.length > 0, 5_000)
  expect(heard).toEqual([{ organisation_id }])
  stopFailing()
  stop()
})

// The embedded database has no connection to lose.
if (process.env.TEST_DATABASE_URL) {
  test('a connection that was cut is told, made again, and said to be back', async () => {
    await bothLive()
    let returned = 0
    there.onReturn(() => returned++)
    const { heard, stop } = heardBy(there)
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'hengai notices' and datname = current_database()`.execute(
      database.db,
    )
    await vi.waitUntil(() => !there.live(), 5_000)
    await vi.waitUntil(() => there.live() && here.live(), 10_000)
    expect(returned).toBe(1)
    here.tell('sessions', { organisation_id })
    await vi.waitUntil(() => heard.length > 0, 5_000)
    stop()
  })
}
