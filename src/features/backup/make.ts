/** One backup, from the snapshot to the file with its name. The command, the page and the schedule come here. */
import path from 'node:path'
import { readFiles, writeBackup, type BackupPart } from '../../platform/backup-file.ts'
import { lastMigration } from '../../platform/backup-fill.ts'
import { fingerprintOf, type Opener } from '../../platform/backup-header.ts'
import { countRows, readParts } from '../../platform/backup-rows.ts'
import type { Database, Db, Tx } from '../../platform/database.ts'
import { stamp } from '../../platform/folder-swap.ts'
import { newId } from '../../platform/new-id.ts'
import { withSnapshot } from '../../platform/snapshot.ts'

/** What a backup needs to know of other slices; src/app hands it over. */
export interface Belongings {
  readonly organisationsOf: (db: Db) => Promise<string[]>
  /** The last seal of each organisation's audit trail. */
  readonly sealsOf: (tx: Tx, organisations: readonly string[]) => Promise<Record<string, string>>
}

export interface BackupOrder extends Belongings {
  readonly database: Database
  /** Others use the database meanwhile. */
  readonly shared: boolean
  readonly data_folder: string
  /** Folder the file is written to. */
  readonly to: string
  readonly opener: Opener
  /** With a passphrase: the text of the key file, so that the data can be opened on another machine. */
  readonly key_file?: string
  readonly made_by: 'schedule' | 'hand'
  readonly now: Date
  readonly signal?: AbortSignal
  readonly onRows?: (done: number, total: number) => void
}

export interface Backup {
  readonly backup_id: string
  readonly file: string
  readonly bytes: number
  readonly rows: number
  readonly tables: number
  readonly seconds: number
  /** How long nobody else could use the database. */
  readonly paused_ms: number
  /** Of the key file that opens it; undefined with a passphrase. */
  readonly fingerprint: string | undefined
}

async function* partsOf(order: BackupOrder, tx: Tx, organisations: readonly string[], total: number): AsyncGenerator<BackupPart> {
  let done = 0
  if (order.key_file !== undefined) yield { kind: 'key_file', text: order.key_file }
  yield* readFiles(order.data_folder)
  for await (const part of readParts(tx, organisations)) {
    order.signal?.throwIfAborted()
    if (part.kind === 'rows') order.onRows?.((done += part.rows.length), total)
    yield part
  }
}

export const fileNameOf = (made_at: Date, backup_id: string): string => `hengai-${stamp(made_at)}-${backup_id.slice(-6)}.backup`

/** Throws, and leaves nothing behind, when anything goes wrong; the file was read back and compared when this returns. */
export const makeBackup = async (order: BackupOrder): Promise<Backup> => {
  const started = performance.now()
  const backup_id = newId()
  const file = path.join(order.to, fileNameOf(order.now, backup_id))
  const { result, paused_ms } = await withSnapshot(order.database, order.shared, async (tx) => {
    const organisations = await order.organisationsOf(tx)
    const tables = await countRows(tx, organisations)
    const rows = Object.values(tables).reduce((sum, each) => sum + each, 0)
    const header = {
      product: 'hengai',
      format: 1,
      backup_id,
      made_at: order.now.toISOString(),
      made_by: order.made_by,
      migration: await lastMigration(tx),
      source: order.database.kind === 'server' ? 'server' : 'embedded',
      tables,
      rows,
      seals: await order.sealsOf(tx, organisations),
    } as const
    const { opener, signal } = order
    const parts = partsOf(order, tx, organisations, rows)
    const bytes = await writeBackup({ file, opener, header, parts, ...(signal ? { signal } : {}) })
    return { bytes, rows, tables: Object.keys(tables).length }
  })
  const fingerprint = order.opener.kind === 'key' ? fingerprintOf(order.opener.masters.at(-1)!) : undefined
  return { backup_id, file, ...result, seconds: (performance.now() - started) / 1000, paused_ms, fingerprint }
}
