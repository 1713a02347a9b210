/**
 * The disk under a running server fills up, or becomes read-only: writing is refused in words, what can be read is read, nothing is half written,
 * and the server works again by itself when the disk does. The disk is played by sick-disk.cjs, which needs no rights to mount anything; a real small
 * disk (tmpfs) is tried too where one may be mounted.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openServer } from '../../src/app/server.ts'
import { openDatabase } from '../../src/platform/database.ts'
import { migrate } from '../../src/platform/migrate.ts'
import { chanceOf, seedOfRun } from '../fuzz/random.ts'
import { keys, newWorld } from '../world.ts'
import { judge, judgeSeals, openDesk, type Desk } from './desk.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'hengai-sick-'))
const folder = path.join(temporary, 'data')
const sick = path.join(temporary, 'sick')
let desk: Desk

beforeAll(async () => {
  fs.mkdirSync(folder)
  fs.writeFileSync(path.join(folder, 'key'), `${'07'.repeat(32)}\n`, { mode: 0o600 })
  const database = await openDatabase({ kind: 'folder', folder })
  await migrate(database)
  const server = await openServer({ database, keys, log: false, rate: 0 })
  desk = await openDesk(await newWorld({ database, server }), chanceOf(seedOfRun()))
  await server.app.close()
  await database.close()
})
const children: ChildProcess[] = []
// One test's server is never the reason why the next test fails.
afterEach(async () => {
  fs.rmSync(sick, { force: true })
  for (const child of children.splice(0).filter((each) => each.exitCode === null && each.signalCode === null)) {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
})
afterAll(() => fs.rmSync(temporary, { recursive: true, force: true }))

const run = (...args: string[]) => {
  const preload = ['--require', path.join(root, 'test/slow/sick-disk.cjs')]
  const child = spawn(process.execPath, [...preload, path.join(root, 'bin/hengai.mjs'), ...args], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: undefined, HENGAI_DISK_ROOT: folder, HENGAI_DISK_SICK: sick },
  })
  children.push(child)
  const all = { said: '' }
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (all.said += text.toString()))
  const exit = new Promise<number | null>((resolve) => child.on('exit', resolve))
  return { child, all, exit }
}

const start = async () => {
  const started = run('start', '--quiet', '--port', '0', '--data', folder)
  while (!/http:\/\/[\w.]+:\d+/.test(started.all.said)) {
    if (started.child.exitCode !== null) throw new Error(started.all.said)
    await rest(50)
  }
  return { ...started, address: /http:\/\/[\w.]+:\d+/.exec(started.all.said)![0] }
}

const sendUntil = async (address: string, wanted: boolean): Promise<void> => {
  for (let n = 0; ; n++) {
    expect(n, 'it never came').toBeLessThan(900)
    if ((await desk.send(address, desk.next())) === wanted) return
    if (wanted) await rest(200)
  }
}

const statusOf = async (address: string, at: string) =>
  (await fetch(address + at, { headers: { cookie: desk.cookie }, signal: AbortSignal.timeout(20_000) })).status

/** A database that fell over its log is away until the disk is well again; one that still has its files open goes on reading. Nothing else is right. */
describe.each([
  ['full', 'storage_full', [200]],
  ['full-copying', 'storage_full', [200, 503]],
  ['read-only', 'storage_read_only', [200, 503]],
] as const)('a disk that is %s', (how, code, reading) => {
  it('refuses what is to be written, and the server goes on by itself afterwards', async () => {
    const { child, address, exit } = await start()
    await sendUntil(address, true)
    desk.refused.clear()
    fs.writeFileSync(sick, how)
    await sendUntil(address, false)
    await sendUntil(address, false)
    expect([...desk.refused.keys()]).toEqual([code])
    expect(reading).toContain(await statusOf(address, '/api/points/entries'))
    expect(reading).toContain(await statusOf(address, '/ready'))
    expect(await statusOf(address, '/health')).toBe(200)
    fs.rmSync(sick)
    await sendUntil(address, true)
    for (const wish of desk.open.values()) expect(await desk.send(address, wish)).toBe(true)
    expect(await statusOf(address, '/ready')).toBe(200)
    child.kill('SIGTERM')
    await exit
    const database = await openDatabase({ kind: 'folder', folder })
    expect(await judge(database, desk)).toBe(desk.acknowledged.size)
    await judgeSeals(database, desk)
    await database.close()
  })

  it('refuses to start, naming the folder in both languages', async () => {
    fs.writeFileSync(sick, how)
    const { all, exit } = run('start', '--port', '0', '--data', folder)
    expect({ code: await exit, said: all.said }).toMatchObject({ code: 1 })
    fs.rmSync(sick)
    expect(all.said).toContain(folder)
    expect(all.said).toMatch(how === 'read-only' ? /不能写入.*cannot be written/ : /磁盘已满.*disk is full/)
    expect(all.said).not.toMatch(/\n\s+at /)
  })
})

it('a port that is taken is named, with what to do, and the folder is given back', async () => {
  const { child, address, exit } = await start()
  const elsewhere = path.join(temporary, 'elsewhere')
  const port = new URL(address).port
  const second = run('start', '--port', port, '--data', elsewhere)
  expect(await second.exit).toBe(1)
  expect(second.all.said).toMatch(new RegExp(`端口 ${port} 已被占用.*Port ${port} is in use.*--port`))
  expect(fs.existsSync(path.join(elsewhere, 'lock'))).toBe(false)
  child.kill('SIGTERM')
  await exit
})

it('a backup onto a disk that is full leaves no file behind, and says so', async () => {
  const disk = path.join(temporary, 'small')
  fs.mkdirSync(disk)
  try {
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', disk], { stdio: 'ignore' })
  } catch {
    process.stdout.write('no small disk may be mounted here: the backup onto a full disk was not tried\n')
    return
  }
  try {
    const { all, exit } = run('backup', '--data', folder, '--to', disk)
    expect(await exit).toBe(1)
    expect(all.said).toMatch(/ENOSPC|磁盘已满/)
    expect(fs.readdirSync(disk)).toEqual([])
  } finally {
    execFileSync('/bin/umount', [disk])
  }
})
