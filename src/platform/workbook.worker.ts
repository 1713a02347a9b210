/** The thread that opens workbooks: a hostile or huge file costs this thread, never the server's. Speaks with `workbook.ts`. */
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { Refusal } from '../shared/refusal.ts'
import type { RefusalCode, RefusalDetails } from '../shared/refusal.ts'
import { readCsv } from './workbook-csv.ts'
import { readPackage } from './workbook-parts.ts'
import { readSheetPart } from './workbook-sheet.ts'
import type { Merge, PackedRow, SheetLimits } from './workbook-sheet.ts'
import { openZip } from './workbook-zip.ts'

export interface OpenOrder {
  readonly order: number
  readonly source: Uint8Array | string
  readonly name: string
  readonly limits: SheetLimits & { readonly max_bytes: number; readonly max_unpacked_bytes: number }
}

/** What the thread sends back, per order: sheets with their rows in batches, then `done`; or one refusal or fault. */
export type OpenNews = { readonly order: number } & (
  | { readonly sheet: { readonly name: string; readonly hidden: boolean } }
  | { readonly rows: readonly PackedRow[] }
  | { readonly merges: readonly Merge[] }
  | { readonly done: { readonly sha256: string; readonly bytes: number } }
  | { readonly refused: { readonly code: RefusalCode; readonly details: RefusalDetails } }
  | { readonly fault: string }
)

type Send = (news: OpenNews) => void

const BATCH = 2000

const megabytes = (bytes: number): string => `${Math.round(bytes / 1_048_576)} MB`

const bytesOf = ({ source, limits }: OpenOrder): Buffer => {
  const size = typeof source === 'string' ? statSync(source).size : source.byteLength
  if (size > limits.max_bytes) throw new Refusal('file_too_large', { limit: megabytes(limits.max_bytes) })
  if (size === 0) throw new Refusal('file_empty')
  return typeof source === 'string' ? readFileSync(source) : Buffer.from(source.buffer, source.byteOffset, source.byteLength)
}

const sendRows = (send: Send, order: number) => {
  let batch: PackedRow[] = []
  const flush = () => {
    if (batch.length > 0) send({ order, rows: batch })
    batch = []
  }
  const add = (row: PackedRow) => {
    batch.push(row)
    if (batch.length >= BATCH) flush()
  }
  return { add, flush }
}

const readXlsx = (file: Buffer, { order, limits }: OpenOrder, send: Send): void => {
  const zip = openZip(file, limits.max_unpacked_bytes)
  const frame = readPackage(zip)
  for (const { name, hidden, part } of frame.sheets) {
    const xml = zip.part(part)
    if (!xml) throw new Refusal('file_broken')
    send({ order, sheet: { name, hidden } })
    const rows = sendRows(send, order)
    const merges = readSheetPart(xml, frame, limits, rows.add)
    rows.flush()
    send({ order, merges })
  }
}

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le')

/** OLE containers hold old .xls and password-protected .xlsx alike; the names of their streams tell which. */
const refuseOle = (file: Buffer): never => {
  if (file.includes(utf16('EncryptedPackage'))) throw new Refusal('file_encrypted')
  throw new Refusal(file.includes(utf16('Workbook')) || file.includes(utf16('Book')) ? 'file_old_excel' : 'file_not_workbook')
}

const readFile = (order: OpenOrder, send: Send): void => {
  const file = bytesOf(order)
  if (file.length >= 8 && file.readUInt32BE(0) === 0xd0cf11e0) refuseOle(file)
  if (file.length >= 4 && file.readUInt32LE(0) === 0x04034b50) readXlsx(file, order, send)
  else if (/\.(?:csv|tsv|txt)$/i.test(order.name)) {
    send({ order: order.order, sheet: { name: order.name.replace(/^.*[\\/]/, '').replace(/\.\w+$/, ''), hidden: false } })
    const rows = sendRows(send, order.order)
    for (const row of readCsv(file, order.limits)) rows.add(row)
    rows.flush()
  } else throw new Refusal('file_not_workbook')
  send({ order: order.order, done: { sha256: createHash('sha256').update(file).digest('hex'), bytes: file.length } })
}

parentPort?.on('message', (order: OpenOrder) => {
  const send: Send = (news) => parentPort?.postMessage(news)
  try {
    readFile(order, send)
  } catch (error) {
    if (error instanceof Refusal) send({ order: order.order, refused: { code: error.code, details: error.details } })
    else send({ order: order.order, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
})
