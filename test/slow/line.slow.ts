/**
 * PostgreSQL restarts and the network drops under load: what is in flight is answered or refused in words, nothing is half done or done
 * twice, and afterwards everything goes on without a restart of ours. 6 rounds, or KILL_ROUNDS=100; HENGAI_SEED repeats a run.
 */
import type { AddressInfo } from 'node:net'
import { setTimeout as rest } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { postgres, type Place, type Placed } from '../../bench/place.ts'
import { openServer } from '../../src/app/server.ts'
import { openDatabase, type Database } from '../../src/platform/database.ts'
import { chanceOf, seedOfRun } from '../fuzz/random.ts'
import { keys, newWorld } from '../world.ts'
import { judge, judgeSeals, openDesk, type Desk } from './desk.ts'
import { openLine, type Line } from './line.ts'

const ROUNDS = Number(process.env.KILL_ROUNDS ?? 6)
const CALLERS = 12
const POOL = 5
/** As in real life, but shorter: whoever tests does not wait a minute. */
const PATIENCE = { connect_ms: 1_500, answer_ms: 2_000 }

const chance = chanceOf(seedOfRun())
let place: Place
let placed: Placed
let line: Line
let database: Database
let desk: Desk
let address = ''
let close: () => Promise<void> = () => Promise.resolve()

beforeAll(async () => {
  delete process.env.DATABASE_URL
  const own = await postgres()
  if (!own) throw new Error('this test needs PostgreSQL 15 or newer on this machine')
  place = own
  placed = await place.open()
  const url = new URL(placed.url!)
  line = await openLine(Number(url.port))
  url.port = String(line.port)
  url.searchParams.set('application_name', 'tried')
  database = await openDatabase({ kind: 'server', url: url.href, pool_size: POOL, patience: PATIENCE })
  const server = await openServer({ database, keys, log: false, rate: 0 })
  await server.app.listen({ host: '127.0.0.1', port: 0 })
  address = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`
  desk = await openDesk(await newWorld({ database, server }), chance)
  close = () => server.app.close()
})
afterAll(async () => {
  await close()
  await line.close()
  await database.close()
  await placed.close()
  await place.close()
})

/** Each sends one wish after the other until `over`, again and again until it is answered. */
const work = async (over: AbortSignal): Promise<void> => {
  const caller = async () => {
    while (!over.aborted) {
      const wish = desk.next()
      while (!(await desk.send(address, wish)) && !over.aborted) await rest(50)
    }
  }
  await Promise.all(Array.from({ length: CALLERS }, caller))
}

const faults: Record<string, () => Promise<void>> = {
  cut: async () => line.cut(),
  'cut again and again': async () => {
    for (let n = 0; n < 20; n++) {
      line.cut()
      await rest(chance.next() * 60)
    }
  },
  refused: async () => {
    line.refuse()
    await rest(500 + chance.next() * 4_000)
    line.carry()
  },
  'still for a moment': async () => {
    line.stall()
    await rest(chance.next() * PATIENCE.answer_ms)
    line.carry()
  },
  'still for good': async () => {
    line.stall()
    await rest(PATIENCE.answer_ms * 3)
    line.cut()
    line.carry()
  },
  restart: async () => place.restart(),
}

const connections = async (): Promise<{ all: number; left_open: number }> => {
  const { rows } = await sql<{ all: number; left_open: number }>`
    select count(*)::int as all, count(*) filter (where state like 'idle in transaction%')::int as left_open
    from pg_stat_activity where application_name = 'tried'`.execute(placed.database.db)
  return rows[0]!
}

it(`${ROUNDS} faults of the line and restarts of PostgreSQL: nothing lost, nothing twice, nobody waits for ever`, async () => {
  const names = Object.keys(faults)
  for (let round = 0; round < ROUNDS; round++) {
    const name = round < names.length ? names[round]! : chance.pick(names)
    const ending = new AbortController()
    const working = work(ending.signal)
    await rest(200 + chance.next() * 600)
    const before = desk.acknowledged.size
    await faults[name]!()
    // It goes on by itself, at once when the fault is over.
    for (let waited = 0; desk.acknowledged.size < before + 30; waited += 50) {
      expect(waited, `${name}: nothing is recorded any more`).toBeLessThan(15_000)
      await rest(50)
    }
    ending.abort()
    await working
    for (const wish of desk.open.values()) while (!(await desk.send(address, wish))) await rest(50)
    await rest(300)
    await judge(placed.database, desk)
    const { all, left_open } = await connections()
    expect({ name, too_many: all > POOL + 1, left_open }).toEqual({ name, too_many: false, left_open: 0 })
  }
  await judgeSeals(placed.database, desk)
  // A place in the pool, a connection and an answer, each tried again a few times at most.
  expect(desk.longest_ms).toBeLessThan(20_000)
  process.stdout.write(`${desk.acknowledged.size} acknowledged, longest wait ${Math.round(desk.longest_ms)} ms, refused ${JSON.stringify(Object.fromEntries(desk.refused))}\n`) // prettier-ignore
})
