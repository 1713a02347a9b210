/** 换钥: brings every sealed value of every organisation to the newest version of the key; the server and the command line do it alike. */
import { listOrganisations } from '../features/staff/organisation.ts'
import { addKeyVersion, readKeyFile } from '../platform/key-file.ts'
import { goOn, isPaused, isRotating, readRotation, writeRotation, type Rotation } from '../platform/key-rotation.ts'
import { resealOrganisation, untilAllSealAnew } from '../platform/reseal.ts'
import { asSystem } from './as-system.ts'
import type { Opened } from './open.ts'
import { sealedColumns } from './sealed-columns.ts'

/** What a pass leaves is what was being written meanwhile; a third finding some means that somebody still seals with the old key. */
const PASSES = 3

interface Choices {
  readonly signal?: AbortSignal
  readonly step?: (state: Rotation) => void
}

const noteInTrail = (opened: Opened, organisation_id: string, version: number, values: number): Promise<void> =>
  asSystem(opened, organisation_id, 'keys rotate', async (ctx) =>
    ctx.wrote({ entity: 'staff.tenants', entity_ids: [organisation_id], after: { key_version: version, values } }),
  )

/** Returns how it stands; not finished when it was broken off or paused. */
export const resealAll = async (opened: Opened, key_file: string, { signal, step }: Choices = {}): Promise<Rotation> => {
  const { db } = opened.database
  const version = opened.keys.version()
  const stopping = new AbortController()
  signal?.addEventListener('abort', () => stopping.abort(), { once: true })
  let state: Rotation = { version, finished: false, done: 0, total: 0, changed: 0, at: new Date().toISOString() }
  let written = 0
  const tell = (next: Partial<Rotation>, at_once = false) => {
    state = { ...state, ...next, at: new Date().toISOString() }
    step?.(state)
    if (!at_once && Date.now() - written < 500) return
    written = Date.now()
    writeRotation(key_file, state)
    if (isPaused(key_file)) stopping.abort()
  }
  tell({}, true)
  await untilAllSealAnew(stopping.signal).catch(() => undefined)
  const changed = new Map<string, number>()
  for (let pass = 1; pass <= PASSES && !stopping.signal.aborted; pass++) {
    let left = 0
    for (const organisation_id of await listOrganisations(db)) {
      const before = state.changed
      const made = await resealOrganisation(db, opened.keys, organisation_id, sealedColumns, {
        signal: stopping.signal,
        step: (now) => tell({ done: now.done, total: now.total, changed: before + now.changed }),
      })
      left += made.changed
      changed.set(organisation_id, (changed.get(organisation_id) ?? 0) + made.changed)
    }
    if (left === 0 && !stopping.signal.aborted) {
      tell({ finished: true }, true)
      break
    }
  }
  for (const [organisation_id, values] of changed) if (values > 0) await noteInTrail(opened, organisation_id, version, values)
  tell({}, true)
  return state
}

/** Adds a version to the key file, unless the last one is not in use everywhere yet: then that one is gone on with. */
export const beginRotation = (key_file: string): { version: number; resumed: boolean } => {
  goOn(key_file)
  const version = Math.max(...readKeyFile(key_file).keys())
  const resumed = isRotating(key_file, version)
  return { version: resumed ? version : addKeyVersion(key_file), resumed }
}

/** Something to do, and nobody has said to wait. */
export const isWanted = (key_file: string, version: number): boolean => isRotating(key_file, version) && !isPaused(key_file)

/** A sweep that has given no sign for so long is nobody's any more. */
const SILENT_MS = 15_000

/** Another program is at it just now. */
export const isUnderWay = (key_file: string): boolean => {
  const state = readRotation(key_file)
  return state !== undefined && !state.finished && Date.now() - Date.parse(state.at) < SILENT_MS
}
