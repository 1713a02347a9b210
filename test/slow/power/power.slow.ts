/**
 * The power goes while the server writes: what was acknowledged is there, nothing is half there. 6 cuts, or HENGAI_CUTS=100; a cut is
 * replayed from what the system was asked to write and to sync. HENGAI_SEED repeats a run.
 */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { afterAll, expect, it } from 'vitest'
import { openDatabase } from '../../../src/platform/database.ts'
import { chanceOf, seedOfRun } from '../../fuzz/random.ts'
import { Disk, readLog, type Event } from './disk.ts'

const CUTS = Number(process.env.HENGAI_CUTS ?? 6)
const root = fileURLToPath(new URL('../../..', import.meta.url))
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'hengai-power-'))
afterAll(() => fs.rmSync(temporary, { recursive: true, force: true }))

const chance = chanceOf(seedOfRun())
const data = path.join(temporary, 'data')
const live = path.join(data, 'db')
const base = path.join(temporary, 'base')
const log = path.join(temporary, 'log')

/** Runs the writer until it has said so many lines, then kills it. */
const write = (lines: number, recorded: boolean): Promise<void> =>
  new Promise((resolve, reject) => {
    const before = recorded ? ['--require', path.join(root, 'test/slow/power/recorder.cjs')] : []
    const child = spawn(process.execPath, [...before, '--import', 'tsx', path.join(root, 'test/slow/writer.ts'), data], {
      cwd: root,
      env: { ...process.env, HENGAI_RECORD_ROOT: live, HENGAI_RECORD_LOG: log },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = 0
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString().split('\n').length - 1
      if (said >= lines) child.kill('SIGKILL')
    })
    child.on('exit', (code) => (code === null ? resolve() : reject(new Error(`the writer ended with ${code}`))))
  })

const filesOf = (folder: string) =>
  fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name)) // prettier-ignore

const openDisk = (inodes: ReadonlyMap<string, number>): Disk => {
  const disk = new Disk(base, live)
  for (const file of filesOf(base)) {
    const name = path.join(live, path.relative(base, file))
    disk.add(name, inodes.get(name)!, fs.readFileSync(file))
  }
  return disk
}

interface Left {
  readonly there: ReadonlySet<string>
  readonly halves: number
}

const leftIn = async (folder: string): Promise<Left> => {
  const database = await openDatabase({ kind: 'folder', folder })
  try {
    const { rows } = await sql<{ request_id: string; rows: number }>`
      select request_id, count(*) as rows from audit.entries where action = 'write' group by 1`.execute(database.db)
    return { there: new Set(rows.map((row) => row.request_id)), halves: rows.filter((row) => row.rows !== 2).length }
  } finally {
    await database.close()
  }
}

it(`${CUTS} cuts of the power: every acknowledged write is there, none is there by half`, async () => {
  await write(3, false)
  // Opened and closed once more, so that the recording begins at rest.
  await leftIn(data)
  fs.cpSync(live, base, { recursive: true })
  const inodes = new Map(filesOf(live).map((file) => [file, fs.statSync(file).ino]))
  await write(150, true)
  const events = readLog(log)
  const syncs = events.flatMap((event, at) => (event.do === 'sync' ? [at] : []))
  const said = events.flatMap((event, at) => (event.do === 'said' ? [at] : []))
  expect(said.length).toBeGreaterThanOrEqual(100)
  // Not a single commit is acknowledged without a sync of its own.
  expect(syncs.length).toBeGreaterThan(said.length)

  const places = Array.from({ length: CUTS }, (_, n) =>
    n % 3 === 0 ? chance.pick(said) + 1 : n % 3 === 1 ? chance.pick(syncs) : Math.floor(chance.next() * events.length),
  )
  for (const [n, place] of places.entries()) {
    const disk = openDisk(inodes)
    const passed: Event[] = events.slice(0, place)
    for (const event of passed) disk.take(event)
    const folder = path.join(temporary, `cut-${n}`)
    for (const entry of fs.readdirSync(base, { recursive: true, withFileTypes: true }))
      if (entry.isDirectory())
        fs.mkdirSync(path.join(folder, 'db', path.relative(base, path.join(entry.parentPath, entry.name))), { recursive: true })
    disk.write(live, path.join(folder, 'db'), n % 2 === 0 ? undefined : chance)
    const acknowledged = passed.flatMap((event) => (event.do === 'said' ? event.text.trim().split('\n') : []))
    const { there, halves } = await leftIn(folder)
    expect({ place, lost: acknowledged.filter((id) => !there.has(id)), halves }).toEqual({ place, lost: [], halves: 0 })
    fs.rmSync(folder, { recursive: true })
  }
})

it('a disk that only pretends to sync is found out: without the syncs writes are lost', async () => {
  const inodes = new Map(filesOf(base).map((file, n) => [path.join(live, path.relative(base, file)), -1 - n]))
  const disk = openDisk(inodes)
  const events = readLog(log)
  for (const event of events) if (event.do !== 'sync') disk.take(event)
  const folder = path.join(temporary, 'pretended')
  fs.cpSync(base, path.join(folder, 'db'), { recursive: true })
  disk.write(live, path.join(folder, 'db'))
  const acknowledged = events.flatMap((event) => (event.do === 'said' ? event.text.trim().split('\n') : []))
  const { there } = await leftIn(folder)
  expect(acknowledged.filter((id) => !there.has(id)).length).toBe(acknowledged.length)
})
