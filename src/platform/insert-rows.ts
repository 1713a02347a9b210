import { setImmediate as nextTurn } from 'node:timers/promises'
import { CompiledQuery, type QueryResult } from 'kysely'
import type { Tx } from './database.ts'
import { prefersEqualStatements } from './dialect.ts'
import { EQUAL_ROWS, equalRows, type Rows } from './equal-rows.ts'
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

/** So many rows of any table are surely one statement: what is asked behind it in the same go comes behind all of them. */
export const ONE_STATEMENT = 100

/** Statements sent and not yet answered, at most: each is some 200 kB. */
const UNDER_WAY = 8

/**
 * `(…),(…)` for some rows: a value that stands in a column again is the same parameter again. A sheet's rows share most of what
 * they say (organisation, station, day, who recorded), and every parameter less is one that is neither sent nor bound.
 */
const valuesOf = (rows: Rows, columns: readonly string[]): { text: string; parameters: unknown[] } => {
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

/** The rows in statements: of equal text as far as they go, then what is left over. */
function* statementsOf(
  rows: Rows,
  columns: readonly string[],
  { head, tail, equal }: { head: string; tail: string; equal: boolean },
): Generator<CompiledQuery> {
  let start = 0
  if (equal && rows.length >= EQUAL_ROWS) {
    const { text, parametersOf } = equalRows(rows, columns)
    const statement = head + text + tail
    keepNamed(statement)
    for (; start + EQUAL_ROWS <= rows.length; start += EQUAL_ROWS) yield CompiledQuery.raw(statement, parametersOf(start))
  }
  const size = Math.max(1, Math.floor(VALUES / columns.length))
  for (; start < rows.length; start += size) {
    const { text, parameters } = valuesOf(rows.slice(start, start + size), columns)
    yield CompiledQuery.raw(head + text + tail, parameters)
  }
}

/**
 * Multi-row INSERT (INSERT … SELECT and COPY are not open to the application role on a distributed database). All rows have the
 * keys of the first. Returns what RETURNING gave.
 */
export const insertRows = async <R = never>(
  db: Tx,
  table: `${string}.${string}`,
  rows: Rows,
  { conflict, returning }: InsertChoices = {},
): Promise<R[]> => {
  const first = rows[0]
  if (!first) return []
  const columns = Object.keys(first)
  const head = `insert into ${table} (${columns.map(quote).join(', ')}) values `
  const tail = `${conflict ? ` ${conflict}` : ''}${returning ? ` returning ${returning}` : ''}`
  if (rows.length === 1) {
    // A single row's statement is the same text whatever it says.
    const text = `${head}(${columns.map((_, i) => `$${i + 1}`).join(',')})${tail}`
    keepNamed(text)
    return (await db.executeQuery<R>(CompiledQuery.raw(text, Object.values(first)))).rows
  }
  const found: R[] = []
  const under_way: Promise<QueryResult<R>>[] = []
  const take = async () => {
    for (const row of (await under_way.shift()!).rows) found.push(row)
  }
  for (const statement of statementsOf(rows, columns, { head, tail, equal: prefersEqualStatements(db) })) {
    const answer = db.executeQuery<R>(statement)
    // Its failure is told where it is waited for, behind that of the statement before.
    answer.catch(() => undefined)
    under_way.push(answer)
    // It leaves with this turn: the next one is made while the database works.
    await nextTurn()
    if (under_way.length > UNDER_WAY) await take()
  }
  while (under_way.length > 0) await take()
  return found
}
