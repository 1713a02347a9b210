/** Where a server keeps its backups, and what a backup needs of the slices. */
import fs from 'node:fs'
import path from 'node:path'
import { sql } from 'kysely'
import type { BackupPlace } from '../features/backup/backups.ts'
import type { Belongings } from '../features/backup/make.ts'
import { isHour } from '../features/backup/rules.ts'
import { findSystemAsking, listOrganisations } from '../features/staff/organisation.ts'
import { enterAsOwner } from '../platform/database.ts'
import { keyIn } from '../platform/backup-header.ts'
import { keyFileOf, type Opened } from './open.ts'

/** Beside the data, not in it: a restore puts another folder in its place. HENGAI_BACKUPS names a folder on another disk. */
export const backupFolder = (data_folder: string): string => path.resolve(process.env.HENGAI_BACKUPS ?? `${data_folder}-backups`)

/**
 * Refuses a folder for backups within the data folder: a restore moves the data folder away with all backups in it, and a disk that breaks takes both.
 * Links are followed.
 */
export const checkBackupFolder = (folder: string, data_folder: string): void => {
  const below = path.relative(reached(data_folder), reached(folder))
  if (below.startsWith('..') || path.isAbsolute(below)) return
  throw new Error(
    `备份文件夹不能放在数据文件夹里：${folder}。请用 HENGAI_BACKUPS 指定另一处，最好是另一块盘 · ` +
      `The folder for backups must not lie in the data folder: ${folder}. Name another one with HENGAI_BACKUPS, best on another disk.`,
  )
}

/** The place a path leads to, as far as it exists already. */
const reached = (at: string): string => {
  if (fs.existsSync(at)) return fs.realpathSync(at)
  const parent = path.dirname(at)
  return parent === at ? at : path.join(reached(parent), path.basename(at))
}

export const belongings: Belongings = {
  organisationsOf: listOrganisations,
  sealsOf: async (tx, organisations) => {
    const seals: Record<string, string> = {}
    const { rows: there } = await sql<{ known: boolean }>`select to_regclass('audit.seals') is not null as known`.execute(tx)
    if (!there[0]!.known) return seals
    for (const organisation_id of organisations) {
      await enterAsOwner(tx, organisation_id)
      const { rows } = await sql<{ hash: string }>`select encode(seal_hash, 'hex') as hash from audit.seals
        where organisation_id = ${organisation_id} order by number desc limit 1`.execute(tx)
      if (rows[0]) seals[organisation_id] = rows[0].hash
    }
    return seals
  },
}

/** The hour of the daily backup, in the organisation's time zone: after the night's work, before the first meal is cooked. */
const HOUR = '03:30'

/** HENGAI_BACKUP_AT: `03:30`, or `off`. */
const scheduledAt = (): string | null => {
  const wanted = process.env.HENGAI_BACKUP_AT ?? HOUR
  if (wanted !== 'off' && !isHour(wanted))
    throw new Error(`HENGAI_BACKUP_AT 请写成 03:30 或 off · Write it as 03:30, or off: ${wanted}`)
  return wanted === 'off' ? null : wanted
}

/** `daily` false: only when somebody asks (demo). */
export const backupPlace = (opened: Opened, daily: boolean, onFault: (problem: unknown) => void): BackupPlace => {
  const key_file = keyFileOf(opened.folder)
  checkBackupFolder(backupFolder(opened.folder), opened.folder)
  return {
    ...belongings,
    database: opened.database,
    data_folder: opened.folder,
    folder: backupFolder(opened.folder),
    key_file,
    opener: () => keyIn(key_file),
    at: daily ? scheduledAt() : null,
    timeZoneOf: async () => {
      const [first] = await listOrganisations(opened.database.db)
      return first && (await findSystemAsking(opened.database.db, first)).time_zone
    },
    onFault,
  }
}
