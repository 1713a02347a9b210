/**
 * Three servers on one PostgreSQL, each a process with its own data folder and the same key: whatever was begun at one goes on at another, is
 * heard at another, ends at another; what must be done once is done once; and one that is killed leaves nothing half done.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { examples, postgres, type Place, type Placed } from '../../bench/place.ts'
import { backupPlace } from '../../src/app/backup-place.ts'
import { openServer } from '../../src/app/server.ts'
import { Backups } from '../../src/features/backup/backups.ts'
import { openAccount } from '../../src/features/staff/service.ts'
import { SESSION_COOKIE } from '../../src/platform/session.ts'
import { dropDatabase } from '../drop-database.ts'
import { chanceOf } from '../fuzz/random.ts'
import { asOwner } from '../rows-everywhere.ts'
import { keys, newWorld, type World } from '../world.ts'
import { judge, openDesk, type Desk } from './desk.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'hengai-several-'))
const PASSWORD = 'Haicheng-2022'

interface Started {
  readonly child: ChildProcess
  readonly address: string
}

let place: Place
let placed: Placed
let world: World
let desk: Desk
let director = ''
const servers: Started[] = []

const newFolder = (name: string): string => {
  const folder = path.join(temporary, name)
  fs.mkdirSync(folder, { recursive: true })
  fs.writeFileSync(path.join(folder, 'key'), `${'07'.repeat(32)}\n`, { mode: 0o600 })
  return folder
}

const start = async (name: string, url: string): Promise<Started> => {
  const args = [path.join(root, 'bin/hengai.mjs'), 'start', '--quiet', '--port', '0', '--data', newFolder(name)]
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, DATABASE_URL: url } })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()))
  while (!/http:\/\/[\w.]+:\d+/.test(said)) {
    if (child.exitCode !== null) throw new Error(`it did not start: ${said}`)
    await rest(20)
  }
  return { child, address: /http:\/\/[\w.]+:\d+/.exec(said)![0] }
}

const stop = async ({ child }: Started, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = new Promise((resolve) => child.on('exit', resolve))
  child.kill(signal)
  await exit
}

beforeAll(async () => {
  const found = await postgres()
  if (!found) throw new Error('this test needs PostgreSQL 15 or newer on this machine')
  place = found
  placed = await place.open()
  const server = await openServer({ database: placed.database, keys, log: false, rate: 0 })
  world = await newWorld({ database: placed.database, server })
  desk = await openDesk(world, chanceOf(20221123))
  director = `${SESSION_COOKIE}=${(await world.account('director')).cookie}`
  await world.run((ctx) => openAccount(ctx, { login: 'desk.one', name: '陈桂英', role: 'front_desk' }, PASSWORD, false))
  servers.push(...(await Promise.all(['a', 'b', 'c'].map((name) => start(name, placed.url!)))))
})

afterAll(async () => {
  await Promise.all(servers.map((each) => stop(each, 'SIGTERM')))
  await world.server.app.close()
  await placed.close()
  await place.close()
  fs.rmSync(temporary, { recursive: true, force: true })
})

const at = (name: 'a' | 'b' | 'c') => servers[['a', 'b', 'c'].indexOf(name)]!

const ask = async (name: 'a' | 'b' | 'c', method: string, address: string, cookie: string, body?: unknown) => {
  const answer = await fetch(at(name).address + address, {
    method,
    headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> }
}

const signInAt = async (name: 'a' | 'b' | 'c') => {
  const { status, headers } = await ask(name, 'POST', '/api/session', '', { login: 'desk.one', password: PASSWORD })
  expect(status).toBe(200)
  return headers.get('set-cookie')!.split(';')[0]!
}

test('servers that start together bring an empty database forward once', async () => {
  const url = new URL(placed.url!)
  url.pathname = `/together_${process.pid}`
  await placed.database.script(`create database ${url.pathname.slice(1)} template template0 locale 'C.UTF-8'`)
  const started = await Promise.all(['d', 'e', 'f'].map((name) => start(name, url.href)))
  for (const each of started) expect((await fetch(`${each.address}/api/setup`)).status).toBe(200)
  await Promise.all(started.map((each) => stop(each, 'SIGTERM')))
  await dropDatabase(placed.database, url.pathname.slice(1))
})

test('who signed in at one is known at all; who signed out everywhere at one is refused at all at once', async () => {
  const [first, second] = [await signInAt('a'), await signInAt('b')]
  for (const name of ['a', 'b', 'c'] as const) {
    expect((await ask(name, 'GET', '/api/session', first)).status).toBe(200)
    expect((await ask(name, 'GET', '/api/session', second)).status).toBe(200)
  }
  expect((await ask('c', 'DELETE', '/api/session/devices', second, {})).status).toBe(200)
  for (const name of ['a', 'b', 'c'] as const) {
    expect((await ask(name, 'GET', '/api/session', first)).status).toBe(401)
    expect((await ask(name, 'GET', '/api/stations', first)).status).toBe(401)
    expect((await ask(name, 'GET', '/api/session', second)).status).toBe(200)
  }
})

test('what is recorded at one arrives as news at another, and not in another organisation', async () => {
  const elsewhere = await newWorld({ database: placed.database, server: world.server })
  const foreign = `${SESSION_COOKIE}=${(await elsewhere.account('director')).cookie}`
  const listen = async (name: 'b' | 'c', cookie: string) => {
    const ending = new AbortController()
    const answer = await fetch(`${at(name).address}/api/events`, { headers: { cookie }, signal: ending.signal })
    expect(answer.status).toBe(200)
    const heard = { text: '' }
    void (async () => {
      for await (const part of answer.body!.pipeThrough(new TextDecoderStream())) heard.text += part
    })().catch(() => undefined)
    return { heard, stop: () => ending.abort() }
  }
  const [near, far] = [await listen('b', director), await listen('c', foreign)]
  await rest(1_000)
  while (!/activities/.test(near.heard.text)) {
    expect(await desk.send(at('a').address, desk.next())).toBe(true)
    await rest(400)
  }
  expect(far.heard.text).not.toContain('data:')
  near.stop()
  far.stop()
})

test('300 check-ins sent to all three under the same ids count once each', async () => {
  const wishes = Array.from({ length: 300 }, () => desk.next())
  await Promise.all(
    (['a', 'b', 'c'] as const).map(async (name) => {
      for (const wish of wishes) while (!(await desk.send(at(name).address, wish))) await rest(1_000)
    }),
  )
  expect(await judge(placed.database, desk)).toBe(desk.acknowledged.size)
  expect(desk.acknowledged.size).toBeGreaterThan(200)
})

test('the daily backup that is due is made once', async () => {
  const backups = ['a', 'b', 'c'].map(
    (name) =>
      new Backups({
        ...backupPlace({ ...placed, folder: path.join(temporary, name) }, true, () => undefined),
        folder: path.join(temporary, `${name}-backups`),
        at: '03:30',
      }),
  )
  for (let round = 0; round < 2; round++) await Promise.all(backups.map((each) => each.tick(new Date())))
  expect(backups.flatMap((each) => each.list())).toHaveLength(1)
})

/** Sends workbooks of the example year. */
const upload = async (name: 'a' | 'b' | 'c', files: readonly string[]): Promise<string> => {
  const form = new FormData()
  for (const file of files) form.append('file', new Blob([fs.readFileSync(path.join(examples, file))]), file)
  const answer = await fetch(`${at(name).address}/api/imports/uploads`, {
    method: 'POST',
    headers: { cookie: director },
    body: form,
  })
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { upload_id: string }).upload_id
}

const runAt = async (name: 'a' | 'b' | 'c', upload_id: string) => {
  const { status, body } = await ask(name, 'POST', '/api/imports/runs', director, { upload_id, year: 2022, dry_run: false })
  expect({ status, body }).toMatchObject({ status: 200 })
  return body as { run_id: string; watch_key: string }
}

const stateAt = async (name: 'a' | 'b' | 'c', run_id: string) =>
  (await ask(name, 'GET', `/api/imports/runs/${run_id}`, director)).body as {
    state: string
    done: number
    problem?: { code: string }
  }

const watchedAt = async (name: 'a' | 'b' | 'c', { run_id, watch_key }: { run_id: string; watch_key: string }) => {
  const answer = await fetch(`${at(name).address}/api/imports/runs/${run_id}/watch`, { headers: { 'x-watch-key': watch_key } })
  return { status: answer.status, ...((await answer.json()) as { state?: string; done?: number }) }
}

const countImports = () =>
  asOwner(placed.database, world.organisation_id, async (tx) => {
    const count = async (table: string) =>
      (
        await sql<{
          rows: number
        }>`select count(*) as rows from ${sql.table(table)} where organisation_id = ${world.organisation_id}`.execute(tx)
      ).rows[0]!.rows
    return [await count('imports.imports'), await count('imports.sheets'), await count('imports.rows')]
  })

test('an import goes on at another server, is watched from one and cancelled from the third; a server killed in it leaves nothing', async () => {
  const files = fs.readdirSync(examples).filter((file) => file.endsWith('.xlsx'))
  const upload_id = await upload('a', files)
  expect(
    (
      await ask('b', 'POST', `/api/imports/uploads/${upload_id}/sheets`, director, {
        year: 2022,
        file: '无.xlsx',
        sheet: '无',
        kind: 'canteen.meals',
      })
    ).status,
  ).toBe(404)

  const cancelled = await runAt('c', upload_id)
  await vi.waitUntil(async () => (await watchedAt('a', cancelled)).done! > 0, { timeout: 60_000, interval: 200 })
  expect((await watchedAt('a', { ...cancelled, watch_key: `${cancelled.watch_key}x` })).status).toBe(404)
  const stranger = await world.account('director')
  expect((await ask('a', 'GET', `/api/imports/runs/${cancelled.run_id}`, `${SESSION_COOKIE}=${stranger.cookie}`)).status).toBe(
    404,
  )
  expect((await ask('b', 'DELETE', `/api/imports/runs/${cancelled.run_id}`, director, {})).status).toBe(200)
  await vi.waitUntil(async () => (await stateAt('a', cancelled.run_id)).state !== 'running', { timeout: 30_000, interval: 200 })
  expect(await stateAt('a', cancelled.run_id)).toMatchObject({ state: 'cancelled', problem: { code: 'import_cancelled' } })
  expect(await countImports()).toEqual([0, 0, 0])

  const killed = await runAt('c', upload_id)
  await vi.waitUntil(async () => (await stateAt('a', killed.run_id)).done > 0, { timeout: 60_000, interval: 200 })
  await stop(at('c'), 'SIGKILL')
  await vi.waitUntil(async () => (await stateAt('a', killed.run_id)).state !== 'running', { timeout: 60_000, interval: 500 })
  expect(await stateAt('a', killed.run_id)).toMatchObject({ state: 'failed', problem: { code: 'import_broken_off' } })
  expect((await watchedAt('b', killed)).state).toBe('failed')
  expect(await countImports()).toEqual([0, 0, 0])

  const small = await runAt('b', await upload('a', ['01-机构与员工.xlsx']))
  await vi.waitUntil(async () => (await stateAt('a', small.run_id)).state !== 'running', { timeout: 60_000, interval: 200 })
  expect(await stateAt('a', small.run_id)).toMatchObject({ state: 'done' })
  expect((await countImports())[0]).toBe(1)
})
