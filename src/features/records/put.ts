/** Putting services on record (上账): the one way into the spine, for one entry or for thousands. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import { beyondStations } from '../../platform/request.ts'
import type { Evidence } from '../../shared/evidence.ts'
import type { RefusalCode } from '../../shared/refusal.ts'
import type { Outcome } from '../../shared/sheet-form.ts'
import { sensitiveServiceTypes } from '../orgs/service.ts'
import { isRefused, openPlaces, type Entry, type PlacedPerson, type Refused } from './place.ts'

export type Mode = 'on_site' | 'home' | 'phone' | 'online' | 'outreach'

/** A row of the spine, before it is written. */
export interface NewRecord {
  readonly record_id: string
  readonly station_id: string
  readonly contract_id: string | null
  readonly service_type: string
  readonly who: 'person' | 'walk_in' | 'headcount'
  readonly person_id: string | null
  readonly person_times: number
  readonly occurred_on: string
  readonly started_at: string | null
  readonly minutes: number | null
  readonly mode: Mode
  readonly delivered_by: string | null
  readonly source: string
  readonly evidence: Evidence
  /** What counts once, e.g. ['meal', person, day, 'lunch']; undefined = nothing to compare with. */
  readonly once: readonly string[] | undefined
}

/**
 * Hash of what counts once, as a uuid. The person is left out and compared by a column of their own, so that after a merge the rows of
 * both are compared with each other.
 */
export const onceKey = (parts: readonly string[], person_id: string | null): string => {
  const hex = createHash('md5')
    .update(parts.filter((part) => part !== person_id).join('|'))
    .digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Writes records; of two with the same `once` the first stands. Returns, per record, undefined or the id of the one it repeats. */
export const putRecords = async (
  ctx: Ctx,
  records: readonly NewRecord[],
  sensitive_types?: ReadonlySet<string>,
): Promise<(string | undefined)[]> => {
  const sensitive = sensitive_types ?? (await sensitiveServiceTypes(ctx))
  const rows = records.map(({ once, ...record }) => ({
    organisation_id: ctx.organisation_id,
    ...record,
    sensitive: sensitive.has(record.service_type),
    recorded_by: ctx.actor.account_id,
    recorded_at: ctx.now,
    once_key: once ? onceKey(once, record.person_id) : null,
  }))
  const written = await insertRows<{ record_id: string }>(ctx.db, 'records.records', rows, {
    conflict: 'on conflict do nothing',
    returning: 'record_id',
  })
  if (written.length === rows.length) return records.map(() => undefined)
  const ids = new Set(written.map((r) => r.record_id))
  const [stood, lost] = [rows.filter((r) => ids.has(r.record_id)), rows.filter((r) => !ids.has(r.record_id))]
  const byKey = new Map(stood.map((r) => [keyText(r), r.record_id]))
  const elsewhere = lost.filter((r) => !byKey.has(keyText(r)))
  if (elsewhere.length > 0) for (const r of await standing(ctx, elsewhere)) byKey.set(keyText(r), r.record_id)
  return rows.map((r) => (ids.has(r.record_id) ? undefined : (byKey.get(keyText(r)) ?? r.record_id)))
}

interface Keyed {
  readonly once_key: string | null
  readonly person_id: string | null
}

const keyText = ({ once_key, person_id }: Keyed): string => `${once_key}|${person_id}`

/** The records that kept these out. They may be another station's, which this actor cannot see: a service counts once all the same. */
const standing = async (ctx: Ctx, lost: readonly Keyed[]): Promise<(Keyed & { readonly record_id: string })[]> => {
  const { rows } = await beyondStations(ctx, () =>
    sql<Keyed & { record_id: string }>`
    select r.record_id, r.once_key, r.person_id from records.records r
    join unnest(${lost.map((r) => r.once_key)}::uuid[], ${lost.map((r) => r.person_id)}::uuid[]) lost (once_key, person_id)
      on r.once_key = lost.once_key and r.person_id is not distinct from lost.person_id
    where r.organisation_id = ${ctx.organisation_id} and r.void_id is null and r.once_key is not null`.execute(ctx.db),
  )
  return rows
}

/** One service to one person, as a slice hands it over. `id` is made by whoever records. */
export interface ServiceEntry extends Entry {
  readonly id?: string | undefined
  readonly evidence: Evidence
}

/** What a slice says about its entries. */
export interface ServiceRules<E extends ServiceEntry> {
  readonly service_type: string
  /** `slice.table` of the detail rows. */
  readonly source: string
  readonly mode: (entry: E) => Mode
  /** Values of the entry: a refusal, or a reason why the sound entry adds nothing. */
  readonly check?: (
    entry: E,
  ) =>
    | { refused: RefusalCode; details?: Record<string, string | number>; field?: string }
    | { not_counted: RefusalCode }
    | undefined
  /** The parts, after the person, of what counts once. */
  readonly once: (entry: E) => readonly string[]
  readonly started_at?: (entry: E) => string | undefined
  readonly minutes?: (entry: E) => number | undefined
  readonly delivered_by?: (entry: E) => string | undefined
}

export interface Recorded<E> {
  readonly entry: E
  readonly id: string
  readonly placed: PlacedPerson
  readonly not_counted: RefusalCode | undefined
}

/**
 * Records services to persons. Refused entries write nothing; entries that do not count reach the slice's own table but not the
 * spine. `detail` receives what was accepted, once, to write the slice's rows in the same transaction.
 */
export const recordServices = async <E extends ServiceEntry>(
  ctx: Ctx,
  entries: readonly E[],
  rules: ServiceRules<E>,
  detail: (accepted: readonly Recorded<E>[]) => Promise<void>,
): Promise<Outcome[]> => {
  const [places, sensitive_types] = await Promise.all([openPlaces(ctx, entries), sensitiveServiceTypes(ctx)])
  const sound: (Recorded<E> | Refused)[] = entries.map((entry) => {
    const placed = places.placePerson(entry)
    if (isRefused(placed)) return placed
    const found = rules.check?.(entry)
    if (found && 'refused' in found) return found
    return { entry, id: entry.id ?? newId(), placed, not_counted: found?.not_counted }
  })
  const counted = sound.filter((one): one is Recorded<E> => !isRefused(one) && one.not_counted === undefined)
  const repeats = await putRecords(
    ctx,
    counted.map(({ entry, id, placed }) => ({
      record_id: id,
      station_id: placed.station_id,
      contract_id: placed.contract_id,
      service_type: rules.service_type,
      who: 'person' as const,
      person_id: placed.person_id,
      person_times: 1,
      occurred_on: entry.occurred_on,
      started_at: rules.started_at?.(entry) ?? null,
      minutes: rules.minutes?.(entry) ?? null,
      mode: rules.mode(entry),
      delivered_by: rules.delivered_by?.(entry) ?? null,
      source: rules.source,
      evidence: entry.evidence,
      once: [rules.service_type, placed.person_id, ...rules.once(entry)],
    })),
    sensitive_types,
  )
  const repeated = new Map(counted.map((one, i) => [one, repeats[i]]))
  const accepted = sound.filter((one): one is Recorded<E> => !isRefused(one) && repeated.get(one) === undefined)
  await detail(accepted)
  noteWritten(
    ctx,
    rules.source,
    accepted.map((one) => one.id),
  )
  return sound.map((one): Outcome => {
    if (isRefused(one)) return one
    const repeats_id = repeated.get(one)
    // The same request sent again: it stands already, and that is what was asked for.
    if (repeats_id === one.id) return { id: one.id }
    if (repeats_id) return { refused: 'duplicate', repeats_id }
    return one.not_counted ? { id: one.id, not_counted: one.not_counted } : { id: one.id }
  })
}

/** Audit of what was written: the ids, at most 1,000 to a row. */
export const noteWritten = (ctx: Ctx, entity: string, ids: readonly string[]): void => {
  for (let start = 0; start < ids.length; start += 1000) ctx.wrote({ entity, entity_ids: ids.slice(start, start + 1000) })
}
