/** The backups of a running server: its folder, the run under way, the schedule, what went wrong last. */
import fs from 'node:fs'
import path from 'node:path'
import { checkBackup } from '../../platform/backup-file.ts'
import { BackupDamaged } from '../../platform/backup-frames.ts'
import { fingerprintOf, readHeader, type BackupHeader, type Opener } from '../../platform/backup-header.ts'
import type { Database } from '../../platform/database.ts'
import { withLease } from '../../platform/lease.ts'
import { newId } from '../../platform/new-id.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { BackupFailure, BackupRun } from './contract.ts'
import { makeBackup, type Backup, type Belongings } from './make.ts'
import { OLD_MS, isDue, kept } from './rules.ts'

export interface BackupPlace extends Belongings {
  readonly database: Database
  readonly data_folder: string
  /** Where the backups lie: best another disk than the data. */
  readonly folder: string
  readonly key_file: string
  /** The installation's own key. */
  readonly opener: () => Opener & { kind: 'key' }
  /** `03:30`, or null for no schedule. */
  readonly at: string | null
  /** Of the first organisation; undefined while there is none, and then nothing is due. */
  readonly timeZoneOf: () => Promise<string | undefined>
  readonly onFault: (problem: unknown) => void
}

export interface BackupFile {
  readonly file: string
  readonly bytes: number
  readonly header: BackupHeader
}

interface Run extends BackupRun {
  readonly abort: AbortController
}

const RUNS = 20
/** Tried again this long after a failure. */
const AGAIN_MS = 3_600_000
const FAILED = 'last-failure.json'

const codeOf = (problem: unknown): BackupFailure['code'] => {
  const code = (problem as { code?: string }).code ?? ''
  // The embedded database tells a full disk in words only.
  if (code === 'ENOSPC' || code === 'EDQUOT' || /No space left|ENOSPC/.test((problem as Error).message)) return 'disk_full'
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR'].includes(code)) return 'not_writable'
  return problem instanceof BackupDamaged ? 'damaged' : 'fault'
}

export class Backups {
  readonly place: BackupPlace
  readonly #runs = new Map<string, Run>()
  #failure: BackupFailure | null = null
  #working: Promise<unknown> = Promise.resolve()

  constructor(place: BackupPlace) {
    this.place = place
  }

  /** Files that can be read as backups, the newest first. */
  list(): BackupFile[] {
    const { folder } = this.place
    if (!fs.existsSync(folder)) return []
    return fs
      .readdirSync(folder)
      .filter((name) => name.endsWith('.backup'))
      .flatMap((name): BackupFile[] => {
        const file = path.join(folder, name)
        try {
          return [{ file, bytes: fs.statSync(file).size, header: readHeader(file).header }]
        } catch {
          return []
        }
      })
      .toSorted((one, other) => (one.header.made_at < other.header.made_at ? 1 : -1))
  }

  /** Refuses `not_found`. */
  get(backup_id: string): BackupFile {
    const found = this.list().find(({ header }) => header.backup_id === backup_id)
    if (!found) throw new Refusal('not_found')
    return found
  }

  get failure(): BackupFailure | null {
    if (this.#failure) return this.#failure
    try {
      return JSON.parse(fs.readFileSync(path.join(this.place.folder, FAILED), 'utf8')) as BackupFailure
    } catch {
      return null
    }
  }

  get fingerprint(): string {
    return fingerprintOf(this.place.opener().masters.at(-1)!)
  }

  /** Whether this server's key file opens it. */
  opens({ opened_by }: BackupHeader): boolean {
    return opened_by.kind === 'key' && this.place.opener().masters.some((each) => fingerprintOf(each) === opened_by.fingerprint)
  }

  /** The last run, while it goes on or until the next one. */
  get run(): BackupRun | null {
    const last = [...this.#runs.values()].at(-1)
    if (!last) return null
    const { abort: _abort, ...run } = last
    return run
  }

  isOld(now: Date): boolean {
    const last = this.list()[0]
    return !last || now.getTime() - Date.parse(last.header.made_at) > OLD_MS
  }

  freeBytes(): number | null {
    try {
      const at = fs.existsSync(this.place.folder) ? this.place.folder : path.dirname(this.place.folder)
      const { bavail, bsize } = fs.statfsSync(at)
      return bavail * bsize
    } catch {
      return null
    }
  }

  #begin(kind: Run['kind'], backup_id: string | null): Run {
    // The copy that is read has one place: one run at a time.
    if (this.run?.state === 'running') throw new Refusal('backup_running')
    const run: Run = {
      run_id: newId(),
      kind,
      state: 'running',
      backup_id,
      rows_done: 0,
      rows_total: 0,
      problem: null,
      abort: new AbortController(),
    }
    this.#runs.set(run.run_id, run)
    while (this.#runs.size > RUNS) this.#runs.delete(this.#runs.keys().next().value!)
    return run
  }

  async #work<T>(run: Run, work: () => Promise<T>): Promise<T> {
    try {
      const working = work()
      this.#working = working.catch(() => undefined)
      const result = await working
      run.state = 'done'
      return result
    } catch (problem) {
      run.state = run.abort.signal.aborted ? 'cancelled' : 'failed'
      if (run.state === 'failed') run.problem = { failed_at: new Date().toISOString(), code: codeOf(problem) }
      throw problem
    }
  }

  /** Makes one and waits for it. Refuses `backup_running`. `signal` stops it from outside; `opener`: another one than the key. */
  async make(
    made_by: 'schedule' | 'hand',
    choices: { readonly to?: string; readonly opener?: Opener; readonly key_file?: string; readonly signal?: AbortSignal } = {},
    onRows?: (done: number, total: number) => void,
  ): Promise<Backup> {
    const run = this.#begin('make', null)
    return this.#make(run, made_by, choices, onRows)
  }

  async #make(
    run: Run,
    made_by: 'schedule' | 'hand',
    choices: Parameters<Backups['make']>[1] = {},
    onRows?: (done: number, total: number) => void,
  ) {
    const { database, data_folder, organisationsOf, sealsOf, folder } = this.place
    const { signal } = choices
    signal?.addEventListener('abort', () => run.abort.abort(), { once: true })
    try {
      const made = await this.#work(run, () =>
        makeBackup({
          database,
          shared: true,
          data_folder,
          organisationsOf,
          sealsOf,
          to: choices.to ?? folder,
          opener: choices.opener ?? this.place.opener(),
          ...(choices.key_file === undefined ? {} : { key_file: choices.key_file }),
          made_by,
          now: new Date(),
          signal: run.abort.signal,
          onRows: (done, total) => {
            Object.assign(run, { rows_done: done, rows_total: total })
            onRows?.(done, total)
          },
        }),
      )
      this.#note(null)
      return made
    } catch (problem) {
      this.#note(run.problem)
      throw problem
    }
  }

  /** A cancelled run is no failure, and no success either. */
  #note(failure: BackupFailure | null): void {
    if (failure === null && this.run?.state === 'cancelled') return
    this.#failure = failure
    const file = path.join(this.place.folder, FAILED)
    try {
      if (failure) fs.writeFileSync(file, JSON.stringify(failure), { mode: 0o600 })
      else fs.rmSync(file, { force: true })
    } catch {
      // a folder that cannot be written to is what went wrong: it is told from memory
    }
  }

  /** Makes one in the background. */
  start(made_by: 'schedule' | 'hand'): string {
    const run = this.#begin('make', null)
    this.#make(run, made_by).catch((problem: unknown) => run.state === 'failed' && this.place.onFault(problem))
    return run.run_id
  }

  /** Reads one back in the background. Refuses `not_found`, `backup_running`, `backup_other_key`. */
  check(backup_id: string): string {
    const { file, header } = this.get(backup_id)
    if (!this.opens(header)) throw new Refusal('backup_other_key')
    const run = this.#begin('check', backup_id)
    const onRows = (done: number) => Object.assign(run, { rows_done: done, rows_total: header.rows })
    onRows(0)
    this.#work(run, () => checkBackup(file, this.place.opener(), run.abort.signal, onRows)).catch(
      (problem: unknown) => run.state === 'failed' && this.place.onFault(problem),
    )
    return run.run_id
  }

  /** Refuses `not_found`. */
  cancel(run_id: string): void {
    const run = this.#runs.get(run_id)
    if (!run) throw new Refusal('not_found')
    run.abort.abort()
  }

  /** Stops what is under way and waits for its end. */
  async stop(): Promise<void> {
    if (this.run?.state === 'running') this.cancel(this.run.run_id)
    await this.#working
  }

  /** What the schedule does every minute: a backup when one is due, of several servers on one, then the rule of what is kept. */
  async tick(now: Date): Promise<void> {
    const { at } = this.place
    const time_zone = at === null ? undefined : await this.place.timeZoneOf()
    if (at === null || time_zone === undefined || this.run?.state === 'running') return
    const failed_at = this.failure ? Date.parse(this.failure.failed_at) : 0
    if (now.getTime() - failed_at < AGAIN_MS) return
    await withLease(this.place.database.db, 'daily backup', async ({ signal, done_at }) => {
      const [latest] = this.list().filter(({ header }) => header.made_by === 'schedule')
      // Another server on the same database keeps its backups in its own folder.
      const noted = done_at && done_at.getTime() < now.getTime() + AGAIN_MS ? done_at : undefined
      const times = [noted, latest && new Date(latest.header.made_at)].filter((one) => one instanceof Date)
      const last = times.toSorted((one, other) => other.getTime() - one.getTime())[0]
      if (!isDue(now, last, at, time_zone)) return { done: false }
      await this.make('schedule', { signal })
      this.clear(time_zone)
      return { done: true }
    })
  }

  /** Removes what the rule does not keep, of the backups the schedule made; those made by hand stay. */
  clear(time_zone: string): string[] {
    const scheduled = this.list()
      .filter(({ header }) => header.made_by === 'schedule')
      .map((backup) => ({ ...backup, made_at: new Date(backup.header.made_at) }))
    const staying = new Set(kept(scheduled, time_zone))
    const leaving = scheduled.filter((backup) => !staying.has(backup)).map(({ file }) => file)
    for (const file of leaving) fs.rmSync(file, { force: true })
    return leaving
  }
}
