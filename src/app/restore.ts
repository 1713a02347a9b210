/**
 * Restoring a backup and moving between the embedded database and a server. Both fill a new place, compare every table with where the rows came
 * from, and only then let it be used; what was there before is kept.
 */
import fs from 'node:fs'
import path from 'node:path'
import { sql } from 'kysely'
import { verify } from '../features/audit/verify.ts'
import { listOrganisations } from '../features/staff/organisation.ts'
import { belongings } from './backup-place.ts'
import { checkBackup, isBackedUp, readBackup, type BackupPart } from '../platform/backup-file.ts'
import { checkKnown, fill, lastMigration } from '../platform/backup-fill.ts'
import { fingerprintOf, keyIn, mastersIn, readHeader, type BackupHeader, type Opener } from '../platform/backup-header.ts'
import { readParts, type TableSum } from '../platform/backup-rows.ts'
import { checkDatabase, openDatabase, type Database } from '../platform/database.ts'
import { finishSwap, makeBeside, stamp, swapIn } from '../platform/folder-swap.ts'
import { lockFolder } from '../platform/folder-lock.ts'
import { restoreKeyFile } from '../platform/key-file.ts'
import { withSnapshot } from '../platform/snapshot.ts'

type Progress = (done: number, total: number) => void

export interface Filled {
  /** The data folder, or the address of the server without its password. */
  readonly place: string
  readonly tables: readonly TableSum[]
  /** Where the old folder lies now. */
  readonly old?: string
  /** Of the audit trail; undefined after a move, which compares its rows like all others. */
  readonly trail?: Trail
}

export interface Trail {
  readonly seals: number
  /** Places where the chain does not hold. */
  readonly problems: number
}

const rowsOf = (tables: readonly TableSum[]) => tables.reduce((sum, { rows }) => sum + rows, 0)
export const filledRows = ({ tables }: Filled): number => rowsOf(tables)

/** `postgres://user@host/name`, without the password. */
export const withoutPassword = (url: string): string => {
  const shown = new URL(url)
  shown.password = ''
  return shown.href
}

/** Writes the files of a backup below `folder` as they come; the key file goes to `onKey`. */
export const fileWriter = (folder: string, onKey: (text: string) => void) => {
  let at: string | undefined
  return (part: BackupPart): void => {
    if (part.kind === 'key_file') onKey(part.text)
    else if (part.kind === 'file') {
      at = path.resolve(folder, part.path)
      const below = path.relative(folder, at).split(path.sep).join('/')
      // `..` in between, another drive, or a name that no backup of ours holds: the key, the lock, the database itself.
      if (below === '' || below !== part.path || below.startsWith('..') || path.isAbsolute(below) || !isBackedUp(below))
        throw new Error(
          `备份里有不该有的文件，没有恢复：${part.path} · The backup holds a file that does not belong in one; nothing was restored: ${part.path}`,
        )
      fs.mkdirSync(path.dirname(at), { recursive: true, mode: 0o700 })
      fs.writeFileSync(at, '', { mode: 0o600 })
    } else if (part.kind === 'bytes') fs.appendFileSync(at!, part.bytes)
  }
}

/** The key of the restored data: the one that opened the backup, or the one inside it. A key file that stands there must hold the same keys. */
const placeKey = (file: string, text: string): void => {
  if (!fs.existsSync(file)) return restoreKeyFile(file, text)
  const mine = keyIn(file).masters.map(fingerprintOf)
  const missing = mastersIn(text, file)
    .map(fingerprintOf)
    .filter((each) => !mine.includes(each))
  if (missing.length > 0)
    throw new Error(
      `${file} 是另一个密钥（${mine.join(', ')}），数据要用的是 ${missing.join(', ')}。请先把它移开 · ${file} is another key (${mine.join(', ')}); the data needs ${missing.join(', ')}. Move it away first.`,
    )
}

/** The audit trail ends in the seals the header names, or this throws. Whether the chain before them holds is told: it was so at the source. */
const checkTrail = async (target: Database, header: BackupHeader): Promise<Trail> => {
  const organisations = Object.keys(header.seals)
  const found = await target.db.transaction().execute((tx) => belongings.sealsOf(tx, organisations))
  const other = organisations.filter((each) => found[each] !== header.seals[each])
  if (other.length > 0)
    throw new Error(`留痕的封存与备份不符 · The audit trail does not end in the seal of the backup: ${other.join(', ')}`)
  const trail = { seals: 0, problems: 0 }
  for (const organisation_id of organisations) {
    const { seals, problems } = await verify(target.db, organisation_id)
    trail.seals += seals
    // What waited for its seal at the time of the backup waits still.
    trail.problems += problems.filter(({ kind }) => kind !== 'entries_unsealed').length
  }
  return trail
}

/** Fills, compares with the header and the seals, and places the key; only then is the mark of the unproven taken away. */
const fillFromFile = async (
  target: Database,
  folder: string,
  { file, opener, header, key_text }: { file: string; opener: Opener; header: BackupHeader; key_text: string | undefined },
  onRows: Progress,
  key_file: string,
): Promise<{ tables: readonly TableSum[]; trail: Trail }> => {
  let key = key_text
  let trail: Trail = { seals: 0, problems: 0 }
  const onPart = fileWriter(folder, (text) => (key = text))
  await checkDatabase(target)
  const prove = async (tables: readonly TableSum[]) => {
    const wrong = Object.entries(header.tables).filter(
      ([table, rows]) => tables.find((each) => each.table === table)?.rows !== rows,
    )
    if (wrong.length > 0) throw new Error(`not as the header says: ${wrong.map(([table]) => table).join(', ')}`)
    trail = await checkTrail(target, header)
    if (key === undefined) throw new Error('备份里没有密钥，请用 --key-file 指定 · The backup holds no key: name the key file')
    placeKey(key_file, key)
  }
  const filling = { onPart, prove, onRows: (rows: number) => onRows(rows, header.rows) }
  const tables = await fill(target, header.migration, readBackup(file, opener), listOrganisations, filling)
  return { tables, trail }
}

export interface RestoreOrder {
  readonly file: string
  readonly opener: Opener
  /** Text of the key file that opens it; undefined with a passphrase, when the backup holds it. */
  readonly key_text: string | undefined
  readonly folder: string
  /** Into a folder of its own beside, for a look; nothing is replaced. */
  readonly look: boolean
  readonly now: Date
  readonly onRows: Progress
}

/** A file that is damaged or cannot be opened is refused before anything is made. */
const checkFirst = async (file: string, opener: Opener): Promise<BackupHeader> => {
  const { header } = readHeader(file)
  checkKnown(header.migration)
  await checkBackup(file, opener)
  return header
}

/** Makes something at `fresh` and puts it in the place of `folder`. On failure nothing but `fresh` is touched, and that is removed. */
const replacing = async (
  folder: string,
  now: Date,
  make: (fresh: string) => Promise<Pick<Filled, 'tables' | 'trail'>>,
): Promise<Filled> => {
  finishSwap(folder)
  const unlock = fs.existsSync(folder) ? lockFolder(folder) : undefined
  try {
    const fresh = makeBeside(folder, now)
    try {
      const made = await make(fresh)
      const old = swapIn(folder, fresh, now)
      return { place: folder, ...made, ...(old ? { old } : {}) }
    } catch (problem) {
      fs.rmSync(fresh, { recursive: true, force: true })
      throw problem
    }
  } finally {
    unlock?.()
  }
}

/** Restores into a new folder beside `folder`, compares, and only then takes its place (or, for a look, another name). */
export const restoreToFolder = async (order: RestoreOrder): Promise<Filled> => {
  const { file, opener, folder, look, now } = order
  const header = await checkFirst(file, opener)
  return replacing(look ? `${folder}.look-${stamp(now)}` : folder, now, async (fresh) => {
    const database = await openDatabase({ kind: 'folder', folder: fresh })
    const elsewhere = process.env.HENGAI_KEY_FILE
    const key_file = elsewhere && !look ? elsewhere : path.join(fresh, 'key')
    try {
      return await fillFromFile(database, fresh, { ...order, header }, order.onRows, key_file)
    } finally {
      await database.close()
    }
  })
}

/** Restores into an empty database on a server; the key and the files go to the data folder. */
export const restoreToServer = async (order: RestoreOrder, url: string): Promise<Filled> => {
  const { file, opener, folder } = order
  const header = await checkFirst(file, opener)
  const database = await openDatabase({ kind: 'server', url })
  try {
    const key_file = process.env.HENGAI_KEY_FILE ?? path.join(folder, 'key')
    const { tables, trail } = await fillFromFile(database, folder, { ...order, header }, order.onRows, key_file)
    return { place: withoutPassword(url), tables, trail }
  } finally {
    await database.close()
  }
}

/** Rows of `source`, in one snapshot, into `target`; both open. */
const fillFrom = async (source: Database, target: Database, onRows: Progress): Promise<readonly TableSum[]> => {
  const { result } = await withSnapshot(source, false, async (tx) => {
    const organisations = await listOrganisations(tx)
    return fill(target, await lastMigration(tx), readParts(tx, organisations), listOrganisations, {
      onRows: (rows) => onRows(rows, 0),
    })
  })
  return result
}

/** The embedded database of `folder` into the empty database at `url`. The folder is only read, and keeps the key file. */
export const moveToServer = async (folder: string, url: string, onRows: Progress): Promise<Filled> => {
  const source = await openDatabase({ kind: 'folder', folder })
  try {
    const target = await openDatabase({ kind: 'server', url })
    try {
      await checkDatabase(target)
      return { place: withoutPassword(url), tables: await fillFrom(source, target, onRows) }
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

/** Throws while another program uses the database: what it writes after the snapshot would be left behind. */
const checkAlone = async (source: Database): Promise<void> => {
  const { rows } = await sql<{ others: number }>`select count(*) as others from pg_stat_activity
    where datname = current_database() and usename = current_user and backend_type = 'client backend' and pid <> pg_backend_pid()`.execute(
    source.db,
  )
  if (rows[0]!.others > 0)
    throw new Error(
      `还有 ${rows[0]!.others} 个连接在用这个数据库，请先停止服务 · ${rows[0]!.others} connections still use the database: stop the servers first`,
    )
}

/** The database at `url` into the embedded database of `folder`; what the folder held before is kept beside, its files are taken along. */
export const moveToFolder = async (url: string, folder: string, now: Date, onRows: Progress): Promise<Filled> => {
  const source = await openDatabase({ kind: 'server', url, pool_size: 1 })
  try {
    await checkDatabase(source)
    await checkAlone(source)
    return await replacing(folder, now, async (fresh) => {
      if (fs.existsSync(folder))
        for (const name of fs.readdirSync(folder))
          if (!['db', 'lock', 'local-door', 'backup-copy'].includes(name))
            fs.cpSync(path.join(folder, name), path.join(fresh, name), { recursive: true, preserveTimestamps: true })
      if (!process.env.HENGAI_KEY_FILE && !fs.existsSync(path.join(fresh, 'key')))
        throw new Error(`${folder} 里没有密钥文件，请先把它放进去 · Put the key file into ${folder} first`)
      const target = await openDatabase({ kind: 'folder', folder: fresh })
      try {
        return { tables: await fillFrom(source, target, onRows) }
      } finally {
        await target.close()
      }
    })
  } finally {
    await source.close()
  }
}
