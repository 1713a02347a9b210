/** kill -9 in the middle of backups, restores and moves: no false backup, no lost folder, no half database that anybody could start on. */
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { postgres } from '../../bench/place.ts'
import { openAsItStands } from '../../src/app/open.ts'
import { checkBackup } from '../../src/platform/backup-file.ts'
import { keyIn } from '../../src/platform/backup-header.ts'
import { listOrganisations } from '../../src/features/staff/organisation.ts'
import { enterAsOwner, openDatabase, type Database } from '../../src/platform/database.ts'
import { dropDatabase } from '../drop-database.ts'
import { chanceOf, seedOfRun } from '../fuzz/random.ts'

/** HENGAI_SEED repeats a run. */
const ROUNDS = Number(process.env.KILL_ROUNDS ?? 6)
const chance = chanceOf(seedOfRun())

const root = fileURLToPath(new URL('../..', import.meta.url))
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'hengai-backup-kill-'))
const data = path.join(temporary, 'data')
const backups = `${data}-backups`
afterAll(() => fs.rmSync(temporary, { recursive: true, force: true }))

const env = { ...process.env, DATABASE_URL: undefined, HENGAI_BACKUPS: undefined, HENGAI_KEY_FILE: undefined }
const command = (...args: string[]) => [path.join(root, 'bin/hengai.mjs'), ...args]
const whole = (...args: string[]) => {
  const started = performance.now()
  const { status, stderr } = spawnSync(process.execPath, command(...args), { cwd: root, env, encoding: 'utf8' })
  return { status, stderr, took: performance.now() - started }
}

/** Kills the command somewhere in the time it takes when it is left alone. */
const killed = (within: number, ...args: string[]): Promise<void> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, command(...args), { cwd: root, env, stdio: 'ignore' })
    const timer = setTimeout(() => child.kill('SIGKILL'), chance.next() * within)
    child.on('exit', () => {
      clearTimeout(timer)
      resolve()
    })
  })

const rowsIn = async (): Promise<number> => {
  const database = await openAsItStands(data)
  try {
    return (await sql<{ rows: number }>`select count(*) as rows from imports.rows`.execute(database.db)).rows[0]!.rows
  } finally {
    await database.close()
  }
}

/** Rows of each organisation; row-level security binds the owner of a server's tables too. */
const rowsOf = async (database: Database): Promise<number[]> => {
  const counts: number[] = []
  for (const organisation_id of await listOrganisations(database.db))
    counts.push(
      await database.db.transaction().execute(async (tx) => {
        await enterAsOwner(tx, organisation_id)
        return (await sql<{ rows: number }>`select count(*) as rows from imports.rows`.execute(tx)).rows[0]!.rows
      }),
    )
  return counts
}

let rows = 0
let backup_ms = 0
let file = ''

beforeAll(() => {
  const folder = path.join(temporary, 'workbooks')
  fs.mkdirSync(folder)
  for (const name of ['01-机构与员工.xlsx', '02-会员登记表-美平社区居家养老服务站.xlsx', '08-媒体接待荣誉.xlsx'])
    fs.copyFileSync(path.join(root, 'examples/year-2022', name), path.join(folder, name))
  expect(whole('import', folder, '--year', '2022', '--data', data, '--json').status).toBe(0)
})

test('a backup killed at any moment leaves no file that looks like one, and the data as it was', async () => {
  rows = await rowsIn()
  expect(rows).toBeGreaterThan(400)
  backup_ms = whole('backup', '--data', data).took
  for (let round = 0; round < ROUNDS; round++) {
    await killed(backup_ms, 'backup', '--data', data)
    for (const name of fs.readdirSync(backups).filter((each) => each.endsWith('.backup')))
      await checkBackup(path.join(backups, name), keyIn(path.join(data, 'key')))
  }
  expect(await rowsIn()).toBe(rows)
  file = path.join(
    backups,
    fs.readdirSync(backups).find((each) => each.endsWith('.backup'))!,
  )
})

test('a restore killed at any moment leaves the folder whole, the old or the new, and the next one clears up', async () => {
  const { took, status, stderr } = whole('restore', file, '--data', data)
  expect({ status, stderr }).toMatchObject({ status: 0 })
  for (let round = 0; round < ROUNDS; round++) {
    await killed(took, 'restore', file, '--data', data)
    expect(await rowsIn()).toBe(rows)
  }
  expect(whole('restore', file, '--data', data).status).toBe(0)
  expect(await rowsIn()).toBe(rows)
  expect(fs.readdirSync(temporary).filter((name) => name.includes('.restoring-'))).toEqual([])
})

test('a move killed at any moment leaves a target that is whole, or that nobody can start on; the source is untouched', async () => {
  const place = await postgres()
  if (!place) throw new Error('this test needs PostgreSQL 15 or newer on this machine')
  const placed = await place.open()
  const home = placed.database
  let took = 20_000
  for (let round = 0; round <= ROUNDS; round++) {
    const name = `moved_${round}`
    await home.script(`create database ${name} template template0 locale 'C.UTF-8'`)
    const own = new URL(placed.url!)
    own.pathname = `/${name}`
    // The first is left alone, to know how long it takes.
    if (round === 0) ({ took } = whole('move', '--to', own.href, '--data', data))
    else await killed(took, 'move', '--to', own.href, '--data', data)
    const start = spawnSync(process.execPath, command('user', 'list', '--data', data), {
      cwd: root,
      env: { ...env, DATABASE_URL: own.href },
      encoding: 'utf8',
    })
    const target = await openDatabase({ kind: 'server', url: own.href, pool_size: 1 })
    const { rows: marks } = await sql<{
      incomplete: boolean
    }>`select to_regclass('app.incomplete') is not null as incomplete`.execute(target.db)
    if (marks[0]!.incomplete) expect(start).toMatchObject({ status: 1, stderr: expect.stringContaining('没有搬完') as string })
    // Killed before it began: an empty database, on which anybody may start anew.
    else expect(await rowsOf(target)).toEqual((await listOrganisations(target.db)).map(() => rows))
    if (round === 0) expect(await rowsOf(target)).toEqual([rows])
    await target.close()
    await dropDatabase(home, name)
  }
  await placed.close()
  await place.close()
  expect(await rowsIn()).toBe(rows)
})
