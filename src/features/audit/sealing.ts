/**
 * Sealing: entries of the audit trail that no seal holds yet are taken in batches, in the order of their ids, and each batch is sealed
 * upon the seal before (docs/decisions/0013). No lock on writers, no trigger, no change of an entry. Who seals first takes the number:
 * the key of audit.seals keeps two programs on one database apart, on one node as on many.
 */
import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/database.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { NOTHING_BEFORE, rowHash, sealHash, sha256 } from './hashes.ts'
import { asKeeper } from './keeper.ts'
import { isHealth, seedRetention } from './retention.ts'
import { AHEAD_MS, allUnsealed, idFrom, unsealedInWindow, watermark } from './unsealed.ts'

/** Entries in one seal at most: about 60 ms of work, so that on the embedded database nobody waits long behind it. */
const BATCH = 5_000

export interface Seal {
  readonly organisation_id: string
  readonly number: number
  readonly entries: number
  /** Hex. */
  readonly hash: string
}

/** Another program has taken the number: its seal stands, ours leaves no trace. */
class NumberTaken extends Error {}

interface Batch {
  readonly kept: string
  readonly ids: string[]
  readonly hashes: Buffer
  readonly first_at: Date
  readonly last_at: Date
}

/** Rows of audit.entries (alias e) as batches, one for each period of retention. */
const readBatches = async (tx: Tx, organisation_id: string, which: ReturnType<typeof sql>, limit: number): Promise<Batch[]> => {
  const { rows } = await sql<Batch>`
    select case when ${isHealth} then 'health' else 'general' end as kept, array_agg(audit_id order by audit_id) as ids,
      string_agg(hash, ''::bytea order by audit_id) as hashes, min(at) as first_at, max(at) as last_at
    from (select e.audit_id, e.at, e.entity, ${rowHash} as hash from audit.entries e
      where e.organisation_id = ${organisation_id} and ${which} order by e.audit_id limit ${limit}) e
    group by 1 order by 1`.execute(tx)
  return rows
}

interface Last {
  readonly number: number
  readonly seal_hash: Buffer
}

/**
 * The seal the next one is made upon. Read before the entries are: what another program seals meanwhile takes the number, so that nothing
 * is sealed twice.
 */
const lastSeal = async (tx: Tx, organisation_id: string): Promise<Last> => {
  const { rows } = await sql<Last>`
    select number, seal_hash from audit.seals where organisation_id = ${organisation_id} order by number desc limit 1`.execute(tx)
  return rows[0] ?? { number: 0, seal_hash: NOTHING_BEFORE }
}

interface Sealing {
  readonly last: Last
  readonly now: Date
  readonly late_reason: string | null
}

/** Seals batches one upon the other; `last` is the seal that the next batch is made upon. */
const sealBatches = async (
  tx: Tx,
  organisation_id: string,
  batches: readonly Batch[],
  { last, now, late_reason }: Sealing,
): Promise<{ made: Seal[]; last: Last }> => {
  let before = last
  if (before.number === 0 && batches.length > 0) await seedRetention(tx, organisation_id, now)
  const made: Seal[] = []
  for (const { kept, ids, hashes, first_at, last_at } of batches) {
    const seal = {
      organisation_id,
      number: before.number + 1,
      sealed_at: now,
      kept,
      entries: ids.length,
      first_id: ids[0]!,
      last_id: ids.at(-1)!,
      first_at,
      last_at,
      late_reason,
      rows_hash: sha256(hashes),
    }
    const seal_hash = sealHash(seal, before.seal_hash)
    const written = await insertRows(tx, 'audit.seals', [{ ...seal, seal_hash }], {
      conflict: 'on conflict (organisation_id, number) do nothing',
      returning: 'number',
    })
    if (written.length === 0) throw new NumberTaken()
    await sql`insert into audit.sealed_rows (organisation_id, number, audit_ids, row_hashes)
      values (${organisation_id}, ${seal.number}, ${ids}::uuid[], ${hashes})`.execute(tx)
    before = { number: seal.number, seal_hash }
    made.push({ organisation_id, number: seal.number, entries: ids.length, hash: seal_hash.toString('hex') })
  }
  return { made, last: before }
}

/** What committed late, in the window behind the watermark. */
const sealWindow = async (tx: Tx, organisation_id: string, now: Date, limit: number): Promise<Seal[]> => {
  const last = await lastSeal(tx, organisation_id)
  const ids = await unsealedInWindow(tx, organisation_id, await watermark(tx, organisation_id), limit)
  if (ids.length === 0) return []
  const batches = await readBatches(tx, organisation_id, sql`e.audit_id = any(${ids}::uuid[])`, limit)
  return (await sealBatches(tx, organisation_id, batches, { last, now, late_reason: null })).made
}

/** What lies after the watermark is in no seal, but for entries of a wrong clock that somebody had sealed with a reason. */
const sealNext = async (tx: Tx, organisation_id: string, now: Date, limit: number): Promise<Seal[]> => {
  const last = await lastSeal(tx, organisation_id)
  const sealed_to = await watermark(tx, organisation_id)
  const { rows } = await sql<{ audit_id: string }>`
    select unnest(r.audit_ids) as audit_id from audit.sealed_rows r
      join audit.seals s on s.organisation_id = r.organisation_id and s.number = r.number
     where r.organisation_id = ${organisation_id} and s.late_reason is not null and s.last_id > ${sealed_to}`.execute(tx)
  const held = rows.map((row) => row.audit_id).filter((id) => id > sealed_to)
  const range = sql`e.audit_id > ${sealed_to} and e.audit_id <= ${idFrom(now.getTime() + AHEAD_MS)}`
  const which = held.length === 0 ? range : sql`${range} and e.audit_id <> all(${held}::uuid[])`
  const batches = await readBatches(tx, organisation_id, which, limit)
  return (await sealBatches(tx, organisation_id, batches, { last, now, late_reason: null })).made
}

const unlessTaken = async (work: Promise<Seal[]>): Promise<Seal[] | 'taken'> => {
  try {
    return await work
  } catch (problem) {
    if (problem instanceof NumberTaken) return 'taken'
    throw problem
  }
}

/** Seals all there is, a transaction for each batch. Returns the seals made; ends early when another program seals. */
export const sealOrganisation = async (
  db: Db,
  organisation_id: string,
  { now = () => new Date(), batch = BATCH }: { now?: () => Date; batch?: number } = {},
): Promise<Seal[]> => {
  const made: Seal[] = []
  for (let step = sealWindow; ; step = sealNext) {
    const seals = await unlessTaken(asKeeper(db, organisation_id, (tx) => step(tx, organisation_id, now(), batch)))
    if (seals === 'taken') return made
    made.push(...seals)
    const taken = seals.reduce((sum, seal) => sum + seal.entries, 0)
    if (step === sealNext && taken < batch) return made
  }
}

/**
 * Seals entries that are never sealed unasked, because they lie outside the window: left by a clock that went back or forward, by a
 * transaction that hung for long, or put in afterwards. The reason stands in the seals, and a verification names it every time.
 */
export const sealLate = async (db: Db, organisation_id: string, reason: string, now = new Date()): Promise<Seal[]> =>
  asKeeper(db, organisation_id, async (tx) => {
    const made: Seal[] = []
    let last = await lastSeal(tx, organisation_id)
    for await (const { ids } of allUnsealed(tx, organisation_id)) {
      for (let start = 0; start < ids.length; start += BATCH) {
        const part = ids.slice(start, start + BATCH)
        const batches = await readBatches(tx, organisation_id, sql`e.audit_id = any(${part}::uuid[])`, BATCH)
        const sealed = await sealBatches(tx, organisation_id, batches, { last, now, late_reason: reason })
        last = sealed.last
        made.push(...sealed.made)
      }
    }
    return made
  })
