/**
 * Rows of one worksheet part, read piece by piece. Written here and not taken from a library because the import must know what
 * libraries drop: whether Excel stored a number or a text, the serial number of a date, merged ranges, true row numbers.
 */
import { Refusal } from '../shared/refusal.ts'
import { attribute, stringText, unescapeXml } from './workbook-parts.ts'
import type { Package } from './workbook-parts.ts'

/** Compact for the way between threads: text, number, date serial, per cent. */
export type PackedCell = string | number | null | { readonly d: number } | { readonly p: number }

export interface PackedRow {
  readonly n: number
  readonly c: readonly PackedCell[]
}

/** Rows and columns both included; rows from 1 as in Excel, columns from 0. */
export interface Merge {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

export interface SheetLimits {
  readonly max_rows: number
  readonly max_columns: number
  readonly max_cells: number
}

/** `C7` → column 2; letters past the column limit still come out as a number. */
const columnOf = (ref: string): number => {
  let column = 0
  for (let at = 0; at < ref.length; at++) {
    const letter = ref.charCodeAt(at) & ~32
    if (letter < 65 || letter > 90) break
    column = column * 26 + letter - 64
  }
  return column - 1
}

const mergeOf = (ref: string): Merge | undefined => {
  const m = /^\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)$/i.exec(ref)
  return m ? { top: Number(m[2]), bottom: Number(m[4]), left: columnOf(m[1] ?? ''), right: columnOf(m[3] ?? '') } : undefined
}

const numberCell = (raw: string, style: number, frame: Package): PackedCell => {
  const number = Number(raw)
  if (raw.trim() === '' || Number.isNaN(number)) return raw.trim() === '' ? null : unescapeXml(raw)
  const format = frame.formats[style]
  if (format?.is_date) return { d: frame.from1904 ? number + 1462 : number }
  return format?.is_percent ? { p: number } : number
}

const cellOf = (tag: string, body: string, frame: Package): PackedCell => {
  const type = / t="(\w+)"/.exec(tag)?.[1] ?? 'n'
  if (type === 'inlineStr') return stringText(body)
  const value = /<(?:\w+:)?v(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?v>/.exec(body)?.[1]
  if (value === undefined) return null
  if (type === 's') return frame.strings[Number(value)] ?? null
  if (type === 'b') return value.trim() === '1' || value.trim() === 'true' ? 'TRUE' : 'FALSE'
  if (type === 'n') return numberCell(value, Number(/ s="(\d+)"/.exec(tag)?.[1] ?? -1), frame)
  return unescapeXml(value)
}

const isBlank = (cell: PackedCell): boolean => cell === null || cell === ''

interface Reader {
  readonly frame: Package
  readonly limits: SheetLimits
  readonly cellStart: RegExp
  rows: number
  cells: number
  last: number
}

const cellsOf = (reader: Reader, body: string): PackedCell[] => {
  const cells: PackedCell[] = []
  const start = reader.cellStart
  start.lastIndex = 0
  let column = -1
  for (let m = start.exec(body); m; m = start.exec(body)) {
    const tag = m[1] ?? ''
    const ref = / r="([A-Za-z]+)\d+"/.exec(tag)?.[1]
    column = ref === undefined ? column + 1 : columnOf(ref)
    const content = m[2]
    if (content === undefined) continue
    const cell = cellOf(tag, content, reader.frame)
    if (isBlank(cell)) continue
    if (column >= reader.limits.max_columns) throw new Refusal('file_too_many_columns', { most: reader.limits.max_columns })
    while (cells.length < column) cells.push(null)
    cells[column] = cell
  }
  return cells
}

/** A row with content, or `undefined` when every cell is empty (formatted rows below a table). */
const rowOf = (reader: Reader, tag: string, body: string): PackedRow | undefined => {
  const n = Number(/ r="(\d+)"/.exec(tag)?.[1] ?? reader.last + 1)
  reader.last = n
  const c = cellsOf(reader, body)
  if (c.length === 0) return undefined
  reader.rows += 1
  reader.cells += c.length
  if (reader.rows > reader.limits.max_rows) throw new Refusal('file_too_many_rows', { most: reader.limits.max_rows })
  if (reader.cells > reader.limits.max_cells) throw new Refusal('file_too_many_cells', { most: reader.limits.max_cells })
  return { n, c }
}

const PIECE = 1 << 20
/** Characters of one row at most: 200 cells of the longest text Excel allows (32,767) fit many times over. */
const LONGEST_ROW = 64 << 20

/** The part as text in pieces of 1 MB: a whole sheet may be longer than a string can be. */
function* piecesOf(part: Buffer): Generator<string> {
  const wide = part[0] === 0xff && part[1] === 0xfe ? 'utf-16le' : 'utf-8'
  const decoder = new TextDecoder(wide)
  for (let at = 0; at < part.length; at += PIECE) yield decoder.decode(part.subarray(at, at + PIECE), { stream: true })
}

const mergesOf = (tail: string): Merge[] =>
  (tail.match(/<(?:\w+:)?mergeCell\s[^>]*>/g) ?? []).flatMap((tag) => mergeOf(attribute(tag, 'ref') ?? '') ?? [])

/**
 * Reads a worksheet part: `onRow` gets every row that has content, in file order; the merged ranges come back at the end.
 * Refuses `file_broken` when the part ends before its end, `file_too_many_…` over `limits`.
 */
export const readSheetPart = (part: Buffer, frame: Package, limits: SheetLimits, onRow: (row: PackedRow) => void): Merge[] => {
  const reader: Reader = {
    frame,
    limits,
    cellStart: /<(?:\w+:)?c((?:\s[^>]*?)?)(?:\/>|>([\s\S]*?)<\/(?:\w+:)?c>)/g,
    rows: 0,
    cells: 0,
    last: 0,
  }
  const rows = /<(?:\w+:)?row((?:\s[^>]*?)?)(?:\/>|>([\s\S]*?)<\/(?:\w+:)?row>)/g
  let rest = ''
  let tail = ''
  let ended = false
  for (const piece of piecesOf(part)) {
    rest += piece
    if (!ended) {
      rows.lastIndex = 0
      let done = 0
      for (let m = rows.exec(rest); m; m = rows.exec(rest)) {
        const row = rowOf(reader, m[1] ?? '', m[2] ?? '')
        if (row) onRow(row)
        done = rows.lastIndex
      }
      rest = rest.slice(done)
      ended = /<\/(?:\w+:)?sheetData>|<(?:\w+:)?sheetData\s*\/>/.test(rest)
    }
    if (rest.length > LONGEST_ROW) throw new Refusal('file_broken')
    if (ended) {
      tail += rest
      rest = ''
    }
  }
  if (!/<\/(?:\w+:)?worksheet>\s*$/.test(ended ? tail : rest)) throw new Refusal('file_broken')
  return mergesOf(tail)
}
