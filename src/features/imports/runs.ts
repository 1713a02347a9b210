/**
 * Imports under way: started by a request, going on after it in the same process, watched and cancelled by later requests at any server. The
 * process itself answers from memory: on the embedded database the one session is busy with the import.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { setTimeout as rest } from 'node:timers/promises'
import { validate as isUuid } from 'uuid'
import type { Ctx, Language } from '../../platform/context.ts'
import { inOrganisation, type Database, type Tx } from '../../platform/database.ts'
import type { Keys } from '../../platform/keys.ts'
import { newId } from '../../platform/new-id.ts'
import type { Notices } from '../../platform/notices.ts'
import { runAs, type Asking } from '../../platform/request.ts'
import { Refusal } from '../../shared/refusal.ts'
import { refusalText } from '../../shared/refusal-texts.ts'
import type { Plan } from './plan.ts'
import { reportImport } from './report.ts'
import { askToCancel, endRun, findRun, insertRun, isStarted, noteProgress, type Outcome, type RunState } from './run-rows.ts'
import { runImport } from './run.ts'

/** A run of this process. */
interface Run extends RunState {
  readonly account_id: string
  readonly watch_key: string
  readonly abort: AbortController
  state: RunState['state']
  done: number
  sheet: string
  import_id: string | null
  report?: Outcome['report']
  problem?: Outcome['problem']
}

/** Thrown at the end of a dry run, so that the transaction takes everything back. */
class DryRun extends Error {}

export interface RunOrder {
  readonly asking: Asking
  readonly plan: Plan
  readonly year: number
  readonly name: string
  readonly dry_run: boolean
  readonly language: Language
}

/** Servers are told at most once a second. */
const TOLD_MS = 1_000
/** The request that starts a run commits right after. */
const STARTED_MS = 10_000
const KEPT = 50

export interface RunsChoices {
  readonly database: Database
  readonly keys: Keys
  readonly notices: Notices
  /** Once an import stands: the planner needs to know what came in. */
  readonly afterwards: () => Promise<void>
}

const isKey = (given: string, known: string): boolean => {
  const [one, other] = [Buffer.from(given), Buffer.from(known)]
  return one.length === other.length && timingSafeEqual(one, other)
}

const problemOf = (problem: unknown, language: Language): Outcome['problem'] => {
  if (problem instanceof Refusal) return { code: problem.code, message: refusalText(problem.code, problem.details, language) }
  process.stderr.write(`import: ${(problem as Error).stack}\n`)
  return {
    code: 'fault',
    message:
      language === 'zh' ? '导入时系统出错，没有任何改动；请联系管理员' : 'The import failed on our side; nothing was changed',
  }
}

const complain = (cause: unknown): void => void process.stderr.write(`import: ${(cause as Error).message}\n`)

export class Runs {
  readonly #own = new Map<string, Run>()
  readonly #choices: RunsChoices

  constructor(choices: RunsChoices) {
    this.#choices = choices
    choices.notices.hear('import_cancelled', ({ run_id }) => this.#own.get(run_id)?.abort.abort())
  }

  #in<T>(organisation_id: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return inOrganisation(this.#choices.database.db, { organisation_id, stations: 'all', sensitive: [] }, work)
  }

  async start(ctx: Ctx, order: RunOrder): Promise<{ run_id: string; watch_key: string }> {
    const { asking, plan, dry_run } = order
    const { organisation_id } = asking
    const run: Run = {
      organisation_id,
      run_id: newId(),
      account_id: asking.actor.account_id,
      dry_run,
      // The organisation is where a server that does not run it looks for the run.
      watch_key: `${organisation_id}.${randomBytes(32).toString('base64url')}`,
      abort: new AbortController(),
      state: 'running',
      done: 0,
      total: plan.sheets.reduce((sum, one) => sum + one.content.rows.length, 0),
      sheet: '',
      import_id: null,
    }
    const { run_id, watch_key } = run
    await insertRun(ctx, run, watch_key)
    this.#own.set(run_id, run)
    while (this.#own.size > KEPT) this.#own.delete(this.#own.keys().next().value!)
    void this.#work(run, order)
    return { run_id, watch_key }
  }

  async #work(run: Run, order: RunOrder): Promise<void> {
    if (!(await this.#isStarted(run))) return void this.#own.delete(run.run_id)
    const telling = this.#tell(run)
    try {
      await this.#import(run, order)
      run.state = 'done'
    } catch (problem) {
      await this.#endOtherwise(run, problem, order.language)
    } finally {
      telling.abort()
    }
    // The import stands, whatever becomes of the planner's statistics.
    if (run.import_id !== null) await this.#choices.afterwards().catch(complain)
  }

  /** A dry run, one that was cancelled, one that failed; or one that stands, and only the answer to its commit was lost. */
  async #endOtherwise(run: Run, problem: unknown, language: Language): Promise<void> {
    const { organisation_id } = run
    const ended: Pick<RunState, 'state' | 'problem'> =
      problem instanceof DryRun
        ? { state: 'done' }
        : {
            problem: problemOf(problem, language),
            state: problem instanceof Refusal && problem.code === 'import_cancelled' ? 'cancelled' : 'failed',
          }
    try {
      const stands = await this.#in(organisation_id, async (tx) => {
        if (await endRun(tx, this.#choices.keys, { ...run, ...ended, import_id: null })) return undefined
        return findRun(tx, this.#choices.keys, run, { account_id: run.account_id })
      })
      Object.assign(run, { import_id: null }, ended, stands)
    } catch (cause) {
      // The database is away: the row tells, once it is back, and nobody is told more than is known.
      this.#own.delete(run.run_id)
      complain(cause)
    }
  }

  #import(run: Run, { asking, plan, year, name, dry_run, language }: RunOrder): Promise<void> {
    const { database, keys } = this.#choices
    return runAs(database.db, keys, asking, async (ctx) => {
      const onProgress = (progress: { sheet: string; done: number }) =>
        void Object.assign(run, { done: progress.done, sheet: progress.sheet })
      const result = await runImport(ctx, plan, { year, name, signal: run.abort.signal, onProgress })
      run.report = reportImport(plan, result.sheets, year, language)
      if (dry_run) throw new DryRun()
      run.import_id = result.import_id
      if (!(await endRun(ctx.db, keys, { ...run, state: 'done' }))) throw new Refusal('import_cancelled')
    })
  }

  /** A start that was taken back starts nothing. */
  async #isStarted(run: Run): Promise<boolean> {
    for (const until = Date.now() + STARTED_MS; Date.now() < until; await rest(20))
      if (await this.#in(run.organisation_id, (tx) => isStarted(tx, run)).catch(() => false)) return true
    return false
  }

  /** Says to the other servers how far it is, and hears from them whether to go on. */
  #tell(run: Run): AbortController {
    const over = new AbortController()
    if (this.#choices.database.kind !== 'server') return over
    void (async () => {
      while (!over.signal.aborted) {
        await rest(TOLD_MS, undefined, { signal: over.signal, ref: false }).catch(() => undefined)
        if (over.signal.aborted) return
        const goOn = await this.#in(run.organisation_id, (tx) => noteProgress(tx, run)).catch(() => true)
        if (!goOn && !over.signal.aborted) run.abort.abort()
      }
    })()
    return over
  }

  #told(found: RunState | undefined, language: Language): RunState {
    if (!found) throw new Refusal('not_found')
    if (found.state !== 'failed' || found.problem) return found
    return { ...found, problem: { code: 'import_broken_off', message: refusalText('import_broken_off', {}, language) } }
  }

  /** Refuses `not_found` when it is somebody else's, or gone. */
  async get(ctx: Ctx, run_id: string): Promise<RunState> {
    const { organisation_id, actor } = ctx
    const own = this.#own.get(run_id)
    if (own && own.organisation_id === organisation_id && own.account_id === actor.account_id) return own
    return this.#told(
      await findRun(ctx.db, this.#choices.keys, { organisation_id, run_id }, { account_id: actor.account_id }),
      ctx.language,
    )
  }

  /** Ends it wherever it runs; refuses `not_found`. */
  async cancel(ctx: Ctx, run_id: string): Promise<void> {
    await this.#cancel(ctx.db, await this.get(ctx, run_id))
  }

  async #cancel(tx: Tx, { organisation_id, run_id, state }: RunState): Promise<void> {
    this.#own.get(run_id)?.abort.abort()
    if (this.#own.has(run_id) || state !== 'running') return
    await askToCancel(tx, { organisation_id, run_id })
    await this.#choices.notices.tellWith(tx, 'import_cancelled', { organisation_id, run_id })
  }

  /** For who holds the key that starting gave, without a session: progress must not need the database. Refuses `not_found`. */
  async watch(run_id: string, watch_key: string): Promise<RunState> {
    const own = this.#own.get(run_id)
    if (own && isKey(watch_key, own.watch_key)) return own
    const [organisation_id = ''] = watch_key.split('.')
    if (own || !isUuid(organisation_id) || !isUuid(run_id)) throw new Refusal('not_found')
    const found = await this.#in(organisation_id, (tx) =>
      findRun(tx, this.#choices.keys, { organisation_id, run_id }, { watch_key }),
    )
    return this.#told(found, 'zh')
  }

  async cancelWatched(run: RunState): Promise<void> {
    if (this.#own.has(run.run_id)) this.#own.get(run.run_id)!.abort.abort()
    else await this.#in(run.organisation_id, (tx) => this.#cancel(tx, run))
  }
}
