/** Where the data of one installation lie: a folder with the embedded database, or PostgreSQL by DATABASE_URL; the keys beside it. */
import path from 'node:path'
import { checkDatabase, openDatabase, type Database } from '../platform/database.ts'
import { loadKeys, type Keys } from '../platform/keys.ts'
import { migrate } from '../platform/migrate.ts'

export interface OpenData {
  readonly database: Database
  readonly keys: Keys
  readonly folder: string
}

/** Opens, checks and brings the database forward. `DATABASE_URL` chooses PostgreSQL; `HENGAI_KEY_FILE` another place for the key. */
export const openData = async (folder: string): Promise<OpenData> => {
  const at = path.resolve(folder)
  const url = process.env.DATABASE_URL
  const database = await openDatabase(url ? { kind: 'server', url } : { kind: 'folder', folder: at })
  try {
    await checkDatabase(database)
    await migrate(database)
    return { database, keys: loadKeys(process.env.HENGAI_KEY_FILE ?? path.join(at, 'hengai.key')), folder: at }
  } catch (problem) {
    await database.close()
    throw problem
  }
}
