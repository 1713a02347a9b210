/** A database of an earlier state, with a row in every table, comes forward: nothing is lost, everything is readable, twice is once. */
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { createOrganisation } from '../src/features/staff/organisation.ts'
import { openDatabase, type Database } from '../src/platform/database.ts'
import { migrate, migrationFiles, migrationText } from '../src/platform/migrate.ts'
import { newId } from '../src/platform/new-id.ts'
import { asOwner, readTables, writeRowsEverywhere, type Rows } from './rows-everywhere.ts'

/** States people may have in use, by their last migration. A release adds its own. */
const RELEASED = ['0019_people_desk.sql', '0021_audit_seals.sql']

/** Columns a migration dropped on purpose: computed from others, nobody's words. */
const DROPPED = ['people.persons.search_grams']

const migrateTo = async (database: Database, last: string): Promise<void> => {
  await database.script(`create schema if not exists app;
    create table if not exists app.migrations (file text primary key, run_at timestamptz not null default now())`)
  for (const file of migrationFiles().filter((each) => each <= last))
    await database.script(`begin;\n${migrationText(file)}\n;insert into app.migrations (file) values ('${file}');\ncommit;`)
}

/** An organisation as that state could make it: roles and settings that came later are not there yet. */
const fill = async (database: Database): Promise<{ organisation_id: string; rows: Rows }> => {
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

const contentOf = async (database: Database, organisation_id: string, tables: Iterable<string>) => {
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

it.each(RELEASED)(
  'from %s',
  async (released) => {
    const database = await openDatabase({ kind: 'memory' })
    try {
      await migrateTo(database, released)
      const { organisation_id, rows } = await fill(database)
      const before = await contentOf(database, organisation_id, rows.keys())
      expect([...before.values()].filter((each) => each.length > 0).length).toBeGreaterThan(50)

      const run = await migrate(database)
      expect(run).toEqual(migrationFiles().filter((file) => file > released))
      const after = await contentOf(database, organisation_id, rows.keys())
      for (const [table, each] of before)
        for (const row of each) {
          // A column may go when nobody reads it any more; a row and what it says may not.
          const stays = Object.fromEntries(Object.entries(row).filter(([column]) => !DROPPED.includes(`${table}.${column}`)))
          expect(after.get(table), table).toContainEqual(expect.objectContaining(stays))
        }

      expect(await migrate(database)).toEqual([])
      expect(await contentOf(database, organisation_id, rows.keys())).toEqual(after)
      // And the new program makes its own beside it.
      await database.db.transaction().execute((tx) => createOrganisation(tx, { name: '后来的机构' }))
    } finally {
      await database.close()
    }
  },
  120_000,
)

it('a migration that fails leaves the state before it, and can be run again', async () => {
  const database = await openDatabase({ kind: 'memory' })
  try {
    await migrateTo(database, '0019_people_desk.sql')
    // In the way of a table that comes later.
    await database.script('create schema if not exists audit; create table audit.seals (in_the_way int)')
    await expect(migrate(database)).rejects.toThrow(/0021_audit_seals\.sql/)
    const { rows } = await sql<{ file: string }>`select file from app.migrations order by 1`.execute(database.db)
    expect(rows.at(-1)!.file).toBe('0020_settings_roles_sensitive.sql')
    await database.script('drop table audit.seals')
    expect((await migrate(database))[0]).toBe('0021_audit_seals.sql')
  } finally {
    await database.close()
  }
}, 120_000)
