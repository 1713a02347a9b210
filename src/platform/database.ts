/**
 * One dialect, one driver, two databases: PGlite in a worker behind `pg.Pool`, or PostgreSQL ≥ 15 by its address
 * (docs/decisions/0001). Everything above this file sees a Kysely instance.
 */
import path from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import { Kysely, sql, type Transaction } from 'kysely'
import pg from 'pg'
import { dialectOf } from './dialect.ts'
import { openEmbedded, type EmbeddedDatabase } from './embedded.ts'
import { lockFolder } from './folder-lock.ts'
import { SESSION_ABSOLUTE, type Proof } from './session.ts'
import { watchPool, type PoolLoad } from './pool-load.ts'
import { executeNamed, NamingClient } from './statements.ts'
import { inTransaction } from './transaction.ts'

pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)
// Counts and sums of fen stay far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number)

/** Tables are reached by SQL text, so the type parameter carries none. */
export type Db = Kysely<unknown>
export type Tx = Transaction<unknown>

export type DatabaseChoice =
  | { kind: 'memory'; snapshot?: string }
  | { kind: 'folder'; folder: string }
  | { kind: 'server'; url: string; schema_owner?: boolean; pool_size?: number; patience?: Partial<typeof PATIENCE> }

export interface Database {
  readonly db: Db
  readonly kind: DatabaseChoice['kind']
  readonly load: PoolLoad
  /** Embedded in a folder only: the data folder. */
  readonly folder?: string
  /** Runs a whole SQL script (several statements) outside any request. */
  script(text: string): Promise<void>
  /** Embedded only: the whole database as a gzip tar. */
  dump(file: string): Promise<void>
  /** Hears what is told on a channel of the database: PostgreSQL by a connection of its own, the embedded database by its one session. */
  listen(ears: Ears): Promise<Listening>
  close(): Promise<void>
}

export interface Ears {
  readonly channel: string
  readonly heard: (text: string) => void
  /** The connection is gone: nothing is heard any more. */
  readonly lost: (problem: Error | undefined) => void
}

export interface Listening {
  /** Answered by the listening connection itself, after everything it was told before. */
  ping(): Promise<void>
  stop(): Promise<void>
}

/** pg-pool ends a client whose query failed; the embedded database has only this one, so failures release it unharmed. */
class SafePool extends pg.Pool {
  override async query(...args: never[]): Promise<never> {
    const client = await this.connect()
    try {
      // oxlint-disable-next-line typescript/no-unnecessary-type-assertion -- the overloads of query take no spread list
      return await (client.query as (...a: never[]) => Promise<never>)(...args)
    } finally {
      client.release()
    }
  }
}

const listenOn = async (client: pg.ClientBase, { channel, heard }: Pick<Ears, 'channel' | 'heard'>): Promise<() => void> => {
  const hear = ({ channel: of, payload = '' }: pg.Notification) => {
    if (of === channel) heard(payload)
  }
  client.on('notification', hear)
  await client.query(`listen ${channel}`)
  return () => void client.off('notification', hear)
}

/** HENGAI_LISTEN_URL: the same database past a pooler, which does not let a connection be kept for listening. */
const listenOnServer = async (url: string, ears: Ears): Promise<Listening> => {
  const client = new pg.Client({
    connectionString: process.env.HENGAI_LISTEN_URL ?? url,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    application_name: 'hengai notices',
  })
  let over = false
  const lost = (problem?: Error) => {
    if (over) return
    over = true
    ears.lost(problem)
  }
  client.on('error', lost)
  client.on('end', () => lost())
  try {
    await client.connect()
    await listenOn(client, ears)
  } catch (problem) {
    over = true
    await client.end().catch(() => undefined)
    throw problem
  }
  return {
    ping: async () => void (await client.query('select 1')),
    stop: async () => {
      over = true
      // One that no longer answers would not answer to this either.
      await Promise.race([client.end(), rest(1_000, undefined, { ref: false })]).catch(() => undefined)
      client.connection.stream.destroy()
    },
  }
}

/** A listener on the one session; the channel itself stays open, others may hear on it. */
const listenEmbedded = async (pool: pg.Pool, ears: Ears): Promise<Listening> => {
  const client = await pool.connect()
  try {
    const forget = await listenOn(client, ears)
    // The session ends with its thread (embedded.ts); the next one hears nothing by itself.
    const lost = () => ears.lost(undefined)
    client.once('end', lost)
    const stop = async () => {
      client.off('end', lost)
      forget()
    }
    return { ping: async () => void (await pool.query('select 1')), stop }
  } finally {
    client.release()
  }
}

/**
 * Milliseconds. For a connection, or a place in the pool: whoever waits longer has left the desk. For the answer to one statement: the longest of
 * any import or report takes five seconds (bench/), ten times that is a line that stands still; the connection is given up then. A script
 * (a migration, the planner's statistics) may take its day.
 */
const PATIENCE = { connect_ms: 10_000, answer_ms: 60_000 }
const SCRIPT_MS = 86_400_000

/** What a server that vanished left open is ended by PostgreSQL within a minute, and its locks with it. */
const NOTICE_THE_DEAD = [
  'set tcp_keepalives_idle = 30',
  'set tcp_keepalives_interval = 10',
  'set tcp_keepalives_count = 3',
  `set client_connection_check_interval = '10s'`,
]

const serverSettings = ({ url, pool_size, patience }: DatabaseChoice & { kind: 'server' }): pg.PoolConfig => {
  const { connect_ms, answer_ms } = { ...PATIENCE, ...patience }
  return {
    connectionString: url,
    max: pool_size ?? 10,
    connectionTimeoutMillis: connect_ms,
    query_timeout: answer_ms,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    onConnect: (client) => {
      // Some systems know no such setting, some poolers let none through: it stays as it is there. The first statement follows on the wire.
      for (const text of NOTICE_THE_DEAD) client.query(text).catch(() => undefined)
    },
    ...PIPED,
  }
}

/** Statements of one transaction may follow each other without waiting (src/platform/transaction.ts). */
const PIPED = { Client: NamingClient, pipeline: true } as const

export const openDatabase = async (choice: DatabaseChoice): Promise<Database> => {
  let embedded: EmbeddedDatabase | undefined
  let unlock: (() => void) | undefined
  let pool: pg.Pool
  if (choice.kind === 'server') {
    pool = new pg.Pool(serverSettings(choice))
  } else {
    if (choice.kind === 'folder') unlock = lockFolder(choice.folder)
    embedded = await openEmbedded(
      choice.kind === 'folder' ? path.join(choice.folder, 'db') : undefined,
      choice.kind === 'memory' ? choice.snapshot : undefined,
    )
    // One session only: a second client would mix up the answers. A caller waits for the one before it.
    pool = new SafePool({ ...embedded.config, ...PIPED, max: 1, idleTimeoutMillis: 0, connectionTimeoutMillis: 120_000 })
  }
  pool.on('error', () => undefined)
  const db = new Kysely<unknown>({ dialect: dialectOf(pool, embedded !== undefined) })
  return {
    db,
    kind: choice.kind,
    load: watchPool(pool),
    ...(choice.kind === 'folder' ? { folder: choice.folder } : {}),
    script: async (text) => {
      const client = await pool.connect()
      let failed = true
      try {
        // A single string would come with the pool's patience.
        await client.query({ text, query_timeout: SCRIPT_MS } as pg.QueryConfig)
        failed = false
      } finally {
        // What a script left half way is gone with its connection; the embedded database has only the one.
        client.release(failed && choice.kind === 'server')
      }
    },
    dump: async (file) => {
      if (!embedded) throw new Error('only the embedded database can be dumped')
      await embedded.dump(file)
    },
    listen: (ears) => (choice.kind === 'server' ? listenOnServer(choice.url, ears) : listenEmbedded(pool, ears)),
    close: async () => {
      await db.destroy()
      await embedded?.close()
      unlock?.()
    },
  }
}

/**
 * Refuses a login that stands outside the wall of its own tables: with NOINHERIT no rule lets it see a row, and a backup would be empty and look
 * right. Nothing is known of a database that was never migrated.
 */
export const checkOwner = async ({ db }: Database): Promise<void> => {
  const { rows } = await sql<{ login: string; sees: boolean }>`
    select current_user::text as login, to_regrole('hengai_whole') is null
      or not exists (select from pg_namespace where nspname = 'app')
      or pg_has_role(current_user, to_regrole('hengai_whole')::oid, 'usage') as sees`.execute(db)
  const { login, sees } = rows[0]!
  if (!sees)
    throw new Error(
      `数据库用户 ${login} 看不到任何机构的数据（NOINHERIT），备份会是空的。请管理员执行：ALTER ROLE ${login} INHERIT，PostgreSQL 16 起再执行 GRANT hengai_app, hengai_stations, hengai_whole TO ${login} WITH INHERIT TRUE · ` +
        `The login ${login} sees no row of any organisation (NOINHERIT); a backup would be empty. Run ALTER ROLE ${login} INHERIT, on PostgreSQL 16 and newer also GRANT hengai_app, hengai_stations, hengai_whole TO ${login} WITH INHERIT TRUE.`,
    )
}

/** Refuses to start on a database that would sort, count or date wrongly. */
export const checkDatabase = async (database: Database): Promise<void> => {
  const row = (
    await sql<{ version: number; ctype: string; encoding: string; skew_seconds: number }>`
      select current_setting('server_version_num')::int as version,
             (select datctype from pg_database where datname = current_database()) as ctype,
             current_setting('server_encoding') as encoding,
             abs(extract(epoch from clock_timestamp()) - ${Date.now() / 1000}::float8)::float8 as skew_seconds`.execute(
      database.db,
    )
  ).rows[0]!
  if (row.version < 150000)
    throw new Error(`PostgreSQL 15 or newer is needed; this is ${row.version}. 需要 PostgreSQL 15 或更新版本。`)
  if (row.encoding !== 'UTF8') throw new Error(`The database must be UTF8, it is ${row.encoding}. 数据库编码必须是 UTF8。`)
  if (database.kind === 'server' && (row.ctype === 'C' || row.ctype === 'POSIX'))
    throw new Error(
      'The database was made with locale C; make it with C.UTF-8 or zh_CN.UTF-8. 数据库的 locale 不能是 C，请用 C.UTF-8 或 zh_CN.UTF-8 重建。',
    )
  if (row.skew_seconds > 120)
    throw new Error(
      `The clocks of server and database differ by ${Math.round(row.skew_seconds)} seconds; set them (NTP) and start again. 服务器与数据库的时钟相差 ${Math.round(row.skew_seconds)} 秒，请校准时间（NTP）后再启动。`,
    )
  await checkOwner(database)
}

/**
 * Puts a transaction behind the wall: the application role, one organisation, its stations and sensitivities. With a proof the session
 * must still stand as it was remembered; otherwise the database refuses everything after it (`isSessionChanged`).
 */
export const enter = async (tx: Tx, { organisation_id, stations, sensitive, proof }: Scope): Promise<void> => {
  const seen = stations === 'all' ? 'all' : stations.join(',')
  const scope = sql`${organisation_id}, ${seen}, ${sensitive.join(',')}`
  await executeNamed(
    proof
      ? sql`select staff.enter_session(${proof.token_hash}, ${proof.remembered_version}, ${new Date()}, ${SESSION_ABSOLUTE}::interval, ${scope})`
      : sql`select app.enter(${scope})`,
    tx,
  )
}

/** The connection's own role, which owns the tables, behind the wall of the organisation like everybody. Until the end of the transaction. */
export const enterAsOwner = async (tx: Tx, organisation_id: string): Promise<void> => {
  if (!/^[0-9a-f-]{36}$/.test(organisation_id)) throw new Error('no organisation id')
  await sql`set local app.organisation_id = ${sql.lit(organisation_id)}`.execute(tx)
}

/** Runs `work` in one transaction as the application role, bound to one organisation, its stations and sensitivities. */
export const inOrganisation = <T>(db: Db, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> =>
  inTransaction(db, work, { entering: (tx) => enter(tx, scope), at_once: scope.at_once === true })

/** What row-level security lets through. `stations`: those whose rows may be seen; `sensitive`: kinds of sensitive rows. */
export interface Scope {
  readonly organisation_id: string
  readonly stations: 'all' | readonly string[]
  readonly sensitive: readonly Sensitivity[]
  readonly proof?: Proof | undefined
  /** The work touches nothing but the database, so that it may be begun before the database has let it in. */
  readonly at_once?: boolean | undefined
}
/** `health`: measured values and illnesses; `service`: that somebody received a service which tells of their health; `account`: sign-ins. */
export type Sensitivity = 'health' | 'service' | 'account'
