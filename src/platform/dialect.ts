/** The one dialect, and what its two databases are told apart for. */
import { PostgresAdapter, PostgresDialect, type PostgresDialectConfig } from 'kysely'
import type { Db, Tx } from './database.ts'

class EmbeddedAdapter extends PostgresAdapter {}

class EmbeddedDialect extends PostgresDialect {
  override createAdapter(): PostgresAdapter {
    return new EmbeddedAdapter()
  }
}

export const dialectOf = (pool: PostgresDialectConfig['pool'], embedded: boolean): PostgresDialect =>
  embedded ? new EmbeddedDialect({ pool }) : new PostgresDialect({ pool })

/** Whether the database is this process's own, with one session for everything. */
export const isEmbedded = (db: Db): boolean => db.getExecutor().adapter instanceof EmbeddedAdapter

/**
 * Whether rows are written faster by statements of equal text, planned once, than by statements that say each value once. In WebAssembly a
 * parameter more costs more than the plan: a year took 15 % longer.
 */
export const prefersEqualStatements = (db: Tx): boolean => !isEmbedded(db)
