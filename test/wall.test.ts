/** The second wall: a query that forgot its WHERE still sees only its own organisation and stations. Generated over every table. */
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { inOrganisation } from '../src/platform/database.ts'
import { readTables, writeRowsEverywhere, type Rows, type Table } from './rows-everywhere.ts'
import { newWorld, type World } from './world.ts'

/** Reference tables: names and tokens are unique over all organisations, and the application role may not touch them at all. */
const referenceTables = ['staff.logins', 'staff.sessions', 'staff.tenants']

let world: World
let tables: Table[]
let [near, far]: [string, string] = ['', '']

const fill = async (at: World, station_id: string) => {
  const kept: Rows = new Map([
    ['orgs.organisations', { organisation_id: at.organisation_id }],
    ['orgs.stations', { organisation_id: at.organisation_id, station_id }],
    ...referenceTables.map((table) => [table, {}] as const),
  ])
  await writeRowsEverywhere(at.database, tables, { organisation_id: at.organisation_id, station_id }, kept)
}

beforeAll(async () => {
  world = await newWorld()
  tables = await readTables(world.database)
  near = await world.station()
  far = await world.station()
  await fill(world, near)
  await fill(world, far)
  const foreign = await newWorld()
  await fill(foreign, await foreign.station())
})

const see = (
  table: Table,
  stations: 'all' | string[],
  sensitive: ('health' | 'service' | 'account')[] = ['health', 'service', 'account'],
) =>
  inOrganisation(world.database.db, { organisation_id: world.organisation_id, stations, sensitive }, async (tx) => {
    const { rows } = await sql<Record<string, unknown>>`${sql.raw(`select * from ${table.table}`)}`.execute(tx)
    return rows
  })

describe('without any WHERE', () => {
  it('every table shows rows of the own organisation and no other', async () => {
    for (const table of tables.filter((each) => !referenceTables.includes(each.table))) {
      const rows = await see(table, 'all')
      const organisations = new Set(rows.map((row) => row.organisation_id))
      expect({ table: table.table, organisations: [...organisations] }).toEqual({
        table: table.table,
        organisations: [world.organisation_id],
      })
    }
  })

  it('every table of stations shows rows of the granted station and no other', async () => {
    const walled = tables.filter((table) => table.by_station)
    expect(walled.map((table) => table.table)).toContain('records.records')
    for (const table of walled) {
      const stations = new Set((await see(table, [near])).flatMap((row) => row.station_id ?? row.station_ids))
      expect({ table: table.table, stations: [...stations] }).toEqual({ table: table.table, stations: [near] })
      expect(await see(table, [])).toEqual([])
    }
  })

  it('every sensitive table shows nothing to who may not see that kind', async () => {
    for (const table of tables.filter((each) => each.sensitive)) {
      expect((await see(table, 'all')).length).toBeGreaterThan(0)
      expect(await see(table, 'all', [])).toEqual([])
    }
  })

  it.each([
    ['hengai_stations', "set local app.station_ids = ''"],
    ['hengai_stations', 'reset app.station_ids'],
    ['hengai_app', 'reset app.station_ids'],
  ])('%s without stations named sees no station (%s)', async (role, unsaid) => {
    for (const table of tables.filter((each) => each.by_station)) {
      const rows = await world.database.db.transaction().execute(async (tx) => {
        await sql.raw(`set local app.organisation_id = '${world.organisation_id}'`).execute(tx)
        await sql.raw("set local app.sensitive = 'health,service,account'").execute(tx)
        await sql.raw(unsaid).execute(tx)
        await sql.raw(`set local role ${role}`).execute(tx)
        return (await sql`${sql.raw(`select * from ${table.table}`)}`.execute(tx)).rows
      })
      expect({ table: table.table, rows }).toEqual({ table: table.table, rows: [] })
    }
  })

  it('the application role cannot read logins, sessions and tenants', async () => {
    for (const table of tables.filter((each) => referenceTables.includes(each.table)))
      await expect(see(table, 'all'), table.table).rejects.toThrow(/permission denied/)
  })

  it('before an organisation is entered there is nothing', async () => {
    for (const table of tables.filter((each) => !referenceTables.includes(each.table))) {
      const rows = await world.database.db.transaction().execute(async (tx) => {
        await sql`set local role hengai_whole`.execute(tx)
        return (await sql`${sql.raw(`select 1 from ${table.table}`)}`.execute(tx)).rows
      })
      expect({ table: table.table, rows }).toEqual({ table: table.table, rows: [] })
    }
  })
})

describe('the wall itself', () => {
  it('stands around every table, forced, for reading and writing', async () => {
    const open = tables.filter((table) => !table.walled).map((table) => table.table)
    expect(open.sort()).toEqual(referenceTables)
    const { rows } = await sql<{ table: string }>`select schemaname || '.' || tablename as table from pg_policies
      where cmd = 'ALL' and qual ~ 'organisation_id = ' and with_check ~ 'organisation_id = '`.execute(world.database.db)
    expect(rows.map((row) => row.table).sort()).toEqual(
      tables
        .filter((table) => table.walled)
        .flatMap((table) => (table.by_station ? [table.table, table.table] : [table.table]))
        .sort(),
    )
  })

  it("writing another organisation's row is refused", async () => {
    const foreign = await newWorld()
    const write = world.run(({ db }) =>
      sql`insert into audit.entries (organisation_id, audit_id, at, request_id, action, entity, entity_ids)
      values (${foreign.organisation_id}, ${near}, now(), 'r', 'a', 'e', '{}')`.execute(db),
    )
    await expect(write).rejects.toThrow(/row-level security/)
  })

  it('the role cannot bypass it, and leaves with the transaction', async () => {
    const { rows } = await sql<{
      ok: boolean
    }>`select not rolsuper and not rolbypassrls as ok from pg_roles where rolname in ('hengai_app', 'hengai_stations', 'hengai_whole')`.execute(
      world.database.db,
    )
    expect(rows).toEqual([{ ok: true }, { ok: true }, { ok: true }])
    await see(tables[0]!, 'all')
    const after = await sql<{
      role: string
      organisation: string | null
    }>`select current_user::text as role, nullif(current_setting('app.organisation_id', true), '') as organisation`.execute(
      world.database.db,
    )
    expect(after.rows[0]!.role).not.toMatch(/^hengai_(app|stations|whole)$/)
    expect(after.rows[0]!.organisation).toBeNull()
  })
})
