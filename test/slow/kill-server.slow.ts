/**
 * kill -9 of the server itself while people sign in and coins are booked over HTTP, on both databases: what was acknowledged is there, nothing is
 * there by half, and what is sent again after the restart counts once. 6 rounds each, or KILL_ROUNDS=100; HENGAI_SEED repeats a run.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { postgres } from '../../bench/place.ts'
import { openServer } from '../../src/app/server.ts'
import { openDatabase, type Database } from '../../src/platform/database.ts'
import { migrate } from '../../src/platform/migrate.ts'
import { chanceOf, seedOfRun } from '../fuzz/random.ts'
import { keys, newWorld } from '../world.ts'
import { judge, judgeSeals, openDesk, type Desk } from './desk.ts'

const ROUNDS = Number(process.env.KILL_ROUNDS ?? 6)
const CALLERS = 6
const root = fileURLToPath(new URL('../..', import.meta.url))
const chance = chanceOf(seedOfRun())

interface Home {
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  readonly open: () => Promise<Database>
  readonly close: () => Promise<void>
}

const inFolder = async (): Promise<Home> => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hengai-kill-server-'))
  const close = async () => fs.rmSync(folder, { recursive: true, force: true })
  return { folder, env: {}, open: () => openDatabase({ kind: 'folder', folder }), close }
}

const onPostgres = async (): Promise<Home> => {
  const place = await postgres()
  if (!place) throw new Error('this test needs PostgreSQL 15 or newer on this machine')
  const placed = await place.open()
  const url = placed.url!
  const close = async () => {
    await placed.close()
    await place.close()
  }
  fs.rmSync(path.join(placed.folder, 'key'))
  const open = () => openDatabase({ kind: 'server', url, pool_size: 2 })
  return { folder: placed.folder, env: { DATABASE_URL: url }, open, close }
}

/** The organisation is made in this process, with the keys of the tests. */
const furnish = async ({ folder, open }: Home): Promise<Desk> => {
  fs.writeFileSync(path.join(folder, 'key'), `${'07'.repeat(32)}\n`, { mode: 0o600 })
  const database = await open()
  await migrate(database)
  const server = await openServer({ database, keys, log: false, rate: 0 })
  const desk = await openDesk(await newWorld({ database, server }), chance)
  await server.app.close()
  await database.close()
  return desk
}

const start = async ({ folder, env }: Home): Promise<{ child: ChildProcess; address: string }> => {
  const args = [path.join(root, 'bin/hengai.mjs'), 'start', '--quiet', '--port', '0', '--data', folder]
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, DATABASE_URL: undefined, ...env } })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()))
  while (!/http:\/\/[\w.]+:\d+/.test(said)) {
    if (child.exitCode !== null) throw new Error(`it did not start: ${said}`)
    await rest(20)
  }
  return { child, address: /http:\/\/[\w.]+:\d+/.exec(said)![0] }
}

/** Works until the server is killed, `ms` after its first answer. What was open from the round before is sent first, as it was. */
const round = async (home: Home, desk: Desk, ms: number): Promise<void> => {
  const { child, address } = await start(home)
  const exit = new Promise((resolve) => child.on('exit', resolve))
  const again = [...desk.open.values()]
  const before = desk.acknowledged.size
  const caller = async () => {
    while (child.signalCode === null) {
      const wish = again.pop() ?? desk.next()
      if (!(await desk.send(address, wish))) await rest(5)
    }
  }
  const working = Promise.all(Array.from({ length: CALLERS }, caller))
  while (desk.acknowledged.size === before) await rest(5)
  await rest(ms)
  child.kill('SIGKILL')
  await exit
  await working
}

describe.each([
  ['embedded', inFolder],
  ['PostgreSQL', onPostgres],
] as const)('%s', (_, make) => {
  it(`${ROUNDS} kills: nothing acknowledged is lost, nothing is there twice or by half`, async () => {
    const home = await make()
    try {
      const desk = await furnish(home)
      let rows = 0
      for (let n = 0; n < ROUNDS; n++) {
        await round(home, desk, chance.next() * 2_000)
        const database = await home.open()
        rows = await judge(database, desk)
        await database.close()
      }
      expect(desk.acknowledged.size).toBeGreaterThan(ROUNDS)
      const { child, address } = await start(home)
      for (const wish of desk.open.values()) while (!(await desk.send(address, wish))) await rest(1_000)
      child.kill('SIGTERM')
      await new Promise((resolve) => child.on('exit', resolve))
      const database = await home.open()
      expect(await judge(database, desk)).toBe(desk.acknowledged.size)
      await judgeSeals(database, desk)
      await database.close()
      process.stdout.write(`${desk.acknowledged.size} acknowledged, ${rows} rows\n`)
    } finally {
      await home.close()
    }
  })
})
