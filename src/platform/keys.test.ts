import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { unwrapKeys, wrapKeys } from './key-copy.ts'
import { addKeyVersion, fingerprintOf, loadKeys, makeKeyFile, noteCopied, readKeyFile, restoreKeyFile } from './key-file.ts'
import { keysFrom } from './keys.ts'

const at = { column: 'people.persons.id', organisation_id: 'o', row_id: 'p' }
let folder: string
let file: string
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hengai-keys-'))
  file = path.join(folder, 'inside', 'key')
})
afterEach(() => {
  vi.useRealTimers()
  fs.rmSync(folder, { recursive: true })
})

describe('the key file', () => {
  it('is made for its owner alone, and never over another', () => {
    makeKeyFile(file)
    expect(fs.statSync(file).mode & 0o777).toBe(0o600)
    expect(fs.statSync(path.dirname(file)).mode & 0o777).toBe(0o700)
    expect(() => makeKeyFile(file)).toThrow('EEXIST')
    expect(() => restoreKeyFile(file, fs.readFileSync(file, 'utf8'))).toThrow('already')
  })

  it.each([0o640, 0o604, 0o660])('that others may read (%o) is refused, with the command that mends it', (mode) => {
    makeKeyFile(file)
    fs.chmodSync(file, mode)
    expect(() => loadKeys(file)).toThrow(`chmod 600 ${file}`)
    fs.chmodSync(file, 0o600)
    expect(loadKeys(file).version()).toBe(1)
  })

  it.each(['', 'abc\n', `${'a'.repeat(64)}\n3 ${'b'.repeat(64)}\n`, `${'a'.repeat(64)}\n${'b'.repeat(60)}\n`])(
    'that is damaged is refused: %j',
    (text) => {
      makeKeyFile(file)
      fs.writeFileSync(file, text)
      expect(() => loadKeys(file)).toThrow('damaged')
    },
  )

  it('of the first version is read as it always was', () => {
    makeKeyFile(file)
    const old = keysFrom(readKeyFile(file).get(1)!)
    const keys = loadKeys(file)
    expect(keys.open(old.seal('440404', at), at)).toBe('440404')
    expect(keys.blind('440404', 'id', 'o')).toEqual(old.blind('440404', 'id', 'o'))
  })
})

describe('a new version', () => {
  it('seals from now on, opens what stands, and blinds the same', () => {
    makeKeyFile(file)
    const before = loadKeys(file)
    const [sealed, blind] = [before.seal('440404', at), before.blind('440404', 'id', 'o')]
    const fingerprint = fingerprintOf(readKeyFile(file))
    expect(addKeyVersion(file)).toBe(2)
    const keys = loadKeys(file)
    expect(keys.seal('x', at)[0]).toBe(2)
    expect(keys.open(sealed, at)).toBe('440404')
    expect(keys.blind('440404', 'id', 'o')).toEqual(blind)
    expect(fingerprintOf(readKeyFile(file))).toEqual(fingerprint)
    expect(fs.statSync(file).mode & 0o777).toBe(0o600)
  })

  it('is used by a program that runs already: at once for opening, within seconds for sealing', () => {
    makeKeyFile(file)
    const running = loadKeys(file)
    fs.utimesSync(file, new Date(0), new Date(0))
    addKeyVersion(file)
    expect(running.open(loadKeys(file).seal('new', at), at)).toBe('new')
    const other = loadKeys(file)
    fs.utimesSync(file, new Date(0), new Date(0))
    addKeyVersion(file)
    vi.useFakeTimers({ now: Date.now() + 2_000 })
    expect(other.seal('x', at)[0]).toBe(3)
  })

  it('goes on when the file is away, and says which version is missing', () => {
    makeKeyFile(file)
    addKeyVersion(file)
    const sealed = loadKeys(file).seal('x', at)
    fs.writeFileSync(file, `${fs.readFileSync(file, 'utf8').split('\n')[0]}\n`)
    const old = loadKeys(file)
    fs.rmSync(file)
    expect(() => old.open(sealed, at)).toThrow('version 2')
    expect(old.open(old.seal('y', at), at)).toBe('y')
  })
})

describe('a copy', () => {
  it('gives the key back to whoever knows the passphrase, however it is typed', () => {
    makeKeyFile(file)
    addKeyVersion(file)
    const text = fs.readFileSync(file, 'utf8')
    const copy = wrapKeys(text, '三灶海澄的荔枝树 1998')
    for (const line of text.split('\n').filter(Boolean)) expect(copy).not.toContain(line.slice(-20))
    const typed = `\n  ${copy.toUpperCase().replaceAll('\n', '\r\n   ')}\n`
    expect(unwrapKeys(typed, '三灶海澄的荔枝树 １９９８')).toBe(text)
  })

  it('names the line that is mistyped, and refuses a wrong passphrase or a missing line', () => {
    const copy = wrapKeys(`${'a'.repeat(64)}\n`, 'a long passphrase')
    const lines = copy.split('\n')
    lines[2] = lines[2]!.replace(/ ([0-9a-f])/, (_, digit: string) => ` ${digit === '0' ? '1' : '0'}`)
    expect(() => unwrapKeys(lines.join('\n'), 'a long passphrase')).toThrow('Line 2')
    expect(() => unwrapKeys(copy, 'another passphrase')).toThrow('passphrase is wrong')
    expect(() => unwrapKeys(copy.split('\n').toSpliced(-2, 1).join('\n'), 'a long passphrase')).toThrow('missing')
    expect(() => unwrapKeys('hello', 'a long passphrase')).toThrow('no key copy')
  })

  it('is remembered with the version it holds', () => {
    makeKeyFile(file)
    expect(loadKeys(file).file?.().copied).toBeUndefined()
    noteCopied(file, { at: '2026-03-05T02:00:00.000Z', version: 1, noted: false })
    expect(loadKeys(file).file?.()).toMatchObject({ path: file, version: 1, copied: { version: 1 } })
  })
})
