/**
 * Every row of a database in one order, as JSON text that PostgreSQL writes and reads itself, with a sum for each table that does not depend
 * on the order of its rows. A backup writes these parts to a file, a move reads them into another database, and a comparison only sums.
 */
import { hash } from 'node:crypto'
import { CompiledQuery, sql } from 'kysely'
import { enterAsOwner, type Tx } from './database.ts'

export interface TableSum {
  readonly table: string
  readonly rows: number
  /** SHA-256 of each row, cut to 128 bits, added: hex. */
  readonly sum: string
}

/** A table opens with its columns; its rows follow until the next table. `organisation_id`: whose rows they are, null for a shared table. */
export type Part =
  | {
      readonly kind: 'table'
      readonly table: string
      readonly organisation_id: string | null
      readonly columns: readonly string[]
    }
  | { readonly kind: 'rows'; readonly rows: readonly string[] }
  | { readonly kind: 'counter'; readonly name: string; readonly last_value: string; readonly is_called: boolean }
  | { readonly kind: 'end'; readonly sums: readonly TableSum[] }

export interface StoredTable {
  readonly table: string
  readonly columns: readonly string[]
  /** Behind row-level security: read and written one organisation at a time. */
  readonly walled: boolean
  /** Tables that must be filled before. */
  readonly needs: readonly string[]
}

/** Made by the program for itself: which migrations were run is told by the header, an unfinished filling by the target. */
const OWN = ['app.migrations', 'app.incomplete']
/** What passes by itself within a day: who is at work just now, imports that were not made. */
const PASSING = ['app.leases', 'imports.uploads', 'imports.upload_parts', 'imports.runs']
const FETCH = 500
const MASK = (1n << 64n) - 1n

/** All tables with rows of ours, those first that others refer to; generated columns make themselves. */
export const storedTables = async (tx: Tx): Promise<StoredTable[]> => {
  const { rows } = await sql<StoredTable>`
    select n.nspname || '.' || c.relname as table, c.relrowsecurity as walled,
      array(select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
      array(select fn.nspname || '.' || f.relname from pg_constraint p join pg_class f on f.oid = p.confrelid
        join pg_namespace fn on fn.oid = f.relnamespace where p.conrelid = c.oid and p.contype = 'f' and f.oid <> c.oid) as needs
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
    order by 1`.execute(tx)
  const sorted: StoredTable[] = []
  const visit = (table: StoredTable, above: readonly string[]) => {
    if (sorted.includes(table)) return
    if (above.includes(table.table))
      throw new Error(`tables refer to each other in a circle: ${[...above, table.table].join(' → ')}`)
    for (const name of table.needs)
      visit(
        rows.find((each) => each.table === name)!,
        [...above, table.table],
      )
    sorted.push(table)
  }
  for (const table of rows) visit(table, [])
  return sorted.filter(({ table }) => !OWN.includes(table) && !PASSING.includes(table))
}

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`
export const quoteTable = (table: string): string => table.split('.').map(quote).join('.')
export const quoteColumns = (columns: readonly string[]): string => columns.map(quote).join(', ')

/** What the text of a row must not depend on: the machine's time zone, the server's settings. Once in each transaction. */
export const openEverything = async (tx: Tx): Promise<void> => {
  const { rows } = await sql<{ kind: string }>`
    select distinct (regexp_matches(qual, 'POSITION\\(\\(''(\\w+)''::text\\) IN \\(current_setting\\(''app\\.sensitive', 'g'))[1] as kind
    from pg_policies`.execute(tx)
  const kinds = rows.map((row) => row.kind).filter((kind) => /^\w+$/.test(kind))
  for (const setting of [
    `timezone = 'UTC'`,
    'extra_float_digits = 1',
    `bytea_output = 'hex'`,
    `app.every_station = 'yes'`,
    `app.sensitive = '${kinds.join(',')}'`,
  ])
    await sql.raw(`set local ${setting}`).execute(tx)
}

const condition = (organisation_id: string | null) =>
  organisation_id === null ? '' : ` where organisation_id = '${organisation_id}'`

/** The parts a table is read in: one for each organisation, or the whole. */
const scopesOf = (table: StoredTable, organisations: readonly string[]): (string | null)[] =>
  table.walled ? [...organisations] : [null]

const countWhere = async (tx: Tx, table: string, organisation_id: string | null): Promise<number> => {
  const text = `select count(*) as rows from ${quoteTable(table)}${condition(organisation_id)}`
  return (await tx.executeQuery<{ rows: number }>(CompiledQuery.raw(text))).rows[0]!.rows
}

/** Rows of each table. Throws when a table holds rows of an organisation that is not known: they would be left behind. */
export const countRows = async (tx: Tx, organisations: readonly string[]): Promise<Record<string, number>> => {
  await openEverything(tx)
  const counts: Record<string, number> = {}
  const seen = new Set<string>()
  for (const table of await storedTables(tx)) {
    let rows = 0
    for (const scope of scopesOf(table, organisations)) {
      if (scope) await enterAsOwner(tx, scope)
      const found = await countWhere(tx, table.table, scope)
      if (scope && found > 0) seen.add(scope)
      rows += found
    }
    // A superuser (the embedded database) sees all rows here, anybody else those of the last organisation.
    if (table.walled && (await countWhere(tx, table.table, null)) > rows)
      throw new Error(`${table.table}: rows of an organisation that staff.tenants does not know`)
    counts[table.table] = rows
  }
  const unseen = organisations.filter((each) => !seen.has(each))
  if (unseen.length > 0)
    throw new Error(
      `机构 ${unseen.join(', ')} 的数据一行也看不到，不做备份 · Not a single row of ${unseen.join(', ')} can be seen; no backup is made`,
    )
  return counts
}

/** Adds rows up, table by table. */
export class Sums {
  readonly #all = new Map<string, { rows: number; high: bigint; low: bigint }>()
  add(table: string, rows: readonly string[]): void {
    const sum = this.#all.get(table) ?? { rows: 0, high: 0n, low: 0n }
    for (const row of rows) {
      const digest = hash('sha256', row, 'buffer')
      sum.high = (sum.high + digest.readBigUInt64BE(0)) & MASK
      sum.low = (sum.low + digest.readBigUInt64BE(8)) & MASK
    }
    sum.rows += rows.length
    this.#all.set(table, sum)
  }
  list(): TableSum[] {
    const hex = (part: bigint) => part.toString(16).padStart(16, '0')
    return [...this.#all]
      .map(([table, { rows, high, low }]) => ({ table, rows, sum: hex(high) + hex(low) }))
      .toSorted((one, other) => (one.table < other.table ? -1 : 1))
  }
}

async function* rowsOf(tx: Tx, table: StoredTable, organisation_id: string | null): AsyncGenerator<readonly string[]> {
  const from = `select ${quoteColumns(table.columns)} from ${quoteTable(table.table)}${condition(organisation_id)}`
  await sql.raw(`declare each_row no scroll cursor for select row_to_json(t)::text as row from (${from}) t`).execute(tx)
  for (;;) {
    const { rows } = await tx.executeQuery<{ row: string }>(CompiledQuery.raw(`fetch ${FETCH} from each_row`))
    // A column of type json keeps its line breaks; between the words of JSON a blank says the same.
    if (rows.length > 0) yield rows.map(({ row }) => row.replaceAll('\n', ' '))
    if (rows.length < FETCH) break
  }
  await sql.raw('close each_row').execute(tx)
}

const countersOf = async (tx: Tx): Promise<Part[]> => {
  const { rows } = await sql<{ name: string }>`
    select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'S' and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' order by 1`.execute(tx)
  const parts: Part[] = []
  for (const { name } of rows) {
    const text = `select last_value::text, is_called from ${quoteTable(name)}`
    parts.push({
      kind: 'counter',
      name,
      ...(await tx.executeQuery<{ last_value: string; is_called: boolean }>(CompiledQuery.raw(text))).rows[0]!,
    })
  }
  return parts
}

/** Everything, in an order in which it can be written again. `tx` must be one snapshot: repeatable read, or a database nobody writes to. */
export async function* readParts(tx: Tx, organisations: readonly string[]): AsyncGenerator<Part> {
  await openEverything(tx)
  const sums = new Sums()
  for (const table of await storedTables(tx)) {
    const { table: name, columns } = table
    sums.add(name, [])
    for (const organisation_id of scopesOf(table, organisations)) {
      if (organisation_id) await enterAsOwner(tx, organisation_id)
      yield { kind: 'table', table: name, organisation_id, columns }
      for await (const rows of rowsOf(tx, table, organisation_id)) {
        sums.add(name, rows)
        yield { kind: 'rows', rows }
      }
    }
  }
  yield* await countersOf(tx)
  yield { kind: 'end', sums: sums.list() }
}

/** Tables whose rows differ in number or content, in words; empty when all are equal. */
export const differences = (wanted: readonly TableSum[], found: readonly TableSum[]): string[] => {
  const known = new Map(found.map((each) => [each.table, each]))
  const wrong = wanted.flatMap(({ table, rows, sum }) => {
    const there = known.get(table)
    if (!there) return [`${table}: missing`]
    if (there.rows !== rows) return [`${table}: ${there.rows} of ${rows} rows`]
    return there.sum === sum ? [] : [`${table}: ${rows} rows, but not the same`]
  })
  const more = found
    .filter(({ table }) => !wanted.some((each) => each.table === table))
    .map(({ table }) => `${table}: not expected`)
  return [...wrong, ...more]
}
