/**
 * Opens workbooks (.xlsx, CSV) in a thread of their own, within limits of size, rows, columns and time, and hands out their
 * sheets as they are: nothing is guessed here about headings, dates or people.
 */
import type { Worker } from 'node:worker_threads'
import { Refusal } from '../shared/refusal.ts'
import type { Cell } from '../shared/sheet-form.ts'
import type { OpenNews, OpenOrder } from './workbook.worker.ts'
import type { Merge, PackedCell, PackedRow } from './workbook-sheet.ts'
import { besideModule, startWorker } from './worker.ts'

export type { Merge } from './workbook-sheet.ts'

export interface WorkbookLimits {
  /** The file as it lies on disk. */
  readonly max_bytes: number
  /** Sum of the zip's parts as its directory states them, checked before unpacking. */
  readonly max_unpacked_bytes: number
  /** Rows with content, a sheet. */
  readonly max_rows: number
  readonly max_columns: number
  /** Cells up to the last filled one of each row, a sheet. */
  readonly max_cells: number
  readonly max_seconds: number
}

/** Ours, not a standard's: ten times the largest register a town keeps, and still within the memory of a small PC. */
export const workbookLimits: WorkbookLimits = {
  max_bytes: 64 * 1_048_576,
  max_unpacked_bytes: 512 * 1_048_576,
  max_rows: 300_000,
  max_columns: 200,
  max_cells: 6_000_000,
  max_seconds: 60,
}

export interface SheetRow {
  /** As in Excel: the first row is 1. */
  readonly row_number: number
  /** By column from 0; blank cells are `undefined`, merged ranges hold their value in the first cell only. */
  readonly cells: readonly (Cell | undefined)[]
}

export interface OpenSheet {
  readonly name: string
  readonly hidden: boolean
  /** Rows with at least one filled cell, top to bottom; can be walked any number of times. */
  readonly rows: () => Iterable<SheetRow>
  readonly row_count: number
  readonly merges: readonly Merge[]
}

export interface OpenWorkbook {
  readonly name: string
  readonly sheets: readonly OpenSheet[]
  /** Of the file's bytes, in hex: the same file has the same. */
  readonly sha256: string
  readonly bytes: number
}

const pad = (n: number): string => String(n).padStart(2, '0')

/** A date as people read it: `2022-03-05`, `2022-03-05 09:30`, `09:30` for a time alone. */
const dateText = (serial: number): string => {
  const at = new Date(Math.round((serial - 25_569) * 86_400_000))
  if (Number.isNaN(at.getTime())) return String(serial)
  const day = `${at.getUTCFullYear()}-${pad(at.getUTCMonth() + 1)}-${pad(at.getUTCDate())}`
  const time = `${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}`
  return serial < 1 ? time : Number.isInteger(serial) ? day : `${day} ${time}`
}

/** Excel shows and keeps 15 significant digits; a float's noise behind them is not text anybody wrote. */
const numberText = (number: number): string => String(Number(number.toPrecision(15)))

const unpackCell = (cell: PackedCell): Cell | undefined => {
  if (cell === null) return undefined
  if (typeof cell === 'string') return { text: cell }
  if (typeof cell === 'number') return { text: numberText(cell), number: cell }
  return 'd' in cell
    ? { text: dateText(cell.d), number: cell.d, is_date: true }
    : { text: `${numberText(cell.p * 100)}%`, number: cell.p }
}

/** Cells that hold the same are one: a sheet says most of what it says many times. */
const sharedCells = (): ((cell: PackedCell) => Cell | undefined) => {
  const plain = new Map<string | number, Cell | undefined>()
  const dates = new Map<number, Cell | undefined>()
  const shared = <K>(cells: Map<K, Cell | undefined>, key: K, packed: PackedCell): Cell | undefined => {
    const cell = cells.get(key) ?? unpackCell(packed)
    cells.set(key, cell)
    return cell
  }
  return (packed) => {
    if (packed === null) return undefined
    if (typeof packed !== 'object') return shared(plain, packed, packed)
    return 'd' in packed ? shared(dates, packed.d, packed) : unpackCell(packed)
  }
}

function* unpackRows(rows: readonly PackedRow[]): Generator<SheetRow> {
  const unpack = sharedCells()
  for (const row of rows) yield { row_number: row.n, cells: row.c.map(unpack) }
}

interface SheetInMaking {
  readonly name: string
  readonly hidden: boolean
  readonly rows: PackedRow[]
  merges: readonly Merge[]
}

/** Rows stand in order in every file met so far; the format does not promise it. */
const inOrder = (rows: readonly PackedRow[]): readonly PackedRow[] =>
  rows.every((row, at) => at === 0 || row.n > (rows[at - 1]?.n ?? 0)) ? rows : rows.toSorted((a, b) => a.n - b.n)

const openSheet = (made: SheetInMaking): OpenSheet => {
  const rows = inOrder(made.rows)
  return { name: made.name, hidden: made.hidden, row_count: rows.length, merges: made.merges, rows: () => unpackRows(rows) }
}

let idle: Worker[] = []
let orders = 0

/** Starting a thread costs a quarter of a second, so a finished one waits for the next file without keeping the process alive. */
const takeThread = (): Worker => {
  const thread = idle.pop() ?? startWorker(besideModule('./workbook.worker', import.meta.url), undefined)
  for (const event of ['error', 'exit']) thread.removeAllListeners(event)
  thread.ref()
  return thread
}

const giveBack = (thread: Worker): void => {
  for (const event of ['message', 'error', 'exit']) thread.removeAllListeners(event)
  thread.once('error', () => undefined)
  thread.once('exit', () => {
    idle = idle.filter((other) => other !== thread)
  })
  thread.unref()
  if (idle.length < 2) idle.push(thread)
  else void thread.terminate()
}

export interface OpenOptions {
  readonly limits?: Partial<WorkbookLimits>
  readonly signal?: AbortSignal
}

const listen = (
  thread: Worker,
  order: number,
  name: string,
  settle: (result: OpenWorkbook | Error, reusable: boolean) => void,
): void => {
  const sheets: SheetInMaking[] = []
  thread.on('message', (news: OpenNews) => {
    if (news.order !== order) return
    if ('sheet' in news) sheets.push({ ...news.sheet, rows: [], merges: [] })
    else if ('rows' in news) for (const row of news.rows) sheets.at(-1)?.rows.push(row)
    else if ('merges' in news) sheets.at(-1)!.merges = news.merges
    else if ('done' in news) settle({ name, sheets: sheets.map(openSheet), ...news.done }, true)
    else if ('refused' in news) settle(new Refusal(news.refused.code, { file: name, ...news.refused.details }), true)
    else settle(new Error(`reading ${name}: ${news.fault}`), false)
  })
  thread.once('error', (error: NodeJS.ErrnoException) =>
    settle(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new Refusal('file_out_of_memory', { file: name }) : error, false),
  )
  thread.once('exit', () => settle(new Error(`reading ${name}: the thread ended`), false))
}

/**
 * Opens a workbook from its bytes or its path. `name` is the file's name as people know it: it stands in refusals, names the
 * one sheet of a CSV and tells CSV (`.csv`, `.tsv`, `.txt`) from other text. Hidden sheets come with `hidden: true`; comments
 * and formulas are left out, a formula's stored result counts.
 * Refuses: `file_empty`, `file_not_workbook`, `file_old_excel`, `file_encrypted`, `file_broken`, `file_encoding`, `file_too_large`,
 * `file_too_slow`, `import_cancelled` (when `signal` aborts).
 */
export const openWorkbook = async (
  source: Uint8Array | string,
  name: string,
  options: OpenOptions = {},
): Promise<OpenWorkbook> => {
  const { signal } = options
  const limits = { ...workbookLimits, ...options.limits }
  if (signal?.aborted) throw new Refusal('import_cancelled')
  const thread = takeThread()
  const order = ++orders
  return new Promise<OpenWorkbook>((resolve, reject) => {
    const cancel = () => settle(new Refusal('import_cancelled'), false)
    const timer = setTimeout(
      () => settle(new Refusal('file_too_slow', { file: name, seconds: limits.max_seconds }), false),
      limits.max_seconds * 1000,
    )
    let settled = false
    const settle = (result: OpenWorkbook | Error, reusable: boolean) => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      signal?.removeEventListener('abort', cancel)
      if (reusable) giveBack(thread)
      else void thread.terminate()
      if (result instanceof Error) reject(result)
      else resolve(result)
    }
    signal?.addEventListener('abort', cancel)
    listen(thread, order, name, settle)
    thread.postMessage({ order, source, name, limits } satisfies OpenOrder)
  })
}
