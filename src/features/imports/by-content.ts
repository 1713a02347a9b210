/**
 * A required column whose heading nobody foresaw, told by what stands in it: the only free column full of days is the day. Two columns
 * that could be meant are left to a person.
 */
import type { OpenSheet } from '../../platform/workbook.ts'
import { normalText } from '../../shared/normal.ts'
import type { Cell, Field } from '../../shared/sheet-form.ts'
import { readCell } from './cells.ts'
import { looseKey, type Heading } from './heading.ts'

/** Rows looked at: enough to outweigh the odd bad cell. */
const SAMPLE_ROWS = 60
/** Cells that must be of the kind, of those filled: registers are dirty. */
const MOST = 0.8
/** Fewer filled cells say nothing. */
const FEWEST = 2
/** For dates without a year; only whether they can be read matters. */
const ANY_YEAR = 2000

export type Sample = readonly (readonly Cell[])[]

/** Filled cells by column, of the first rows below the heading. */
export const sampleBelow = (sheet: OpenSheet, heading: Heading): Sample => {
  const below = heading.header_rows.at(-1) ?? 0
  const columns: Cell[][] = heading.labels.map(() => [])
  let rows = 0
  for (const row of sheet.rows()) {
    if (row.row_number <= below) continue
    if (++rows > SAMPLE_ROWS) break
    for (const [at, cell] of row.cells.entries()) if (cell && normalText(cell.text) !== '') columns[at]?.push(cell)
  }
  return columns
}

const personName = /^[\u4e00-\u9fff·]{2,5}$/

const looks = (field: Field, cell: Cell): boolean => {
  if (field.cells) return field.cells.test(normalText(cell.text))
  switch (field.type) {
    case 'day':
    case 'month':
    case 'time':
    case 'yes_no':
    case 'number':
      return readCell(field.type, cell, ANY_YEAR).value !== undefined
    case 'id_number':
      return /^(?:\d{15}|\d{17}[\dX])$/i.test(normalText(cell.text))
    case 'name':
      return personName.test(normalText(cell.text))
    default:
      return false
  }
}

const isFull = (field: Field, cells: readonly Cell[]): boolean =>
  cells.length >= FEWEST && cells.filter((cell) => looks(field, cell)).length >= cells.length * MOST

/** Columns for the `missing` fields, as far as exactly one free column can be meant by each. */
export const columnsByContent = (
  heading: Heading,
  sample: Sample,
  fields: Readonly<Record<string, Field>>,
  taken: Readonly<Record<string, number>>,
  missing: readonly string[],
): Record<string, number> => {
  const used = new Set(Object.values(taken))
  const free = heading.labels.flatMap((label, at) =>
    label === undefined || used.has(at) || looseKey(label) === '序号' ? [] : [at],
  )
  const found: Record<string, number> = {}
  for (const name of missing) {
    const field = fields[name]
    if (!field) continue
    const fit = free.filter((at) => !Object.values(found).includes(at) && isFull(field, sample[at] ?? []))
    if (fit.length === 1) found[name] = fit[0]!
  }
  return found
}
