/**
 * `/metrics` for Prometheus. No name of a person or an organisation, no id, no address: labels are names of endpoints, codes and
 * states, all from closed lists.
 */
import { setTimeout as rest } from 'node:timers/promises'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Backups } from '../features/backup/backups.ts'
import { listOrganisations } from '../features/staff/organisation.ts'
import { inOrganisation, type Database } from '../platform/database.ts'
import type { Endpoint } from '../shared/endpoint.ts'
import { Refusal } from '../shared/refusal.ts'
import { transactionCounts } from '../platform/transaction.ts'
import { checkMayRead } from './metrics-door.ts'

export interface MetricsChoices {
  readonly version: string
  /** Needed by every reader; none: readers on this machine only. */
  readonly token: string | undefined
  /** When the last round of sealing ended well; undefined before the first. */
  readonly sealed_at: () => Date | undefined
}

interface Watched extends MetricsChoices {
  readonly database: Database
  readonly backups: Backups | undefined
}

/** What is asked of the database and the disk is asked so seldom at most, however often the page is read. */
const FRESH_MS = 10_000
/** Prometheus gives up after ten seconds unless told otherwise. */
const PATIENCE_MS = 5_000
const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]
/** Endpoints at which somebody tries to get in. */
const DOOR = new Set(['signIn', 'passSecondFactor'])

const gauge = (register: Registry, name: string, help: string, read: (gauge: Gauge) => void | Promise<void>): void => {
  // oxlint-disable-next-line no-new -- the registry keeps it
  new Gauge({
    name,
    help,
    registers: [register],
    async collect() {
      await read(this)
    },
  })
}

/** What only the database knows, of all organisations together. */
const readDatabase = async ({ db }: Database) => {
  const { rows } = await sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`.execute(db)
  const organisations = await listOrganisations(db)
  let imports = 0
  for (const organisation_id of organisations)
    imports += await inOrganisation(db, { organisation_id, stations: 'all', sensitive: [] }, async (tx) => {
      const running = await sql<{ n: number }>`select count(*) as n from imports.runs
        where organisation_id = ${organisation_id} and state = 'running' and alive_until > now()`.execute(tx)
      return running.rows[0]!.n
    })
  return { bytes: rows[0]!.bytes, organisations: organisations.length, imports }
}

type Found = Awaited<ReturnType<typeof readDatabase>>

/** The same answer for a while; undefined when the database gave none in time. */
const seldom = (read: () => Promise<Found>): (() => Promise<Found | undefined>) => {
  let asked = -Infinity
  let last: Promise<Found | undefined> = Promise.resolve(undefined)
  return () => {
    if (performance.now() - asked > FRESH_MS) {
      asked = performance.now()
      // A database that hangs must not take with it the page that tells of it.
      last = Promise.race([read(), rest(PATIENCE_MS, undefined, { ref: false })]).catch(() => undefined)
    }
    return last
  }
}

const watchDatabase = (app: FastifyInstance, register: Registry, { database }: Watched): void => {
  const found = seldom(() => readDatabase(database))
  const from = (name: string, help: string, value: (of: Found) => number) =>
    gauge(register, name, help, async (each) => {
      const of = await found()
      if (of) each.set(value(of))
      else each.remove()
    })
  gauge(register, 'hengai_database_up', '1 while the database answers', async (each) => each.set((await found()) ? 1 : 0))
  from('hengai_database_size_bytes', 'Size of the database', ({ bytes }) => bytes)
  from('hengai_organisations', 'Organisations', ({ organisations }) => organisations)
  from('hengai_imports_running', 'Imports under way on any server', ({ imports }) => imports)
  const { load } = database
  gauge(register, 'hengai_pool_in_use', 'Connections in use', (each) => each.set(load.counts().open - load.counts().idle))
  gauge(register, 'hengai_pool_idle', 'Connections open and idle', (each) => each.set(load.counts().idle))
  gauge(register, 'hengai_pool_waiting', 'Callers waiting for a connection', (each) => each.set(load.counts().waiting))
  const waits = new Histogram({
    name: 'hengai_pool_wait_seconds',
    help: 'How long callers waited for a connection; with the embedded database, for their turn',
    buckets: [0.0005, ...SECONDS],
    registers: [register],
  })
  const told = (seconds: number) => waits.observe(seconds)
  load.waits.add(told)
  app.addHook('onClose', async () => void load.waits.delete(told))
  // oxlint-disable-next-line no-new -- the registry keeps it
  new Counter({
    name: 'hengai_transactions_total',
    help: 'Transactions of this process',
    labelNames: ['result'],
    registers: [register],
    collect() {
      this.reset()
      for (const [result, count] of Object.entries(transactionCounts)) this.inc({ result }, count)
    },
  })
}

const watchKeeping = (register: Registry, { backups, sealed_at, version, database }: Watched): void => {
  gauge(register, 'hengai_audit_sealed_timestamp_seconds', 'When the audit trail was last sealed without a fault', (each) => {
    const at = sealed_at()
    if (at) each.set(at.getTime() / 1000)
  })
  gauge(register, 'hengai_backup_made_timestamp_seconds', 'When the last backup was made; none: never', (each) => {
    const [last] = backups?.list() ?? []
    if (last) each.set(Date.parse(last.header.made_at) / 1000)
    else each.remove()
  })
  gauge(register, 'hengai_backup_failed', '1 when the last try at a backup went wrong', (each) =>
    each.set(backups?.failure ? 1 : 0),
  )
  gauge(register, 'hengai_backup_scheduled', '1 when this server makes backups by itself', (each) =>
    each.set(backups?.place.at ? 1 : 0),
  )
  const build = { version, node: process.versions.node, database: database.kind }
  new Gauge({ name: 'hengai_build_info', help: 'What is running', labelNames: Object.keys(build), registers: [register] }).set(
    build,
    1,
  )
}

/** Hooks that count each request; added before any route, so that they see all of them. Returns who learns the endpoints' names later. */
const watchRequests = (app: FastifyInstance, register: Registry) => {
  const names = new Map<string, string>()
  const seconds = new Histogram({
    name: 'hengai_request_seconds',
    help: 'Requests by endpoint',
    labelNames: ['endpoint', 'method', 'status'],
    buckets: SECONDS,
    registers: [register],
  })
  const refusals = new Counter({
    name: 'hengai_refusals_total',
    help: 'Refusals by code',
    labelNames: ['code'],
    registers: [register],
  })
  const faults = new Counter({ name: 'hengai_faults_total', help: 'Requests that failed on our side', registers: [register] })
  const doors = new Counter({
    name: 'hengai_sign_in_failures_total',
    help: 'Refused sign-ins and second factors',
    registers: [register],
  })
  const nameOf = ({ method, routeOptions: { url } }: FastifyRequest) =>
    names.get(`${method} ${url}`) ?? (url?.startsWith('/api/') ? url : 'page')
  app.addHook('onResponse', async (request, reply) => {
    const endpoint = nameOf(request)
    const status = `${Math.floor(reply.statusCode / 100)}xx`
    seconds.observe({ endpoint, method: request.method, status }, reply.elapsedTime / 1000)
    if (status === '5xx') faults.inc()
    if (status === '4xx' && DOOR.has(endpoint)) doors.inc()
  })
  app.addHook('onError', async (_request, _reply, problem: Error) => {
    if (problem instanceof Refusal) refusals.inc({ code: problem.code })
  })
  return (endpoints: readonly { readonly name: string; readonly endpoint: Endpoint }[]) => {
    for (const { name, endpoint } of endpoints) names.set(`${endpoint.method} ${endpoint.path}`, name)
  }
}

/** Mounts the page. Returns who learns the endpoints' names, once they are mounted. */
export const mountMetrics = (app: FastifyInstance, watched: Watched): ReturnType<typeof watchRequests> => {
  const register = new Registry()
  collectDefaultMetrics({ register })
  watchDatabase(app, register, watched)
  watchKeeping(register, watched)
  const learn = watchRequests(app, register)
  app.get('/metrics', { logLevel: 'warn' }, async (request, reply) => {
    checkMayRead(request, watched.token)
    return reply.type(register.contentType).send(await register.metrics())
  })
  app.addHook('onClose', async () => register.clear())
  return learn
}
