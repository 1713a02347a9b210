import type pg from 'pg'

/** How busy the connections to the database are. The embedded database has one, which everybody waits for in turn. */
export interface PoolLoad {
  counts(): { readonly open: number; readonly idle: number; readonly waiting: number }
  /** Each is told how many seconds a caller waited for a connection. */
  readonly waits: Set<(seconds: number) => void>
}

type Connect = () => Promise<pg.PoolClient>

/** Watches a pool from now on. */
export const watchPool = (pool: pg.Pool): PoolLoad => {
  const load: PoolLoad = {
    counts: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    waits: new Set(),
  }
  const connect = pool.connect.bind(pool) as (...given: never[]) => Promise<pg.PoolClient>
  const timed: Connect = async () => {
    const asked = performance.now()
    const client = await connect()
    for (const told of load.waits) told((performance.now() - asked) / 1000)
    return client
  }
  // The pool's own query asks with a callback.
  pool.connect = ((...given: never[]) => (given.length > 0 || load.waits.size === 0 ? connect(...given) : timed())) as never
  return load
}
