/**
 * Statements asked again and again keep a name on each connection: PostgreSQL reads and plans them once there. Only for statements
 * whose best plan is the same whatever their values are: after five runs the plan no longer looks at them.
 */
import { createHash } from 'node:crypto'
import pg from 'pg'
import { sql, type QueryResult, type RawBuilder } from 'kysely'
import type { Db, Tx } from './database.ts'

/** A connection keeps a plan for each name, of some ten kilobytes. */
const MOST = 300

const names = new Map<string, string>()

/** Made of the text: behind a pooler another program's statement of the same name is the same statement. */
const nameOf = (text: string): string => `kept_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`

/** Gives the statement a name from now on. */
export const keepNamed = (text: string): void => {
  if (names.size < MOST && !names.has(text)) names.set(text, nameOf(text))
}

/** Runs a statement that keeps its name. */
export const executeNamed = <R>(query: RawBuilder<R>, db: Db): Promise<QueryResult<R>> => {
  const compiled = query.compile(db)
  keepNamed(compiled.sql)
  return db.executeQuery(compiled)
}

/**
 * Runs a named statement by the one plan made without looking at values, from the first time on: for many small parts, each with the one
 * index it can use, whose planning costs more than their running. Inside a request's transaction; the three travel as one message.
 */
export const executeByOnePlan = async <R>(query: RawBuilder<R>, tx: Tx): Promise<QueryResult<R>> => {
  const [, result] = await Promise.all([
    sql`set local plan_cache_mode = force_generic_plan`.execute(tx),
    executeNamed(query, tx),
    sql`set local plan_cache_mode = auto`.execute(tx),
  ])
  return result
}

type Query = (...given: unknown[]) => unknown

/**
 * A client of the pool that sends named statements by their name, and statements asked in one go by one write: a write for each took
 * a third of a request's time.
 */
export class NamingClient extends pg.Client {
  #gathering = false

  constructor(config?: pg.ClientConfig) {
    super(config)
    // Between two statements nobody waits for an answer that could fail; without a listener the process would end. The next one is told.
    this.on('error', () => undefined)
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-assertion -- the overloads of query take no spread list
  override query = ((...given: unknown[]) => {
    const [text, ...rest] = given
    const name = typeof text === 'string' ? names.get(text) : undefined
    this.#gather()
    return (pg.Client.prototype.query as Query).call(this, name === undefined ? text : { name, text }, ...rest)
  }) as never

  #gather(): void {
    const { stream } = this.connection
    if (this.#gathering || !stream.writable) return
    this.#gathering = true
    stream.cork()
    process.nextTick(() => {
      this.#gathering = false
      stream.uncork()
    })
  }
}
