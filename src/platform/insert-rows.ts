import { CompiledQuery } from 'kysely'
import type { Tx } from './database.ts'

export interface InsertChoices {
  /** Text after VALUES, e.g. `on conflict (organisation_id, once_key) where void_id is null do nothing`. */
  readonly conflict?: string
  /** Columns to return, of the rows really written, in order. */
  readonly returning?: string
}

const quote = (name: string) => `"${name}"`

/** Parameters of one statement: the protocol allows 65,535; smaller statements are planned and bound faster. */
const PARAMETERS = 12_000

/**
 * Multi-row INSERT with one parameter per value (INSERT … SELECT and COPY are not open to the application role on a distributed
 * database). All rows have the keys of the first. Returns what RETURNING gave.
 */
export const insertRows = async <R = never>(
  db: Tx,
  table: `${string}.${string}`,
  rows: readonly Record<string, unknown>[],
  { conflict, returning }: InsertChoices = {},
): Promise<R[]> => {
  const first = rows[0]
  if (!first) return []
  const columns = Object.keys(first)
  const size = Math.max(1, Math.floor(PARAMETERS / columns.length))
  const head = `insert into ${table} (${columns.map(quote).join(', ')}) values `
  const tail = `${conflict ? ` ${conflict}` : ''}${returning ? ` returning ${returning}` : ''}`
  const found: R[] = []
  for (let start = 0; start < rows.length; start += size) {
    const part = rows.slice(start, start + size)
    let n = 0
    const values = part.map(() => `(${columns.map(() => `$${++n}`).join(',')})`).join(',')
    const parameters: unknown[] = []
    for (const row of part) for (const column of columns) parameters.push(row[column] ?? null)
    const result = await db.executeQuery<R>(CompiledQuery.raw(head + values + tail, parameters))
    for (const row of result.rows) found.push(row)
  }
  return found
}
