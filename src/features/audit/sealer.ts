/** 定时封存: seals what was written, every minute while the server runs, and once more when it stops. */
import { setTimeout as rest } from 'node:timers/promises'
import type { Db } from '../../platform/database.ts'
import { withLease } from '../../platform/lease.ts'
import { sealOrganisation, type Seal } from './sealing.ts'

/** A minute is what a thief of the database could still change unseen; a seal a minute is little to keep. */
const EVERY_MS = 60_000

interface Choices {
  readonly db: Db
  readonly organisations: () => Promise<readonly string[]>
  /** Told of every seal: the structured log takes the hash out of the database's reach. */
  readonly sealed: (seal: Seal) => void
  readonly failed: (problem: unknown) => void
  /** A round ended well, whether there was something to seal or not. */
  readonly ended?: () => void
}

/** Several programs on one database do not all come at the same second. */
const pause = (): number => EVERY_MS * (0.9 + Math.random() / 5)

/** Starts sealing at once. `stop` seals a last time. */
export const startSealer = ({ db, organisations, sealed, failed, ended }: Choices): { stop: () => Promise<void> } => {
  const round = async () => {
    try {
      const sealing = await withLease(db, 'audit seals', async ({ signal }) => {
        for (const organisation_id of await organisations()) {
          if (signal.aborted) return { done: false }
          for (const seal of await sealOrganisation(db, organisation_id)) sealed(seal)
        }
        return { done: true }
      })
      if (sealing?.done) ended?.()
    } catch (problem) {
      failed(problem)
    }
  }
  const ending = new AbortController()
  const running = (async () => {
    while (!ending.signal.aborted) {
      await round()
      await rest(pause(), undefined, { signal: ending.signal, ref: false }).catch(() => undefined)
    }
  })()
  return {
    stop: async () => {
      ending.abort()
      await running
      await round()
    },
  }
}
