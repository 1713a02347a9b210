/**
 * The records of a sheet (rule R02): what stands between heading and footer (制表人), without blank rows and subtotals (小计,
 * 合计); merged cells count for every row they cover. Each passed-over row is listed with its number, none is dropped unseen.
 */
import type { Merge, OpenSheet, SheetRow } from '../../platform/workbook.ts'
import { normalText } from '../../shared/normal.ts'
import type { Cell, Field, FieldValue, RowOf } from '../../shared/sheet-form.ts'
import { readCell } from './cells.ts'
import { looseKey } from './heading.ts'
import { unitOf } from './units.ts'
import type { Heading } from './heading.ts'
import type { Columns } from './recognise.ts'

export interface SheetRows<Fields extends Record<string, Field>> {
  readonly rows: readonly RowOf<Fields>[]
  /** Records and subtotal rows together. */
  readonly rows_in: number
  readonly header_rows: readonly number[]
  /** First and last row with content, subtotals included, footer not; `undefined` when there is none. */
  readonly first_data_row: number | undefined
  readonly last_data_row: number | undefined
  readonly subtotal_rows: readonly number[]
  /** Between first and last data row, also rows where only the running number (序号) was filled in beforehand. */
  readonly blank_rows: readonly number[]
  readonly footer_rows: readonly number[]
  /** A heading printed again on a later page. */
  readonly repeated_header_rows: readonly number[]
  /** One text merged across the table (`一月份`). */
  readonly section_rows: readonly number[]
}

type Cells = readonly (Cell | undefined)[]

/** The same answer for the same question, worked out once. */
const onceEach = <Q, A>(work: (question: Q) => A): ((question: Q) => A) => {
  const answers = new Map<Q, A>()
  return (question) => {
    let answer = answers.get(question)
    if (answer === undefined) answers.set(question, (answer = work(question)))
    return answer
  }
}

const subtotal = /^(?:本[月页年季周日期组]|[一二三四五六七八九十]{1,2}月份?|\d{1,2}月份?)?(?:小计|合计|总计)/
const isSubtotal = (cells: Cells): boolean =>
  cells.some(
    (cell) => cell !== undefined && cell.number === undefined && cell.text.includes('计') && subtotal.test(normalText(cell.text)),
  )

const signed =
  /^(?:制表|填表|填报|审核|复核|审批|经办|统计|制单|录入|报送|单位负责|负责|主管|督导)(?:人|者|员|单位|部门|日期|时间)?(?:签名|签字|\([^)]*\))?(?::|$)/
const remark = /^(?:备注|注|说明|填表说明|注意事项)[:：]/

/** A line of signatures or a remark below the table: told by its first filled cell. */
const isFooter = (cells: Cells): boolean => {
  const first = normalText(cells.find((cell) => cell && cell.text.trim() !== '')?.text ?? '')
  const isSigned = signed.test(first)
  if (!isSigned && !remark.test(first)) return false
  const filled = cells.filter((cell) => cell && cell.text.trim() !== '').length
  return isSigned ? first.includes(':') || filled <= 6 || (remark.test(first) && filled <= 2) : filled <= 2
}

const isFilled = (cell: Cell | undefined): boolean => cell !== undefined && normalText(cell.text) !== ''

/** Gives every row the values of the merged ranges it lies in. Rows must come in order. */
const mergeFiller = (merges: readonly Merge[], firstRow: number): ((row: SheetRow) => Cells) => {
  const inside = merges
    .filter((merge) => merge.top >= firstRow && merge.right - merge.left < 500)
    .toSorted((a, b) => a.top - b.top)
  let next = 0
  let open: { merge: Merge; cell: Cell | undefined }[] = []
  return (row) => {
    open = open.filter(({ merge }) => merge.bottom >= row.row_number)
    for (let merge = inside[next]; merge && merge.top <= row.row_number; merge = inside[++next])
      if (merge.bottom >= row.row_number)
        open.push({ merge, cell: merge.top === row.row_number ? row.cells[merge.left] : undefined })
    if (open.length === 0) return row.cells
    const cells = [...row.cells]
    for (const { merge, cell } of open)
      for (let column = merge.left; column <= merge.right; column++) cells[column] = cell ?? cells[column]
    return cells
  }
}

/** The text of one row merged over half the table or more, with nothing beside it. */
const sectionFinder = (merges: readonly Merge[], width: number): ((row: SheetRow) => boolean) => {
  const wide = new Map(
    merges.filter((merge) => merge.right - merge.left + 1 >= Math.max(3, width / 2)).map((merge) => [merge.top, merge]),
  )
  return (row) => {
    const merge = wide.get(row.row_number)
    return merge !== undefined && row.cells.every((cell, column) => !isFilled(cell) || column === merge.left)
  }
}

/** Of the filled cells of a heading printed again, so many are the heading of their column. */
const SAME_HEADINGS = 0.7

/** A heading row printed again: most of its cells are the heading of their column. */
const isRepeatedHeading = (cells: Cells, labels: readonly (readonly string[])[], keyOf: (text: string) => string): boolean => {
  const others_at_most = cells.length * (1 - SAME_HEADINGS)
  let same = 0
  let others = 0
  for (const [column, cell] of cells.entries()) {
    if (!isFilled(cell)) continue
    if (labels[column]?.includes(keyOf(cell!.text))) same++
    // Almost every row is decided by its first cells.
    else if (++others > others_at_most) return false
  }
  return same >= Math.max(2, (same + others) * SAME_HEADINGS)
}

const keysOf = (heading: Heading): string[][] =>
  heading.labels.map((label) => (label === undefined ? [] : [looseKey(label), ...label.split('/').map(looseKey)]))

type Fate = 'blank' | 'footer' | 'repeated_header' | 'section' | 'subtotal' | 'record'

interface Judge {
  readonly keys: readonly (readonly string[])[]
  readonly keyOf: (text: string) => string
  readonly numberColumns: ReadonlySet<number>
  readonly required: readonly number[]
  readonly isSection: (row: SheetRow) => boolean
  afterFooter: boolean
}

/** Below a footer, only a repeated heading or a row with all required values is taken up again. */
const fateOf = (judge: Judge, row: SheetRow, cells: Cells): Fate => {
  if (
    row.cells.every(
      (cell, column) => !isFilled(cell) || (judge.numberColumns.has(column) && /^\d+$/.test(normalText(cell?.text ?? ''))),
    )
  )
    return 'blank'
  if (isRepeatedHeading(row.cells, judge.keys, judge.keyOf)) {
    judge.afterFooter = false
    return 'repeated_header'
  }
  if (isFooter(row.cells)) {
    judge.afterFooter = true
    return 'footer'
  }
  if (judge.afterFooter) {
    if (judge.required.length < 2 || !judge.required.every((column) => isFilled(cells[column]))) return 'footer'
    judge.afterFooter = false
  }
  if (isSubtotal(cells)) return 'subtotal'
  return judge.isSection(row) ? 'section' : 'record'
}

const gapsIn = (filled: ReadonlySet<number>, first: number, last: number): number[] => {
  const gaps: number[] = []
  for (let row = first; row <= last; row++) if (!filled.has(row)) gaps.push(row)
  return gaps
}

const judgeOf = (sheet: OpenSheet, heading: Heading, fields: Record<string, Field>, columns: Columns): Judge => ({
  keys: keysOf(heading),
  keyOf: onceEach(looseKey),
  numberColumns: new Set(
    heading.labels.flatMap((label, column) =>
      label !== undefined && /^(?:序号|行号|no|#)$/.test(looseKey(label)) ? [column] : [],
    ),
  ),
  required: Object.entries(fields).flatMap(([name, field]) =>
    field.required && columns[name] !== undefined ? [columns[name]] : [],
  ),
  isSection: sectionFinder(sheet.merges, heading.labels.filter((label) => label !== undefined).length),
  afterFooter: false,
})

/**
 * Reads the records below `heading` through the form's field types. `columns` comes from `recogniseSheet` or from a person;
 * fields without a column are blank in every row. `year` is taken by dates written without one.
 */
export const readRows = <Fields extends Record<string, Field>>(
  sheet: OpenSheet,
  heading: Heading,
  fields: Fields,
  columns: Columns,
  year: number,
): SheetRows<Fields> => {
  const firstRow = (heading.header_rows.at(-1) ?? 0) + 1
  const judge = judgeOf(sheet, heading, fields, columns)
  const fill = mergeFiller(sheet.merges, firstRow)
  const readers = Object.entries(fields).map(([name, field]) => {
    const column = columns[name] ?? -1
    const inUnit = unitOf(field, heading.labels[column])
    return { name, column, read: onceEach((cell: Cell | undefined) => inUnit(readCell(field.type, cell, year))) }
  })
  const rows: RowOf<Fields>[] = []
  const listed: Record<Exclude<Fate, 'record'>, number[]> = {
    blank: [],
    footer: [],
    repeated_header: [],
    section: [],
    subtotal: [],
  }
  const content = new Set<number>()
  let first: number | undefined
  let last: number | undefined
  for (const row of sheet.rows()) {
    if (row.row_number < firstRow) continue
    const cells = fill(row)
    const fate = fateOf(judge, row, cells)
    if (fate === 'record') {
      const values: Record<string, number | FieldValue<unknown>> = { row_number: row.row_number }
      for (const { name, column, read } of readers) values[name] = read(cells[column])
      rows.push(values as RowOf<Fields>)
    } else listed[fate].push(row.row_number)
    if (fate === 'blank') continue
    content.add(row.row_number)
    if (fate !== 'record' && fate !== 'subtotal') continue
    first ??= row.row_number
    last = row.row_number
  }
  return {
    rows,
    rows_in: rows.length + listed.subtotal.length,
    header_rows: heading.header_rows,
    first_data_row: first,
    last_data_row: last,
    subtotal_rows: listed.subtotal,
    blank_rows: first === undefined || last === undefined ? [] : gapsIn(content, first, last),
    footer_rows: listed.footer,
    repeated_header_rows: listed.repeated_header,
    section_rows: listed.section,
  }
}
