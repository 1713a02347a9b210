/**
 * kill -9 while a filled database of an earlier state comes forward, on both databases: the next start brings it to the same state as one that was left
 * alone, with every row. 6 rounds each, or KILL_ROUNDS=100; HENGAI_SEED repeats a run.
 */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { afterAll, expect, it } from 'vitest'
import { postgres } from '../../bench/place.ts'
import { openDatabase, type Database } from '../../src/platform/database.ts'
import { migrate, migrationFiles } from '../../src/platform/migrate.ts'
import { dropDatabase } from '../drop-database.ts'
import { contentOf, expectKept, fill, RELEASED } from '../earlier-state.ts'
import { chanceOf, seedOfRun } from '../fuzz/random.ts'

const ROUNDS = Number(process.env.KILL_ROUNDS ?? 6)
const root = fileURLToPath(new URL('../..', import.meta.url))
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'hengai-kill-migrations-'))
afterAll(() => fs.rmSync(temporary, { recursive: true, force: true }))
const chance = chanceOf(seedOfRun())

/** Everything PostgreSQL knows of our tables, as text; names it makes up itself are left out. */
const stateOf = async (database: Database): Promise<string[]> => {
  const { rows } = await sql<{ line: string }>`
    with ours as (select oid, nspname from pg_namespace where nspname not like 'pg\\_%' and nspname not in ('information_schema', 'public'))
    select 'column ' || c.table_schema || '.' || c.table_name || '.' || c.column_name || ' ' || c.data_type || ' ' || c.is_nullable || ' ' || coalesce(c.column_default, '') as line
      from information_schema.columns c join ours on nspname = c.table_schema
    union all select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(p.oid) from pg_constraint p join ours on ours.oid = connamespace
    union all select 'index ' || indexdef from pg_indexes join ours on nspname = schemaname
    union all select 'policy ' || tablename || ' ' || policyname || ' ' || coalesce(qual, '') || coalesce(with_check, '') from pg_policies
    union all select 'function ' || pg_get_functiondef(f.oid) from pg_proc f join ours on ours.oid = pronamespace
    union all select 'run ' || file from app.migrations order by 1`.execute(database.db)
  return rows.map(({ line }) => line)
}

interface Home {
  /** A copy of the filled database of the earlier state: a folder or an address. */
  readonly copy: () => Promise<string>
  readonly open: (at: string) => Promise<Database>
  readonly remove: (at: string) => Promise<void>
  readonly close: () => Promise<void>
}

const inFolders = async (from: string): Promise<Home & { organisation_id: string }> => {
  const filled = path.join(temporary, `filled-${from}`)
  const open = (at: string) => openDatabase({ kind: 'folder', folder: at })
  const database = await open(filled)
  await migrate(database, from)
  const { organisation_id } = await fill(database)
  await database.close()
  let count = 0
  const copy = async () => {
    const at = path.join(temporary, `${from}-${++count}`)
    fs.cpSync(filled, at, { recursive: true })
    return at
  }
  return { organisation_id, open, copy, remove: async (at) => fs.rmSync(at, { recursive: true }), close: async () => undefined }
}

const onServer = async (from: string): Promise<Home & { organisation_id: string }> => {
  const place = await postgres()
  if (!place) throw new Error('this test needs PostgreSQL 15 or newer on this machine')
  const placed = await place.open()
  const home = placed.database
  const url = (name: string) => Object.assign(new URL(placed.url!), { pathname: `/${name}` }).href
  const open = (at: string) => openDatabase({ kind: 'server', url: at, pool_size: 1 })
  await home.script(`create database filled template template0 locale 'C.UTF-8'`)
  const database = await open(url('filled'))
  await migrate(database, from)
  const { organisation_id } = await fill(database)
  await database.close()
  let count = 0
  const copy = async () => {
    await home.script(`create database copy_${++count} template filled`)
    return url(`copy_${count}`)
  }
  const remove = (at: string) => dropDatabase(home, new URL(at).pathname.slice(1))
  const close = async () => {
    await placed.close()
    await place.close()
  }
  return { organisation_id, open, copy, remove, close }
}

/** Killed `after` milliseconds into it; returns how long it took when it was left alone. */
const comeForward = (at: string, after?: number): Promise<number> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', path.join(root, 'test/slow/migrator.ts'), at], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] }) // prettier-ignore
    let began = 0
    let timer: NodeJS.Timeout | undefined
    child.stdout.on('data', (text: Buffer) => {
      if (!text.toString().includes('begins')) return
      began = performance.now()
      if (after !== undefined) timer = setTimeout(() => child.kill('SIGKILL'), after)
    })
    child.on('exit', () => {
      clearTimeout(timer)
      resolve(performance.now() - began)
    })
  })

it.each([
  ['a folder', inFolders],
  ['PostgreSQL', onServer],
] as const)('%s', async (_, make) => {
  const from = RELEASED[0]!
  const { organisation_id, open, copy, remove, close } = await make(from)
  const read = async <T>(at: string, work: (database: Database) => Promise<T>) => {
    const database = await open(at)
    try {
      return await work(database)
    } finally {
      await database.close()
    }
  }
  try {
    const alone = await copy()
    const tables = await read(alone, async (database) => {
      const { rows } = await sql<{ name: string }>`select c.table_schema || '.' || c.table_name as name from information_schema.columns c
        join information_schema.tables t using (table_schema, table_name) where column_name = 'organisation_id' and table_type = 'BASE TABLE'`.execute(database.db) // prettier-ignore
      return rows.map(({ name }) => name)
    })
    const before = await read(alone, (database) => contentOf(database, organisation_id, tables))
    expect([...before.values()].flat().length).toBeGreaterThan(50)
    const took = await comeForward(alone)
    const wanted = await read(alone, stateOf)
    await remove(alone)
    let broken_off = 0
    for (let round = 0; round < ROUNDS; round++) {
      const at = await copy()
      await comeForward(at, chance.next() * took)
      await read(at, async (database) => {
        const { rows } = await sql<{ file: string }>`select file from app.migrations order by 1 desc limit 1`.execute(database.db)
        if (rows[0]!.file < migrationFiles().at(-1)!) broken_off++
        await migrate(database)
        expect(await stateOf(database)).toEqual(wanted)
        expectKept(before, await contentOf(database, organisation_id, tables))
      })
      await remove(at)
    }
    process.stdout.write(`${broken_off} of ${ROUNDS} were broken off before the end\n`)
    expect(broken_off).toBeGreaterThan(0)
  } finally {
    await close()
  }
})
