/** The server's part in backups: the daily hour, and the door a command on this machine asks through. */
import fs from 'node:fs'
import type { Backups } from '../features/backup/backups.ts'
import type { Opener } from '../platform/backup-header.ts'
import { openDoor, type Answerer } from '../platform/local-door.ts'

/** A computer that was off at the hour catches up, but not while everybody starts work. */
const FIRST_MS = 2 * 60_000
const EVERY_MS = 60_000

/** Starts both; the returned function stops them. `answers`: what else is answered at the door. */
export const runBackups = async (
  backups: Backups,
  answers: Readonly<Record<string, Answerer>> = {},
): Promise<() => Promise<void>> => {
  const tick = () => void backups.tick(new Date()).catch(backups.place.onFault)
  let every: NodeJS.Timeout | undefined
  const first = setTimeout(() => {
    tick()
    every = setInterval(tick, EVERY_MS).unref()
  }, FIRST_MS).unref()
  const { key_file, data_folder } = backups.place
  const door = await openDoor(data_folder, {
    ...answers,
    backup: async ({ to, passphrase }, say, signal) => {
      const opener: Opener | undefined = typeof passphrase === 'string' ? { kind: 'passphrase', passphrase } : undefined
      const choices = {
        signal,
        ...(typeof to === 'string' ? { to } : {}),
        ...(opener ? { opener, key_file: fs.readFileSync(key_file, 'utf8') } : {}),
      }
      let said = 0
      const made = await backups.make('hand', choices, (done, total) => {
        if (Date.now() - said < 200) return
        said = Date.now()
        say({ done, total })
      })
      say({ made })
    },
  })
  return async () => {
    clearTimeout(first)
    clearInterval(every)
    await door.close()
    await backups.stop()
  }
}
