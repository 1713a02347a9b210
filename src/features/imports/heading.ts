/**
 * Where a sheet's heading (表头) stands, and what each column is called. Titles and `单位／日期` lines above are passed over; a
 * heading has one to three rows, merged or not; levels are joined as `血压(mmHg)/收缩压`.
 */
import { createHash } from 'node:crypto'
import type { Merge, OpenSheet, SheetRow } from '../../platform/workbook.ts'
import { normalText } from '../../shared/normal.ts'
import type { Field } from '../../shared/sheet-form.ts'

export interface Heading {
  /** Worksheet row numbers. */
  readonly header_rows: readonly number[]
  /** By column from 0: the joined heading, `undefined` where there is none. */
  readonly labels: readonly (string | undefined)[]
  /** Texts of the rows above the heading: they may name station, form and year. */
  readonly titles: readonly string[]
  /** The same for every sheet with the same headings in the same order: what a mapping chosen by hand is remembered under. */
  readonly fingerprint: string
}

const brackets = /\([^()]*\)|\[[^[\]]*\]|【[^】]*】|〔[^〕]*〕|<[^<>]*>|\{[^{}]*\}/g
const bare = (text: string): string =>
  text
    .replace(/[/\\|]/g, '')
    .replace(/^[*※★#]+|(?<![*※★:。.])[*※★:。.]+$/g, '')
    .toLowerCase()

/** A heading for comparing, brackets and what stands in them kept: `时长（小时）` → `时长(小时)`. */
export const exactKey = (heading: string): string => bare(normalText(heading))

/** A heading for comparing without brackets, units and level marks: `时长（小时）`, `时长/小时` and ` 时 长 ` → `时长`. */
export const looseKey = (heading: string): string => {
  const text = normalText(heading)
    .replace(brackets, '')
    .replace(/[/]?(?:mmhg|mmol\/l|kg|cm|℃|%)$/i, '')
  return bare(text.replace(/\/(?:元|小时|分钟|人|人次|次|个)$/, '')) || exactKey(heading)
}

/** The last level of a joined heading. */
export const leafOf = (label: string): string => label.replace(brackets, '').split('/').at(-1) ?? label

const knownTo = new WeakMap<readonly unknown[], ReadonlySet<string>>()
/** Keys of every heading that any form knows, to tell a heading row from other rows. */
export const knownHeadings = (forms: readonly { readonly fields: Readonly<Record<string, Field>> }[]): ReadonlySet<string> => {
  const before = knownTo.get(forms)
  if (before) return before
  const known = new Set<string>(['序号'])
  knownTo.set(forms, known)
  for (const form of forms)
    for (const field of Object.values(form.fields))
      for (const heading of field.headings) {
        known.add(looseKey(heading))
        known.add(looseKey(leafOf(heading)))
      }
  return known
}

/** Headings stand at the top: rows beyond are not searched. */
const SEARCHED_ROWS = 40
/** A longer text is a remark, not a heading. */
const LONGEST_HEADING = 30

type Texts = (string | undefined)[]

const textsOf = (row: SheetRow | undefined): Texts =>
  (row?.cells ?? []).map((cell) => (cell === undefined || cell.text.trim() === '' ? undefined : cell.text.replace(/\s+/g, '')))

const filledColumns = (texts: Texts): number[] => texts.flatMap((text, column) => (text === undefined ? [] : [column]))

const looksLikeHeading = (text: string): boolean =>
  text.length <= LONGEST_HEADING && !/^[\d.,:\-/年月日]+$/.test(text.normalize('NFKC')) && !/[:：]\S/.test(text)

/** Rows a merged heading spans: by upright merges, and by groups over cells that are filled below. */
const mergedDepth = (top: number, merges: readonly Merge[], texts: (row: number) => Texts): number => {
  const own = texts(top).flatMap((text) => text ?? [])
  if (own.length < 2 || !own.every(looksLikeHeading)) return 1
  let depth = 1
  for (const merge of merges) {
    if (merge.top !== top) continue
    const height = merge.bottom - top + 1
    if (height <= 3) depth = Math.max(depth, height)
    const below = texts(merge.bottom + 1)
    const grouped = below.slice(merge.left, merge.right + 1).filter((text) => text !== undefined && looksLikeHeading(text)).length
    const upright = merges.some((other) => other.top === top && other.bottom > merge.bottom)
    const alone = filledColumns(below).every((column) =>
      merges.some((other) => other.top === top && other.right > other.left && column >= other.left && column <= other.right),
    )
    if (merge.right > merge.left && grouped >= 2 && (upright || alone)) depth = Math.max(depth, merge.bottom - top + 2)
  }
  return Math.min(depth, 3)
}

/** Two levels without merges: below, only cells under a group are filled, a group being a heading with blanks to its right. */
const isUnmergedGroup = (upper: Texts, lower: Texts): boolean => {
  const below = filledColumns(lower)
  const filled = filledColumns(upper)
  if (
    below.length < 2 ||
    filled.length < 2 ||
    below.some((column) => !looksLikeHeading(lower[column] ?? '') || /\d{2}/.test(lower[column] ?? ''))
  )
    return false
  const repeated = below.filter(
    (column) => upper[column] !== undefined && looseKey(upper[column]) === looseKey(lower[column] ?? ''),
  ).length
  if (repeated >= 2 && below.length > repeated) return true
  const underBlank = below.filter((column) => upper[column] === undefined && column > (filled[0] ?? 0))
  const opensGroup = (column: number): boolean =>
    upper[column] === undefined || (upper[column + 1] === undefined && lower[column + 1] !== undefined)
  return underBlank.length > 0 && below.every(opensGroup) && filled.some((column) => lower[column] === undefined)
}

/** Fills merged headings over the cells they cover; an unmerged group reaches to the next heading of its row. */
const levelsOf = (top: number, depth: number, merges: readonly Merge[], texts: (row: number) => Texts): Texts[] => {
  const levels = Array.from({ length: depth }, (_, at) => [...texts(top + at)])
  for (const merge of merges) {
    const upper = levels[merge.top - top]
    if (upper === undefined) continue
    for (let row = merge.top; row <= Math.min(merge.bottom, top + depth - 1); row++)
      for (let column = merge.left; column <= Math.min(merge.right, 500); column++) levels[row - top]![column] = upper[merge.left]
  }
  for (const [at, level] of levels.entries()) {
    const below = levels[at + 1]
    if (below === undefined) continue
    for (let column = 1; column < below.length; column++)
      if (level[column] === undefined && below[column] !== undefined) level[column] = level[column - 1]
  }
  return levels
}

const joinLevels = (levels: readonly Texts[]): Texts => {
  const width = Math.max(...levels.map((level) => level.length))
  return Array.from({ length: width }, (_, column) => {
    const parts = levels.flatMap((level) => level[column] ?? [])
    return parts.filter((part, at) => part !== parts[at - 1]).join('/') || undefined
  })
}

const labelsAt = (top: number, depth: number, merges: readonly Merge[], texts: (row: number) => Texts): Texts =>
  joinLevels(levelsOf(top, depth, merges, texts))

const countKnown = (labels: Texts, known: ReadonlySet<string>): number => {
  const met = new Set(labels.flatMap((label) => (label === undefined ? [] : [looseKey(label), looseKey(leafOf(label))])))
  let count = 0
  for (const key of met) if (known.has(key)) count++
  return count
}

/** A row that could be a heading though no form knows its words: three or more short different texts and no figures. */
const couldHead = (texts: Texts): boolean => {
  const filled = texts.flatMap((text) => text ?? [])
  return (
    filled.length >= 3 &&
    new Set(filled).size >= filled.length * 0.6 &&
    filled.every((text) => looksLikeHeading(text) && !/\d{3}/.test(text))
  )
}

const fingerprintOf = (labels: Texts): string =>
  createHash('sha256')
    .update(labels.map((label) => (label === undefined ? '' : exactKey(label))).join('\n'))
    .digest('hex')
    .slice(0, 32)

/**
 * Finds the heading: the row (with the rows it spans) in which most words are `known`; without two known words, the first row
 * that looks like one. `undefined`: no heading in the first 40 rows.
 */
export const findHeading = (sheet: OpenSheet, known: ReadonlySet<string>): Heading | undefined => {
  const top: SheetRow[] = []
  for (const row of sheet.rows()) {
    if (top.length >= SEARCHED_ROWS) break
    top.push(row)
  }
  const byNumber = new Map(top.map((row) => [row.row_number, textsOf(row)]))
  const texts = (row: number): Texts => byNumber.get(row) ?? []
  const last = top.at(-1)?.row_number ?? 0
  const merges = sheet.merges.filter((merge) => merge.top <= last)
  let best: { row: number; depth: number; labels: Texts; count: number } | undefined
  let fallback: typeof best
  for (const { row_number: row } of top) {
    const merged = mergedDepth(row, merges, texts)
    const depth = merged === 1 && isUnmergedGroup(texts(row), texts(row + 1)) ? 2 : merged
    const labels = labelsAt(row, depth, merges, texts)
    const count = countKnown(labels, known)
    const found = { row, depth, labels, count }
    if (count >= 2 && count > (best?.count ?? 0)) best = found
    if (fallback === undefined && couldHead(texts(row))) fallback = found
  }
  const chosen = best ?? fallback
  if (!chosen) return undefined
  return {
    header_rows: Array.from({ length: chosen.depth }, (_, at) => chosen.row + at),
    labels: chosen.labels,
    titles: top
      .filter((row) => row.row_number < chosen.row)
      .flatMap((row) => row.cells.flatMap((cell) => (cell && cell.text.trim() !== '' ? [cell.text.trim()] : []))),
    fingerprint: fingerprintOf(chosen.labels),
  }
}
