/**
 * The zip container of a workbook, read from its directory: sizes are known and capped before anything is unpacked.
 * Only what workbooks use: stored and deflated entries, no spanning, zip64 sizes.
 */
import { crc32, inflateRawSync } from 'node:zlib'
import { Refusal } from '../shared/refusal.ts'

interface ZipEntry {
  readonly name: string
  readonly stored: boolean
  readonly encrypted: boolean
  readonly crc: number
  readonly packed_bytes: number
  readonly bytes: number
  readonly at: number
}

const END = 0x06054b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50

/** Offset of the end record; it stands in the last 64 KB, before a comment. */
const endOf = (file: Buffer): number => {
  for (let at = file.length - 22; at >= Math.max(0, file.length - 65_557); at--) if (file.readUInt32LE(at) === END) return at
  return -1
}

/** Sizes and offset of an entry over 4 GB, or written by a streaming writer that did not know better (zip64 extra field 0x0001). */
const wide = (extra: Buffer, known: readonly number[]): number[] => {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    let next = at + 4
    return known.map((value) => {
      if (value !== 0xffffffff || next + 8 > extra.length) return value
      next += 8
      return Number(extra.readBigUInt64LE(next - 8))
    })
  }
  return [...known]
}

const entryAt = (file: Buffer, at: number): { entry: ZipEntry; next: number } | undefined => {
  if (at + 46 > file.length || file.readUInt32LE(at) !== ENTRY) return undefined
  const nameEnd = at + 46 + file.readUInt16LE(at + 28)
  const extraEnd = nameEnd + file.readUInt16LE(at + 30)
  const next = extraEnd + file.readUInt16LE(at + 32)
  if (next > file.length) return undefined
  const [bytes = 0, packed = 0, local = 0] = wide(file.subarray(nameEnd, extraEnd), [
    file.readUInt32LE(at + 24),
    file.readUInt32LE(at + 20),
    file.readUInt32LE(at + 42),
  ])
  const name = file
    .toString('utf8', at + 46, nameEnd)
    .replaceAll('\\', '/')
    .replace(/^\//, '')
  const entry = {
    name,
    stored: file.readUInt16LE(at + 10) === 0,
    encrypted: (file.readUInt16LE(at + 8) & 1) === 1,
    crc: file.readUInt32LE(at + 16),
    packed_bytes: packed,
    bytes,
    at: local,
  }
  return { entry, next }
}

const listEntries = (file: Buffer): ZipEntry[] | undefined => {
  const end = endOf(file)
  if (end < 0) return undefined
  const count = file.readUInt16LE(end + 10)
  let at = file.readUInt32LE(end + 16)
  const entries: ZipEntry[] = []
  for (let n = 0; n < count; n++) {
    const found = entryAt(file, at)
    if (!found) return undefined
    entries.push(found.entry)
    at = found.next
  }
  return entries
}

export interface Zip {
  readonly has: (part: string) => boolean
  /** The unpacked part, or `undefined` if there is none. Refuses `file_broken` when length or check sum differ from the directory's. */
  readonly part: (name: string) => Buffer | undefined
}

const unpack = (file: Buffer, entry: ZipEntry): Buffer => {
  if (entry.at + 30 > file.length || file.readUInt32LE(entry.at) !== LOCAL) throw new Refusal('file_broken')
  const from = entry.at + 30 + file.readUInt16LE(entry.at + 26) + file.readUInt16LE(entry.at + 28)
  const packed = file.subarray(from, from + entry.packed_bytes)
  if (packed.length !== entry.packed_bytes) throw new Refusal('file_broken')
  if (entry.stored) return packed
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.bytes) })
  } catch {
    throw new Refusal('file_broken')
  }
}

/**
 * Opens a zip file. `max_unpacked_bytes` caps the sum of all parts as the directory states it, and no part may unpack to more
 * than its own statement, so a zip bomb is refused before it is unpacked. Refuses `file_broken`, `file_encrypted`,
 * `file_unpacks_too_large`.
 */
export const openZip = (file: Buffer, max_unpacked_bytes: number): Zip => {
  const entries = listEntries(file)
  if (!entries) throw new Refusal('file_broken')
  if (entries.some((entry) => entry.encrypted)) throw new Refusal('file_encrypted')
  const total = entries.reduce((sum, entry) => sum + entry.bytes, 0)
  if (total > max_unpacked_bytes)
    throw new Refusal('file_unpacks_too_large', { limit: `${Math.round(max_unpacked_bytes / 1_048_576)} MB` })
  const byName = new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]))
  return {
    has: (part) => byName.has(part.toLowerCase()),
    part: (name) => {
      const entry = byName.get(name.toLowerCase())
      if (!entry) return undefined
      const content = unpack(file, entry)
      if (content.length !== entry.bytes || crc32(content) !== entry.crc) throw new Refusal('file_broken')
      return content
    },
  }
}
