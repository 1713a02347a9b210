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

/** Brings the database forward, each file in a transaction of its own, up to `last` if it is named. Returns the files that were run. */
export const migrate = async (database: Database, last?: string): Promise<string[]> => {
  await database.script(`create schema if not exists app;
    create table if not exists app.migrations (file text primary key, run_at timestamptz not null default now())`)
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
      await database.script(`begin;\n${migrationText(file)}\n;insert into app.migrations (file) values ('${file}');\ncommit;`)
    } catch (problem) {
      await database.script('rollback')
      throw new Error(`${file}: ${(problem as Error).message}`, { cause: problem })
    }
    run.push(file)
  }
  return run
}
