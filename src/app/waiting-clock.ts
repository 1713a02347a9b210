/** Once a minute: places of activities that were kept and not confirmed in time go to the next in the queue. */
import { setTimeout as rest } from 'node:timers/promises'
import { lapseAllOffers } from '../features/activities/waiting.ts'
import { listOrganisations } from '../features/staff/organisation.ts'
import { withLease } from '../platform/lease.ts'
import { asSystem } from './as-system.ts'
import type { Opened } from './open.ts'

const EVERY_MS = 60_000

/** Undefined: another server is at it. `lapsed`: how many offers ran out. */
export const lapseOnce = (opened: Opened, signal?: AbortSignal) =>
  withLease(
    opened.database.db,
    'waiting lists',
    async (held) => {
      let lapsed = 0
      for (const organisation_id of await listOrganisations(opened.database.db)) {
        if (held.signal.aborted) return { done: false, lapsed }
        lapsed += await asSystem(opened, organisation_id, 'lapse offers', lapseAllOffers)
      }
      return { done: true, lapsed }
    },
    signal ? { signal } : {},
  )

export const startWaitingClock = (opened: Opened, failed: (problem: unknown) => void): { stop: () => Promise<void> } => {
  const ending = new AbortController()
  const { signal } = ending
  const running = (async () => {
    while (!signal.aborted) {
      await rest(EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined)
      if (!signal.aborted) await lapseOnce(opened, signal).catch(failed)
    }
  })()
  return {
    stop: async () => {
      ending.abort()
      await running
    },
  }
}
