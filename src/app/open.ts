import os from 'node:os'
import path from 'node:path'
import { checkComplete } from '../platform/backup-fill.ts'
import { checkDatabase, checkOwner, openDatabase, type Database } from '../platform/database.ts'
import { finishSwap, forgetSwaps } from '../platform/folder-swap.ts'
import type { Keys } from '../platform/keys.ts'
import { openKeys } from './open-keys.ts'
import { migrate } from '../platform/migrate.ts'
import { openNotices, type Notices } from '../platform/notices.ts'
import { listOrganisations } from '../features/staff/organisation.ts'
import { refreshRoles } from '../features/staff/refresh-roles.ts'
import { asSystem } from './as-system.ts'

export interface Opened {
  readonly database: Database
  readonly keys: Keys
  /** The data folder, absolute. */
  readonly folder: string
  /** To and from the other programs on the same database. */
  readonly notices: Notices
  close(): Promise<void>
}

/** `--data`, or HENGAI_DATA, or `data` in the folder the command was given in. */
export const dataFolder = (given: string | undefined): string => {
  const folder = given ?? process.env.HENGAI_DATA ?? 'data'
  return path.resolve(folder.replace(/^~(?=$|\/)/, os.homedir()))
}

/** In the data folder, or where HENGAI_KEY_FILE says: better on another disk than the data. */
export const keyFileOf = (folder: string): string => path.resolve(process.env.HENGAI_KEY_FILE ?? path.join(folder, 'key'))

/** The database in the folder, or the one DATABASE_URL names, as it stands: not brought up to date. Refuses one that was not filled to its end. */
export const openAsItStands = async (folder: string): Promise<Database> => {
  const url = process.env.DATABASE_URL
  if (!url) finishSwap(folder)
  const database = await openDatabase(url ? { kind: 'server', url } : { kind: 'folder', folder })
  try {
    if (!url) forgetSwaps(folder)
    await checkDatabase(database)
    await checkComplete(database)
    return database
  } catch (problem) {
    await database.close()
    throw problem
  }
}

/**
 * Opens what every command needs: the database in the folder (or the one DATABASE_URL names), brought up to date and checked, its
 * organisations' roles brought up to date too, and the key file, which HENGAI_KEY_FILE can keep on another disk than the data.
 */
export const openAll = async (data: string | undefined): Promise<Opened> => {
  const folder = dataFolder(data)
  const database = await openAsItStands(folder)
  try {
    await migrate(database)
    await checkOwner(database)
    const keys = await openKeys(database.db, keyFileOf(folder))
    const notices = openNotices({
      database,
      failed: (problem) => void process.stderr.write(`notices: ${(problem as Error).message}\n`),
    })
    const close = async () => {
      await notices.close()
      await database.close()
    }
    const opened = { database, keys, folder, notices, close }
    for (const organisation_id of await listOrganisations(database.db))
      await asSystem(opened, organisation_id, 'refreshRoles', refreshRoles)
    return opened
  } catch (problem) {
    await database.close()
    throw problem
  }
}
