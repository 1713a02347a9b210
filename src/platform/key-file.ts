/**
 * 密钥文件: one line of 64 hexadecimal digits is the first key; `2 <64 digits>`, `3 …` the versions that came after it. Old versions stay,
 * because backups made before need them. Beside it, `key.copied` says when a copy was last made.
 */
import { createHash, hkdfSync, randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { keysOf, type Keys, type Masters } from './keys.ts'
import { syncFolder } from './sync.ts'

/** Versions are one byte of the sealed value. */
const MOST_VERSIONS = 255
/** A running server looks at the file again after so long. */
export const LOOK_AGAIN_MS = 1_000

export const newKeyText = (): string => `${randomBytes(32).toString('hex')}\n`

/** Refuses a text that is no key file. */
export const readMasters = (text: string, file: string): Map<number, Buffer> => {
  const masters = new Map<number, Buffer>()
  for (const [at, line] of text.trim().split('\n').entries()) {
    const found = /^(?:(\d{1,3}) )?([0-9a-f]{64})$/.exec(line.trim())
    const version = at + 1
    if (!found || Number(found[1] ?? 1) !== version || version > MOST_VERSIONS)
      throw new Error(
        `密钥文件已损坏：${file}。请用 hengai keys import 恢复副本 · The key file is damaged: ${file}. Restore a copy with hengai keys import`,
      )
    masters.set(version, Buffer.from(found[2]!, 'hex'))
  }
  return masters
}

/** Whoever reads the key reads every number and address; on Windows rights are not in the mode. */
const checkPrivate = (file: string): void => {
  const { mode } = fs.statSync(file)
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new Error(
      `密钥文件可被其他用户读取（权限 ${(mode & 0o777).toString(8)}），不能启动。请运行：chmod 600 ${file} · ` +
        `The key file can be read by other users (mode ${(mode & 0o777).toString(8)}). Run: chmod 600 ${file}`,
    )
}

/** In one piece or not at all, only for the owner, on the disk before it counts. */
export const writePrivate = (file: string, text: string): void => {
  const beside = `${file}.${process.pid}.new`
  const handle = fs.openSync(beside, 'w', 0o600)
  fs.writeSync(handle, text)
  fs.fsyncSync(handle)
  fs.closeSync(handle)
  fs.renameSync(beside, file)
  syncFolder(path.dirname(file))
}

/** Makes the key file of the first start; never touches one that is there. */
export const makeKeyFile = (file: string): void => {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  const handle = fs.openSync(file, 'wx', 0o600)
  fs.writeSync(handle, newKeyText())
  fs.fsyncSync(handle)
  fs.closeSync(handle)
}

export const readKeyFile = (file: string): Map<number, Buffer> => {
  checkPrivate(file)
  return readMasters(fs.readFileSync(file, 'utf8'), file)
}

/** Writes a key file that was kept elsewhere; refuses to overwrite one. */
export const restoreKeyFile = (file: string, text: string): void => {
  readMasters(text, file)
  if (fs.existsSync(file)) throw new Error(`密钥文件已存在，不覆盖 · There is a key file already, it is not overwritten: ${file}`)
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  writePrivate(file, text)
}

/** Adds a new version; every process that has the file open seals with it within a second or two. Returns its number. */
export const addKeyVersion = (file: string): number => {
  const version = Math.max(...readKeyFile(file).keys()) + 1
  if (version > MOST_VERSIONS) throw new Error('版本已用完 · No more versions')
  const text = fs.readFileSync(file, 'utf8').trim()
  writePrivate(file, `${text}\n${version} ${newKeyText()}`)
  return version
}

const copiedFile = (file: string) => `${file}.copied`

export interface Copied {
  readonly at: string
  readonly version: number
  /** Written into the audit trail. */
  readonly noted: boolean
}

export const noteCopied = (file: string, copied: Copied): void => writePrivate(copiedFile(file), `${JSON.stringify(copied)}\n`)

export const readCopied = (file: string): Copied | undefined => {
  try {
    return JSON.parse(fs.readFileSync(copiedFile(file), 'utf8')) as Copied
  } catch {
    return undefined
  }
}

/** Tells one first key from another without telling the key. */
export const fingerprintOf = (masters: Masters): Buffer =>
  createHash('sha256')
    .update(Buffer.from(hkdfSync('sha256', masters.get(1)!, 'hengai', 'fingerprint', 32)))
    .digest()
    .subarray(0, 16)

/** The keys of a file that is there. What is added to it later is used without a restart. */
export const loadKeys = (file: string): Keys => {
  let masters: Map<number, Buffer> = readKeyFile(file)
  let seen = fs.statSync(file).mtimeMs
  let looked = Date.now()
  const look = () => {
    looked = Date.now()
    try {
      const { mtimeMs } = fs.statSync(file)
      if (mtimeMs === seen) return
      masters = readKeyFile(file)
      seen = mtimeMs
    } catch {
      // The file is away or being changed by hand: what was read goes on working, and the next start tells.
    }
  }
  const keys = keysOf((wanted) => {
    if (Date.now() - looked > LOOK_AGAIN_MS || (wanted !== undefined && !masters.has(wanted))) look()
    return masters
  })
  return {
    ...keys,
    file: () => ({ path: file, version: keys.version(), copied: readCopied(file) }),
  }
}
