/**
 * 换钥: what was sealed with an older version of the key is sealed anew with the newest, in short transactions, beside everything else. Each
 * value says its version, so that it may be broken off anywhere and taken up again.
 */
import { setTimeout as rest } from 'node:timers/promises'
import { sql, type RawBuilder } from 'kysely'
import { enterAsOwner, type Db, type Tx } from './database.ts'
import { LOOK_AGAIN_MS } from './key-file.ts'
import type { Keys, Place } from './keys.ts'

export interface SealedColumn {
  /** `slice.table` */
  readonly table: string
  readonly column: string
  /** The key without the organisation, with SQL types; joined by `/` it is the row's id in the place. */
  readonly key: readonly (readonly [string, 'uuid' | 'integer'])[]
  readonly place: string
}

export interface ResealProgress {
  /** Values looked at, of so many. */
  readonly done: number
  readonly total: number
  /** Values sealed anew so far. */
  readonly changed: number
}

/** Rows of one transaction: some tens of milliseconds, so that nobody at a desk waits for it. */
const AT_ONCE = 500

/** The owner of the tables, behind the wall of the organisation like everybody; the application's role may not change every column. */
const asOwner = <T>(db: Db, organisation_id: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
  db.transaction().execute(async (tx) => {
    await enterAsOwner(tx, organisation_id)
    await sql`set local app.sensitive = 'health,service,account'`.execute(tx)
    return work(tx)
  })

export interface VersionCount {
  readonly version: number
  readonly values: number
}

/** How many values each version of the key has sealed. */
export const countVersions = async (
  db: Db,
  organisation_id: string,
  columns: readonly SealedColumn[],
): Promise<VersionCount[]> => {
  const counts = new Map<number, number>()
  for (const { table, column } of columns) {
    const { rows } = await asOwner(db, organisation_id, (tx) =>
      sql<VersionCount>`select get_byte(${sql.id(column)}, 0) as version, count(*)::int as values from ${sql.table(table)}
        where organisation_id = ${organisation_id} and ${sql.id(column)} is not null group by 1`.execute(tx),
    )
    for (const { version, values } of rows) counts.set(version, (counts.get(version) ?? 0) + values)
  }
  return [...counts].toSorted(([a], [b]) => a - b).map(([version, values]) => ({ version, values }))
}

type Row = Readonly<Record<string, unknown>> & { readonly sealed: Buffer }

const keyOf = ({ key }: SealedColumn, row: Row): unknown[] => key.map(([name]) => row[name])

const after = ({ key }: SealedColumn, last: readonly unknown[] | undefined): RawBuilder<unknown> =>
  last
    ? sql`and (${sql.join(key.map(([name]) => sql.id(name)))}) > (${sql.join(key.map(([, type], at) => sql`${last[at]}::${sql.raw(type)}`))})`
    : sql``

const openAt = (keys: Keys, bytes: Buffer, at: Place): Buffer => {
  try {
    return keys.openBytes(bytes, at)
  } catch (cause) {
    throw new Error(`${at.column} ${at.row_id}: 打不开，密文已改动或不属于这把密钥 · cannot be opened with this key file`, {
      cause,
    })
  }
}

/** Whether these keys open what the organisation has sealed, by one value of each column; true where nothing is sealed yet. */
export const opensSealed = (db: Db, keys: Keys, organisation_id: string, columns: readonly SealedColumn[]): Promise<boolean> =>
  asOwner(db, organisation_id, async (tx) => {
    for (const column of columns) {
      const names = sql.join(column.key.map(([name]) => sql.id(name)))
      const { rows } = await sql<Row>`select ${names}, ${sql.id(column.column)} as sealed from ${sql.table(column.table)}
        where organisation_id = ${organisation_id} and ${sql.id(column.column)} is not null limit 1`.execute(tx)
      try {
        for (const row of rows)
          keys.open(row.sealed, { column: column.place, organisation_id, row_id: keyOf(column, row).join('/') })
      } catch {
        return false
      }
    }
    return true
  })

/** One short transaction; returns the rows it looked at and how many it changed. */
const resealRows = (db: Db, keys: Keys, organisation_id: string, column: SealedColumn, last: readonly unknown[] | undefined) =>
  asOwner(db, organisation_id, async (tx) => {
    const names = sql.join(column.key.map(([name]) => sql.id(name)))
    const { rows } = await sql<Row>`select ${names}, ${sql.id(column.column)} as sealed from ${sql.table(column.table)}
      where organisation_id = ${organisation_id} and ${sql.id(column.column)} is not null ${after(column, last)}
      order by ${names} limit ${AT_ONCE} for update`.execute(tx)
    const version = keys.version()
    const stale = rows.filter((row) => row.sealed[0] !== version)
    if (stale.length > 0) {
      const anew = stale.map((row) => {
        const at = { column: column.place, organisation_id, row_id: keyOf(column, row).join('/') }
        return keys.seal(openAt(keys, row.sealed, at), at)
      })
      const lists = column.key.map(
        ([name, type]) => sql`unnest(${stale.map((row) => row[name])}::${sql.raw(type)}[]) as ${sql.id(name)}`,
      )
      const same = column.key.map(([name]) => sql`t.${sql.id(name)} = v.${sql.id(name)}`)
      await sql`update ${sql.table(column.table)} t set ${sql.id(column.column)} = v.sealed
        from (select ${sql.join(lists)}, unnest(${anew}::bytea[]) as sealed) v
        where t.organisation_id = ${organisation_id} and ${sql.join(same, sql` and `)}`.execute(tx)
    }
    return { rows, changed: stale.length }
  })

/** One pass over everything an organisation has sealed. Ends early, between two transactions, when `signal` says so. */
export const resealOrganisation = async (
  db: Db,
  keys: Keys,
  organisation_id: string,
  columns: readonly SealedColumn[],
  choices: { readonly signal?: AbortSignal; readonly step?: (progress: ResealProgress) => void } = {},
): Promise<ResealProgress> => {
  const total = (await countVersions(db, organisation_id, columns)).reduce((sum, { values }) => sum + values, 0)
  let [done, changed] = [0, 0]
  for (const column of columns) {
    let last: readonly unknown[] | undefined
    while (!choices.signal?.aborted) {
      const batch = await resealRows(db, keys, organisation_id, column, last)
      done += batch.rows.length
      changed += batch.changed
      choices.step?.({ done, total, changed })
      if (batch.rows.length < AT_ONCE) break
      last = keyOf(column, batch.rows.at(-1)!)
    }
  }
  return { done, total, changed }
}

/** Until every program that has the key file open seals with what was just added to it. */
export const untilAllSealAnew = (signal?: AbortSignal): Promise<void> =>
  rest(2 * LOOK_AGAIN_MS, undefined, signal ? { signal } : {})
