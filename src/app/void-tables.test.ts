/** 作废 in every slice: one way to take an entry back, one way its page tells of it. A new table is tested without a line here. */
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it, test } from 'vitest'
import { asOwner, readTables, writeRowsEverywhere } from '../../test/rows-everywhere.ts'
import { expectRefused, newWorld, type World } from '../../test/world.ts'
import { voidEntry } from '../features/records/contract.ts'
import { permissions } from '../features/staff/roles.ts'
import { standing } from './standing.ts'
import { belonging, entryTables, recordedUnder, voidTables } from './void-tables.ts'

const parts = Object.values(belonging).flatMap((each) => each.map(({ table }) => table as string))
/** What belongs to another row first: it would go with it. */
const entries = Object.entries(entryTables).toSorted(
  ([one], [other]) => Number(parts.includes(other)) - Number(parts.includes(one)),
)

/** Shown on the page of a trainee, a session or a group. */
const withoutPage = [
  'activities.outcomes',
  'activities.group_tests',
  'rehab.departures',
  'rehab.goals',
  'rehab.exercise_months',
  'rehab.knowledge_tests',
]

const root = fileURLToPath(new URL('..', import.meta.url))
const screens = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((each) => each.isFile() && /\.tsx$|\.web\.ts$/.test(each.name) && !each.name.includes('.test.'))
  .map((each) => readFileSync(`${each.parentPath}/${each.name}`, 'utf8'))
  .join('\n')

test('every table that is taken back entry by entry offers it on a page, under a permission that exists', () => {
  const named = new Set(
    [...screens.matchAll(/entity(?:: |=)['"](\w+\.\w+)['"]|takeBack<[^(]*\(\s*t,\s*'(\w+\.\w+)'/g)].map((m) => m[1] ?? m[2]),
  )
  expect(Object.keys(entryTables).filter((table) => !named.has(table))).toEqual([])
  expect([...named].filter((table) => !(table! in entryTables))).toEqual([])
  expect(Object.keys(entryTables).filter((table) => !permissions.includes(recordedUnder(table)))).toEqual([])
})

test('whatever happened at a station or under a contract stands on it', async () => {
  const tables = await readTables((await newWorld()).database)
  const standsOn = (on: string, by: string) =>
    new Set(standing.filter((each) => each.on === on && each.by === by).flatMap((each) => each.tables))
  for (const [on, by] of [
    ['orgs.stations', 'station_id'],
    ['contracts.contracts', 'contract_id'],
    ['activities.activities', 'activity_id'],
  ] as const) {
    const known = standsOn(on, by)
    const slice = on === 'activities.activities' ? 'activities.' : ''
    const missing = tables
      .filter(
        ({ table, columns }) =>
          table in voidTables &&
          table !== on &&
          table !== 'records.records' &&
          table.startsWith(slice) &&
          columns.some(({ column }) => column === by),
      )
      .map(({ table }) => table)
      .filter((table) => !known.has(table))
    expect({ on, missing }).toEqual({ on, missing: [] })
  }
})

describe('an entry taken back', () => {
  let world: World
  let ids: Map<string, string>

  beforeAll(async () => {
    world = await newWorld()
    const station_id = await world.station()
    const tables = await readTables(world.database)
    const { organisation_id } = world
    const kept = new Map<string, Record<string, unknown>>([
      ['orgs.organisations', { organisation_id }],
      ['orgs.stations', { organisation_id, station_id }],
      ['staff.logins', {}],
      ['staff.sessions', {}],
      ['staff.tenants', {}],
    ])
    const rows = await writeRowsEverywhere(world.database, tables, { organisation_id, station_id }, kept)
    ids = new Map(entries.map(([table, id]) => [table, String(rows.get(table)![id])]))
    await asOwner(world.database, organisation_id, async (tx) => {
      for (const [table] of entries)
        await sql`update ${sql.table(table)} set void_id = null where organisation_id = ${organisation_id}`.execute(tx)
      // Whether a dose counts is asked of the person, who must be one of the register.
      await sql`update campaigns.doses set person_id = ${rows.get('people.persons')!.person_id} where organisation_id = ${organisation_id}`.execute(
        tx,
      )
    })
  })

  it.each(entries)('of %s says so on its page, and only once', async (source, column) => {
    const director = await world.account('director')
    const entry_id = ids.get(source)!
    const reason = `记错了 ${source}`
    expectRefused(await director.call(voidEntry, { source, entry_id, reason: ' ' }), 400, 'bad_input')
    const answer = await director.call(voidEntry, { source, entry_id, reason })
    expect(answer).toMatchObject({ status: 200 })
    expectRefused(await director.call(voidEntry, { source, entry_id, reason }), 422, 'already_voided')
    if (withoutPage.includes(source)) return
    const page = world.server.endpoints.find(
      ({ endpoint }) =>
        endpoint.method === 'GET' &&
        endpoint.path.startsWith(`/api/${source.split('.')[0]}/`) &&
        endpoint.path.endsWith(`/:${column}`) &&
        !endpoint.path.includes('/trends/'),
    )
    const { body } = await director.call(page!.endpoint, { [column]: entry_id })
    expect({ source, body }).toMatchObject({
      body: {
        void_id: answer.body.void_id,
        voided_by_name: 'director',
        void_reason: reason,
        voided_at: expect.stringMatching(/T.*Z$/),
      },
    })
  })
})
