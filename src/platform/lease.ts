/**
 * Work that only one server of several does at a time. The right to it is a row that is taken by an update and runs out by itself; locks that
 * are not rows are per node on a distributed database, and go with the connection.
 */
import { setTimeout as rest } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db } from './database.ts'
import { isEmbedded } from './dialect.ts'
import { newId } from './new-id.ts'

/** Everything that is ever leased. */
export type LeasedWork =
  | 'daily backup'
  | 'audit seals'
  | 'audit retention'
  | 'keys'
  | 'old uploads'
  | 'coins expire'
  | 'waiting lists'

/** A holder that is silent for so long is dead; one that lives says so three times meanwhile. */
const HELD_MS = 30_000

const seconds = (ms: number) => sql`${ms / 1000} * interval '1 second'`

/** Nobody holds a lease for longer: one that says so was written by a clock that stood ahead, and has been set right since. */
const LONGEST_MS = 2 * HELD_MS

/** The database's clock decides: those of the servers may differ. */
const take = async (db: Db, work: LeasedWork, ms: number, by: string): Promise<{ done_at: Date | null } | undefined> => {
  await sql`insert into app.leases (name, holder, held_until) values (${work}, ${by}, '-infinity') on conflict (name) do nothing`.execute(
    db,
  )
  const { rows } = await sql<{ done_at: Date | null }>`
    update app.leases set holder = ${by}, held_until = now() + ${seconds(ms)}
    where name = ${work} and (held_until < now() or held_until > now() + ${seconds(Math.max(ms, LONGEST_MS))})
    returning case when done_at <= now() then done_at end as done_at`.execute(db)
  return rows[0]
}

/** False when another has taken it. One that ran out and that nobody took is still ours. */
const renew = async (db: Db, work: LeasedWork, ms: number, by: string): Promise<boolean> => {
  const { numAffectedRows } = await sql`update app.leases set held_until = now() + ${seconds(ms)}
    where name = ${work} and holder = ${by}`.execute(db)
  return numAffectedRows === 1n
}

export interface Held {
  /** Fires when the lease was lost, or the caller's own signal: whatever goes on after that may be done by somebody else as well. */
  readonly signal: AbortSignal
  /** When the work was last finished by any server. */
  readonly done_at: Date | null
}

export interface LeaseChoices {
  readonly signal?: AbortSignal
  readonly held_ms?: number
  /** Another process, in tests. */
  readonly by?: string
}

/**
 * Renews until `ended`; fires `lost` when another has taken it, or may have: a database that does not answer for as long as the lease runs. The
 * embedded database belongs to this process alone, which may be busy with itself for longer.
 */
const renewing = (
  renewOnce: () => Promise<boolean>,
  held_ms: number,
  alone: boolean,
  ended: AbortSignal,
  lost: AbortController,
): void => {
  let renewed = performance.now()
  let asking = false
  const step = async (): Promise<void> => {
    const asked = performance.now()
    asking = true
    // What fails is asked again; meanwhile the lease still runs.
    const held = await renewOnce().catch(() => undefined)
    asking = false
    if (held === true) renewed = asked
    if (held === false && !ended.aborted) lost.abort()
  }
  void (async () => {
    while (!ended.aborted && !lost.signal.aborted) {
      await rest(held_ms / 3, undefined, { signal: ended, ref: false }).catch(() => undefined)
      if (ended.aborted) return
      if (!alone && performance.now() - renewed > held_ms) return lost.abort()
      if (!asking) void step()
    }
  })()
}

/**
 * Runs `job` if nobody is at this work; answers undefined when somebody is. A job that answers `done: true` notes when. Renewed while it runs;
 * let go at its end, whether it succeeded or threw.
 */
export const withLease = async <T extends { readonly done: boolean }>(
  db: Db,
  work: LeasedWork,
  job: (held: Held) => Promise<T>,
  { signal, held_ms = HELD_MS, by = newId() }: LeaseChoices = {},
): Promise<T | undefined> => {
  const taken = await take(db, work, held_ms, by)
  if (!taken) return undefined
  const lost = new AbortController()
  const ended = new AbortController()
  renewing(() => renew(db, work, held_ms, by), held_ms, isEmbedded(db), ended.signal, lost)
  let done = false
  try {
    const result = await job({ signal: signal ? AbortSignal.any([signal, lost.signal]) : lost.signal, done_at: taken.done_at })
    ;({ done } = result)
    return result
  } finally {
    ended.abort()
    await sql`update app.leases set held_until = '-infinity', done_at = case when ${done} then now() else done_at end
      where name = ${work} and holder = ${by}`.execute(db)
  }
}
