import fs from 'node:fs'
import os from 'node:os'
import { afterEach, expect, it, vi } from 'vitest'
import { syncFile, syncFolder } from './sync.ts'

const platform = process.platform
afterEach(() => void Object.defineProperty(process, 'platform', { value: platform }))

const refusing = (code: string) =>
  vi.spyOn(fs, 'openSync').mockImplementation(() => {
    throw Object.assign(new Error(code), { code })
  })

it('a folder that Windows does not open for it is passed over there, and nowhere else', () => {
  syncFolder(os.tmpdir())
  refusing('EPERM')
  expect(() => syncFolder(os.tmpdir())).toThrow('EPERM')
  Object.defineProperty(process, 'platform', { value: 'win32' })
  expect(() => syncFolder(os.tmpdir())).not.toThrow()
  // A file can be synced there like everywhere.
  expect(() => syncFile('a-file')).toThrow('EPERM')
})

it('a disk that fails is told on every system', () => {
  Object.defineProperty(process, 'platform', { value: 'win32' })
  refusing('EIO')
  expect(() => syncFolder(os.tmpdir())).toThrow('EIO')
})
