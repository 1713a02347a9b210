import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { asOwner, readTables, writeRowsEverywhere } from '../../test/rows-everywhere.ts'
import { openEmptyDatabase } from '../../test/world.ts'
import { createOrganisation } from '../features/staff/organisation.ts'
import { openStations } from '../features/orgs/stations.ts'
import { recordStations } from '../features/orgs/service.ts'
import type { Database } from '../platform/database.ts'
import { addKeyVersion, loadKeys, makeKeyFile, noteCopied, readCopied } from '../platform/key-file.ts'
import { openNotices } from '../platform/notices.ts'
import { goOn, isRotating, pause, readRotation } from '../platform/key-rotation.ts'
import { countVersions } from '../platform/reseal.ts'
import { asSystem } from './as-system.ts'
import { startKeyKeeper } from './key-keeper.ts'
import { openKeys } from './open-keys.ts'
import type { Opened } from './open.ts'
import { resealAll } from './rotate-keys.ts'
import { sealedColumns } from './sealed-columns.ts'

let folder: string
let file: string
let database: Database
let opened: Opened
let organisation_id: string

beforeAll(async () => {
  database = await openEmptyDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  // The organisation of the test before was sealed with another file's key.
  await sql`delete from staff.tenants`.execute(database.db)
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hengai-rotate-'))
  file = path.join(folder, 'key')
  makeKeyFile(file)
  const keys = await openKeys(database.db, file)
  organisation_id = await database.db.transaction().execute((tx) => createOrganisation(tx, { name: '换钥' }))
  opened = { database, keys, folder, notices: openNotices({ database }), close: async () => undefined }
  await fillSealed()
})
afterEach(() => fs.rmSync(folder, { recursive: true }))

const rowId = (key: readonly (readonly [string, string])[], row: Readonly<Record<string, unknown>>) =>
  key.map(([name]) => String(row[name])).join('/')

/** A row in every table, and in every sealed column something sealed as its slice would. */
const fillSealed = async () => {
  const tables = await readTables(database)
  const station_id = await asSystem(opened, organisation_id, 'test', async (ctx) => {
    await recordStations(ctx, [{ code: 'A', name: '三灶站', state: 'open' }])
    return (await openStations(ctx)).all[0]!.station_id
  })
  const kept = new Map<string, Record<string, unknown>>([
    ['orgs.organisations', { organisation_id }],
    ['orgs.stations', { organisation_id, station_id }],
    ...['staff.logins', 'staff.sessions', 'staff.tenants'].map((name) => [name, {}] as const),
  ])
  const rows = await writeRowsEverywhere(database, tables, { organisation_id, station_id }, kept)
  await asOwner(database, organisation_id, async (tx) => {
    for (const { table, column, key, place } of sealedColumns) {
      const at = { column: place, organisation_id, row_id: rowId(key, rows.get(table)!) }
      await sql`update ${sql.table(table)} set ${sql.id(column)} = ${opened.keys.seal(`${table}.${column}`, at)}
        where organisation_id = ${organisation_id}`.execute(tx)
    }
  })
}

const readAll = () =>
  asOwner(database, organisation_id, async (tx) => {
    const found: string[] = []
    for (const { table, column, key, place } of sealedColumns) {
      const { rows } = await sql<Record<string, unknown> & { sealed: Buffer }>`
        select *, ${sql.id(column)} as sealed from ${sql.table(table)} where organisation_id = ${organisation_id}`.execute(tx)
      for (const row of rows)
        found.push(opened.keys.open(row.sealed, { column: place, organisation_id, row_id: rowId(key, row) }))
    }
    return found
  })

const everything = sealedColumns.map(({ table, column }) => `${table}.${column}`)
const versions = () => countVersions(database.db, organisation_id, sealedColumns)
const trailOf = (action: string) =>
  asSystem(opened, organisation_id, 'test', async (ctx) => {
    const { rows } = await sql<{ after: Record<string, unknown> }>`
      select after from audit.entries where organisation_id = ${organisation_id} and action = ${action}`.execute(ctx.db)
    return rows.map((row) => row.after)
  })

it('every sealed column of the database is on the list', async () => {
  const { rows } = await sql<{ name: string }>`
    select n.nspname || '.' || c.relname || '.' || a.attname as name from pg_attribute a
    join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and a.attname like '%sealed' and a.atttypid = 'bytea'::regtype and not a.attisdropped`.execute(
    database.db,
  )
  expect(rows.map((row) => row.name).toSorted()).toEqual(everything.toSorted())
})

describe('a change of keys', () => {
  it('seals everything anew, keeps what it says, and stands in the trail', async () => {
    addKeyVersion(file)
    opened = { ...opened, keys: loadKeys(file) }
    expect(isRotating(file, 2)).toBe(true)
    const state = await resealAll(opened, file)
    expect(state).toMatchObject({ finished: true, version: 2 })
    expect(await versions()).toEqual([{ version: 2, values: everything.length }])
    expect(await readAll()).toEqual(everything)
    expect(isRotating(file, 2)).toBe(false)
    expect(await trailOf('keys rotate')).toEqual([{ key_version: 2, values: everything.length }])
  })

  it('broken off it leaves both versions readable, and goes on where it was left', async () => {
    addKeyVersion(file)
    opened = { ...opened, keys: loadKeys(file) }
    const breaking = new AbortController()
    const state = await resealAll(opened, file, {
      signal: breaking.signal,
      step: ({ changed }) => changed >= 3 && breaking.abort(),
    })
    expect(state.finished).toBe(false)
    const left = await versions()
    expect(left.map((one) => one.version)).toEqual([1, 2])
    expect(await readAll()).toEqual(everything)
    const rest = await resealAll(opened, file)
    expect(rest.finished).toBe(true)
    expect(rest.changed).toBe(left[0]!.values)
    expect(await readAll()).toEqual(everything)
  })

  it('is done by the running server as soon as the file has a new version, unless it is to wait', async () => {
    const keeper = startKeyKeeper(opened, (problem) => expect(problem).toBeUndefined())
    try {
      pause(file)
      fs.utimesSync(file, new Date(0), new Date(0))
      addKeyVersion(file)
      await new Promise((resolve) => setTimeout(resolve, 3_000))
      expect(await versions()).toEqual([{ version: 1, values: everything.length }])
      goOn(file)
      await expect.poll(() => readRotation(file)?.finished, { timeout: 15_000, interval: 200 }).toBe(true)
      expect(await versions()).toEqual([{ version: 2, values: everything.length }])
    } finally {
      await keeper.stop()
    }
  }, 30_000)
})

describe('the key of the data', () => {
  it('another file is refused, and a missing one is not made anew', async () => {
    await expect(openKeys(database.db, path.join(folder, 'elsewhere'))).rejects.toThrow('hengai keys import')
    const other = path.join(folder, 'other')
    makeKeyFile(other)
    // Opened once with its own key, the organisation knows it.
    await openKeys(database.db, file)
    await expect(openKeys(database.db, other)).rejects.toThrow('does not belong')
  })

  it('another file is refused too where no fingerprint was written down yet: what is sealed must open', async () => {
    const other = path.join(folder, 'other')
    makeKeyFile(other)
    await sql`update staff.tenants set key_fingerprint = null`.execute(database.db)
    await expect(openKeys(database.db, other)).rejects.toThrow('does not belong')
    const { rows } = await sql<{ known: boolean }>`select key_fingerprint is not null as known from staff.tenants`.execute(
      database.db,
    )
    expect(rows).toEqual([{ known: false }])
    await openKeys(database.db, file)
    await expect(openKeys(database.db, other)).rejects.toThrow('does not belong')
  })

  it('copied while the server runs is written into the trail, once', async () => {
    noteCopied(file, { at: '2026-03-05T02:00:00.000Z', version: 1, noted: false })
    const keeper = startKeyKeeper(opened, (problem) => expect(problem).toBeUndefined())
    await expect.poll(() => readCopied(file)?.noted, { timeout: 5_000 }).toBe(true)
    await keeper.stop()
    const again = startKeyKeeper(opened, (problem) => expect(problem).toBeUndefined())
    await again.stop()
    expect(await trailOf('keys export')).toEqual([{ key_version: 1, copied_at: '2026-03-05T02:00:00.000Z' }])
  })
})
