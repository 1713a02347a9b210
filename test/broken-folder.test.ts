/** What a data folder may be met with: two starts, a lock file left empty by a power cut, a folder nobody may write to. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '../src/platform/database.ts'
import { FolderInUse } from '../src/platform/folder-lock.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hengai-folder-'))
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))
beforeAll(async () => {
  const database = await openDatabase({ kind: 'folder', folder })
  await database.script('create table kept (n int); insert into kept values (7)')
  await database.close()
})

const kept = async (): Promise<number> => {
  const database = await openDatabase({ kind: 'folder', folder })
  try {
    return (await sql<{ n: number }>`select n from kept`.execute(database.db)).rows[0]!.n
  } finally {
    await database.close()
  }
}

it('a second start is refused in both languages, and the first is not disturbed', async () => {
  const first = await openDatabase({ kind: 'folder', folder })
  await expect(openDatabase({ kind: 'folder', folder })).rejects.toThrow(FolderInUse)
  await expect(openDatabase({ kind: 'folder', folder })).rejects.toThrow(/正在被另一个程序使用.*in use by another process/)
  expect((await sql<{ n: number }>`select n from kept`.execute(first.db)).rows).toEqual([{ n: 7 }])
  await first.close()
})

it("PostgreSQL's own lock file, left empty when the power went during a start, does not keep the data away", async () => {
  fs.writeFileSync(path.join(folder, 'db/postmaster.pid'), '')
  expect(await kept()).toBe(7)
})

it('a folder that cannot be made says which, and leaves nothing', async () => {
  const file = path.join(folder, 'a-file')
  fs.writeFileSync(file, '')
  await expect(openDatabase({ kind: 'folder', folder: path.join(file, 'below') })).rejects.toThrow(/ENOTDIR.*a-file/)
  expect(await kept()).toBe(7)
})
