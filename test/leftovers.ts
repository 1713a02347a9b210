/** After a run on PostgreSQL: the databases of its workers are dropped. */
import { openDatabase } from '../src/platform/database.ts'
import { sql } from 'kysely'
import { dropDatabase } from './drop-database.ts'

export const teardown = async (): Promise<void> => {
  const url = process.env.TEST_DATABASE_URL
  if (!url) return
  const home = await openDatabase({ kind: 'server', url, pool_size: 1 })
  const { rows } = await sql<{ datname: string }>`
    select datname from pg_database where datname like ${`hengai\\_test\\_${process.pid}\\_%`}`.execute(home.db)
  for (const { datname } of rows) await dropDatabase(home, datname)
  await home.close()
}
