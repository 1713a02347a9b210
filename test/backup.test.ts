/** Backup, restore and move: every row comes back the same, and whatever goes wrong leaves what was there. Both databases. */
import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { belongings } from '../src/app/backup-place.ts'
import { openAsItStands } from '../src/app/open.ts'
import { restoreToFolder, type RestoreOrder } from '../src/app/restore.ts'
import { openServer } from '../src/app/server.ts'
import { makeBackup } from '../src/features/backup/make.ts'
import { listOrganisations } from '../src/features/staff/organisation.ts'
import { checkBackup, readBackup } from '../src/platform/backup-file.ts'
import { BackupDamaged } from '../src/platform/backup-frames.ts'
import { checkComplete, fill, lastMigration, sumsOf } from '../src/platform/backup-fill.ts'
import { mastersIn, readHeader, type Opener } from '../src/platform/backup-header.ts'
import { readParts, type Part } from '../src/platform/backup-rows.ts'
import { openDatabase, type Database } from '../src/platform/database.ts'
import { lockFolder } from '../src/platform/folder-lock.ts'
import { migrate, migrationFiles } from '../src/platform/migrate.ts'
import { readTables, writeRowsEverywhere } from './rows-everywhere.ts'
import { keys, newWorld, openEmptyDatabase, snapshotFile } from './world.ts'

const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'hengai-backup-'))
const key_text = `${'07'.repeat(32)}\n`
const key: Opener = { kind: 'key', masters: [Buffer.alloc(32, 7)] }
const passphrase: Opener = { kind: 'passphrase', passphrase: '一只乌龟慢慢走过金湾大道' }
const data = path.join(temporary, 'source')
const opened: Database[] = []

let source: Database
let file: string

/** A database that is empty and may be filled: on the server one of its own. */
const emptyTarget = async (): Promise<Database> => {
  const target = await openEmptyDatabase()
  opened.push(target)
  return target
}

const backup = (parts: Partial<Parameters<typeof makeBackup>[0]> = {}) =>
  makeBackup({
    ...belongings,
    database: source,
    shared: false,
    data_folder: data,
    to: path.join(temporary, 'backups'),
    opener: key,
    made_by: 'hand',
    now: new Date(),
    ...parts,
  })

const sums = async (database: Database) => sumsOf(database, await listOrganisations(database.db))

const order = (folder: string, parts: Partial<RestoreOrder> = {}): RestoreOrder => ({
  file,
  opener: key,
  key_text,
  folder,
  look: false,
  now: new Date(),
  onRows: () => undefined,
  ...parts,
})

const newFolder = () => path.join(temporary, randomUUID())

/** A data folder that stands already: whatever fails must leave it to the byte. */
const standingFolder = (): { folder: string; untouched: () => void } => {
  const folder = newFolder()
  fs.mkdirSync(path.join(folder, 'db'), { recursive: true })
  fs.writeFileSync(path.join(folder, 'db', 'rows'), 'what was there')
  const before = fs.readdirSync(path.dirname(folder)).filter((name) => name.startsWith(path.basename(folder)))
  return {
    folder,
    untouched: () => {
      expect(fs.readFileSync(path.join(folder, 'db', 'rows'), 'utf8')).toBe('what was there')
      expect(fs.readdirSync(folder)).toEqual(['db'])
      expect(fs.readdirSync(path.dirname(folder)).filter((name) => name.startsWith(path.basename(folder)))).toEqual(before)
    },
  }
}

const changedCopy = (change: (bytes: Buffer) => Buffer): string => {
  const copy = path.join(temporary, `${randomUUID()}.backup`)
  fs.writeFileSync(copy, change(fs.readFileSync(file)))
  return copy
}

beforeAll(async () => {
  source = await openEmptyDatabase()
  opened.push(source)
  const server = await openServer({ database: source, keys, log: false, rate: 0 })
  const tables = await readTables(source)
  for (let organisation = 0; organisation < 2; organisation++) {
    const world = await newWorld({ database: source, server })
    const station_id = await world.station()
    const kept = new Map<string, Record<string, unknown>>([
      ['orgs.organisations', { organisation_id: world.organisation_id }],
      ['orgs.stations', { organisation_id: world.organisation_id, station_id }],
      ['staff.tenants', {}],
    ])
    await writeRowsEverywhere(source, tables, { organisation_id: world.organisation_id, station_id }, kept)
  }
  fs.mkdirSync(path.join(data, 'photos'), { recursive: true })
  fs.writeFileSync(path.join(data, 'key'), key_text)
  fs.writeFileSync(path.join(data, 'photos', '合影.jpg'), Buffer.alloc(500_000, 3))
  file = (await backup()).file
})

afterAll(async () => {
  for (const database of opened) await database.close()
  fs.rmSync(temporary, { recursive: true, force: true })
})

describe('a backup', () => {
  test('holds every table of the database, each with its rows', async () => {
    const { header } = readHeader(file)
    const { rows } = await sql<{ name: string }>`select schemaname || '.' || tablename as name from pg_tables
      where schemaname not like 'pg\\_%' and schemaname <> 'information_schema' and schemaname || '.' || tablename <> 'app.migrations'`.execute(
      source.db,
    )
    const passing = ['app.leases', 'imports.runs', 'imports.upload_parts', 'imports.uploads']
    expect([...Object.keys(header.tables), ...passing].toSorted()).toEqual(rows.map(({ name }) => name).toSorted())
    expect(Object.entries(header.tables).filter(([, count]) => count === 0)).toEqual([])
    expect(header.tables['staff.tenants']).toBe(2)
    expect(header.migration).toBe(migrationFiles().at(-1))
  })

  test('restored, has the same rows in every table, the files and the key, and can be worked in; the folder before is kept', async () => {
    const { folder } = standingFolder()
    const { tables, old } = await restoreToFolder(order(folder))
    expect(fs.readFileSync(path.join(old!, 'db', 'rows'), 'utf8')).toBe('what was there')
    expect(fs.readdirSync(folder).toSorted()).toEqual(['db', 'key', 'photos'])
    expect(fs.readFileSync(path.join(folder, 'photos', '合影.jpg')).equals(Buffer.alloc(500_000, 3))).toBe(true)
    expect(fs.readFileSync(path.join(folder, 'key'), 'utf8')).toBe(key_text)
    const restored = await openAsItStands(folder)
    try {
      expect(await sums(restored)).toEqual(await sums(source))
      expect(await sums(restored)).toEqual(tables)
      const server = await openServer({ database: restored, keys, log: false, rate: 0 })
      const world = await newWorld({ database: restored, server })
      expect(await world.station()).toBeTruthy()
    } finally {
      await restored.close()
    }
  })

  test('with a passphrase carries the key and opens without it; for a look it stands beside and replaces nothing', async () => {
    const { file: portable } = await backup({ opener: passphrase, key_file: key_text })
    expect(fs.readFileSync(portable).includes(key_text.trim())).toBe(false)
    const { folder } = standingFolder()
    const { place } = await restoreToFolder(
      order(folder, { file: portable, opener: passphrase, key_text: undefined, look: true }),
    )
    expect(place).toContain(`${folder}.look-`)
    expect(fs.readFileSync(path.join(place, 'key'), 'utf8')).toBe(key_text)
    expect(fs.existsSync(path.join(place, 'db', 'PG_VERSION'))).toBe(true)
    expect(fs.readFileSync(path.join(folder, 'db', 'rows'), 'utf8')).toBe('what was there')
  })

  test('made with the key file does not hold the key, nor any row in clear', async () => {
    const parts: string[] = []
    for await (const part of readBackup(file, key)) parts.push(part.kind)
    expect(parts).not.toContain('key_file')
    expect(parts.at(-1)).toBe('end')
    expect(fs.readFileSync(file).includes('测试机构')).toBe(false)
  })
})

describe('what goes wrong', () => {
  const refused = async (parts: Partial<RestoreOrder>, why: RegExp | typeof BackupDamaged) => {
    const { folder, untouched } = standingFolder()
    await expect(restoreToFolder(order(folder, parts))).rejects.toThrow(why)
    untouched()
  }

  test('a truncated file is refused and nothing is touched', async () => {
    for (const part of [0.1, 0.5, 0.999])
      await refused({ file: changedCopy((bytes) => bytes.subarray(0, Math.floor(bytes.length * part))) }, BackupDamaged)
  })

  test('a flipped byte is found, in the clear header as in the body', async () => {
    const at = (place: number) =>
      changedCopy((bytes) => {
        bytes[place]! ^= 1
        return bytes
      })
    const size = fs.statSync(file).size
    await refused({ file: at(size - 1) }, BackupDamaged)
    await refused({ file: at(Math.floor(size / 2) + 2_000) }, BackupDamaged)
    // A digit of a count: the header is bound to every frame.
    await refused({ file: at(fs.readFileSync(file).indexOf('"rows":') + 7) }, BackupDamaged)
  })

  test('the wrong key file is told by its fingerprint, the wrong passphrase as wrong', async () => {
    await refused({ opener: { kind: 'key', masters: [Buffer.alloc(32, 8)] } }, /密钥文件不对.*--key-file/)
    const { file: portable } = await backup({ opener: passphrase, key_file: key_text })
    await refused({ file: portable, opener: { kind: 'passphrase', passphrase: '一只乌龟慢慢走过金湾大桥' } }, /口令不对/)
  })

  test('after a new version of the key, what the old one sealed still opens', async () => {
    const rotated: Opener = { kind: 'key', masters: [Buffer.alloc(32, 7), Buffer.alloc(32, 9)] }
    const { file: newer, fingerprint } = await backup({ opener: rotated })
    expect(fingerprint).not.toBe((await backup()).fingerprint)
    await checkBackup(file, rotated)
    await checkBackup(newer, rotated)
    await expect(checkBackup(newer, key)).rejects.toThrow(/密钥文件不对/)
    expect(mastersIn(`${'07'.repeat(32)}\n2 ${'09'.repeat(32)}\n`, 'key')).toEqual(rotated.masters)
  })

  test('a backup of a newer program is refused', async () => {
    const newer = changedCopy((bytes) =>
      Buffer.from(bytes.toString('latin1').replace(/"migration":"\d{4}_/, '"migration":"9999_'), 'latin1'),
    )
    await refused({ file: newer }, /更新版本的程序.*newer program/)
  })

  test('a file that is no backup is refused', async () => {
    await refused({ file: changedCopy(() => Buffer.from('PK\u0003\u0004 a workbook')) }, BackupDamaged)
  })

  test('a folder that is being served is left alone', async () => {
    const { folder } = standingFolder()
    const unlock = lockFolder(folder)
    try {
      // Our own process number, as another program's would be.
      await expect(restoreToFolder(order(folder))).rejects.toThrow(/正在被另一个程序使用/)
    } finally {
      unlock()
    }
  })

  test('a full disk leaves no half backup', async () => {
    const to = path.join(temporary, 'full')
    const full = (...given: unknown[]): void =>
      (given.at(-1) as (problem: Error) => void)(Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' }))
    const write = vi.spyOn(fs, 'write').mockImplementation(full)
    const writev = vi.spyOn(fs, 'writev').mockImplementation(full)
    await expect(backup({ to })).rejects.toThrow(/ENOSPC/)
    write.mockRestore()
    writev.mockRestore()
    expect(fs.readdirSync(to)).toEqual([])
  })

  test('a cancelled backup leaves nothing', async () => {
    const to = path.join(temporary, 'cancelled')
    const abort = new AbortController()
    await expect(backup({ to, signal: abort.signal, onRows: () => abort.abort() })).rejects.toThrow(/abort/i)
    expect(fs.readdirSync(to)).toEqual([])
  })
})

describe('a move', () => {
  const partsOf = (database: Database, work: (parts: AsyncIterable<Part>, migration: string) => Promise<unknown>) =>
    database.db.transaction().execute(async (tx) => work(readParts(tx, await listOrganisations(tx)), await lastMigration(tx)))

  test('brings every row to the other database and back, and the wall still stands', async () => {
    const server = await emptyTarget()
    await partsOf(source, (parts, migration) => fill(server, migration, parts, listOrganisations))
    expect(await sums(server)).toEqual(await sums(source))
    const home = await openDatabase({ kind: 'memory', snapshot: await snapshotFile() })
    opened.push(home)
    await partsOf(server, (parts, migration) => fill(home, migration, parts, listOrganisations))
    expect(await sums(home)).toEqual(await sums(source))

    const [mine, other] = await listOrganisations(server.db)
    const seen = await server.db.transaction().execute(async (tx) => {
      await sql`select app.enter(${mine}, 'all', '')`.execute(tx)
      return (await sql<{ organisation_id: string }>`select organisation_id from orgs.stations`.execute(tx)).rows
    })
    expect(seen.map((row) => row.organisation_id)).toContain(mine)
    expect(seen.map((row) => row.organisation_id)).not.toContain(other)
  })

  test('refuses a target that holds an organisation', async () => {
    const target = await emptyTarget()
    await newWorld({ database: target, server: await openServer({ database: target, keys, log: false, rate: 0 }) })
    const before = await sums(target)
    await expect(partsOf(source, (parts, migration) => fill(target, migration, parts, listOrganisations))).rejects.toThrow(
      /已经有机构的数据/,
    )
    expect(await sums(target)).toEqual(before)
  })

  test('broken off, leaves a target that says so and can be filled again', async () => {
    const target = await emptyTarget()
    async function* broken(parts: AsyncIterable<Part>): AsyncGenerator<Part> {
      let count = 0
      for await (const part of parts) {
        if (++count > 40) throw new Error('the network went away')
        yield part
      }
    }
    await expect(
      partsOf(source, (parts, migration) => fill(target, migration, broken(parts), listOrganisations)),
    ).rejects.toThrow(/network/)
    await expect(checkComplete(target)).rejects.toThrow(/没有搬完/)
    await partsOf(source, (parts, migration) => fill(target, migration, parts, listOrganisations))
    await checkComplete(target)
    expect(await sums(target)).toEqual(await sums(source))
  })

  test('a row that was changed on the way is found', async () => {
    const target = await emptyTarget()
    async function* changed(parts: AsyncIterable<Part>): AsyncGenerator<Part> {
      for await (const part of parts)
        yield part.kind === 'rows' ? { kind: 'rows', rows: part.rows.map((row) => row.replace('测试机构', '测试机枸')) } : part
    }
    await expect(
      partsOf(source, (parts, migration) => fill(target, migration, changed(parts), listOrganisations)),
    ).rejects.toThrow(/orgs\.organisations: 2 rows, but not the same/)
  })

  test('counters go on where they were', async () => {
    const [one, other] = [await emptyTarget(), await emptyTarget()]
    for (const database of [one, other])
      await database.script('create table app.numbered (number bigint generated always as identity, name text)')
    await one.script(`insert into app.numbered (name) values ('一'), ('二'), ('三')`)
    await partsOf(one, (parts, migration) => fill(other, migration, parts, listOrganisations))
    await other.script(`insert into app.numbered (name) values ('四')`)
    const { rows } = await sql<{ number: number; name: string }>`select number, name from app.numbered order by number`.execute(
      other.db,
    )
    expect(rows.map(({ number, name }) => `${number} ${name}`)).toEqual(['1 一', '2 二', '3 三', '4 四'])
  })

  test('rows of an older program are filled in there and brought forward', async () => {
    const old = await openDatabase({ kind: 'memory' })
    opened.push(old)
    const before = migrationFiles().at(-2)!
    await migrate(old, before)
    const id = randomUUID()
    await old.script(`insert into staff.tenants (organisation_id, created_at) values ('${id}', now());
      insert into orgs.organisations (organisation_id, name) values ('${id}', '旧机构')`)
    const target = await openDatabase({ kind: 'memory' })
    opened.push(target)
    await partsOf(old, (parts, migration) => {
      expect(migration).toBe(before)
      return fill(target, migration, parts, listOrganisations)
    })
    expect(await target.db.transaction().execute(lastMigration)).toBe(migrationFiles().at(-1))
  })
})
