/**
 * A data folder made anew beside the old one takes its place in two renames, the old one kept. Killed between the two, the next start finds the
 * new folder ready and finishes: no moment leaves a name under which an empty database would be made.
 */
import fs from 'node:fs'
import path from 'node:path'
import { syncTree } from './durable-files.ts'
import { lockFolder } from './folder-lock.ts'
import { syncFolder } from './sync.ts'

const READY = 'restored'

/** `20261123-033000`, in UTC: a part of names. */
export const stamp = (at: Date): string =>
  at
    .toISOString()
    .replaceAll(/[-:]|\.\d+Z/g, '')
    .replace('T', '-')

const besides = (folder: string): string[] => {
  const parent = path.dirname(folder)
  const prefix = `${path.basename(folder)}.restoring-`
  return fs.existsSync(parent)
    ? fs
        .readdirSync(parent)
        .filter((name) => name.startsWith(prefix))
        .map((name) => path.join(parent, name))
    : []
}

/** A new folder to fill beside `folder`. What earlier ones that were killed left half done is cleared away. */
export const makeBeside = (folder: string, now: Date): string => {
  for (const left of besides(folder)) {
    if (fs.existsSync(path.join(left, READY))) continue
    // Somebody else may be filling it right now: its lock says so, and this throws.
    lockFolder(left)()
    fs.rmSync(left, { recursive: true, force: true })
  }
  const fresh = `${folder}.restoring-${stamp(now)}-${process.pid}`
  fs.mkdirSync(fresh, { recursive: true, mode: 0o700 })
  return fresh
}

/**
 * Puts `fresh` in the place of `folder`, which must be locked by the caller or absent. Returns where the old one lies now, undefined when there
 * was none.
 */
export const swapIn = (folder: string, fresh: string, now: Date): string | undefined => {
  fs.writeFileSync(path.join(fresh, READY), `${now.toISOString()}\n`)
  syncTree(fresh)
  syncFolder(path.dirname(folder))
  let old: string | undefined
  if (fs.existsSync(folder)) {
    old = `${folder}.before-restore-${stamp(now)}`
    fs.renameSync(folder, old)
    // The caller's, taken under the old name.
    fs.rmSync(path.join(old, 'lock'), { force: true })
  }
  fs.renameSync(fresh, folder)
  syncFolder(path.dirname(folder))
  fs.rmSync(path.join(folder, READY))
  return old
}

/** Finishes a swap that was killed between its two renames. Returns true when it did. */
export const finishSwap = (folder: string): boolean => {
  if (fs.existsSync(folder)) return false
  const ready = besides(folder).find((each) => fs.existsSync(path.join(each, READY)))
  if (!ready) return false
  fs.renameSync(ready, folder)
  syncFolder(path.dirname(folder))
  fs.rmSync(path.join(folder, READY))
  return true
}

/** With the folder's lock held: a swap that was killed before its first rename is forgotten, so that it cannot happen years later. */
export const forgetSwaps = (folder: string): void => {
  for (const left of [folder, ...besides(folder)]) fs.rmSync(path.join(left, READY), { force: true })
}
