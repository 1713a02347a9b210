/**
 * A transaction whose statements need not wait for each other: what is asked at once (`Promise.all`) travels in one message and is
 * answered in order. Kysely's own asks one after the other.
 */
import { setTimeout as rest } from 'node:timers/promises'
import { CompiledQuery, PostgresDialect, Transaction, type DatabaseConnection } from 'kysely'
import type { Db, Tx } from './database.ts'
import { isConnectionLost } from './trouble.ts'

const dialect = new PostgresDialect({ pool: () => Promise.reject(new Error('a transaction has its connection already')) })
const driver = dialect.createDriver()

const send = (connection: DatabaseConnection, text: string) => connection.executeQuery(CompiledQuery.raw(text))

/** Milliseconds before each further try: a restart of PostgreSQL takes a second or two, and nobody at a desk need notice. */
const AGAIN_MS = [0, 100, 500, 1_500]

/** Of this process, since it started. */
export const transactionCounts = { committed: 0, rolled_back: 0 }

/** Runs `work` again when the connection was lost and `mayRepeat` says that nothing can have been done yet. */
export const repeatWhenLost = async <T>(work: () => Promise<T>, mayRepeat = (): boolean => true): Promise<T> => {
  for (const wait of AGAIN_MS) {
    try {
      return await work()
    } catch (problem) {
      if (!isConnectionLost(problem) || !mayRepeat()) throw problem
    }
    await rest(wait)
  }
  return work()
}

const isAborted = (problem: unknown): boolean => (problem as { code?: unknown } | null)?.code === '25P02'

interface Opening {
  /** Goes first; nothing that follows is done unless it was answered. */
  readonly entering: (tx: Tx) => Promise<unknown>
  /** `work` begins before `entering` was answered, for what touches nothing but the database. */
  readonly at_once?: boolean
}

/**
 * Runs `work` between begin and commit; a failure leaves no trace. A connection that was lost before it answered `begin` is replaced, and
 * `work` runs again: nothing was written, the commit is only sent after that answer.
 */
export const inTransaction = async <T>(db: Db, work: (tx: Tx) => Promise<T>, opening: Partial<Opening> = {}): Promise<T> => {
  let begun = false
  return repeatWhenLost(
    () => once(db, work, opening, () => (begun = true)),
    () => !begun,
  )
}

/**
 * `begin` and what `entering` asks wait for no answer of their own: the first statement follows them on the wire, and what it answers is held
 * back until both were. After the end nothing more gets through, so that a part left running when another failed cannot write outside of it.
 */
const once = <T>(
  db: Db,
  work: (tx: Tx) => Promise<T>,
  { entering, at_once = false }: Partial<Opening>,
  onBegun: () => void,
): Promise<T> =>
  db.getExecutor().provideConnection(async (connection) => {
    let over = false
    let cause: unknown
    const through = (opened: () => Promise<unknown>): Tx => {
      const executor = db.getExecutor().withConnectionProvider({
        provideConnection: async (consumer) => {
          if (over) throw new Error('the transaction is over')
          const answer = await consumer(connection).catch((problem: unknown) => {
            cause ??= problem
            throw problem
          })
          // Answered before it. Were it refused, nothing more may follow: outside of a transaction there is no wall.
          await opened()
          return answer
        },
      })
      return new Transaction<unknown>({ config: { dialect }, dialect, driver, executor })
    }
    const begun = send(connection, 'begin')
    const opened = Promise.all([begun, entering?.(through(() => begun))])
    // Said again where it is waited for.
    begun.then(onBegun, () => undefined)
    opened.catch(() => undefined)
    try {
      if (!at_once) await opened
      const result = await work(through(() => opened)).catch(async (problem: unknown) => {
        // The first that failed is why the others did.
        await opened
        throw problem
      })
      over = true
      await opened
      await send(connection, 'commit')
      transactionCounts.committed++
      return result
    } catch (problem) {
      over = true
      transactionCounts.rolled_back++
      // A connection that is gone cannot be told; the database has rolled back by itself then.
      await send(connection, 'rollback').catch(() => undefined)
      // Of statements sent at once the first that failed is why; the others only say that the transaction had ended.
      throw isAborted(problem) ? (cause ?? problem) : problem
    }
  })
