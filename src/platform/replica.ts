/**
 * A streaming copy of the database that figures, reports and exports are read from, so that they do not slow down who is recording
 * (HENGAI_REPLICA_URL). What it cannot answer the main database does: it is away, behind, or the reader has just written something.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Change, Ctx } from './context.ts'
import { openDatabase, type Db } from './database.ts'
import type { Keys } from './keys.ts'
import { runAs, type Asking } from './request.ts'
import { isConnectionLost } from './trouble.ts'

/** It may be so far behind. */
export const BEHIND_S = 10
const WROTE_COOKIE = 'hengai_wrote'
/** How far behind it is, is asked so seldom at most. */
const ASKED_MS = 1_000
/** The copy was near when it was last asked, and the browser counts whole seconds. */
const WROTE_S = BEHIND_S + ASKED_MS / 1_000 + 1

export interface Replica {
  readonly db: Db
  /** Whether it may be read from now. */
  serves(): Promise<boolean>
  close(): Promise<void>
}

/**
 * It holds all that the main database holds, or what it replayed last is young enough. The positions are compared, because a copy that lost its
 * line would otherwise look as if nothing happened.
 */
const isNear = async (main: Db, copy: Db): Promise<boolean> => {
  // By the main database's clock: commits carry its time, and the copy's own may be off.
  const { rows: there } = await sql<{ lsn: string; now: string }>`
    select pg_current_wal_lsn()::text as lsn, clock_timestamp()::text as now`.execute(main)
  const { rows } = await sql<{
    near: boolean | null
  }>`select pg_is_in_recovery() and (pg_last_wal_replay_lsn() >= ${there[0]!.lsn}::pg_lsn
    or ${there[0]!.now}::timestamptz - pg_last_xact_replay_timestamp() < ${BEHIND_S} * interval '1 second') as near`.execute(copy)
  return rows[0]!.near === true
}

export const openReplica = async (url: string, main: Db): Promise<Replica> => {
  const database = await openDatabase({ kind: 'server', url, patience: { connect_ms: 2_000 } })
  let asked = -Infinity
  let near: Promise<boolean> = Promise.resolve(false)
  return {
    db: database.db,
    close: () => database.close(),
    serves: () => {
      if (performance.now() - asked > ASKED_MS) {
        asked = performance.now()
        near = isNear(main, database.db).catch(() => false)
      }
      return near
    },
  }
}

/** Whoever writes anything is marked for a while, on whichever server: their next figures hold it. */
export const markWriters = (app: FastifyInstance): void => {
  app.addHook('preSerialization', async (request, reply) => {
    if (request.method !== 'GET' && reply.statusCode < 400)
      reply.setCookie(WROTE_COOKIE, '1', { path: '/', httpOnly: true, sameSite: 'lax', maxAge: WROTE_S })
  })
}

/** A copy refuses what would change it, gives up a reader that keeps it from following, and learns of a new version's tables last. */
const isOfTheCopy = (problem: unknown): boolean =>
  isConnectionLost(problem) ||
  ['25006', '40001', '57014', '42P01', '42703'].includes(String((problem as { code?: unknown }).code))

interface Reading {
  readonly db: Db
  readonly keys: Keys
  readonly replica?: Replica | undefined
}

/**
 * As `runAs`, for work that only reads: on the copy when it serves, under the same wall. What is noted for the trail (an export) is written to the
 * main database before the answer is given.
 */
export const runSettled = async <T>(
  { db, keys, replica }: Reading,
  request: FastifyRequest,
  asking: Asking,
  work: (ctx: Ctx) => Promise<T>,
): Promise<T> => {
  if (!replica || request.cookies[WROTE_COOKIE] !== undefined || !(await replica.serves())) return runAs(db, keys, asking, work)
  const noted: Change[] = []
  let result: T
  try {
    result = await runAs(replica.db, keys, asking, (ctx) => work({ ...ctx, wrote: (change) => void noted.push(change) }))
  } catch (problem) {
    if (!isOfTheCopy(problem)) throw problem
    return runAs(db, keys, asking, work)
  }
  if (noted.length > 0) await runAs(db, keys, asking, async ({ wrote }) => noted.forEach(wrote))
  return result
}
