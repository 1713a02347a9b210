/** One row in every table of an organisation, made from the catalogue: what the wall is tested with. */
import { sql } from 'kysely'
import type { Database, Tx } from '../src/platform/database.ts'
import { newId } from '../src/platform/new-id.ts'

interface Column {
  readonly column: string
  readonly type: string
  readonly required: boolean
}

export interface Table {
  readonly table: `${string}.${string}`
  /** The key without the organisation. */
  readonly key: readonly string[]
  readonly columns: readonly Column[]
  readonly references: readonly { readonly columns: readonly string[]; readonly table: string; readonly to: readonly string[] }[]
  /** Texts of the check constraints. */
  readonly checks: readonly string[]
  readonly walled: boolean
  /** Rows belong to a station. */
  readonly by_station: boolean
  /** Kinds of sensitive rows the wall asks for. */
  readonly sensitive: boolean
}

/** Tables with an organisation, those first that others refer to. */
export const readTables = async (database: Database): Promise<Table[]> => {
  const { rows } = await sql<Table>`
    select n.nspname || '.' || c.relname as table, c.relrowsecurity and c.relforcerowsecurity as walled,
      coalesce((select bool_or(p.qual ~ 'app.station_ids') from pg_policies p where p.schemaname = n.nspname and p.tablename = c.relname), false) as by_station,
      coalesce((select bool_or(p.qual ~ 'app.sensitive') from pg_policies p where p.schemaname = n.nspname and p.tablename = c.relname), false) as sensitive,
      (select coalesce(array_agg(a.attname::text order by k.ord) filter (where a.attname <> 'organisation_id'), '{}')
        from pg_constraint p cross join unnest(p.conkey) with ordinality k(num, ord) join pg_attribute a on a.attrelid = c.oid and a.attnum = k.num
        where p.conrelid = c.oid and p.contype = 'p') as key,
      (select jsonb_agg(jsonb_build_object('column', a.attname, 'type', format_type(a.atttypid, null), 'required', a.attnotnull and not a.atthasdef) order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      coalesce((select jsonb_agg(jsonb_build_object('table', fn.nspname || '.' || f.relname,
          'columns', (select jsonb_agg(a.attname order by k.ord) from unnest(p.conkey) with ordinality k(num, ord) join pg_attribute a on a.attrelid = c.oid and a.attnum = k.num),
          'to', (select jsonb_agg(a.attname order by k.ord) from unnest(p.confkey) with ordinality k(num, ord) join pg_attribute a on a.attrelid = f.oid and a.attnum = k.num)))
        from pg_constraint p join pg_class f on f.oid = p.confrelid join pg_namespace fn on fn.oid = f.relnamespace
        where p.conrelid = c.oid and p.contype = 'f'), '[]') as references,
      coalesce((select array_agg(pg_get_constraintdef(p.oid)) from pg_constraint p where p.conrelid = c.oid and p.contype = 'c'), '{}') as checks
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'organisation_id' and not a.attisdropped)
      and n.nspname not in ('pg_catalog', 'information_schema')
    order by 1`.execute(database.db)
  const sorted: Table[] = []
  const visit = (table: Table) => {
    if (sorted.includes(table)) return
    for (const { table: name } of table.references) {
      const first = rows.find((each) => each.table === name)
      if (first && first !== table) visit(first)
    }
    sorted.push(table)
  }
  rows.forEach(visit)
  return sorted
}

const plain: Record<string, unknown> = {
  text: 'x', date: '2022-03-01', 'timestamp with time zone': '2022-03-05T02:00:00Z', 'time without time zone': '09:30', boolean: true, integer: 1,
  smallint: 1, bigint: 1, numeric: 1, 'double precision': 1, real: 1, jsonb: '{}', bytea: Buffer.from([1]), 'text[]': [], 'uuid[]': [], 'integer[]': [], 'smallint[]': [],
} // prettier-ignore

/** Where the checks of a table tie columns together, what to write: by `schema.table`. */
const overrides: Record<string, Record<string, unknown>> = {
  'records.records': { sensitive: true },
  'canteen.meals': { charge_fen: 2, subsidy_fen: 1, paid_fen: 1 },
  'audit.retention_rules': { keep_months: 6, keep_health_months: 6 },
}

/** Tried in turn until the checks of the table are content; `full` fills the columns that may be empty too. */
const variants: readonly { readonly full: boolean; readonly with: Record<string, unknown> }[] = [
  { full: false, with: {} },
  { full: false, with: { who: 'headcount' } },
  { full: false, with: { who: 'walk_in' } },
  { full: true, with: {} },
]

/** The first word a check allows: `CHECK ((kind = ANY (ARRAY['a'::text, …])))`. */
const allowedWord = (table: Table, column: string): string | undefined => {
  for (const check of table.checks) {
    const found = new RegExp(`\\(+${column} = ANY \\(+ARRAY\\['([^']+)'`).exec(check)
    if (found) return found[1]
  }
  return undefined
}

export type Rows = ReadonlyMap<string, Readonly<Record<string, unknown>>>

const rowFor = (
  table: Table,
  known: ReadonlyMap<string, Record<string, unknown>>,
  fixed: Record<string, unknown>,
  full: boolean,
): Record<string, unknown> => {
  const row: Record<string, unknown> = {}
  for (const { column, type, required } of table.columns) {
    const own = table.key.includes(column)
    const parent = table.references.find((each) => each.columns.includes(column) && known.has(each.table))
    if (column === 'organisation_id') row[column] = fixed.organisation_id
    else if (parent && (required || own || full))
      row[column] = known.get(parent.table)![parent.to[parent.columns.indexOf(column)]!]
    else if (column === 'station_id' || column === 'station_ids')
      row[column] = column === 'station_id' ? fixed.station_id : [fixed.station_id]
    else if (!required && !own && !full) continue
    else if (type === 'uuid') row[column] = newId()
    else row[column] = type === 'text' ? (allowedWord(table, column) ?? `x${newId()}`) : plain[type]
    if (row[column] === undefined) throw new Error(`${table.table}.${column}: no sample for ${type}`)
  }
  const own = Object.entries(overrides[table.table] ?? {}).filter(([name]) => table.columns.some(({ column }) => column === name))
  return { ...row, ...Object.fromEntries(own) }
}

/** As the owner, who is behind the wall too: a transaction that has entered the organisation but keeps its role. */
export const asOwner = <T>(database: Database, organisation_id: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
  database.db.transaction().execute(async (tx) => {
    await sql.raw(`set local app.organisation_id = '${organisation_id}'`).execute(tx)
    await sql.raw(`set local app.sensitive = 'health,service,account'`).execute(tx)
    return work(tx)
  })

const writeRow = async (
  tx: Tx,
  table: Table,
  known: ReadonlyMap<string, Record<string, unknown>>,
  fixed: Record<string, unknown>,
) => {
  let refused: Error | undefined
  for (const variant of variants) {
    const row = { ...rowFor(table, known, fixed, variant.full) }
    for (const [column, value] of Object.entries(variant.with)) if (column in row) row[column] = value
    const names = Object.keys(row)
    await sql`savepoint one_row`.execute(tx)
    try {
      await sql`insert into ${sql.raw(table.table)} (${sql.join(names.map((each) => sql.id(each)))}) values (${sql.join(names.map((each) => row[each]))})`.execute(
        tx,
      )
      return row
    } catch (problem) {
      // A row of the whole organisation whose key leaves no choice stands there already.
      const isThere = (problem as { code?: string }).code === '23505'
      refused = new Error(`${table.table}: ${(problem as Error).message} (${JSON.stringify(row)})`)
      await sql`rollback to savepoint one_row`.execute(tx)
      if (isThere) return row
    }
  }
  throw refused!
}

/** Writes a row into every table; those of `kept` are taken as they stand (table → row). Returns what was written. */
export const writeRowsEverywhere = (
  database: Database,
  tables: readonly Table[],
  fixed: { organisation_id: string; station_id: string },
  kept: Rows,
): Promise<Rows> =>
  asOwner(database, fixed.organisation_id, async (tx) => {
    const known = new Map([...kept].map(([table, row]) => [table, { ...row }]))
    for (const table of tables) {
      if (known.has(table.table)) continue
      known.set(table.table, await writeRow(tx, table, known, fixed))
    }
    return known
  })
