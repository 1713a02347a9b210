/** Databases made for a test or a bench are dropped, whoever still stands in them. */
import { sql } from 'kysely'
import type { Database } from '../src/platform/database.ts'

/**
 * `drop database … with (force)` asks for rights over every session there, also autovacuum's, which an owner who is no superuser
 * does not have (PostgreSQL 15). Our own sessions are ended by hand; a plain drop sends autovacuum away by itself and waits.
 * @param home a database of the same server, not the one dropped
 */
export const dropDatabase = async (home: Pick<Database, 'db' | 'script'>, name: string): Promise<void> => {
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name} and usename = current_user`.execute(
    home.db,
  )
  await home.script(`drop database ${name}`)
}
