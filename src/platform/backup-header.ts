/**
 * The two lines in clear at the beginning of a backup (`head -n 2 FILE` shows them), and the key that opens what follows. The key file is
 * never inside a backup that it opens: without it, or without the passphrase, nobody can read the file, its makers included.
 */
import { hkdfSync, randomBytes, scryptSync } from 'node:crypto'
import fs from 'node:fs'
import { z } from '../shared/endpoint.ts'
import { BackupDamaged } from './backup-frames.ts'
import { readKeyFile, readMasters } from './key-file.ts'

const MAGIC = 'HENGAI BACKUP 1\n'
const LONGEST = 4 * 1024 * 1024

/** OWASP Password Storage Cheat Sheet (2023), scrypt: N = 2^17, r = 8, p = 1; 128 MB and about half a second for each guess. */
const SCRYPT = { n: 131_072, r: 8, p: 1 }

const headerShape = z.object({
  product: z.literal('hengai'),
  format: z.literal(1),
  backup_id: z.uuid(),
  /** ISO instant of the snapshot. */
  made_at: z.string(),
  made_by: z.enum(['schedule', 'hand']),
  /** The last migration of the database the rows came from; they are read back into exactly that state. */
  migration: z.string().check(z.regex(/^\d{4}_[a-z_]+\.sql$/)),
  source: z.enum(['embedded', 'server']),
  /** Rows of each table at the snapshot. */
  tables: z.record(z.string(), z.int()),
  rows: z.int(),
  /** The last seal of each organisation's audit trail, where there is one. */
  seals: z.record(z.string(), z.string()),
  opened_by: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('key'), fingerprint: z.string() }),
    z.object({ kind: z.literal('passphrase'), n: z.int(), r: z.int(), p: z.int() }),
  ]),
  /** 32 random bytes, hex: makes the key of this backup its own. */
  salt: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  /** Tells a wrong passphrase from a damaged file. */
  check: z.string(),
})

export type BackupHeader = z.infer<typeof headerShape>

/** What opens a backup: the installation's key file, or a passphrase that somebody remembers. */
export type Opener =
  /** The keys of a key file, the newest last: a new backup takes that one, an old one is opened by the one it was made with. */
  { readonly kind: 'key'; readonly masters: readonly Buffer[] } | { readonly kind: 'passphrase'; readonly passphrase: string }

/** Tells key files apart without telling anything of the key. */
export const fingerprintOf = (master: Buffer): string =>
  Buffer.from(hkdfSync('sha256', master, 'hengai', 'fingerprint-1', 8)).toString('hex')

/** The keys in the text of a key file, the newest last. `file` is only named when it is damaged. */
export const mastersIn = (text: string, file: string): Buffer[] => [...readMasters(text, file).values()]

/** What opens the backups of an installation. */
export const keyIn = (file: string): Opener & { kind: 'key' } => {
  if (!fs.existsSync(file)) throw new Error(`没有密钥文件 · There is no key file: ${file}`)
  return { kind: 'key', masters: [...readKeyFile(file).values()] }
}

/** Eight bytes that tell whether a key is the one, and nothing else of it. */
const checkOf = (key: Buffer): string => Buffer.from(hkdfSync('sha256', key, '', 'check-1', 8)).toString('hex')

const fromPassphrase = (passphrase: string, salt: Buffer): Buffer => {
  const { n, r, p } = SCRYPT
  return scryptSync(passphrase.normalize('NFKC'), salt, 32, { N: n, r, p, maxmem: 256 * n * r })
}

const fromMaster = (master: Buffer, salt: Buffer): Buffer => Buffer.from(hkdfSync('sha256', master, salt, 'backup-1', 32))

/** A key of its own for a new backup, and what the header says of it. */
export const newKey = (opener: Opener): { key: Buffer; said: Pick<BackupHeader, 'opened_by' | 'salt' | 'check'> } => {
  const salt = randomBytes(32)
  const key = opener.kind === 'key' ? fromMaster(opener.masters.at(-1)!, salt) : fromPassphrase(opener.passphrase, salt)
  const opened_by: BackupHeader['opened_by'] =
    opener.kind === 'key'
      ? { kind: 'key', fingerprint: fingerprintOf(opener.masters.at(-1)!) }
      : { kind: 'passphrase', ...SCRYPT }
  return { key, said: { opened_by, salt: salt.toString('hex'), check: checkOf(key) } }
}

/** The key of an existing backup. Throws, in words that say which key file is needed, when this is not the one. */
export const keyOf = ({ opened_by, salt, check }: BackupHeader, opener: Opener): Buffer => {
  if (opened_by.kind === 'key') {
    if (opener.kind !== 'key')
      throw new Error('这份备份要用密钥文件打开，不是口令 · This backup is opened by a key file, not by a passphrase')
    const master = opener.masters.find((each) => fingerprintOf(each) === opened_by.fingerprint)
    const mine = opener.masters.map(fingerprintOf).join(', ')
    if (!master)
      throw new Error(
        `密钥文件不对：备份用的是 ${opened_by.fingerprint}，现在的是 ${mine}。请用 --key-file 指定做备份时的密钥文件 · ` +
          `Another key file is needed: this is ${mine}, the backup was made with ${opened_by.fingerprint} (--key-file)`,
      )
    return fromMaster(master, Buffer.from(salt, 'hex'))
  }
  if (opener.kind !== 'passphrase') throw new Error('这份备份要用口令打开 · This backup is opened by its passphrase')
  // The header stands in clear: somebody may have written numbers into it that would fill the memory.
  if (opened_by.n !== SCRYPT.n || opened_by.r !== SCRYPT.r || opened_by.p !== SCRYPT.p)
    throw new BackupDamaged('unknown numbers for the passphrase')
  const key = fromPassphrase(opener.passphrase, Buffer.from(salt, 'hex'))
  if (checkOf(key) !== check) throw new Error('口令不对 · The passphrase is wrong')
  return key
}

export const writeHeader = (header: BackupHeader): Buffer => Buffer.from(`${MAGIC}${JSON.stringify(header)}\n`)

const read = (handle: number, length: number, at: number): Buffer => {
  const bytes = Buffer.alloc(length)
  return bytes.subarray(0, fs.readSync(handle, bytes, 0, length, at))
}

/** The header and its bytes. Throws BackupDamaged when the file is no backup, and says so when a newer program made it. */
export const readHeader = (file: string): { header: BackupHeader; bytes: Buffer } => {
  const handle = fs.openSync(file, 'r')
  try {
    const start = read(handle, MAGIC.length, 0).toString('latin1')
    if (/^HENGAI BACKUP \d/.test(start) && start !== MAGIC)
      throw new Error('这份备份是更新版本的程序做的，请先升级程序 · A newer program made this backup; upgrade first')
    if (start !== MAGIC) throw new BackupDamaged('it does not begin as a backup of Hengai')
    let line = Buffer.alloc(0)
    for (let end = -1; end < 0; end = line.indexOf(0x0a)) {
      const more = read(handle, 65_536, MAGIC.length + line.length)
      if (more.length === 0 || line.length > LONGEST) throw new BackupDamaged('its header is cut off')
      line = Buffer.concat([line, more])
    }
    line = line.subarray(0, line.indexOf(0x0a) + 1)
    return { header: parse(line.toString('utf8')), bytes: Buffer.concat([Buffer.from(MAGIC), line]) }
  } finally {
    fs.closeSync(handle)
  }
}

const parse = (text: string): BackupHeader => {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    throw new BackupDamaged('its header cannot be read')
  }
  const parsed = z.safeParse(headerShape, content)
  if (!parsed.success) throw new BackupDamaged('its header is not what it should be')
  return parsed.data
}
