import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { lockFolder } from './folder-lock.ts'
import { finishSwap, forgetSwaps, makeBeside, swapIn } from './folder-swap.ts'

const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'hengai-swap-'))
afterAll(() => fs.rmSync(temporary, { recursive: true, force: true }))

const now = new Date('2026-11-23T03:30:00Z')
const parts = (name: string) => {
  const folder = path.join(temporary, name)
  fs.mkdirSync(folder)
  fs.writeFileSync(path.join(folder, 'rows'), 'old')
  const fresh = makeBeside(folder, now)
  fs.writeFileSync(path.join(fresh, 'rows'), 'new')
  return { folder, fresh }
}
const rowsIn = (folder: string) => fs.readFileSync(path.join(folder, 'rows'), 'utf8')

test('the new folder takes the place, the old one is kept, no mark stays', () => {
  const { folder, fresh } = parts('plain')
  const old = swapIn(folder, fresh, now)
  expect(old).toBe(`${folder}.before-restore-20261123-033000`)
  expect([rowsIn(folder), rowsIn(old!)]).toEqual(['new', 'old'])
  expect(fs.readdirSync(folder)).toEqual(['rows'])
})

test('killed before any rename, before the second, or after it: one of the two folders has the name, whole', () => {
  for (const killed_at of [1, 2, 3]) {
    const { folder, fresh } = parts(`killed-${killed_at}`)
    const rename = fs.renameSync.bind(fs)
    let renames = 0
    const killed = vi.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
      if (++renames === killed_at) throw new Error('killed')
      rename(from, to)
    })
    const clear = fs.rmSync.bind(fs)
    const remove = vi.spyOn(fs, 'rmSync').mockImplementation((file, choices) => {
      if (killed_at === 3 && String(file).endsWith('restored')) throw new Error('killed')
      clear(file, choices)
    })
    expect(() => swapIn(folder, fresh, now)).toThrow('killed')
    killed.mockRestore()
    remove.mockRestore()
    expect(finishSwap(folder)).toBe(killed_at === 2)
    expect(rowsIn(folder)).toBe(killed_at === 1 ? 'old' : 'new')
    expect(finishSwap(folder)).toBe(false)
  }
})

test('a swap that never began is forgotten by the next start, and its folder cleared by the next restore', () => {
  const { folder, fresh } = parts('forgotten')
  fs.writeFileSync(path.join(fresh, 'restored'), '')
  forgetSwaps(folder)
  fs.renameSync(folder, `${folder}-elsewhere`)
  expect(finishSwap(folder)).toBe(false)
  makeBeside(folder, new Date('2026-11-24T03:30:00Z'))
  expect(fs.existsSync(fresh)).toBe(false)
})

test('a folder that another program is filling is not cleared', () => {
  const { folder, fresh } = parts('busy')
  const unlock = lockFolder(fresh)
  expect(() => makeBeside(folder, new Date('2026-11-24T03:30:00Z'))).toThrow(/正在被另一个程序使用/)
  expect(rowsIn(fresh)).toBe('new')
  unlock()
})
