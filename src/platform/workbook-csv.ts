/** CSV and tab-separated text as Excel and WPS write it in China: UTF-8, UTF-16 or GBK, quotes, any of `,` `;` tab. */
import { Refusal } from '../shared/refusal.ts'
import type { PackedCell, PackedRow, SheetLimits } from './workbook-sheet.ts'

const startsWith = (bytes: Buffer, ...mark: number[]): boolean => mark.every((byte, at) => bytes[at] === byte)

/** UTF-16 without a mark: Latin digits and commas put a zero into every second byte. */
const zeroSide = (bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined => {
  const head = bytes.subarray(0, 4096)
  const zeros = Array.from(head.keys()).filter((at) => head[at] === 0)
  const odd = zeros.filter((at) => at % 2 === 1).length
  const even = zeros.length - odd
  const few = head.length / 20
  return odd > few && even === 0 ? 'utf-16le' : even > few && odd === 0 ? 'utf-16be' : undefined
}

const encodingOf = (bytes: Buffer): string => {
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return 'utf-8'
  if (startsWith(bytes, 0xff, 0xfe)) return 'utf-16le'
  if (startsWith(bytes, 0xfe, 0xff)) return 'utf-16be'
  const wide = zeroSide(bytes)
  if (wide) return wide
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return 'utf-8'
  } catch {
    return 'gb18030'
  }
}

const many = (text: string, sign: RegExp): number => text.match(sign)?.length ?? 0

/** Bytes that are enough to tell. */
const SAMPLE = 262_144

/**
 * Chinese that no longer says what was written: UTF-8 with a broken character (read as GBK, every word would become another one), or
 * text in which a program before us replaced characters (`\ufffd`, 锟斤拷), more than one in a hundred.
 */
const isGarbled = (bytes: Buffer, encoding: string): boolean => {
  if (encoding.startsWith('utf-16')) return false
  const text = new TextDecoder('utf-8').decode(bytes.subarray(0, SAMPLE))
  const lost = many(text, /\ufffd|锟斤拷/g)
  const sound = many(text, /\p{Script=Han}/gu)
  return encoding === 'utf-8' ? lost * 100 > sound : sound > lost
}

/** Text of a file in whatever encoding; refuses `file_not_workbook` for bytes that are no text, `file_encoding` for text that is lost. */
export const decodeText = (bytes: Buffer): string => {
  const encoding = encodingOf(bytes)
  const text = new TextDecoder(encoding).decode(bytes)
  // oxlint-disable-next-line no-control-regex -- control characters are what tells a binary file
  if (/[\u0000-\u0008\u000e-\u001a]/.test(text.slice(0, 65_536))) throw new Refusal('file_not_workbook')
  if (isGarbled(bytes, encoding) || (encoding !== 'utf-8' && text.includes('\ufffd'))) throw new Refusal('file_encoding')
  return text
}

const separatorOf = (text: string): string => {
  const head = text.slice(0, 20_000).replace(/"[^"]*"/g, '')
  const count = (sign: string) => head.split(sign).length
  return [',', '\t', ';'].reduce((best, sign) => (count(sign) > count(best) ? sign : best))
}

/** Fields of one record from `at`, and where the next record starts. A quoted field may hold line ends and doubled quotes. */
const recordAt = (text: string, from: number, separator: string): { fields: string[]; next: number } => {
  const fields: string[] = []
  let at = from
  for (;;) {
    let field = ''
    if (text[at] === '"') {
      let end = at + 1
      for (;;) {
        const quote = text.indexOf('"', end)
        if (quote < 0) return { fields: [...fields, field + text.slice(end)], next: text.length }
        field += text.slice(end, quote)
        end = quote + 1
        if (text[end] !== '"') break
        field += '"'
        end += 1
      }
      at = end
    }
    const start = at
    while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at++
    // Excel writes long numbers as ="00123" to keep them text.
    fields.push((field + text.slice(start, at)).replace(/^="?([^"]*)"?$/, '$1'))
    if (text[at] === separator) {
      at += 1
      continue
    }
    return { fields, next: at + (text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1) }
  }
}

/** Reads all records; row numbers are those a spreadsheet program would show. Refuses `file_too_many_…`, `file_empty`. */
export const readCsv = (bytes: Buffer, limits: SheetLimits): PackedRow[] => {
  const text = decodeText(bytes)
  if (text.trim() === '') throw new Refusal('file_empty')
  const separator = separatorOf(text)
  const rows: PackedRow[] = []
  let cells = 0
  for (let at = 0, n = 1; at < text.length; n++) {
    const { fields, next } = recordAt(text, at, separator)
    at = next
    if (fields.every((field) => field === '')) continue
    const c: PackedCell[] = fields.map((field) => (field === '' ? null : field))
    while (c.at(-1) === null) c.pop()
    cells += c.length
    if (c.length > limits.max_columns) throw new Refusal('file_too_many_columns', { most: limits.max_columns })
    rows.push({ n, c })
    if (rows.length > limits.max_rows) throw new Refusal('file_too_many_rows', { most: limits.max_rows })
    if (cells > limits.max_cells) throw new Refusal('file_too_many_cells', { most: limits.max_cells })
  }
  return rows
}
