import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import type { Database } from './database.ts'

const folder = fileURLToPath(new URL('../../db/migrations', import.meta.url))

export const migrationFiles = (): string[] =>
  fs
    .readdirSync(folder)
    .filter((f) => /^\d{4}_[a-z_]+\.sql$/.test(f))
    .sort()

export const migrationText = (file: string): string => fs.readFileSync(path.join(folder, file), 'utf8')

const isRun = async (database: Database, file: string): Promise<boolean> =>
  (await sql`select 1 from app.migrations where file = ${file}`.execute(database.db)).rows.length > 0

/** Two programs making the same thing at once: one of them gets this, and the thing is there. */
const isThere = (problem: unknown): boolean => ['23505', '42P06', '42P07'].includes((problem as { code?: string }).code ?? '')

const makeRoom = (database: Database): Promise<void> =>
  database.script(`create schema if not exists app;
    create table if not exists app.migrations (file text primary key, run_at timestamptz not null default now())`)

/**
 * Brings the database forward, each file in a transaction of its own, up to `last` if it is named. Returns the files that were run. A program
 * that starts at the same time waits at the file's row and then passes over it.
 */
export const migrate = async (database: Database, last?: string): Promise<string[]> => {
  await makeRoom(database).catch((problem: unknown) => (isThere(problem) ? makeRoom(database) : Promise.reject(problem as Error)))
  const done = new Set(
    (await sql<{ file: string }>`select file from app.migrations`.execute(database.db)).rows.map((r) => r.file),
  )
  const files = migrationFiles()
  const unknown = [...done].find((file) => !files.includes(file))
  if (unknown) throw new Error(`This database is newer than the program (${unknown}). 数据库比程序新，请升级程序。`)
  const run: string[] = []
  for (const file of files) {
    if (done.has(file) || (last !== undefined && file > last)) continue
    try {
      await database.script(`begin;\ninsert into app.migrations (file) values ('${file}');\n${migrationText(file)}\n;commit;`)
    } catch (problem) {
      await database.script('rollback')
      if (await isRun(database, file)) continue
      throw new Error(`${file}: ${(problem as Error).message}`, { cause: problem })
    }
    run.push(file)
  }
  return run
}
