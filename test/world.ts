/**
 * The tests' world: a real database per worker, a new organisation per test, requests over HTTP. PGlite from a snapshot of the
 * migrated database, or PostgreSQL when TEST_DATABASE_URL is set (it must be allowed to create databases; test/leftovers.ts drops them).
 */
import { createHash, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { expect } from 'vitest'
import { openServer, type Server } from '../src/app/server.ts'
import { recordStations } from '../src/features/orgs/service.ts'
import { createOrganisation, findSystemAsking, type SystemAsking } from '../src/features/staff/organisation.ts'
import { openSession } from '../src/features/staff/session.ts'
import type { Ctx } from '../src/platform/context.ts'
import { openDatabase, type Database } from '../src/platform/database.ts'
import { lockFolder } from '../src/platform/folder-lock.ts'
import { keysFrom } from '../src/platform/keys.ts'
import { migrate, migrationFiles, migrationText } from '../src/platform/migrate.ts'
import { newId } from '../src/platform/new-id.ts'
import { runAs } from '../src/platform/request.ts'
import { SESSION_COOKIE } from '../src/platform/session.ts'
import type { Endpoint, InputOf, OutputOf } from '../src/shared/endpoint.ts'
import { dropDatabase } from './drop-database.ts'

export const keys = keysFrom(Buffer.alloc(32, 7))

const cache = fileURLToPath(new URL('../node_modules/.cache/hengai', import.meta.url))

const rest = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** The snapshot is made once for each state of the migrations; whoever comes second waits for it. */
export const snapshotFile = async (): Promise<string> => {
  const hash = createHash('sha256')
  for (const file of migrationFiles()) hash.update(file).update(migrationText(file))
  const file = path.join(cache, `snapshot-${hash.digest('hex').slice(0, 16)}.tar.gz`)
  fs.mkdirSync(cache, { recursive: true })
  while (!fs.existsSync(file)) {
    let unlock: (() => void) | undefined
    try {
      unlock = lockFolder(path.join(cache, 'making'))
    } catch {
      await rest(100)
      continue
    }
    // Of one process, several may hold the lock's number: a file of its own keeps them apart.
    if (!fs.existsSync(file)) {
      const database = await openDatabase({ kind: 'memory' })
      await migrate(database)
      const made = `${file}.${randomUUID()}`
      await database.dump(made)
      await database.close()
      fs.renameSync(made, file)
    }
    unlock()
  }
  return file
}

const openOnServer = async (url: string): Promise<Database> => {
  // By the number of the run, which is this worker's parent, they are found again when it ends.
  const name = `hengai_test_${process.ppid}_${randomUUID().replaceAll('-', '')}`
  const own = new URL(url)
  own.pathname = `/${name}`
  const home = await openDatabase({ kind: 'server', url, pool_size: 1 })
  // Roles belong to the whole server: two databases migrating at once would both make ours.
  await home.script('select pg_advisory_lock(712042)')
  await home.script(`create database ${name} template template0 locale 'C.UTF-8'`)
  const database = await openDatabase({ kind: 'server', url: own.href, pool_size: 4 })
  await migrate(database)
  await home.script('select pg_advisory_unlock(712042)')
  await home.close()
  const drop = async () => {
    await database.close()
    const last = await openDatabase({ kind: 'server', url, pool_size: 1 })
    await dropDatabase(last, name)
    await last.close()
  }
  return { ...database, close: drop }
}

/** A migrated database without any organisation, all to oneself; the caller closes it. */
export const openEmptyDatabase = async (): Promise<Database> => {
  const url = process.env.TEST_DATABASE_URL
  return url ? openOnServer(url) : openDatabase({ kind: 'memory', snapshot: await snapshotFile() })
}

let opened: Promise<{ database: Database; server: Server }> | undefined

/** Database and server are opened once for a worker and all its files; organisations keep the tests apart. */
const openShared = () =>
  (opened ??= (async () => {
    const database = await openEmptyDatabase()
    return { database, server: await openServer({ database, keys, log: false, rate: 0 }) }
  })())

export interface Answer<O> {
  readonly status: number
  readonly body: O & {
    readonly code?: string
    readonly field?: string
    readonly details?: Record<string, unknown>
    readonly message?: string
  }
  readonly headers: Readonly<Record<string, unknown>>
}

/** Somebody, signed in or not. */
export interface Caller {
  readonly account_id: string
  readonly cookie: string | undefined
  call<E extends Endpoint>(endpoint: E, input: InputOf<E>, headers?: Record<string, string>): Promise<Answer<OutputOf<E>>>
}

const queryText = (input: Record<string, unknown>): string => {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(input)) {
    for (const each of Array.isArray(value) ? value : [value])
      if (each !== undefined && each !== null) query.append(name, String(each))
  }
  const text = query.toString()
  return text ? `?${text}` : ''
}

/** Path, query and body as the browser's `call` sends them. */
export const callerOf = (server: Server, account_id: string, cookie?: string): Caller => ({
  account_id,
  cookie,
  call: async (endpoint, input, headers = {}) => {
    const left = { ...(input as Record<string, unknown>) }
    const url = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) => {
      const value = encodeURIComponent(String(left[name]))
      delete left[name]
      return value
    })
    const reads = endpoint.method === 'GET'
    const answer = await server.app.inject({
      method: endpoint.method,
      url: reads ? url + queryText(left) : url,
      headers: { 'accept-language': 'zh-CN', ...(cookie ? { cookie: `${SESSION_COOKIE}=${cookie}` } : {}), ...headers },
      ...(reads ? {} : { payload: left }),
    })
    const body = answer.headers['content-type']?.toString().includes('json') ? answer.json() : answer.body
    return { status: answer.statusCode, body, headers: answer.headers }
  },
})

export interface World {
  readonly database: Database
  readonly server: Server
  readonly organisation_id: string
  /** The system account, for `runAs`. */
  readonly system: SystemAsking
  /** A station of this organisation; returns its id. */
  station(parts?: {
    code?: string
    name?: string
    town?: string
    kind?: 'home_care_station' | 'elder_care_centre' | 'disability_centre' | 'other'
  }): Promise<string>
  /** An account with this role, everywhere or at the named stations, signed in. */
  account(role: string, ...station_ids: string[]): Promise<Caller>
  /** Nobody: requests without a session. */
  readonly nobody: Caller
  /** Runs a service function as the system account, in one request's transaction; `now` for another day. */
  run<T>(work: (ctx: Ctx) => Promise<T>, now?: Date): Promise<T>
}

const openAccountIn = async (
  world: Pick<World, 'database' | 'server' | 'organisation_id' | 'run'>,
  role: string,
  station_ids: readonly string[],
) => {
  const { database, server, organisation_id } = world
  const account_id = newId()
  const login = `${role}-${account_id}`
  await world.run(async ({ db, now }) => {
    await sql`insert into staff.accounts (organisation_id, account_id, name, created_at) values (${organisation_id}, ${account_id}, ${role}, ${now})`.execute(
      db,
    )
    await sql`select staff.add_login(${login}, ${account_id}, 'no password', false, ${now})`.execute(db)
    for (const station_id of station_ids.length > 0 ? station_ids : [null])
      await sql`insert into staff.grants (organisation_id, grant_id, account_id, role, station_id, granted_at)
        values (${organisation_id}, ${newId()}, ${account_id}, ${role}, ${station_id}, ${now})`.execute(db)
  })
  return callerOf(server, account_id, await openSession(database.db, { organisation_id, account_id }))
}

/** A new organisation in a given database (default: the worker's own). */
export const newWorld = async (at?: { database: Database; server: Server }): Promise<World> => {
  const { database, server } = at ?? (await openShared())
  const organisation_id = await database.db
    .transaction()
    .execute((tx) => createOrganisation(tx, { name: `测试机构 ${randomUUID().slice(0, 8)}` }))
  const system = await findSystemAsking(database.db, organisation_id)
  let stations = 0
  const run: World['run'] = (work, now) =>
    runAs(database.db, keys, { ...system, request_id: randomUUID(), action: 'test', ...(now ? { now } : {}) }, work)
  const base = { database, server, organisation_id, system, run }
  return {
    ...base,
    nobody: callerOf(server, ''),
    account: (role, ...station_ids) => openAccountIn(base, role, station_ids),
    station: (parts = {}) =>
      run(async (ctx) => {
        const number = ++stations
        const [outcome] = await recordStations(ctx, [
          { code: `S${number}`, name: `测试${number}社区居家养老服务站`, town: '三灶镇', state: 'open', ...parts },
        ])
        if (!outcome || 'refused' in outcome) throw new Error(`station refused: ${JSON.stringify(outcome)}`)
        return outcome.id
      }),
  }
}

/** The answer was a refusal of this status and code. */
export const expectRefused = (answer: Answer<unknown>, status: number, code: string): void => {
  expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code })
}
