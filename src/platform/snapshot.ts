/**
 * A state of the whole database that nobody changes while it is read (docs/decisions/0016). A server keeps one for a transaction. The embedded
 * database has one session: a long read would keep everybody waiting, so its files are copied at a quiet moment and the copy is read.
 */
import fs from 'node:fs'
import path from 'node:path'
import { sql } from 'kysely'
import { openDatabase, type Database, type Db, type Tx } from './database.ts'

export interface Snapshot<T> {
  readonly result: T
  /** How long nobody else could use the database. */
  readonly paused_ms: number
}

const inTransaction = <T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> =>
  database.db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work)

/** Runs `work` on a snapshot. `shared`: others use this database at the same time. */
export const withSnapshot = async <T>(
  database: Database,
  shared: boolean,
  work: (tx: Tx) => Promise<T>,
): Promise<Snapshot<T>> => {
  if (!database.folder || !shared) {
    const started = performance.now()
    const result = await inTransaction(database, work)
    return { result, paused_ms: database.kind === 'server' ? 0 : performance.now() - started }
  }
  const copy = path.join(database.folder, 'backup-copy')
  // What lies there is of a program that was killed: this one holds the folder's lock.
  await fs.promises.rm(copy, { recursive: true, force: true })
  try {
    const paused_ms = await copyFiles(database, copy)
    const read = await openDatabase({ kind: 'folder', folder: copy })
    try {
      return { result: await inTransaction(read, work), paused_ms }
    } finally {
      await read.close()
    }
  } finally {
    await fs.promises.rm(copy, { recursive: true, force: true })
  }
}

const AT_ONCE = 8

/** Times of files are told in steps: one changed in the same step as it was copied looks unchanged. */
const STEP_MS = 1_000

interface Copied {
  readonly size: number
  readonly changed_ms: number
  readonly at_ms: number
}

/** Relative names of the database's files; of the write-ahead log only the segments from `first` to `last`. */
const filesIn = (from: string, { first, last }: { first: string; last: string }): string[] =>
  fs
    .readdirSync(from, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(from, path.join(entry.parentPath, entry.name)))
    .filter(
      (name) =>
        path.dirname(name) !== 'pg_wal' || !/[0-9A-F]{24}$/.test(name) || (name.slice(-24) >= first && name.slice(-24) <= last),
    )

/** Copies what is not in `known` as it is now; a file that went away meanwhile is left out, the next pass will not name it. */
const copyPass = async (from: string, to: string, names: readonly string[], known: Map<string, Copied>): Promise<void> => {
  const waiting = [...names]
  const lane = async () => {
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      const stat = await fs.promises.stat(path.join(from, name)).catch(() => undefined)
      const before = known.get(name)
      const same = before && stat && before.size === stat.size && before.changed_ms === stat.mtimeMs
      if (!stat || (same && before.at_ms - before.changed_ms > STEP_MS)) continue
      await fs.promises.mkdir(path.dirname(path.join(to, name)), { recursive: true, mode: 0o700 })
      // A clone where the file system can make one, which costs nothing.
      await fs.promises.copyFile(path.join(from, name), path.join(to, name), fs.constants.COPYFILE_FICLONE)
      known.set(name, { size: stat.size, changed_ms: stat.mtimeMs, at_ms: Date.now() })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
}

const readSegments = async (db: Db): Promise<{ first: string; last: string }> => {
  const { rows } = await sql<{ first: string; last: string }>`
    select pg_walfile_name(redo_lsn) as first, pg_walfile_name(pg_current_wal_insert_lsn()) as last from pg_control_checkpoint()`.execute(
    db,
  )
  return rows[0]!
}

/**
 * Copies the files of the embedded database as a killed program would leave them: the copy plays its write-ahead log when it is opened. Almost all
 * of it while people work, which may tear pages; then, holding the one session (so that no transaction is open and nothing is written), every
 * file that changed since, again. The database itself is only read. Returns how long the session was held.
 */
const copyFiles = async (database: Database, copy: string): Promise<number> => {
  const [from, to] = [path.join(database.folder!, 'db'), path.join(copy, 'db')]
  const known = new Map<string, Copied>()
  // Windows tells the time of an open file late: there everything is copied in the pause.
  if (process.platform !== 'win32') await copyPass(from, to, filesIn(from, await readSegments(database.db)), known)
  return database.db.connection().execute(async (db) => {
    const started = performance.now()
    const names = filesIn(from, await readSegments(db))
    const there = new Set(names)
    await copyPass(from, to, names, known)
    for (const name of known.keys()) if (!there.has(name)) fs.rmSync(path.join(to, name), { force: true })
    // Folders that are empty belong to a database as well.
    for (const entry of fs.readdirSync(from, { recursive: true, withFileTypes: true }))
      if (entry.isDirectory())
        fs.mkdirSync(path.join(to, path.relative(from, path.join(entry.parentPath, entry.name))), {
          recursive: true,
          mode: 0o700,
        })
    return performance.now() - started
  })
}
