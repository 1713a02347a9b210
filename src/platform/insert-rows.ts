import { CompiledQuery } from 'kysely'
import type { Tx } from './database.ts'
import { keepNamed } from './statements.ts'

export interface InsertChoices {
  /** Text after VALUES, e.g. `on conflict (organisation_id, once_key) where void_id is null do nothing`. */
  readonly conflict?: string
  /** Columns to return, of the rows really written, in order. */
  readonly returning?: string
}

const quote = (name: string) => `"${name}"`

/** Values of one statement, repeated ones counted each time: larger statements are planned and bound no faster. */
const VALUES = 12_000

/**
 * `(…),(…)` for some rows: a value that stands in a column again is the same parameter again. A sheet's rows share most of what
 * they say (organisation, station, day, who recorded), and every parameter less is one that is neither sent nor bound.
 */
const valuesOf = (
  rows: readonly Record<string, unknown>[],
  columns: readonly string[],
): { text: string; parameters: unknown[] } => {
  const parameters: unknown[] = []
  const known = columns.map(() => new Map<unknown, string>())
  const place = (value: unknown, column: number): string => {
    if (value === null || value === undefined) return 'null'
    const before = known[column]!.get(value)
    if (before !== undefined) return before
    const made = `$${parameters.push(value)}`
    known[column]!.set(value, made)
    return made
  }
  const text = rows.map((row) => `(${columns.map((name, column) => place(row[name], column)).join(',')})`).join(',')
  return { text, parameters }
}

/**
 * Multi-row INSERT (INSERT … SELECT and COPY are not open to the application role on a distributed database). All rows have the
 * keys of the first. Returns what RETURNING gave.
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
  const size = Math.max(1, Math.floor(VALUES / columns.length))
  const head = `insert into ${table} (${columns.map(quote).join(', ')}) values `
  const tail = `${conflict ? ` ${conflict}` : ''}${returning ? ` returning ${returning}` : ''}`
  const found: R[] = []
  if (rows.length === 1) {
    // A single row's statement is the same text whatever it says.
    const text = `${head}(${columns.map((_, i) => `$${i + 1}`).join(',')})${tail}`
    keepNamed(text)
    return (await db.executeQuery<R>(CompiledQuery.raw(text, Object.values(first)))).rows
  }
  for (let start = 0; start < rows.length; start += size) {
    const part = rows.slice(start, start + size)
    const { text, parameters } = valuesOf(part, columns)
    const result = await db.executeQuery<R>(CompiledQuery.raw(head + text + tail, parameters))
    for (const row of result.rows) found.push(row)
  }
  return found
}
