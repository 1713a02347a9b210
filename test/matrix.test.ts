/**
 * Every endpoint × role × own and other station × own and other organisation. Generated from what is mounted: an endpoint that is
 * added is tested without a line here, except `samples` for fields that follow a form of their own.
 */
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { roles } from '../src/features/staff/roles.ts'
import { door } from '../src/features/staff/routes.ts'
import { newId } from '../src/platform/new-id.ts'
import type { MountedEndpoint } from '../src/platform/mount.ts'
import { SESSION_COOKIE } from '../src/platform/session.ts'
import { z, type Endpoint } from '../src/shared/endpoint.ts'
import { readTables, writeRowsEverywhere, type Rows, type Table } from './rows-everywhere.ts'
import { newWorld, type Answer, type Caller, type World } from './world.ts'

/** Fields whose form the generator cannot guess: `endpoint.field`, or the field everywhere. */
const samples: Readonly<Record<string, unknown>> = {
  login: 'matrix.user',
  password: 'Pingsha-Sanzao-6',
  time_zone: 'Asia/Shanghai',
  month: '2022-03',
  year: 2022,
  role: 'front_desk',
  started_at: '09:30',
  called_at: '09:30',
  taken_at: '09:30',
}

/** Writes that take ids of nothing and then do nothing. */
const doNothing = ['retryRows']

interface Shape {
  readonly type?: string
  readonly format?: string
  readonly pattern?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Shape[]
  readonly items?: Shape
  readonly minItems?: number
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
}

const shapeOf = (endpoint: Endpoint): Shape => z.toJSONSchema(endpoint.input, { io: 'input', unrepresentable: 'any' }) as Shape

const sampleOf = (shape: Shape, field: string): unknown => {
  if (shape.const !== undefined) return shape.const
  if (shape.enum) return shape.enum[0]
  if (shape.anyOf) return sampleOf(shape.anyOf[0]!, field)
  if (shape.format === 'uuid') return newId()
  if (field in samples) return samples[field]
  if (shape.type === 'object') return objectOf(shape)
  if (shape.type === 'array') return Array.from({ length: shape.minItems ?? 1 }, () => sampleOf(shape.items ?? {}, field))
  if (shape.type === 'boolean') return true
  if (shape.type === 'number' || shape.type === 'integer') return shape.minimum ?? (shape.exclusiveMinimum ?? 0) + 1
  if (shape.pattern?.includes('\\d{4}-\\d{2}-\\d{2}')) return '2022-03-01'
  if (shape.pattern?.includes('\\d{4}-\\d{2}')) return '2022-03'
  if (shape.pattern?.includes('\\d{2}:')) return '09:30'
  return 'x'
}

const objectOf = (shape: Shape): Record<string, unknown> =>
  Object.fromEntries((shape.required ?? []).map((field) => [field, sampleOf(shape.properties?.[field] ?? {}, field)]))

/** A small input the contract takes, with ids of nothing. */
const inputOf = (endpoint: Endpoint) => objectOf(shapeOf(endpoint)) as never

const pathFields = (endpoint: Endpoint): string[] => [...endpoint.path.matchAll(/:(\w+)/g)].map((m) => m[1]!)

let own: World
let endpoints: readonly MountedEndpoint[]
let tables: Table[]
let ownRows: Rows
let farRows: Rows
let foreignRows: Rows
let near = ''

const kept = (world: World, station_id: string): Rows =>
  new Map<string, Record<string, unknown>>([
    ['orgs.organisations', { organisation_id: world.organisation_id }],
    ['orgs.stations', { organisation_id: world.organisation_id, station_id }],
    ['staff.logins', {}],
    ['staff.sessions', {}],
    ['staff.tenants', {}],
  ])

const fill = (world: World, station_id: string) =>
  writeRowsEverywhere(world.database, tables, { organisation_id: world.organisation_id, station_id }, kept(world, station_id))

beforeAll(async () => {
  own = await newWorld()
  endpoints = own.server.endpoints
  tables = await readTables(own.database)
  near = await own.station()
  ownRows = await fill(own, near)
  farRows = await fill(own, await own.station())
  const foreign = await newWorld()
  foreignRows = await fill(foreign, await foreign.station())
})

/** The table whose rows an id field names: the one whose key it is (`meal_id` → canteen.meals). */
const tableOf = (field: string): Table | undefined => tables.find((table) => table.key.length === 1 && table.key[0] === field)

const idIn = (rows: Rows, field: string): unknown => {
  const table = tableOf(field)
  const id = table && rows.get(table.table)?.[field]
  return /^[0-9a-f]{8}-/.test(String(id)) ? id : undefined
}

/** Ids the caller makes for a new row come back in the answer. */
const isNewId = (endpoint: Endpoint, field: string): boolean => {
  const output = z.toJSONSchema(endpoint.output, { unrepresentable: 'any' }) as Shape
  return endpoint.method === 'POST' && !pathFields(endpoint).includes(field) && output.properties?.[field] !== undefined
}

const routeOf = ({ method, path }: Endpoint) => `${method} ${path}`

/** Everything the server answers under /api, `GET /api/export`, from its own drawing: one line each, indented under what it continues. */
const routesOf = ({ server }: World): string[] => {
  const above: string[] = []
  return server.app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', part = '', methods = ''] = /^([│ ]*)[├└]── (\S+)(?: \((.*)\))?$/.exec(line) ?? []
      const depth = indent.length / 4
      above.splice(depth, above.length, part)
      const path = above.join('')
      const names = methods.split(', ').filter((name) => name !== '' && name !== 'HEAD')
      return path.startsWith('/api/') ? names.map((name) => `${name} ${path}`) : []
    })
}

/** Without a session on purpose: the description of the interface; the progress of a run, for whoever holds its key. */
const open: readonly string[] = [
  'GET /api/openapi.json',
  'GET /api/docs',
  'GET /api/imports/runs/:run_id/watch',
  'DELETE /api/imports/runs/:run_id/watch',
]

const told = ({ name }: MountedEndpoint, answer: Answer<unknown>) =>
  `${name}: ${answer.status} ${answer.body.code ?? ''} ${answer.body.field ?? ''}`

describe('without a session', () => {
  it('every endpoint that is not public answers 401', async () => {
    const wrong: string[] = []
    for (const each of endpoints) {
      const answer = await own.nobody.call(each.endpoint, inputOf(each.endpoint))
      if (answer.status !== 401) wrong.push(told(each, answer))
    }
    expect(wrong).toEqual([])
    expect(endpoints.length).toBeGreaterThan(20)
  })

  it('the public ones are exactly the door', () => {
    const all = [
      ...endpoints.map(({ name, endpoint }) => ({ name, endpoint })),
      ...Object.entries(door).map(([name, endpoint]) => ({ name, endpoint })),
    ]
    expect(
      all
        .filter(({ endpoint }) => endpoint.permission === 'public')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['getSetup', 'setUp', 'signIn', 'signOut'])
  })

  it('nor does any route that is mounted by hand, and a one-time password opens none of them', async () => {
    const contracts = new Set([...endpoints.map(({ endpoint }) => endpoint), ...Object.values(door)].map(routeOf))
    const byHand = routesOf(own).filter((route) => !contracts.has(route) && !open.includes(route))
    const fresh = await own.account('director')
    await own.run(({ db, now }) => sql`select staff.set_password(${fresh.account_id}, 'no password', true, ${now})`.execute(db))
    const wrong: string[] = []
    for (const route of byHand) {
      const [method, url] = route.split(' ') as ['GET', string]
      const ask = (cookie: string) =>
        own.server.app.inject({ method, url: url.replaceAll(/:\w+/g, '2022'), headers: { cookie }, payload: {} })
      const nobody = await ask('')
      const early = await ask(`${SESSION_COOKIE}=${fresh.cookie}`)
      if (nobody.statusCode !== 401 || early.json().code !== 'password_must_change') wrong.push(`${route}: ${early.body}`)
    }
    expect(wrong).toEqual([])
    expect(byHand).toContain('GET /api/export')
    expect(byHand).toContain('POST /api/imports/uploads')
  })

  it('no two have one name', () => {
    const names = endpoints.map(({ name }) => name)
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
  })

  it('every other permission is one that some role holds', () => {
    const held = new Set(roles.flatMap((role) => role.permissions))
    expect(
      endpoints
        .filter(({ endpoint }) => endpoint.permission !== 'signed_in' && !held.has(endpoint.permission))
        .map(({ name }) => name),
    ).toEqual([])
  })
})

describe.each(roles.filter((role) => !role.for_system).map((role) => [role.role, role.permissions] as const))(
  'as %s',
  (role, held) => {
    const may = (endpoint: Endpoint) => endpoint.permission === 'signed_in' || held.includes(endpoint.permission)

    it.each([['everywhere'], ['at one station']])('granted %s, every endpoint answers as the grants say', async (where) => {
      const caller = where === 'everywhere' ? await own.account(role) : await own.account(role, near)
      const wrong: string[] = []
      for (const each of endpoints) {
        const answer = await caller.call(each.endpoint, inputOf(each.endpoint))
        const refusedByRole = answer.status === 401 || (answer.body.code === 'not_allowed' && !answer.body.field)
        if (refusedByRole === may(each.endpoint) || answer.status >= 500) wrong.push(told(each, answer))
      }
      expect(wrong).toEqual([])
    })
  },
)

/** Which roles together hold every permission. */
const everybody = async (world: World, ...stations: string[]): Promise<(endpoint: Endpoint) => Caller> => {
  const callers = new Map<string, Caller>()
  for (const role of ['director', 'administrator', 'security_administrator'])
    callers.set(role, await world.account(role, ...stations))
  const mayIn = (role: string, { permission }: Endpoint) =>
    permission === 'signed_in' || roles.find((each) => each.role === role)!.permissions.includes(permission)
  return (endpoint) => [...callers].find(([role]) => mayIn(role, endpoint))![1]
}

const withoutIds = (answer: Answer<unknown>, id: unknown) => ({
  status: answer.status,
  body: JSON.stringify({ ...(answer.body as object), request_id: '' })
    .replaceAll(String(id), '*')
    .replaceAll(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, 'now')
    .replaceAll(/"[a-z_]*(?:_ms|milliseconds)":[\d.]+/g, '"ms"'),
})

/**
 * "Not yours" and "not there" look the same: the answer for somebody else's id is to the letter the answer for an id of nothing, and
 * nothing is written.
 */
const problemWith = async (
  caller: Caller,
  each: MountedEndpoint,
  input: object,
  field: string,
  id: unknown,
): Promise<string | undefined> => {
  const answer = await caller.call(each.endpoint, { ...input, [field]: id })
  const nothing = newId()
  const same = await caller.call(each.endpoint, { ...input, [field]: nothing })
  const [got, expected] = [withoutIds(answer, id), withoutIds(same, nothing)]
  const wrote = each.endpoint.method !== 'GET' && answer.status === 200 && !doNothing.includes(each.name)
  const untested = answer.body.code === 'bad_input'
  return wrote || untested || got.status !== expected.status || got.body !== expected.body
    ? `${told(each, answer)} (${field})`
    : undefined
}

/** Calls every endpoint that names a row in its path with the id of a row from `rows`. */
const pathsInto = async (rows: Rows, callerFor: (endpoint: Endpoint) => Caller, only: (table: Table) => boolean) => {
  const [wrong, tried]: [string[], string[]] = [[], []]
  for (const each of endpoints) {
    for (const field of pathFields(each.endpoint).filter((name) => idIn(rows, name) !== undefined && only(tableOf(name)!))) {
      tried.push(each.name)
      const problem = await problemWith(callerFor(each.endpoint), each, inputOf(each.endpoint), field, idIn(rows, field))
      if (problem) wrong.push(problem)
    }
  }
  return { wrong, tried }
}

describe('ids of another organisation', () => {
  it('in the path are not there', async () => {
    const { wrong, tried } = await pathsInto(foreignRows, await everybody(own), () => true)
    expect(wrong).toEqual([])
    expect(tried).toContain('getStation')
  })

  it('in any other field find nothing and write nothing', async () => {
    const callerFor = await everybody(own)
    const wrong: string[] = []
    for (const each of endpoints) {
      const fields = Object.keys(shapeOf(each.endpoint).properties ?? {})
      for (const field of fields) {
        const foreign = idIn(foreignRows, field)
        if (!foreign || pathFields(each.endpoint).includes(field) || isNewId(each.endpoint, field)) continue
        // Ids in the path are our own, so that nothing but the foreign id can be the reason.
        const ours = Object.fromEntries(
          pathFields(each.endpoint).flatMap((name) => (idIn(ownRows, name) ? [[name, idIn(ownRows, name)]] : [])),
        )
        const problem = await problemWith(
          callerFor(each.endpoint),
          each,
          { ...(inputOf(each.endpoint) as object), ...ours },
          field,
          foreign,
        )
        if (problem) wrong.push(problem)
      }
    }
    expect(wrong).toEqual([])
  }, 60_000)
})

describe('rows of another station', () => {
  it('named in the path are not there', async () => {
    const callerFor = await everybody(own, near)
    const { wrong, tried } = await pathsInto(farRows, callerFor, (table) => table.by_station || table.table === 'orgs.stations')
    expect(wrong).toEqual([])
    expect(tried).toContain('getStation')
  })

  it('are in no list', async () => {
    const callerFor = await everybody(own, near)
    const far = String(farRows.get('orgs.stations')!.station_id)
    const wrong: string[] = []
    for (const each of endpoints.filter(({ endpoint }) => endpoint.method === 'GET' && pathFields(endpoint).length === 0)) {
      const answer = await callerFor(each.endpoint).call(each.endpoint, inputOf(each.endpoint))
      if (JSON.stringify(answer.body).includes(far)) wrong.push(told(each, answer))
    }
    expect(wrong).toEqual([])
  })
})
