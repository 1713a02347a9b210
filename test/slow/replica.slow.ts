/** Figures, reports and exports from a real streaming copy: who wrote sees it, and the main database answers when the copy is behind or away. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { asPostgres, freePort, postgresBin } from '../../bench/place.ts'
import { openServer, type Server } from '../../src/app/server.ts'
import { getFigure, listFigureRows } from '../../src/features/figures/contract.ts'
import { listStations, recordStation } from '../../src/features/orgs/contract.ts'
import { openDatabase, type Database } from '../../src/platform/database.ts'
import { migrate } from '../../src/platform/migrate.ts'
import { BEHIND_S, openReplica, type Replica } from '../../src/platform/replica.ts'
import { asOwner } from '../rows-everywhere.ts'
import { keys, newWorld, type Caller, type World } from '../world.ts'

const bin = postgresBin()!
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hengai-replica-'))
fs.chmodSync(folder, 0o777)
const run = (program: string, ...args: string[]) => asPostgres(`${bin}/${program}`, args)
const control = (cluster: string, ...args: string[]) =>
  run('pg_ctl', '-D', path.join(folder, cluster), '-l', path.join(folder, `${cluster}.log`), '-w', ...args)
const startOn = (cluster: string, port: number) =>
  control(cluster, '-o', `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''`, 'start')
const urlOf = (user: string, port: number, name: string) => `postgres://${user}@127.0.0.1:${port}/${name}`

let main: Database
let chief: Database
let replica: Replica
let server: Server
let world: World
let director: Caller
let copy_port: number

beforeAll(async () => {
  const port = await freePort()
  run('initdb', '-D', path.join(folder, 'main'), '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8')
  startOn('main', port)
  const home = await openDatabase({ kind: 'server', url: urlOf('postgres', port, 'postgres'), pool_size: 1 })
  await home.script('create role hengai login createdb createrole')
  await home.script('create database hengai owner hengai')
  await home.close()
  main = await openDatabase({ kind: 'server', url: urlOf('hengai', port, 'hengai'), pool_size: 4 })
  await migrate(main)
  run(
    'pg_basebackup',
    '-h',
    '127.0.0.1',
    '-p',
    String(port),
    '-U',
    'postgres',
    '-D',
    path.join(folder, 'copy'),
    '-R',
    '-X',
    'stream',
    '-c',
    'fast',
  )
  copy_port = await freePort()
  startOn('copy', copy_port)
  chief = await openDatabase({ kind: 'server', url: urlOf('postgres', copy_port, 'hengai'), pool_size: 1 })
  replica = await openReplica(urlOf('hengai', copy_port, 'hengai'), main.db)
  server = await openServer({ database: main, keys, log: false, rate: 0, replica })
  world = await newWorld({ database: main, server })
  director = await world.account('director')
})
// A test that failed leaves the copy standing still.
afterEach(() => chief.script('select pg_wal_replay_resume()'))
afterAll(async () => {
  await server.app.close()
  await replica.close()
  await chief.close()
  await main.close()
  for (const cluster of ['copy', 'main']) control(cluster, '-m', 'immediate', 'stop')
  fs.rmSync(folder, { recursive: true, force: true })
})

const period = { from: '2022-01-01', to: '2022-12-31' }
const stations = async (headers: Record<string, string> = {}) =>
  (await director.call(getFigure, { key: 'org.stations.count', ...period }, headers)).body.value
/** Until the copy has replayed everything. */
const caughtUp = async () => {
  while (!(await replica.serves())) await rest(200)
  const { rows } = await sql<{ lsn: string }>`select pg_current_wal_lsn()::text as lsn`.execute(main.db)
  for (;;) {
    const { rows: at } = await sql<{
      there: boolean
    }>`select pg_last_wal_replay_lsn() >= ${rows[0]!.lsn}::pg_lsn as there`.execute(chief.db)
    if (at[0]!.there) return
    await rest(50)
  }
}

test('figures are read from the copy, behind the same wall, and what is exported stands in the trail', async () => {
  const station_id = await world.station()
  await caughtUp()
  expect(await stations()).toBe(1)
  await chief.script('select pg_wal_replay_pause()')
  await world.station()
  // Younger than the bound: the copy's number, which shows that it was asked.
  expect(await stations()).toBe(1)
  const stranger = await (await newWorld({ database: main, server })).account('director')
  expect((await stranger.call(getFigure, { key: 'org.stations.count', ...period })).body.value).toBe(0)
  const here = await world.account('station_manager', station_id)
  expect((await here.call(listFigureRows, { key: 'org.stations.count', ...period })).body.total).toBe(1)
  const file = await server.app.inject({
    url: '/api/export?endpoint=listStations&columns=code',
    headers: { cookie: `hengai_session=${director.cookie}` },
  })
  expect(file.statusCode).toBe(200)
  const noted = await asOwner(
    main,
    world.organisation_id,
    async (tx) =>
      (await sql`select 1 from audit.entries where organisation_id = ${world.organisation_id} and action = 'export'`.execute(tx))
        .rows.length,
  )
  expect(noted).toBe(1)
  await chief.script('select pg_wal_replay_resume()')
})

test('whoever has just written sees it, and what is not settled is never read from the copy', async () => {
  await caughtUp()
  const before = await stations()
  await chief.script('select pg_wal_replay_pause()')
  const administrator = await world.account('administrator')
  const { body } = await administrator.call(listStations, {})
  const entry = { code: 'S99', name: '新站点社区居家养老服务站', town: '三灶镇', state: 'open' as const }
  const wrote = await administrator.call(recordStation, entry)
  expect(wrote.status).toBe(200)
  const mark = /hengai_wrote=1; Max-Age=(\d+); Path=\/; HttpOnly; SameSite=Lax/.exec(String(wrote.headers['set-cookie']))
  expect(Number(mark?.[1])).toBeGreaterThan(BEHIND_S)
  expect((await administrator.call(listStations, {})).body.rows).toHaveLength(body.rows.length + 1)
  expect(await stations()).toBe(before)
  const seen = await director.call(
    getFigure,
    { key: 'org.stations.count', ...period },
    { cookie: `hengai_session=${director.cookie}; hengai_wrote=1` },
  )
  expect(seen.body.value).toBe(before! + 1)
  await chief.script('select pg_wal_replay_resume()')
})

test('a copy that is behind or away is not asked; it is again when it is back', async () => {
  await caughtUp()
  const before = (await stations())!
  await chief.script('select pg_wal_replay_pause()')
  await world.station()
  expect(await stations()).toBe(before)
  await rest((BEHIND_S + 3) * 1_000)
  expect(await stations()).toBe(before + 1)
  await chief.script('select pg_wal_replay_resume()')
  await caughtUp()
  control('copy', '-m', 'immediate', 'stop')
  await world.station()
  // Both within the second in which the copy still counts as near, and after it.
  expect(await stations()).toBe(before + 2)
  await rest(1_500)
  expect(await stations()).toBe(before + 2)
  startOn('copy', copy_port)
  await rest(1_500)
  await caughtUp()
  expect(await stations()).toBe(before + 2)
})
