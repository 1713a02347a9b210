/**
 * Every endpoint's input by chance from its contract, and requests for what is mounted without one (uploads, files, metrics, news): never a fault,
 * never a word of the inside, never half a write. 2,000 calls, or
 * HENGAI_FUZZ_CALLS=100000; HENGAI_SEED repeats a run.
 */
import { text as readText } from 'node:stream/consumers'
import type { InjectOptions } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { registerMember } from '../../src/features/people/contract.ts'
import { hashPassword } from '../../src/features/staff/password.ts'
import { door } from '../../src/features/staff/routes.ts'
import type { MountedEndpoint } from '../../src/platform/mount.ts'
import { SESSION_COOKIE } from '../../src/platform/session.ts'
import type { Endpoint } from '../../src/shared/endpoint.ts'
import { requestFor } from '../fuzz/bodies.ts'
import { furnish } from '../fuzz/furnish.ts'
import { inputFor, type KnownIds } from '../fuzz/inputs.ts'
import { problemWith, type Answered } from '../fuzz/judge.ts'
import { MOUNTED, mountedRequest, type Known, type Made } from '../fuzz/mounted.ts'
import { chanceOf, seedOfRun } from '../fuzz/random.ts'
import { changedIn, openStock, type Stock } from '../fuzz/stock.ts'
import { asOwner, readTables, writeRowsEverywhere, type Rows } from '../rows-everywhere.ts'
import { keys, newWorld, type Caller, type World } from '../world.ts'

const CALLS = Number(process.env.HENGAI_FUZZ_CALLS ?? 2_000)
/** Callers are replaced after so many calls: by then one has changed a password, closed an account or signed out. */
const FRESH_AFTER = 40

/** A secret that was not right is counted and noted, though refused: it is what a trail is for. */
const ATTEMPTS = ['signIn', 'changePassword', 'passSecondFactor', 'confirmSecondFactor', 'renewRecoveryCodes', 'endSecondFactor']

/** Of all calls, so many go to what is mounted by hand. */
const BY_HAND = 0.2

const chance = chanceOf(seedOfRun())
let own: World
let known: Known
let close: () => Promise<void>
let near = ''
let far = ''
let rows: readonly Rows[] = []
let readStock: () => Promise<Stock>
let faults: unknown[] = []
let password_hash = ''

const kept = (world: World, station_id: string): Rows =>
  new Map<string, Record<string, unknown>>([
    ['orgs.organisations', { organisation_id: world.organisation_id }],
    ['orgs.stations', { organisation_id: world.organisation_id, station_id }],
    ['staff.logins', {}],
    ['staff.sessions', {}],
    ['staff.tenants', {}],
  ])

/** An application holds a sealed form: a real one, where the catalogue could only write any byte. */
const sealForm = async (from: Rows, station_id: string) => {
  const { organisation_id } = own
  const application_id = from.get('people.applications')!.application_id as string
  const form = JSON.stringify(registerMember.input.parse({ station_id, name: '陈桂英' }))
  const entry = keys.seal(form, { column: 'people.applications.entry', organisation_id, row_id: application_id })
  await asOwner(own.database, organisation_id, (tx) =>
    sql`update people.applications set entry_sealed = ${entry}
      where organisation_id = ${organisation_id} and application_id = ${application_id}`.execute(tx),
  )
}

beforeAll(async () => {
  ;({ world: own, known, close } = await furnish())
  password_hash = await hashPassword('Pingsha-Sanzao-5')
  const tables = await readTables(own.database)
  const fill = (world: World, station_id: string) =>
    writeRowsEverywhere(world.database, tables, { organisation_id: world.organisation_id, station_id }, kept(world, station_id))
  near = await own.station()
  far = await own.station()
  const foreign = await newWorld(own)
  rows = [await fill(own, near), await fill(own, far), await fill(foreign, await foreign.station())]
  await sealForm(rows[0]!, near)
  await sealForm(rows[1]!, far)
  // What is over is removed by the next upload, also by one that is refused.
  await own.run(({ db, now }) => sql`delete from imports.uploads where expires_at < ${now}`.execute(db))
  readStock = await openStock(own.database)
  // The log is where a fault is explained; here it is listened to.
  ;(own.server.app.log as { error: unknown }).error = (told: { err?: Error }) => faults.push(told.err)
}, 120_000)

afterAll(async () => {
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  await close()
})

/** Mostly our own, sometimes of the other station or the other organisation. */
const knownIds: KnownIds = (field, by) => {
  if (field === 'station_id') return by.pick([near, near, near, far, rows[2]!.get('orgs.stations')!.station_id])
  const from = by.pick([rows[0], rows[0], rows[0], rows[1], rows[2]])!
  for (const row of from.values()) if (typeof row[field] === 'string' && /^[0-9a-f]{8}-/.test(row[field])) return row[field]
  return undefined
}

interface Asking {
  readonly caller: Caller
  readonly language: 'zh' | 'en'
}

const freshCallers = async (): Promise<Asking[]> => {
  const callers = [
    await own.account('director'),
    await own.account('director'),
    await own.account('administrator'),
    await own.account('security_administrator'),
    await own.account('director', near),
    await own.account('front_desk', near),
  ]
  const english = callers[1]!.account_id
  // A hash that can be read: an account made by test/world.ts has none.
  for (const { account_id } of callers)
    await own.run(({ db, now }) => sql`select staff.set_password(${account_id}, ${password_hash}, false, ${now})`.execute(db))
  await own.run(({ db }) => sql`update staff.accounts set language = 'en' where account_id = ${english}`.execute(db))
  return callers.map((caller) => ({ caller, language: caller.account_id === english ? 'en' : 'zh' }))
}

/** Closed as soon as it has begun: it would not end by itself. */
const openAndClose = async (request: InjectOptions): Promise<Answered> => {
  const answer = await own.server.app.inject({ ...request, payloadAsStream: true })
  const stream = answer.stream()
  if (answer.statusCode === 200) stream.destroy()
  const text = answer.statusCode === 200 ? '' : await readText(stream)
  return { status: answer.statusCode, text, body: text ? (JSON.parse(text) as Answered['body']) : undefined }
}

const send = async (made: InjectOptions, { caller, language }: Asking, streams = false): Promise<Answered> => {
  const headers = {
    'accept-language': language === 'en' ? 'en' : 'zh-CN',
    cookie: `${SESSION_COOKIE}=${caller.cookie}`,
    ...made.headers,
  }
  if (streams) return openAndClose({ ...made, headers })
  const answer = await own.server.app.inject({ ...made, headers })
  const isJson = String(answer.headers['content-type']).includes('json')
  if (answer.statusCode === 200 && answer.rawPayload.length === 0 && made.method === 'GET')
    throw new Error(`nothing: ${String(made.url)}`)
  // A file is opened by other tests; here only that it is one.
  return { status: answer.statusCode, text: isJson ? answer.body : '', body: isJson ? answer.json() : undefined }
}

/** What is mounted by hand takes the same input as an endpoint beside it. */
const byHand = (endpoints: readonly MountedEndpoint[]): { name: string; endpoint: Endpoint }[] => {
  const of = (name: string) => endpoints.find((each) => each.name === name)!.endpoint
  const files = { listImportRows: '/api/imports/rejected.xlsx', listFigureRows: '/api/figures/:key/rows.xlsx' }
  return [
    ...Object.entries(files).map(([name, path]) => ({ name: `${name} as a file`, endpoint: { ...of(name), path } })),
    ...endpoints
      .filter(({ endpoint, name }) => endpoint.method === 'GET' && name.startsWith('list') && !endpoint.path.includes(':'))
      .map(({ name, endpoint }) => ({
        name: `${name} exported`,
        endpoint: { ...endpoint, path: `/api/export?endpoint=${name}&columns=name,code&titles=甲,乙` },
      })),
  ]
}

const nextOf = async (from: { name: string; endpoint: Endpoint } | undefined): Promise<Made> =>
  from
    ? { name: from.name, request: requestFor(from.endpoint, inputFor(from.endpoint, knownIds, chance), chance) }
    : mountedRequest(known, chance)

it(`${CALLS} calls by chance: no fault, nothing half written, every refusal in words`, async () => {
  const { endpoints } = own.server
  const all: { name: string; endpoint: Endpoint }[] = [
    ...endpoints.map(({ name, endpoint }) => ({ name, endpoint })),
    // Setting up is done once in a database; the others of the door are everybody's.
    ...Object.entries(door).map(([name, endpoint]) => ({ name, endpoint: endpoint as Endpoint })),
    ...byHand(endpoints),
  ]
  const wrong: string[] = []
  const accepted = new Set<string>()
  let callers = await freshCallers()
  let before = await readStock()
  let taken = 0
  for (let n = 0; n < CALLS && wrong.length < 25; n++) {
    if (n % FRESH_AFTER === 0) {
      callers = await freshCallers()
      before = await readStock()
    }
    const { name, request, streams } = await nextOf(n < all.length ? all[n]! : chance.of(BY_HAND) ? undefined : chance.pick(all))
    const asking = chance.pick(callers)
    faults = []
    const answer = await send(request, asking, streams)
    const after = await readStock()
    const changed = changedIn(before, after).filter((table) => table !== 'audit.entries' || !ATTEMPTS.includes(name))
    const problem = problemWith(answer, asking.language, changed, request.method === 'GET' || name === 'metrics')
    before = after
    if (answer.status === 200) {
      taken++
      accepted.add(name)
    }
    if (problem) {
      const told = typeof request.payload === 'string' ? request.payload.slice(0, 600) : ''
      wrong.push(
        `${name}: ${problem}\n  ${String(request.url).slice(0, 400)}\n  ${told}\n  ${faults.map((each) => (each as Error)?.stack?.split('\n').slice(0, 6).join('\n')).join('; ')}`,
      )
    }
  }
  process.stdout.write(
    `${CALLS} calls, ${taken} accepted, ${accepted.size} of ${all.length + MOUNTED.length} endpoints among them\n`,
  )
  expect(wrong).toEqual([])
  // A fuzz that never gets past the door would show nothing.
  expect(taken / CALLS).toBeGreaterThan(0.05)
  if (CALLS >= 2_000) expect(MOUNTED.filter((name) => !accepted.has(name))).toEqual([])
})
