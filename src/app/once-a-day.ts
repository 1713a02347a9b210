/**
 * What the servers of one database do between them: once a day entries of the audit trail beyond their dated rule go and coins expire whose
 * last day has passed, once an hour uploads that nobody imported go.
 */
import { setTimeout as rest } from 'node:timers/promises'
import { retire } from '../features/audit/retention.ts'
import { forgetOldRuns } from '../features/imports/run-rows.ts'
import { forgetOldUploads } from '../features/imports/uploads.ts'
import { expireCoins } from '../features/points/lots.ts'
import { findSystemAsking, listOrganisations } from '../features/staff/organisation.ts'
import { withLease } from '../platform/lease.ts'
import { asSystem } from './as-system.ts'
import type { Opened } from './open.ts'

/** Not while everybody starts work; and a server that runs for an hour only has its turn too. */
const FIRST_MS = 5 * 60_000
const EVERY_MS = 3_600_000
/** Less than a day, so that it does not wander through the day. */
const AGAIN_MS = 20 * 3_600_000

/** Undefined: another server is at it. `entries`: how many went. */
export const retireOnceADay = ({ database: { db } }: Opened, now: Date, signal?: AbortSignal) =>
  withLease(
    db,
    'audit retention',
    async (held) => {
      if (held.done_at && now.getTime() - held.done_at.getTime() < AGAIN_MS) return { done: false, entries: 0 }
      let entries = 0
      for (const organisation_id of await listOrganisations(db)) {
        if (held.signal.aborted) return { done: false, entries }
        const { account_id } = (await findSystemAsking(db, organisation_id)).actor
        entries += (await retire(db, organisation_id, { account_id, now })).entries
      }
      return { done: true, entries }
    },
    signal ? { signal } : {},
  )

export const forgetOldImports = (opened: Opened) =>
  withLease(opened.database.db, 'old uploads', async ({ signal }) => {
    for (const organisation_id of await listOrganisations(opened.database.db)) {
      if (signal.aborted) return { done: false }
      await asSystem(opened, organisation_id, 'forget uploads', async (ctx) => {
        await forgetOldUploads(ctx)
        await forgetOldRuns(ctx)
      })
    }
    return { done: true }
  })

/** Coins whose last day has passed, in every organisation. Undefined: another server is at it. */
export const expireCoinsOnceADay = (opened: Opened, now: Date) =>
  withLease(opened.database.db, 'coins expire', async ({ done_at, signal }) => {
    if (done_at && now.getTime() - done_at.getTime() < AGAIN_MS) return { done: false, accounts: 0 }
    let accounts = 0
    for (const organisation_id of await listOrganisations(opened.database.db)) {
      for (let more = true; more;) {
        if (signal.aborted) return { done: false, accounts }
        const went = await asSystem(opened, organisation_id, 'expire coins', expireCoins)
        accounts += went.accounts
        more = went.more
      }
    }
    return { done: true, accounts }
  })

export const startOnceADay = (opened: Opened, failed: (problem: unknown) => void): { stop: () => Promise<void> } => {
  const ending = new AbortController()
  const { signal } = ending
  const pause = (ms: number) => rest(ms, undefined, { signal, ref: false }).catch(() => undefined)
  const running = (async () => {
    await pause(FIRST_MS)
    while (!signal.aborted) {
      await forgetOldImports(opened).catch(failed)
      await retireOnceADay(opened, new Date(), signal).catch(failed)
      await expireCoinsOnceADay(opened, new Date()).catch(failed)
      await pause(EVERY_MS)
    }
  })()
  return {
    stop: async () => {
      ending.abort()
      await running
    },
  }
}
