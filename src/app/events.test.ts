/** The stream of news: over a real socket, because it never ends by itself. */
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as rest } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { signOut } from '../features/staff/contract.ts'
import { openHttp } from '../platform/http.ts'
import { openNotices, type Notices } from '../platform/notices.ts'
import { SESSION_COOKIE } from '../platform/session.ts'
import { openSessions } from '../features/staff/session.ts'
import { keys, newWorld, type Caller, type World } from '../../test/world.ts'
import { mountEvents } from './events.ts'

let world: World
let other: World
let notices: Notices
let address = ''
let close: () => Promise<void>

beforeAll(async () => {
  world = await newWorld()
  other = await newWorld()
  // Another process on the same database; it looks at its streams more often than a real one.
  const app = await openHttp({ log: false, rate: 0 })
  const { db } = world.database
  notices = openNotices({ database: world.database })
  mountEvents({ app, db, keys, ...openSessions(db), notices }, 200)
  await app.listen({ port: 0, host: '127.0.0.1' })
  address = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  await vi.waitUntil(() => notices.live(), 5_000)
  close = async () => {
    await app.close()
    await notices.close()
  }
})
afterAll(() => close())

const watch = async (caller: Caller) => {
  const heard: { kinds?: string[] }[] = []
  const state = { ended: false }
  const request = http.get(`${address}/api/events`, { headers: { cookie: `${SESSION_COOKIE}=${caller.cookie}` }, agent: false })
  const answer = await new Promise<http.IncomingMessage>((resolve, reject) => request.on('response', resolve).on('error', reject))
  answer.on('end', () => (state.ended = true)).on('error', () => (state.ended = true))
  let text = ''
  answer.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (text + chunk).split('\n\n')
    text = parts.pop()!
    for (const part of parts) if (part.startsWith('data: ')) heard.push(JSON.parse(part.slice(6)) as { kinds?: string[] })
  })
  return { heard, state, status: answer.statusCode, headers: answer.headers, stop: () => request.destroy() }
}

const kindsIn = (heard: readonly { kinds?: string[] }[]) => [...new Set(heard.flatMap(({ kinds = ['?'] }) => kinds))].toSorted()

const writes = (at: World, kind: string) =>
  at.run(async (ctx) => ctx.wrote({ entity: kind, entity_ids: [at.organisation_id], after: { secret: '王小明' } }))

test('what is written here is told there, by kind and nothing else, once for many', async () => {
  const stream = await watch(await world.account('director'))
  expect(stream).toMatchObject({
    status: 200,
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' },
  })
  await Promise.all(Array.from({ length: 20 }, () => writes(world, 'canteen.meals')))
  await writes(world, 'visits.visits')
  await vi.waitUntil(() => stream.heard.some(({ kinds }) => kinds?.includes('visits')), 5_000)
  // Two processes told of it, each of twenty meals at once and of the visit.
  expect(stream.heard.length).toBeLessThanOrEqual(6)
  expect(kindsIn(stream.heard)).toEqual(['canteen', 'visits'])
  stream.stop()
})

test('nothing is heard of another organisation, nor of kinds that may not be read', async () => {
  const station_id = await world.station()
  await rest(600)
  const far = await watch(await other.account('director'))
  const desk = await world.account('administrator')
  const blind = await watch(desk)
  const near = await watch(await world.account('director', station_id))
  await writes(world, 'health.measurements')
  await writes(world, 'backup.files')
  await vi.waitUntil(() => near.heard.length > 0, 5_000)
  await rest(500)
  expect(kindsIn(near.heard)).toEqual(['health'])
  expect(far.heard).toEqual([])
  expect(blind.heard).toEqual([])
  for (const { stop } of [far, blind, near]) stop()
})

test('nothing is told of what was refused', async () => {
  const stream = await watch(await world.account('director'))
  const refused = world.run(async (ctx) => {
    ctx.wrote({ entity: 'canteen.meals', entity_ids: [] })
    throw new Error('refused')
  })
  await expect(refused).rejects.toThrow('refused')
  await rest(500)
  expect(stream.heard).toEqual([])
  stream.stop()
})

test('a stream ends with its session, and being open does not keep the session', async () => {
  const caller = await world.account('director')
  const stream = await watch(caller)
  const seen = async () =>
    (
      await sql<{ at: Date }>`select last_seen_at as at from staff.sessions where account_id = ${caller.account_id}`.execute(
        world.database.db,
      )
    ).rows[0]!.at
  await sql`update staff.sessions set last_seen_at = last_seen_at - interval '10 minutes' where account_id = ${caller.account_id}`.execute(
    world.database.db,
  )
  const before = await seen()
  await rest(600)
  expect(stream.state.ended).toBe(false)
  expect(await seen()).toEqual(before)
  await caller.call(signOut, {})
  await vi.waitUntil(() => stream.state.ended, 5_000)
  expect((await watch(caller)).status).toBe(401)
})

test('what is said of sessions ends the streams it concerns, and they come again', async () => {
  const [one, two] = [await world.account('director'), await world.account('director')]
  const [mine, others] = [await watch(one), await watch(two)]
  notices.tell('sessions', { organisation_id: world.organisation_id, account_id: one.account_id })
  await vi.waitUntil(() => mine.state.ended, 5_000)
  expect(others.state.ended).toBe(false)
  const again = await watch(one)
  expect(again.status).toBe(200)
  for (const { stop } of [others, again]) stop()
})

test('a right that was taken away is heard no more', async () => {
  const caller = await world.account('director')
  const stream = await watch(caller)
  await world.run(async ({ db, now, wrote }) => {
    await sql`update staff.grants set ended_at = ${now} where organisation_id = ${world.organisation_id} and account_id = ${caller.account_id}`.execute(
      db,
    )
    wrote({ entity: 'staff.grants', entity_ids: [caller.account_id] })
  })
  await vi.waitUntil(() => stream.state.ended, 5_000)
  const again = await watch(caller)
  await writes(world, 'canteen.meals')
  await rest(600)
  expect([...stream.heard, ...again.heard]).toEqual([])
  again.stop()
})

test('one account holds a few streams, not any number', async () => {
  const caller = await world.account('director')
  const streams = await Promise.all(Array.from({ length: 8 }, () => watch(caller)))
  expect(streams.map(({ status }) => status)).toEqual(Array(8).fill(200))
  expect((await watch(caller)).status).toBe(429)
  streams[0]!.stop()
  await rest(200)
  expect((await watch(caller)).status).toBe(200)
  for (const { stop } of streams) stop()
})
