/** kill -9 at any moment: an import is whole or absent, and every acknowledged write is there. KILL_ROUNDS=100 for a long run, HENGAI_SEED repeats one. */
import { spawn, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { openDatabase } from '../../src/platform/database.ts'
import { chanceOf, seedOfRun } from '../fuzz/random.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'hengai-kill-'))
const ROUNDS = Number(process.env.KILL_ROUNDS ?? 6)
const chance = chanceOf(seedOfRun())
afterAll(() => fs.rmSync(temporary, { recursive: true, force: true }))

const start = (...args: string[]): ChildProcess =>
  spawn(process.execPath, [path.join(root, 'bin/hengai.mjs'), ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })

const ended = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.on('exit', (code) => resolve(code)))

/** A small folder with everything a register and its meals need. */
const workbooks = ['01-机构与员工.xlsx', '02-会员登记表-美平社区居家养老服务站.xlsx', '08-媒体接待荣誉.xlsx']
const folder = path.join(temporary, 'workbooks')
fs.mkdirSync(folder)
for (const file of workbooks) fs.copyFileSync(path.join(root, 'examples/year-2022', file), path.join(folder, file))

interface Counts {
  imports: number
  rows: number
  registrations: number
  media: number
}

const countsIn = async (data: string): Promise<Counts> => {
  const database = await openDatabase({ kind: 'folder', folder: data })
  try {
    return (
      await sql<Counts>`select (select count(*) from imports.imports) as imports, (select count(*) from imports.rows) as rows,
        (select count(*) from people.registrations) as registrations, (select count(*) from publicity.media) as media`.execute(
        database.db,
      )
    ).rows[0]!
  } finally {
    await database.close()
  }
}

/** Killed `after` milliseconds into it; returns whether it was whole by then, and how long it took. */
const imported = (data: string, after?: number): Promise<{ whole: boolean; took: number }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', path.join(root, 'test/slow/importer.ts'), data, folder], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [started, timer] = [performance.now(), after === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), after)]
    let heard = ''
    child.stdout.on('data', (text: Buffer) => (heard += text.toString()))
    child.on('exit', () => {
      clearTimeout(timer)
      resolve({ whole: heard.includes('whole'), took: performance.now() - started })
    })
  })

test(`an import killed at any moment, ${ROUNDS} times, is whole or absent, and can be run again`, async () => {
  const empty = path.join(temporary, 'empty')
  // The first start makes the database; it is not what is tested here.
  expect(await ended(start('user', 'list', '--data', empty))).toBeTypeOf('number')
  const copy = (name: string) => {
    const data = path.join(temporary, name)
    fs.cpSync(empty, data, { recursive: true })
    return data
  }
  const alone = copy('alone')
  const { whole, took } = await imported(alone)
  expect(whole).toBe(true)
  const all = await countsIn(alone)
  expect(all.registrations).toBe(425)

  const data = copy('killed')
  let broken_off = 0
  for (let round = 0; round < ROUNDS; round++) {
    const killed = await imported(data, chance.next() * took)
    if (!killed.whole) broken_off++
    const left = await countsIn(data)
    // What was not acknowledged may be there or not, but never in part.
    if (!killed.whole && left.imports === 0) expect(left).toEqual({ imports: 0, rows: 0, registrations: 0, media: 0 })
    else {
      expect(left).toEqual(all)
      fs.rmSync(data, { recursive: true })
      copy('killed')
    }
  }
  process.stdout.write(`${broken_off} of ${ROUNDS} were broken off before the end\n`)
  expect(broken_off).toBeGreaterThan(0)
  expect((await imported(data)).whole).toBe(true)
  expect(await countsIn(data)).toEqual(all)
})

test('every write that was acknowledged survives kill -9', async () => {
  const data = path.join(temporary, 'writes')
  for (let round = 0; round < 3; round++) {
    const child = spawn(process.execPath, ['--import', 'tsx', path.join(root, 'test/slow/writer.ts'), data], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const acknowledged: string[] = []
    let rest = ''
    const enough = new Promise<void>((resolve) => {
      child.stdout.on('data', (text: Buffer) => {
        const parts = (rest + text.toString()).split('\n')
        rest = parts.pop() ?? ''
        acknowledged.push(...parts)
        if (acknowledged.length > 60 + round * 40) resolve()
      })
    })
    await enough
    const exit = ended(child)
    child.kill('SIGKILL')
    await exit
    const database = await openDatabase({ kind: 'folder', folder: data })
    const { rows } = await sql<{ audit_id: string }>`select audit_id from audit.entries`.execute(database.db)
    await database.close()
    const there = new Set(rows.map((row) => row.audit_id))
    expect(acknowledged.filter((id) => !there.has(id))).toEqual([])
  }
})
