/**
 * A transaction whose statements need not wait for each other: what is asked at once (`Promise.all`) travels in one message and is
 * answered in order. Kysely's own asks one after the other.
 */
import { CompiledQuery, PostgresDialect, Transaction, type DatabaseConnection } from 'kysely'
import type { Db, Tx } from './database.ts'

const dialect = new PostgresDialect({ pool: () => Promise.reject(new Error('a transaction has its connection already')) })
const driver = dialect.createDriver()

const send = (connection: DatabaseConnection, text: string) => connection.executeQuery(CompiledQuery.raw(text))

/**
 * Runs `work` between begin and commit; a failure leaves no trace. `begin` waits for no answer of its own: the first statement follows it on
 * the wire. After the end nothing more gets through, so that a part left running when another failed cannot write outside of it.
 */
export const inTransaction = <T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> =>
  db.getExecutor().provideConnection(async (connection) => {
    let over = false
    const executor = db.getExecutor().withConnectionProvider({
      provideConnection: async (consumer) => {
        if (over) throw new Error('the transaction is over')
        const answer = await consumer(connection)
        // Answered before it. Were it refused, nothing more may follow: outside of a transaction there is no wall.
        await begun
        return answer
      },
    })
    const tx: Tx = new Transaction<unknown>({ config: { dialect }, dialect, driver, executor })
    const begun = send(connection, 'begin')
    // Said again where it is waited for.
    begun.catch(() => undefined)
    try {
      const result = await work(tx)
      over = true
      await begun
      await send(connection, 'commit')
      return result
    } catch (problem) {
      over = true
      // A connection that is gone cannot be told; the database has rolled back by itself then.
      await send(connection, 'rollback').catch(() => undefined)
      throw problem
    }
  })
