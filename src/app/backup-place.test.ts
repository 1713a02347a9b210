import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { checkBackupFolder } from './backup-place.ts'
import { fileWriter } from './restore.ts'

const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'hengai-place-'))
afterAll(() => fs.rmSync(temporary, { recursive: true, force: true }))
const data = path.join(temporary, 'data')
fs.mkdirSync(data)

it('a folder for backups in the data folder is refused in both languages, also through a link; beside it is fine', () => {
  fs.symlinkSync(data, path.join(temporary, 'link'))
  for (const inside of [data, path.join(data, 'backups'), path.join(data, 'a/b'), path.join(temporary, 'link', 'backups')])
    expect(() => checkBackupFolder(inside, data), inside).toThrow(/不能放在数据文件夹里.*must not lie in the data folder/)
  for (const beside of [`${data}-backups`, temporary, path.join(temporary, 'link-backups')])
    expect(() => checkBackupFolder(beside, data), beside).not.toThrow()
})

it('a restore writes no file that no backup of ours holds: the key, the lock, the database, anything outside', () => {
  const keys: string[] = []
  const write = fileWriter(data, (text) => keys.push(text))
  const wrong = ['key', 'KEY', 'key.2.new', 'lock', 'local-door', 'db/PG_VERSION', 'Db/base/1', 'restored', 'backup-copy/db/x', '../outside', 'a/../key', '/etc/passwd', 'a/./b', '', '.', 'x.backup'] // prettier-ignore
  for (const name of wrong) expect(() => write({ kind: 'file', path: name }), name).toThrow('does not belong')
  expect(fs.readdirSync(data)).toEqual([])
  write({ kind: 'file', path: 'photos/合影.jpg' })
  write({ kind: 'bytes', bytes: Buffer.from('x') })
  write({ kind: 'key_file', text: 'k' })
  expect([fs.readFileSync(path.join(data, 'photos/合影.jpg'), 'utf8'), keys]).toEqual(['x', ['k']])
})
