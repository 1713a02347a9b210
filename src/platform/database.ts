/**
 * One dialect, one driver, two databases: PGlite in a worker behind `pg.Pool`, or PostgreSQL ≥ 15 by its address
 * (docs/decisions/0001). Everything above this file sees a Kysely instance.
 */
import path from 'node:path'
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import pg from 'pg'
import { openEmbedded, type EmbeddedDatabase } from './embedded.ts'
import { lockFolder } from './folder-lock.ts'
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
  | { kind: 'server'; url: string; schema_owner?: boolean; pool_size?: number }

export interface Database {
  readonly db: Db
  readonly kind: DatabaseChoice['kind']
  /** Embedded in a folder only: the data folder. */
  readonly folder?: string
  /** Runs a whole SQL script (several statements) outside any request. */
  script(text: string): Promise<void>
  /** Embedded only: the whole database as a gzip tar. */
  dump(file: string): Promise<void>
  close(): Promise<void>
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

/** Statements of one transaction may follow each other without waiting (src/platform/transaction.ts). */
const PIPED = { Client: NamingClient, pipeline: true } as const

export const openDatabase = async (choice: DatabaseChoice): Promise<Database> => {
  let embedded: EmbeddedDatabase | undefined
  let unlock: (() => void) | undefined
  let pool: pg.Pool
  if (choice.kind === 'server') {
    pool = new pg.Pool({ connectionString: choice.url, max: choice.pool_size ?? 10, ...PIPED })
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
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  return {
    db,
    kind: choice.kind,
    ...(choice.kind === 'folder' ? { folder: choice.folder } : {}),
    script: async (text) => {
      await pool.query(text)
    },
    dump: async (file) => {
      if (!embedded) throw new Error('only the embedded database can be dumped')
      await embedded.dump(file)
    },
    close: async () => {
      await db.destroy()
      await embedded?.close()
      unlock?.()
    },
  }
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
    throw new Error('The clocks of server and database differ by more than two minutes. 服务器与数据库的时钟相差超过两分钟。')
}

/** Puts a transaction behind the wall: the application role, one organisation, its stations and sensitivities. */
export const enter = async (tx: Tx, { organisation_id, stations, sensitive }: Scope): Promise<void> => {
  const seen = stations === 'all' ? 'all' : stations.join(',')
  await executeNamed(sql`select app.enter(${organisation_id}, ${seen}, ${sensitive.join(',')})`, tx)
}

/** The connection's own role, which owns the tables, behind the wall of the organisation like everybody. Until the end of the transaction. */
export const enterAsOwner = async (tx: Tx, organisation_id: string): Promise<void> => {
  if (!/^[0-9a-f-]{36}$/.test(organisation_id)) throw new Error('no organisation id')
  await sql`set local app.organisation_id = ${sql.lit(organisation_id)}`.execute(tx)
}

/** Runs `work` in one transaction as the application role, bound to one organisation, its stations and sensitivities. */
export const inOrganisation = <T>(db: Db, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> =>
  inTransaction(db, async (tx) => {
    await enter(tx, scope)
    return work(tx)
  })

/** What row-level security lets through. `stations`: those whose rows may be seen; `sensitive`: kinds of sensitive rows. */
export interface Scope {
  readonly organisation_id: string
  readonly stations: 'all' | readonly string[]
  readonly sensitive: readonly Sensitivity[]
}
/** `health`: measured values and illnesses; `service`: that somebody received a service which tells of their health; `account`: sign-ins. */
export type Sensitivity = 'health' | 'service' | 'account'
