import { randomInt } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { startSealer } from '../features/audit/sealer.ts'
import { listOrganisations } from '../features/staff/organisation.ts'
import { Backups } from '../features/backup/backups.ts'
import { openReplica } from '../platform/replica.ts'
import { answerVerify } from './audit-door.ts'
import { runBackups } from './backup-clock.ts'
import { backupPlace } from './backup-place.ts'
import { startKeyKeeper } from './key-keeper.ts'
import { checkClock } from './check-clock.ts'
import { listenAt } from './listen.ts'
import { startOnceADay } from './once-a-day.ts'
import { startWaitingClock } from './waiting-clock.ts'
import { metricsToken } from './metrics-door.ts'
import type { Opened } from './open.ts'
import { openServer } from './server.ts'

export interface ServeChoices {
  readonly host: string
  readonly port: number
  readonly log: boolean
  /** False: a backup is made only when somebody asks. */
  readonly daily_backup: boolean
}

/** Requests a minute from one address; a station's tablets share one. */
const RATE = 1_200

const { version } = JSON.parse(fs.readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }

const dist = fileURLToPath(new URL('../../dist', import.meta.url))

/** Twelve digits: 40 bits, guessed over a network with at most 1,200 tries a minute. */
const newSetupCode = (): string => Array.from({ length: 3 }, () => String(randomInt(10_000)).padStart(4, '0')).join('-')

/** Waits for the signal to stop, then lets running requests finish and closes everything; a second signal stops at once. */
const stopOnSignal = (close: () => Promise<void>): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = () => {
      process.once('SIGINT', () => process.exit(130))
      close().then(resolve, reject)
    }
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
  })

/** Serves until the process is told to stop. `address` is where a browser on this machine finds it. */
export const serve = async (opened: Opened, { host, port, log, daily_backup }: ServeChoices) => {
  const { database, keys, notices } = opened
  await checkClock(database.db, new Date()).catch(async (problem: unknown) => {
    await opened.close()
    throw problem
  })
  const code = (await listOrganisations(database.db)).length === 0 ? newSetupCode() : undefined
  const backups = new Backups(backupPlace(opened, daily_backup, (problem) => app.log.error({ err: problem }, 'backup')))
  let sealed_at: Date | undefined
  const replica_url = process.env.HENGAI_REPLICA_URL
  const replica = replica_url ? await openReplica(replica_url, database.db) : undefined
  const { app } = await openServer({
    database,
    keys,
    log,
    rate: RATE,
    dist: path.resolve(dist),
    backups,
    setup: { code },
    notices,
    metrics: { version, token: metricsToken(), sealed_at: () => sealed_at },
    replica,
  })
  await listenAt(app, { host, port }, () => opened.close())
  const sealer = startSealer({
    db: database.db,
    organisations: () => listOrganisations(database.db),
    sealed: (seal) => app.log.info({ seal }, 'audit sealed'),
    failed: (problem) => app.log.error({ err: problem }, 'audit not sealed'),
    ended: () => (sealed_at = new Date()),
  })
  const keeper = startKeyKeeper(opened, (problem) => app.log.error({ err: problem }, 'keys not kept'))
  const daily = startOnceADay(opened, (problem) => app.log.error({ err: problem }, 'audit entries not retired'))
  const waiting = startWaitingClock(opened, (problem) => app.log.error({ err: problem }, 'waiting lists not kept'))
  const stopBackups = await runBackups(backups, { 'rotate-keys': keeper.rotate, 'verify-audit': answerVerify(database.db) })
  const bound = app.server.address()
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  const address = `http://${name}:${bound && typeof bound === 'object' ? bound.port : port}`
  const close = async () => {
    await stopBackups()
    await app.close()
    await keeper.stop()
    await daily.stop()
    await waiting.stop()
    await sealer.stop()
    await replica?.close()
    await opened.close()
  }
  return { app, address, setup_code: code, key: keys.file?.(), close, stopped: () => stopOnSignal(close) }
}
