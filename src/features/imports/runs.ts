/** Imports under way: started by a request, going on after it, watched and cancelled by later ones. */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Language } from '../../platform/context.ts'
import type { Db } from '../../platform/database.ts'
import type { Keys } from '../../platform/keys.ts'
import { newId } from '../../platform/new-id.ts'
import { runAs, type Asking } from '../../platform/request.ts'
import { Refusal, type RefusalCode } from '../../shared/refusal.ts'
import { refusalText } from '../../shared/refusal-texts.ts'
import type { Plan } from './plan.ts'
import { reportImport, type ImportReport } from './report.ts'
import { runImport } from './run.ts'

export interface Run {
  readonly organisation_id: string
  readonly account_id: string
  readonly dry_run: boolean
  readonly watch_key: string
  readonly abort: AbortController
  state: 'running' | 'done' | 'failed' | 'cancelled'
  done: number
  total: number
  sheet: string
  import_id: string | null
  report?: ImportReport
  problem?: { code: RefusalCode | 'fault'; message: string }
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

export class Runs {
  readonly #all = new Map<string, Run>()
  readonly #db: Db
  readonly #keys: Keys
  readonly #afterwards: () => Promise<void>

  /** `afterwards` runs once an import stands: the planner needs to know what came in. */
  constructor(db: Db, keys: Keys, afterwards: () => Promise<void>) {
    this.#db = db
    this.#keys = keys
    this.#afterwards = afterwards
  }

  start(order: RunOrder): { run_id: string; watch_key: string } {
    const { asking, plan, dry_run } = order
    const run_id = newId()
    const total = plan.sheets.reduce((sum, one) => sum + one.content.rows.length, 0)
    const watch_key = randomBytes(32).toString('base64url')
    const run: Run = {
      organisation_id: asking.organisation_id,
      account_id: asking.actor.account_id,
      dry_run,
      watch_key,
      abort: new AbortController(),
      state: 'running',
      done: 0,
      total,
      sheet: '',
      import_id: null,
    }
    this.#all.set(run_id, run)
    while (this.#all.size > 50) this.#all.delete(this.#all.keys().next().value!)
    void this.#work(run, order)
    return { run_id, watch_key }
  }

  async #work(run: Run, { asking, plan, year, name, dry_run, language }: RunOrder): Promise<void> {
    try {
      await runAs(this.#db, this.#keys, asking, async (ctx) => {
        const onProgress = (progress: { sheet: string; done: number }) =>
          Object.assign(run, { done: progress.done, sheet: progress.sheet })
        const result = await runImport(ctx, plan, { year, name, signal: run.abort.signal, onProgress })
        run.report = reportImport(plan, result.sheets, year, language)
        if (dry_run) throw new DryRun()
        run.import_id = result.import_id
      })
      await this.#afterwards()
      run.state = 'done'
    } catch (problem) {
      run.import_id = null
      if (problem instanceof DryRun) run.state = 'done'
      else if (problem instanceof Refusal) {
        run.state = problem.code === 'import_cancelled' ? 'cancelled' : 'failed'
        run.problem = { code: problem.code, message: refusalText(problem.code, problem.details, language) }
      } else {
        run.state = 'failed'
        run.problem = {
          code: 'fault',
          message:
            language === 'zh'
              ? '导入时系统出错，没有任何改动；请联系管理员'
              : 'The import failed on our side; nothing was changed',
        }
        process.stderr.write(`import: ${(problem as Error).stack}\n`)
      }
    }
  }

  /** Refuses `not_found` when it is somebody else's, or gone. */
  get(owner: { organisation_id: string; account_id: string }, run_id: string): Run {
    const run = this.#all.get(run_id)
    if (!run || run.organisation_id !== owner.organisation_id || run.account_id !== owner.account_id)
      throw new Refusal('not_found')
    return run
  }
  /**
   * For who holds the key that starting gave: the embedded database has one session, and the import is in it, so that progress and
   * cancelling must not need the database. Refuses `not_found`.
   */
  watch(run_id: string, watch_key: string): Run {
    const run = this.#all.get(run_id)
    const given = Buffer.from(watch_key)
    if (!run || given.length !== run.watch_key.length || !timingSafeEqual(given, Buffer.from(run.watch_key)))
      throw new Refusal('not_found')
    return run
  }
}
