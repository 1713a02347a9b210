import { enterAsOwner, type Db, type Tx } from '../../platform/database.ts'

/**
 * Under the connection's own role, which owns seals and rules; the application's role may only read them. The owner stands behind the
 * wall of the organisation like everybody.
 */
export const asKeeper = <T>(db: Db, organisation_id: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
  db.transaction().execute(async (tx) => {
    await enterAsOwner(tx, organisation_id)
    return work(tx)
  })
