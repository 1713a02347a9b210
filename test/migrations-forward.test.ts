/** A database of an earlier state, with a row in every table, comes forward: nothing is lost, everything is readable, twice is once. */
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { createOrganisation } from '../src/features/staff/organisation.ts'
import { openDatabase } from '../src/platform/database.ts'
import { migrate, migrationFiles } from '../src/platform/migrate.ts'
import { contentOf, expectKept, fill, RELEASED } from './earlier-state.ts'

it.each(RELEASED)(
  'from %s',
  async (released) => {
    const database = await openDatabase({ kind: 'memory' })
    try {
      await migrate(database, released)
      const { organisation_id, rows } = await fill(database)
      const before = await contentOf(database, organisation_id, rows.keys())
      expect([...before.values()].filter((each) => each.length > 0).length).toBeGreaterThan(50)

      const run = await migrate(database)
      expect(run).toEqual(migrationFiles().filter((file) => file > released))
      const after = await contentOf(database, organisation_id, rows.keys())
      expectKept(before, after)

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
    await migrate(database, '0019_people_desk.sql')
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
