/**
 * While the server runs it keeps what the key file asks for: values are brought to the newest version (also after a stop in between, and when
 * another program changed the file), and copies made beside it are written into the trail.
 */
import { setTimeout as rest } from 'node:timers/promises'
import { listOrganisations } from '../features/staff/organisation.ts'
import { noteCopied, readCopied } from '../platform/key-file.ts'
import { pause, type Rotation } from '../platform/key-rotation.ts'
import { withLease } from '../platform/lease.ts'
import type { Answerer } from '../platform/local-door.ts'
import { asSystem } from './as-system.ts'
import type { Opened } from './open.ts'
import { beginRotation, isUnderWay, isWanted, resealAll } from './rotate-keys.ts'

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

export interface KeyKeeper {
  /** Answers `hengai keys rotate` through the local door; whoever asks and goes away pauses it. */
  readonly rotate: Answerer
  readonly stop: () => Promise<void>
}

/** Said through the door so often at most. */
const SAY_MS = 200

export const startKeyKeeper = (opened: Opened, failed: (problem: unknown) => void): KeyKeeper => {
  const key_file = opened.keys.file?.().path
  const ending = new AbortController()
  let last: Promise<unknown> = Promise.resolve()
  /** One sweep at a time. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }
  /** Undefined: another server is at it. */
  const reseal = (file: string, signal: AbortSignal, step?: (state: Rotation) => void) =>
    withLease(
      opened.database.db,
      'keys',
      async (held) => {
        const state = await resealAll(opened, file, { signal: held.signal, ...(step ? { step } : {}) })
        return { done: state.finished, state }
      },
      { signal },
    )
  const round = async (file: string) => {
    try {
      await noteCopies(opened, file)
      if (isWanted(file, opened.keys.version()) && !isUnderWay(file)) await reseal(file, ending.signal)
    } catch (problem) {
      failed(problem)
    }
  }
  const running = (async () => {
    while (key_file && !ending.signal.aborted) {
      await inTurn(() => round(key_file))
      await rest(EVERY_MS, undefined, { signal: ending.signal, ref: false }).catch(() => undefined)
    }
  })()
  const rotate: Answerer = async (_asked, say, gone) => {
    if (!key_file) throw new Error('没有密钥文件 · There is no key file')
    say({ ...beginRotation(key_file) })
    let said = 0
    const step = (state: Rotation) => {
      if (Date.now() - said < SAY_MS) return
      said = Date.now()
      say({ state })
    }
    const signal = AbortSignal.any([gone, ending.signal])
    const resealed = await inTurn(() => reseal(key_file, signal, step))
    if (!resealed) throw new Error('另一台服务器正在换钥 · Another server is changing the key just now')
    const { state } = resealed
    if (gone.aborted && !state.finished) pause(key_file)
    say({ state })
  }
  return {
    rotate,
    stop: async () => {
      ending.abort()
      await running
      await last
    },
  }
}
