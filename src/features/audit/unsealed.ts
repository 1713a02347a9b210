/**
 * Which entries are in no seal. Entry ids begin with the millisecond they were made in (UUID version 7), just before their transaction
 * commits; so the key of audit.entries is the order in which seals take them, and no writer is asked to do anything.
 */
import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'

/** Between the making of an entry's id and its commit lies one statement; whoever takes longer than this is not sealed unasked. */
export const WINDOW_MS = 15 * 60_000
/** An id may be this far ahead of our clock: server and database differ by two minutes at most (platform/database.ts). */
export const AHEAD_MS = 5 * 60_000

const NOTHING = '00000000-0000-0000-0000-000000000000'
const EVERYTHING = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
/** Entries looked at in one statement. */
const PAGE = 20_000

/** Smaller than every id made in this millisecond or later. */
export const idFrom = (ms: number): string => {
  const hex = Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`
}

/** The millisecond an id was made in; meaningless for an id of another kind, which is then no id of ours. */
export const timeOf = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)

export const isOurs = (id: string): boolean => id[14] === '7'

/** The largest id sealed in the ordinary way; seals with a reason hold what came out of its time. */
export const watermark = async (tx: Tx, organisation_id: string): Promise<string> => {
  const { rows } = await sql<{ last_id: string }>`
    select last_id from audit.seals where organisation_id = ${organisation_id} and late_reason is null
    order by last_id desc limit 1`.execute(tx)
  return rows[0]?.last_id ?? NOTHING
}

interface Range {
  /** Exclusive. */
  readonly above: string
  /** Inclusive. */
  readonly to: string
}

/** Ids of the range that no seal holds, smallest first. EXCEPT hashes or sorts; an anti-join on an array is guessed too small. */
export const unsealedIn = async (tx: Tx, organisation_id: string, { above, to }: Range, limit: number): Promise<string[]> => {
  const { rows } = await sql<{ audit_id: string }>`
    select e.audit_id from audit.entries e
     where e.organisation_id = ${organisation_id} and e.audit_id > ${above} and e.audit_id <= ${to}
    except
    select unnest(r.audit_ids) from audit.sealed_rows r
      join audit.seals s on s.organisation_id = r.organisation_id and s.number = r.number
     where r.organisation_id = ${organisation_id} and s.last_id > ${above} and s.first_id <= ${to}
    order by 1 limit ${limit}`.execute(tx)
  return rows.map((row) => row.audit_id)
}

/** What transactions that committed late have left behind the watermark. */
export const unsealedInWindow = (tx: Tx, organisation_id: string, last: string, limit: number): Promise<string[]> =>
  unsealedIn(tx, organisation_id, { above: idFrom(timeOf(last) - WINDOW_MS), to: last }, limit)

/** Every id that no seal holds, a page at a time; a page may be empty. `looked`: entries looked at so far. */
export async function* allUnsealed(tx: Tx, organisation_id: string): AsyncGenerator<{ ids: string[]; looked: number }> {
  let [above, looked] = [NOTHING, 0]
  for (;;) {
    const { rows } = await sql<{ audit_id: string }>`
      select audit_id from audit.entries where organisation_id = ${organisation_id} and audit_id > ${above}
      order by audit_id offset ${PAGE - 1} limit 1`.execute(tx)
    const to = rows[0]?.audit_id ?? EVERYTHING
    looked += PAGE
    yield { ids: await unsealedIn(tx, organisation_id, { above, to }, PAGE), looked }
    if (to === EVERYTHING) return
    above = to
  }
}
