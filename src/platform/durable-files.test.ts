import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { afterEach, expect, test, vi } from 'vitest'
import { DurableNodeFS, durableParams } from './durable-files.ts'

const folders: string[] = []
afterEach(() => {
  vi.restoreAllMocks()
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true })
})

test('every commit of the embedded database reaches the disk', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hengai-fsync-'))
  folders.push(folder)
  const db = await PGlite.create({ fs: new DurableNodeFS(folder), startParams: durableParams })
  await db.exec('create table t (n int)')
  const synced = vi.spyOn(fs, 'fsyncSync')
  for (let n = 0; n < 20; n++) await db.query('insert into t values ($1)', [n])
  const afterCommits = synced.mock.calls.length
  await db.exec('checkpoint')
  const afterCheckpoint = synced.mock.calls.length
  await db.close()
  expect(afterCommits).toBeGreaterThanOrEqual(20)
  expect(afterCheckpoint).toBeGreaterThan(afterCommits)
}, 60_000)

test('a database in the making is synced once, when it stands, and every commit from then on', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hengai-fsync-'))
  folders.push(folder)
  const files = new DurableNodeFS(folder)
  files.inMaking = true
  const synced = vi.spyOn(fs, 'fsyncSync')
  const db = await PGlite.create({ fs: files, startParams: durableParams })
  expect(synced.mock.calls.length).toBe(0)
  files.inMaking = false
  await db.exec('create table t (n int)')
  const afterTable = synced.mock.calls.length
  await db.query('insert into t values (1)')
  expect(afterTable).toBeGreaterThan(0)
  expect(synced.mock.calls.length).toBeGreaterThan(afterTable)
  await db.close()
}, 60_000)
