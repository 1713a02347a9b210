/**
 * A backup as a file: two lines in clear (`backup-header.ts`), then gzip of lines, encrypted in frames. Written under another name, synced,
 * read back and compared, and only then given its name: a file that has the name of a backup is one.
 */
import fs from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { BackupDamaged, openFrames, sealFrames } from './backup-frames.ts'
import { keyOf, newKey, readHeader, writeHeader, type BackupHeader, type Opener } from './backup-header.ts'
import { Sums, differences, type Part } from './backup-rows.ts'
import { syncFolder } from './sync.ts'

/** What stands in a backup beside the database. `path` is below the data folder, with `/`. */
export type FilePart =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'key_file'; readonly text: string }

export type BackupPart = Part | FilePart

const lineOf = (part: Exclude<BackupPart, { kind: 'rows' }>): string => {
  if (part.kind === 'bytes') return `B${part.bytes.toString('base64')}\n`
  const { kind, ...rest } = part
  return `${{ table: 'T', counter: 'C', file: 'F', key_file: 'K', end: 'E' }[kind]}${JSON.stringify(rest)}\n`
}

async function* encode(parts: AsyncIterable<BackupPart>): AsyncGenerator<Buffer> {
  for await (const part of parts)
    yield Buffer.from(part.kind === 'rows' ? part.rows.map((row) => `R${row}\n`).join('') : lineOf(part))
}

const KINDS = { T: 'table', C: 'counter', F: 'file', K: 'key_file', E: 'end' } as const

const partOf = (line: string): BackupPart => {
  if (line.startsWith('B')) return { kind: 'bytes', bytes: Buffer.from(line.slice(1), 'base64') }
  const kind = KINDS[line[0] as keyof typeof KINDS]
  if (!kind) throw new BackupDamaged(`a line of an unknown kind`)
  return { kind, ...(JSON.parse(line.slice(1)) as object) } as BackupPart
}

async function* decode(chunks: AsyncIterable<Buffer>): AsyncGenerator<BackupPart> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    const all = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    const end = all.lastIndexOf(0x0a) + 1
    rest = all.subarray(end)
    if (end === 0) continue
    let rows: string[] = []
    for (const line of all.toString('utf8', 0, end - 1).split('\n')) {
      if (line.startsWith('R')) {
        rows.push(line.slice(1))
        continue
      }
      if (rows.length > 0) yield { kind: 'rows', rows }
      rows = []
      yield partOf(line)
    }
    if (rows.length > 0) yield { kind: 'rows', rows }
  }
  if (rest.length > 0) throw new BackupDamaged('it ends in the middle of a line')
}

/** Names of the data folder that are no files of the app: the database itself, the key, what the running program keeps for itself. */
const LEFT_OUT = new Set(['db', 'key', 'lock', 'local-door', 'backup-copy', 'restored'])
const BYTES = 192 * 1024

/**
 * Whether a backup holds this file of the data folder, by its path below it with `/`. A folder for backups within the data folder: each backup
 * would hold those before it, and itself. Some systems take `KEY` and `key` for one name.
 */
export const isBackedUp = (name: string): boolean => {
  const first = name.split('/')[0]!.toLowerCase()
  return !LEFT_OUT.has(first) && !/^(key|lock|local-door)\./.test(first) && !/\.backup(\.unfinished)?$/.test(name)
}

/** Files the app keeps in the data folder, in a stable order. The key is never among them. */
export async function* readFiles(folder: string): AsyncGenerator<FilePart> {
  if (!fs.existsSync(folder)) return
  const names = fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter(isBackedUp)
    .toSorted()
  for (const name of names) {
    yield { kind: 'file', path: name }
    for await (const bytes of fs.createReadStream(path.join(folder, name), { highWaterMark: BYTES }))
      yield { kind: 'bytes', bytes: bytes as Buffer }
  }
}

export interface WriteOrder {
  readonly file: string
  readonly opener: Opener
  readonly header: Omit<BackupHeader, 'opened_by' | 'salt' | 'check'>
  readonly parts: AsyncIterable<BackupPart>
  readonly signal?: AbortSignal
}

/** A stream that was stopped at its beginning may still be opening its file, and would make it after it was removed. */
const closed = async (out: fs.WriteStream | undefined): Promise<void> => {
  if (!out || out.closed) return
  await new Promise<void>((resolve) => out.once('close', () => resolve()).destroy())
}

/** Nothing is left behind when it fails or is cancelled. Returns the size in bytes. */
export const writeBackup = async ({ file, opener, header, parts, signal }: WriteOrder): Promise<number> => {
  const { key, said } = newKey(opener)
  const clear = writeHeader({ ...header, ...said })
  const unfinished = `${file}.unfinished`
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  let out: fs.WriteStream | undefined
  try {
    const seal = (chunks: AsyncIterable<Uint8Array>) => sealFrames(key, clear, chunks)
    out = fs.createWriteStream(unfinished, { flags: 'w', mode: 0o600, flush: true })
    out.write(clear)
    await pipeline(
      Readable.from(encode(parts), { objectMode: true, highWaterMark: 2 }),
      createGzip({ level: 4 }),
      seal,
      out,
      signal ? { signal } : {},
    )
    await checkBackup(unfinished, opener, signal)
    fs.renameSync(unfinished, file)
    syncFolder(path.dirname(file))
  } catch (problem) {
    await closed(out)
    fs.rmSync(unfinished, { force: true })
    throw problem
  }
  return fs.statSync(file).size
}

/** Every part of a backup, authenticated. Ends without a throw only when the whole file was there. */
export async function* readBackup(file: string, opener: Opener): AsyncGenerator<BackupPart> {
  const { header, bytes } = readHeader(file)
  const key = keyOf(header, opener)
  const sealed = fs.createReadStream(file, { start: bytes.length, highWaterMark: 1024 * 1024 })
  const plain = Readable.from(openFrames(key, bytes, sealed as AsyncIterable<Buffer>), { objectMode: false }).compose(
    createGunzip(),
  )
  let ended = false
  try {
    for await (const part of decode(plain as AsyncIterable<Buffer>)) {
      ended = part.kind === 'end'
      yield part
    }
  } catch (problem) {
    throw problem instanceof BackupDamaged || !(problem as { code?: string }).code?.startsWith('Z_')
      ? problem
      : new BackupDamaged((problem as Error).message)
  } finally {
    sealed.destroy()
  }
  if (!ended) throw new BackupDamaged('its end is missing')
}

/** Reads a backup to its end: every frame authentic, every table with the rows of the header and the sums of its end. */
export const checkBackup = async (
  file: string,
  opener: Opener,
  signal?: AbortSignal,
  onRows?: (rows: number) => void,
): Promise<void> => {
  const { header } = readHeader(file)
  const sums = new Sums()
  let [table, rows] = ['', 0]
  for await (const part of readBackup(file, opener)) {
    signal?.throwIfAborted()
    if (part.kind === 'table') sums.add((table = part.table), [])
    else if (part.kind === 'rows') {
      sums.add(table, part.rows)
      onRows?.((rows += part.rows.length))
    } else if (part.kind === 'end') {
      const wrong = [...differences(part.sums, sums.list()), ...againstHeader(header, part.sums)]
      if (wrong.length > 0) throw new BackupDamaged(wrong.join('; '))
    }
  }
}

/** Where the counts in clear differ from what was found. */
export const againstHeader = (header: BackupHeader, sums: readonly { table: string; rows: number }[]): string[] => {
  const counted = Object.entries(header.tables).map(([table, rows]) => `${table}: ${rows} rows`)
  const found = sums.map(({ table, rows }) => `${table}: ${rows} rows`)
  return counted.filter((each) => !found.includes(each)).map((each) => `the header says ${each}`)
}
