/** Counts and marks of every table: what two of them share was not written in between. */
import { sql } from 'kysely'
import type { Database } from '../../src/platform/database.ts'

/** Tables that may change under a refused request: failed sign-ins are counted, a session in use is prolonged. */
const COUNTED = new Set(['staff.logins', 'staff.sessions'])

export type Stock = ReadonlyMap<string, string>

/** Opens the reading of all tables; each reading is `table → rows and the newest transaction that wrote one`. */
export const openStock = async ({ db }: Database): Promise<() => Promise<Stock>> => {
  const { rows } = await sql<{ name: string }>`
    select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema)' order by 1`.execute(db)
  const names = rows.map(({ name }) => name).filter((name) => !COUNTED.has(name))
  const text = names
    .map((name) => `select '${name}' as name, count(*) || '/' || coalesce(max(xmin::text::bigint), 0) as mark from ${name}`)
    .join(' union all ')
  return async () => {
    const found = await sql.raw<{ name: string; mark: string }>(text).execute(db)
    return new Map(found.rows.map(({ name, mark }) => [name, mark]))
  }
}

export const changedIn = (before: Stock, after: Stock): string[] =>
  [...after].flatMap(([name, mark]) => (before.get(name) === mark ? [] : [name]))
