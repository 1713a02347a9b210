/** The login that owns the tables must stand behind their wall: one that inherits nothing would make an empty backup that looks right. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { countRows } from '../src/platform/backup-rows.ts'
import { checkDatabase, checkOwner, openDatabase } from '../src/platform/database.ts'
import { newWorld } from './world.ts'

it('a login that sees no row is refused in both languages at the start; the usual one is not', async () => {
  const { database } = await newWorld()
  await checkOwner(database)
  const url = process.env.TEST_DATABASE_URL
  // The embedded database has one login, and it sees everything.
  if (!url) return
  const login = `blind_${randomUUID().replaceAll('-', '')}`
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(database.db)
  await database.script(`create role ${login} login noinherit in role hengai_app, hengai_stations, hengai_whole`)
  const own = new URL(url)
  own.pathname = `/${rows[0]!.name}`
  own.username = login
  const blind = await openDatabase({ kind: 'server', url: own.href, pool_size: 1 })
  try {
    await expect(checkDatabase(blind)).rejects.toThrow(/看不到任何机构的数据.*sees no row.*INHERIT/)
  } finally {
    await blind.close()
    await database.script(`drop role ${login}`)
  }
})

it('no backup is made of an organisation of which not a row is seen', async () => {
  const { database } = await newWorld()
  const nobody = randomUUID()
  await expect(database.db.transaction().execute((tx) => countRows(tx, [nobody]))).rejects.toThrow(/一行也看不到|does not know/)
})
