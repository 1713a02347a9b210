/** The seal of one entry, and whether both are as they were. */
import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { HASH_BYTES, NOTHING_BEFORE, rowHash, sealHash, type SealParts } from './hashes.ts'
import type { AuditProblem } from './rules.ts'

interface SealOf extends SealParts {
  readonly seal_hash: Buffer
  /** Counted from 1 within the seal. */
  readonly place: number
}

/**
 * Seals follow time, and so do ids: the seal of an entry is the first that reaches up to its id and holds it, almost always the very
 * first looked at.
 */
export const readSealOf = async (tx: Tx, organisation_id: string, audit_id: string): Promise<SealOf | undefined> => {
  const { rows } = await sql<SealOf>`
    select s.organisation_id, s.number, s.sealed_at, s.kept, s.entries, s.first_id, s.last_id, s.first_at, s.last_at, s.late_reason,
      s.rows_hash, s.seal_hash, array_position(r.audit_ids, ${audit_id}::uuid) as place
    from audit.seals s join audit.sealed_rows r on r.organisation_id = s.organisation_id and r.number = s.number
    where s.organisation_id = ${organisation_id} and s.last_id >= ${audit_id} and s.first_id <= ${audit_id}
      and r.organisation_id = ${organisation_id} and ${audit_id}::uuid = any(r.audit_ids)
    order by s.last_id limit 1`.execute(tx)
  return rows[0]
}

/** What does not hold; undefined for an entry that waits for its seal. */
export const verifyOne = async (tx: Tx, organisation_id: string, audit_id: string): Promise<AuditProblem[] | undefined> => {
  const seal = await readSealOf(tx, organisation_id, audit_id)
  if (!seal) return undefined
  const { number, place } = seal
  const { rows } = await sql<{ same: boolean; list_same: boolean; previous: Buffer | null }>`
    select ${rowHash} = substr(r.row_hashes, ${(place - 1) * HASH_BYTES + 1}, ${HASH_BYTES}) as same,
      sha256(r.row_hashes) = ${seal.rows_hash} and cardinality(r.audit_ids) = ${seal.entries} as list_same,
      (select p.seal_hash from audit.seals p where p.organisation_id = ${organisation_id} and p.number = ${number - 1}) as previous
    from audit.entries e join audit.sealed_rows r on r.organisation_id = e.organisation_id and r.number = ${number}
    where e.organisation_id = ${organisation_id} and e.audit_id = ${audit_id}`.execute(tx)
  const found = rows[0]!
  const problems: AuditProblem[] = []
  if (!found.same) problems.push({ kind: 'entry_changed', seal: number, audit_id, place })
  if (!found.list_same) problems.push({ kind: 'list_changed', seal: number })
  const previous = number === 1 ? NOTHING_BEFORE : found.previous
  if (!previous) problems.push({ kind: 'seal_missing', seal: number - 1 })
  else if (!sealHash(seal, previous).equals(seal.seal_hash)) problems.push({ kind: 'seal_changed', seal: number })
  return problems
}
