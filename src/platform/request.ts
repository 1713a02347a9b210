/** One request = one transaction: enter the organisation, do the work, write the audit rows, or leave no trace at all. */
import { sql } from 'kysely'
import { today } from '../shared/day.ts'
import { mayHere, type Actor, type Change, type Ctx, type Stations } from './context.ts'
import { enter, inOrganisation, type Db, type Sensitivity } from './database.ts'
import { insertRows, ONE_STATEMENT } from './insert-rows.ts'
import type { Keys } from './keys.ts'
import { newId } from './new-id.ts'
import { isRemembered, remembering } from './remembered.ts'
import type { Proof } from './session.ts'

export interface Asking {
  readonly organisation_id: string
  readonly time_zone: string
  readonly actor: Actor
  readonly stations: Stations
  readonly request_id: string
  /** Name of the endpoint or command, for the audit trail. */
  readonly action: string
  readonly now?: Date
  /** Of a session that was remembered: it must still stand. */
  readonly proof?: Proof
  /** The work touches nothing but the database and may begin before it was let in. */
  readonly at_once?: boolean
}

/** Any of these permissions opens the kind. Whoever checks or pays (评估·财务) counts sensitive services without reading health. */
const SENSITIVE: Record<Sensitivity, readonly string[]> = {
  health: ['health.read'],
  service: ['health.read', 'records.sensitive'],
  account: ['staff.manage'],
}

/** Kinds of sensitive rows this actor may see at every station asked about. */
const sensitiveOf = (asked: { readonly actor: Actor; readonly stations: Stations }): Sensitivity[] =>
  (Object.keys(SENSITIVE) as Sensitivity[]).filter((kind) => SENSITIVE[kind].some((permission) => mayHere(asked, permission)))

/** Requests that see more than their own just now. */
const beyond = new WeakSet<Ctx>()

/**
 * Work that must reach every row of the organisation, whatever stations the actor holds: the whole register, to see that somebody is known
 * already; all rows of a person, to merge them. Nothing read in it may be shown. A failure ends the transaction, and the wider sight with it.
 */
export const beyondStations = async <T>(ctx: Ctx, work: () => Promise<T>): Promise<T> => {
  const { organisation_id, stations } = ctx
  const sensitive = sensitiveOf(ctx)
  if (stations === 'all' && sensitive.includes('health')) return work()
  beyond.add(ctx)
  // Not waited for: what the work asks travels behind it, and is refused if it was.
  const widened = enter(ctx.db, {
    organisation_id,
    stations: 'all',
    sensitive: [...new Set([...sensitive, 'health' as const, 'service' as const])],
  })
  const [, result] = await Promise.all([widened, work()])
  await enter(ctx.db, { organisation_id, stations, sensitive })
  beyond.delete(ctx)
  return result
}

export interface Written {
  readonly organisation_id: string
  /** `slice.table`, as told to `ctx.wrote`. */
  readonly kinds: readonly string[]
}

const hearing = new WeakMap<Db, Set<(written: Written) => void>>()

/** `listener` hears of every request on this database that has written something, once it stands. Returns what stops it. */
export const hearWrites = (db: Db, listener: (written: Written) => void): (() => void) => {
  const listeners = hearing.get(db) ?? new Set()
  hearing.set(db, listeners.add(listener))
  return () => void listeners.delete(listener)
}

export const runAs = async <T>(db: Db, keys: Keys, asking: Asking, work: (ctx: Ctx) => Promise<T>): Promise<T> => {
  const { organisation_id, stations, proof, at_once } = asking
  const scope = { organisation_id, stations, sensitive: sensitiveOf(asking), proof, at_once }
  const { result, audited, kinds } = await inOrganisation(db, scope, async (tx) => {
    const now = asking.now ?? new Date()
    const changes: Change[] = []
    const ctx: Ctx = {
      db: tx,
      organisation_id: asking.organisation_id,
      actor: asking.actor,
      stations: asking.stations,
      now,
      today: today(now, asking.time_zone),
      time_zone: asking.time_zone,
      language: asking.actor.language,
      request_id: asking.request_id,
      keys,
      wrote: (change) => void changes.push(change),
      remember: remembering(scope, () => beyond.has(ctx) || changes.some(({ entity }) => isRemembered(entity))),
    }
    const result = await work(ctx)
    if (changes.some(({ entity }) => isRemembered(entity))) await sql`select staff.remembered_changed()`.execute(tx)
    // Made here, where a failure still ends everything; what is left to go wrong is told by the database.
    const rows = auditRows(ctx, asking.action, changes)
    const audited = insertRows(tx, 'audit.entries', rows)
    audited.catch(() => undefined)
    // Rows of one statement are on the wire: the commit may follow without waiting, and becomes a rollback if they are refused.
    if (rows.length > ONE_STATEMENT) await audited
    return { result, audited, kinds: [...new Set(changes.map(({ entity }) => entity))] }
  })
  await audited
  if (kinds.length > 0) for (const hear of hearing.get(db) ?? []) hear({ organisation_id: asking.organisation_id, kinds })
  return result
}

const auditRows = (ctx: Ctx, action: string, changes: readonly Change[]) =>
  changes.map((change) => ({
    organisation_id: ctx.organisation_id,
    audit_id: newId(),
    at: ctx.now,
    account_id: ctx.actor.account_id,
    request_id: ctx.request_id,
    action,
    entity: change.entity,
    entity_ids: change.entity_ids,
    before: change.before ? JSON.stringify(change.before) : null,
    after: change.after ? JSON.stringify(change.after) : null,
  }))
