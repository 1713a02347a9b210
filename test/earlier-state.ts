/** Databases of earlier states with a row in every table, and what must still be in them after they came forward. */
import { sql } from 'kysely'
import { expect } from 'vitest'
import type { Database } from '../src/platform/database.ts'
import { newId } from '../src/platform/new-id.ts'
import { asOwner, readTables, writeRowsEverywhere, type Rows } from './rows-everywhere.ts'

/** States people may have in use, by their last migration. A release adds its own. */
export const RELEASED = ['0019_people_desk.sql', '0021_audit_seals.sql']

/** Columns a migration dropped on purpose: computed from others, nobody's words. */
const DROPPED = ['people.persons.search_grams']

/** An organisation as that state could make it: roles and settings that came later are not there yet. */
export const fill = async (database: Database): Promise<{ organisation_id: string; rows: Rows }> => {
  const [organisation_id, station_id] = [newId(), newId()]
  const tables = await readTables(database)
  const kept: Rows = new Map([
    ['staff.logins', {}],
    ['staff.sessions', {}],
    ['staff.tenants', {}],
  ])
  await sql`insert into staff.tenants (organisation_id, created_at) values (${organisation_id}, now())`.execute(database.db)
  return { organisation_id, rows: await writeRowsEverywhere(database, tables, { organisation_id, station_id }, kept) }
}

export const contentOf = async (database: Database, organisation_id: string, tables: Iterable<string>) => {
  const found = new Map<string, Record<string, unknown>[]>()
  await asOwner(database, organisation_id, async (tx) => {
    await sql`set local app.station_ids = 'all'`.execute(tx)
    for (const table of tables) {
      const { rows } = await sql<{ row: Record<string, unknown> }>`select to_jsonb(t) as row from ${sql.raw(table)} t
        where organisation_id = ${organisation_id}`.execute(tx)
      found.set(table, rows.map(({ row }) => row))
    }
  }) // prettier-ignore
  return found
}

export type Content = ReadonlyMap<string, readonly Record<string, unknown>[]>

/** A column may go when nobody reads it any more; a row and what it says may not. */
export const expectKept = (before: Content, after: Content): void => {
  for (const [table, each] of before)
    for (const row of each) {
      const stays = Object.fromEntries(Object.entries(row).filter(([column]) => !DROPPED.includes(`${table}.${column}`)))
      expect(after.get(table), table).toContainEqual(expect.objectContaining(stays))
    }
}
