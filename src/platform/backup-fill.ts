/**
 * Fills an empty database with the parts of another one, compares every table, and only then calls it complete. Until then the target carries a
 * mark, and the application refuses to start on it: a filling that was killed is never taken for a database.
 */
import { CompiledQuery, sql } from 'kysely'
import type { BackupPart } from './backup-file.ts'
import {
  Sums,
  differences,
  openEverything,
  quoteColumns,
  quoteTable,
  readParts,
  storedTables,
  type TableSum,
} from './backup-rows.ts'
import { enterAsOwner, type Database, type Db, type Tx } from './database.ts'
import { migrate, migrationFiles } from './migrate.ts'

/** Throws when this database was being filled and is not complete. */
export const checkComplete = async (database: Database): Promise<void> => {
  const { rows } = await sql<{ mark: string | null }>`select to_regclass('app.incomplete')::text as mark`.execute(database.db)
  if (rows[0]?.mark)
    throw new Error(
      '这个数据库还没有搬完（恢复或迁移中断），不能使用。请重新运行 restore 或 move · This database is incomplete: a restore or move into it was broken off. Run it again.',
    )
}

const namesOf = (found: readonly { readonly name: string }[]) => found.map(({ name }) => name).join(', ')

/** Throws unless the database is new, or one of ours without a single row (a filling that was broken off left it so). */
const checkEmpty = async (database: Database): Promise<void> => {
  const { rows: tables } = await sql<{ name: string; ours: boolean }>`
    select n.nspname || '.' || c.relname as name, to_regclass('app.migrations') is not null as ours
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' order by 1`.execute(
    database.db,
  )
  const foreign = tables.filter(({ name }) => name.startsWith('public.'))
  if (foreign.length > 0 || (tables.length > 0 && !tables[0]!.ours))
    throw new Error(
      `目标数据库不是空的，里面有别的表：${namesOf(foreign.length > 0 ? foreign : tables)} · The target database is not empty. 请新建一个数据库 · Make a new one.`,
    )
  if (tables.length === 0) return
  // Rows of an organisation stand behind the wall; which organisations there are does not.
  const { rows } = await sql<{ name: string }>`select organisation_id::text as name from staff.tenants limit 1`.execute(
    database.db,
  )
  if (rows.length > 0)
    throw new Error(
      '目标数据库里已经有机构的数据，不会覆盖。请新建一个数据库 · The target database already holds an organisation and is left alone. Make a new one.',
    )
}

const migrationOf = async (database: Database): Promise<string | undefined> => {
  const { rows: there } = await sql<{ known: boolean }>`select to_regclass('app.migrations') is not null as known`.execute(
    database.db,
  )
  if (!there[0]!.known) return undefined
  const { rows } = await sql<{ file: string }>`select file from app.migrations order by file desc limit 1`.execute(database.db)
  return rows[0]?.file
}

/** The last migration this database stands on. */
export const lastMigration = async (tx: Tx): Promise<string> => {
  const { rows } = await sql<{ file: string }>`select file from app.migrations order by file desc limit 1`.execute(tx)
  return rows[0]!.file
}

/** Throws when `migration` is not one of this program's: the rows come from a newer one. */
export const checkKnown = (migration: string): void => {
  if (!migrationFiles().includes(migration))
    throw new Error(
      `备份来自更新版本的程序（${migration}），请先升级程序 · The rows come from a newer program (${migration}); upgrade first`,
    )
}

/** Marks an empty database and brings it to the state the rows come from. Refuses one that holds anything. */
const prepare = async (database: Database, migration: string): Promise<void> => {
  checkKnown(migration)
  await checkEmpty(database)
  await database.script(
    'create schema if not exists app; create table if not exists app.incomplete (started_at timestamptz not null default now())',
  )
  const reached = await migrationOf(database)
  if (reached && reached > migration)
    throw new Error(
      `目标数据库比备份新（${reached}），请新建一个 · The target is further than the rows (${reached}); make a new database`,
    )
  await migrate(database, migration)
}

/** About one statement's worth: parameters of a few hundred kilobytes. */
const insertInto = async (tx: Tx, table: string, columns: readonly string[], rows: readonly string[]): Promise<void> => {
  const names = quoteColumns(columns)
  const name = quoteTable(table)
  const text = `insert into ${name} (${names}) overriding system value select ${names} from json_populate_recordset(null::${name}, $1::json)`
  await tx.executeQuery(CompiledQuery.raw(text, [`[${rows.join(',')}]`]))
}

export interface Filling {
  /** Called with the rows written so far. */
  readonly onRows?: (rows: number) => void
  readonly signal?: AbortSignal
  /** What else the parts hold: files and the key. */
  readonly onPart?: (part: BackupPart) => void
  /** Asked before the mark is taken away, with the database as this program knows it; throws when something is not as it was. */
  readonly prove?: (tables: readonly TableSum[]) => Promise<void>
}

/** Writes every part in one transaction: it is all there afterwards, or nothing. Returns the sums the source gave for its tables. */
const write = (
  database: Database,
  parts: AsyncIterable<BackupPart>,
  { onRows, onPart, signal }: Filling,
): Promise<readonly TableSum[]> =>
  database.db.transaction().execute(async (tx) => {
    await openEverything(tx)
    const known = new Map((await storedTables(tx)).map((table) => [table.table, table]))
    let at: { table: string; columns: readonly string[] } | undefined
    let wanted: readonly TableSum[] | undefined
    let written = 0
    for await (const part of parts) {
      signal?.throwIfAborted()
      if (part.kind === 'table') {
        const columns = known.get(part.table)?.columns
        if (!columns || `${columns}` !== `${part.columns}`) throw new Error(`${part.table} has other columns here`)
        if (part.organisation_id) await enterAsOwner(tx, part.organisation_id)
        at = part
      } else if (part.kind === 'rows') {
        await insertInto(tx, at!.table, at!.columns, part.rows)
        onRows?.((written += part.rows.length))
      } else if (part.kind === 'counter') {
        await sql`select setval(${quoteTable(part.name)}::regclass, ${part.last_value}::bigint, ${part.is_called})`.execute(tx)
      } else if (part.kind === 'end') wanted = part.sums
      else onPart?.(part)
    }
    if (!wanted) throw new Error('the rows have no end')
    return wanted
  })

/** Sums of every table as it stands, read back. */
export const sumsOf = (database: Database, organisations: readonly string[]): Promise<readonly TableSum[]> =>
  database.db.transaction().execute(async (tx) => {
    for await (const part of readParts(tx, organisations)) if (part.kind === 'end') return part.sums
    return new Sums().list()
  })

/**
 * Fills `target` with `parts`, reads everything back, compares number and content of every table with what the source said, brings the database
 * forward to this program, has it proven and takes the mark away. Returns the tables with their rows. Whatever goes wrong, the mark stays.
 */
export const fill = async (
  target: Database,
  migration: string,
  parts: AsyncIterable<BackupPart>,
  organisationsOf: (db: Db) => Promise<string[]>,
  filling: Filling = {},
): Promise<readonly TableSum[]> => {
  await prepare(target, migration)
  const wanted = await write(target, parts, filling)
  await target.script('analyze')
  const wrong = differences(wanted, await sumsOf(target, await organisationsOf(target.db)))
  if (wrong.length > 0) throw new Error(`写入后核对不符 · What was written is not what was read: ${wrong.join('; ')}`)
  await migrate(target)
  await filling.prove?.(wanted)
  await target.script('drop table app.incomplete')
  return wanted
}
