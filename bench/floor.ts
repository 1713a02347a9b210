/** The floor: the same rows and the same counts by bare statements, in the same durable database, without rights, checks or audit. */
import { CompiledQuery, sql } from 'kysely'
import type { Ctx } from '../src/platform/context.ts'
import type { Database } from '../src/platform/database.ts'

const WIDTH = 500

const COLUMNS = 'record_id, station_id, contract_id, service_type, person_id, person_times, occurred_on, minutes, once_key'

/** What the floor will insert: every record of the year, read behind the wall. */
export const recordsOf = async (ctx: Ctx): Promise<Record<string, unknown>[]> =>
  (
    await sql<
      Record<string, unknown>
    >`select ${sql.raw(COLUMNS)} from records.records where organisation_id = ${ctx.organisation_id}`.execute(ctx.db)
  ).rows

/**
 * Writes every record of the year and an audit line for each into bare tables, by multi-row inserts of values that are ready in
 * memory: reading workbooks, checking and finding people are not in it.
 */
export const rawInserts = async ({ db, ...database }: Database, rows: readonly Record<string, unknown>[]): Promise<void> => {
  await database.script(`create schema if not exists floor;
    drop table if exists floor.records; drop table if exists floor.audit;
    create table floor.records (record_id uuid primary key, station_id uuid, contract_id uuid, service_type text, person_id uuid, person_times int,
      occurred_on date, minutes int, once_key uuid);
    create table floor.audit (record_id uuid primary key, at timestamptz, entity text)`)
  const columns = COLUMNS.split(', ')
  await db.transaction().execute(async (tx) => {
    for (let start = 0; start < rows.length; start += WIDTH) {
      const part = rows.slice(start, start + WIDTH)
      let n = 0
      const values = part.map(() => `(${columns.map(() => `$${++n}`).join(',')})`).join(',')
      await tx.executeQuery(
        CompiledQuery.raw(
          `insert into floor.records (${columns.join(',')}) values ${values}`,
          part.flatMap((row) => columns.map((column) => row[column])),
        ),
      )
      n = 0
      const audit = part.map(() => `($${++n},now(),'records.records')`).join(',')
      await tx.executeQuery(
        CompiledQuery.raw(
          `insert into floor.audit (record_id, at, entity) values ${audit}`,
          part.map((row) => row.record_id),
        ),
      )
    }
  })
  await database.script('analyze floor.records')
}

/** Bare counting over those rows: the contract × type × month matrix, or forty single figures. */
export const rawCounting = async ({ db }: Database, what: 'matrix' | 'single'): Promise<void> => {
  if (what === 'matrix') {
    await sql`select contract_id, service_type, date_trunc('month', occurred_on) as month, sum(person_times), count(distinct person_id), sum(minutes)
      from floor.records group by 1, 2, 3`.execute(db)
    return
  }
  const { rows } = await sql<{ service_type: string }>`select distinct service_type from floor.records`.execute(db)
  for (let i = 0; i < 5; i++)
    for (const { service_type } of rows)
      await sql`select sum(person_times), count(distinct person_id) from floor.records
        where service_type = ${service_type} and occurred_on between '2022-01-01' and '2022-12-31'`.execute(db)
}
