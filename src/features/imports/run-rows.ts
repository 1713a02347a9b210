/** Imports under way as every server on the database sees them: their rows, what they say of themselves, and who is dead. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/database.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import type { Keys } from '../../platform/keys.ts'
import type { RefusalCode } from '../../shared/refusal.ts'
import type { ImportReport } from './report.ts'

export interface Outcome {
  readonly report?: ImportReport | undefined
  readonly problem?: { readonly code: RefusalCode | 'fault'; readonly message: string } | undefined
}

export interface RunState extends Outcome {
  readonly organisation_id: string
  readonly run_id: string
  readonly dry_run: boolean
  readonly state: 'running' | 'done' | 'failed' | 'cancelled'
  readonly done: number
  readonly total: number
  readonly sheet: string
  readonly import_id: string | null
}

/** A process that has been silent for so long is taken for dead; it says so every second. */
const ALIVE = sql`interval '30 seconds'`
const KEPT = sql`interval '1 day'`

export const hashOfKey = (watch_key: string): Buffer => createHash('sha256').update(watch_key).digest()

interface Row extends RunState {
  readonly outcome: Buffer | null
}

type Which = Pick<RunState, 'organisation_id' | 'run_id'>

const place = ({ organisation_id, run_id }: Which) => ({ column: 'imports.runs.outcome', organisation_id, row_id: run_id })

/** Removes what was told long enough. */
export const forgetOldRuns = ({ db, organisation_id }: Ctx): Promise<unknown> =>
  sql`delete from imports.runs where organisation_id = ${organisation_id} and started_at < now() - ${KEPT}`.execute(db)

export const insertRun = async (ctx: Ctx, run: RunState, watch_key: string): Promise<void> => {
  const { organisation_id, run_id, dry_run, total } = run
  await insertRows(ctx.db, 'imports.runs', [
    {
      organisation_id,
      run_id,
      account_id: ctx.actor.account_id,
      watch_hash: hashOfKey(watch_key),
      dry_run,
      state: 'running',
      total,
      started_at: ctx.now,
      alive_until: new Date(0),
    },
  ])
  // By the database's clock, like every later sign.
  await sql`update imports.runs set alive_until = now() + ${ALIVE} where organisation_id = ${organisation_id} and run_id = ${run_id}`.execute(
    ctx.db,
  )
}

/** The process says that it lives and how far it is; false when it is to end: cancelled, or taken for dead. */
export const noteProgress = async (tx: Tx, { organisation_id, run_id, done, sheet }: RunState): Promise<boolean> => {
  const { rows } = await sql<{ cancelled: boolean }>`
    update imports.runs set done = ${done}, sheet = ${sheet}, alive_until = now() + ${ALIVE}
    where organisation_id = ${organisation_id} and run_id = ${run_id} and state = 'running'
    returning cancel_asked_at is not null as cancelled`.execute(tx)
  return rows[0]?.cancelled === false
}

/**
 * Ends a run. Inside the import's own transaction for one that stands, so that the records and what is said of them are one; false when
 * it was cancelled or taken for dead before, and then nothing of it may stand.
 */
export const endRun = async (tx: Tx, keys: Keys, run: RunState): Promise<boolean> => {
  const { organisation_id, run_id, state, done, sheet, import_id, report, problem } = run
  const outcome = keys.seal(JSON.stringify({ report, problem }), place(run))
  const asked = state === 'done' ? sql`and cancel_asked_at is null` : sql``
  const { numAffectedRows } = await sql`
    update imports.runs set state = ${state}, done = ${done}, sheet = ${sheet}, import_id = ${import_id}, outcome = ${outcome}
    where organisation_id = ${organisation_id} and run_id = ${run_id} and state = 'running' ${asked}`.execute(tx)
  return numAffectedRows === 1n
}

/** Asks the process that runs it to end it. */
export const askToCancel = (tx: Tx, { organisation_id, run_id }: Which): Promise<unknown> =>
  sql`update imports.runs set cancel_asked_at = now()
    where organisation_id = ${organisation_id} and run_id = ${run_id} and state = 'running' and cancel_asked_at is null`.execute(
    tx,
  )

/** Who asks for a run: its starter, or whoever holds its key. */
export type Asker = { readonly account_id: string } | { readonly watch_key: string }

/** One whose process has died is told as failed from now on, and its process, should it live after all, takes everything back. */
export const findRun = async (tx: Tx, keys: Keys, which: Which, asker: Asker): Promise<RunState | undefined> => {
  const { organisation_id, run_id } = which
  const own = 'account_id' in asker ? sql`account_id = ${asker.account_id}` : sql`watch_hash = ${hashOfKey(asker.watch_key)}`
  await sql`update imports.runs set state = 'failed' where organisation_id = ${organisation_id} and run_id = ${run_id} and ${own}
    and state = 'running' and alive_until < now()`.execute(tx)
  const { rows } = await sql<Row>`
    select organisation_id, run_id, dry_run, state, done, total, sheet, import_id, outcome from imports.runs
    where organisation_id = ${organisation_id} and run_id = ${run_id} and ${own}`.execute(tx)
  if (!rows[0]) return undefined
  const { outcome, ...run } = rows[0]
  return { ...run, ...(outcome ? (JSON.parse(keys.open(outcome, place(run))) as Outcome) : {}) }
}

export const isStarted = async (tx: Tx, { organisation_id, run_id }: Which): Promise<boolean> =>
  (await sql`select 1 from imports.runs where organisation_id = ${organisation_id} and run_id = ${run_id}`.execute(tx)).rows
    .length > 0
