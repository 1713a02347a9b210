/**
 * While the server runs it keeps what the key file asks for: values are brought to the newest version, and copies made beside it are written
 * into the trail. The command line only changes the file, so that it works although the embedded database is the server's alone.
 */
import { setTimeout as rest } from 'node:timers/promises'
import { listOrganisations } from '../features/staff/organisation.ts'
import { noteCopied, readCopied } from '../platform/key-file.ts'
import { asSystem } from './as-system.ts'
import type { Opened } from './open.ts'
import { isUnderWay, isWanted, resealAll } from './rotate-keys.ts'

const EVERY_MS = 2_000

/** Writes a copy that was made into the trail of every organisation, once. */
const noteCopies = async (opened: Opened, key_file: string): Promise<void> => {
  const copied = readCopied(key_file)
  if (!copied || copied.noted) return
  for (const organisation_id of await listOrganisations(opened.database.db))
    await asSystem(opened, organisation_id, 'keys export', async (ctx) =>
      ctx.wrote({
        entity: 'staff.tenants',
        entity_ids: [organisation_id],
        after: { key_version: copied.version, copied_at: copied.at },
      }),
    )
  noteCopied(key_file, { ...copied, noted: true })
}

export const startKeyKeeper = (opened: Opened, failed: (problem: unknown) => void): { stop: () => Promise<void> } => {
  const key_file = opened.keys.file?.().path
  const ending = new AbortController()
  const round = async (file: string) => {
    try {
      await noteCopies(opened, file)
      const mine = isWanted(file, opened.keys.version()) && !isUnderWay(file)
      if (mine) await resealAll(opened, file, { signal: ending.signal })
    } catch (problem) {
      failed(problem)
    }
  }
  const running = (async () => {
    while (key_file && !ending.signal.aborted) {
      await round(key_file)
      await rest(EVERY_MS, undefined, { signal: ending.signal, ref: false }).catch(() => undefined)
    }
  })()
  return {
    stop: async () => {
      ending.abort()
      await running
    },
  }
}
