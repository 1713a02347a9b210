/**
 * What a seal is made of. Both texts are written down in docs/decisions/0013, so that anybody can compute them again with psql and
 * sha256sum. They are made in the statement, not by a function of the database: whoever owns the database could change a function.
 */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'

/** Bytes of one row hash. */
export const HASH_BYTES = 32

/**
 * SHA-256 of one entry (alias e). Instants are microseconds since 1970, and jsonb prints itself in one way only, so that no setting of
 * the session (time zone, date style, float digits) changes the text.
 */
export const rowHash = sql<Buffer>`sha256(convert_to(jsonb_build_array('hengai.audit.1', e.organisation_id, e.audit_id,
  (extract(epoch from e.at) * 1000000)::bigint, e.account_id, e.request_id, e.action, e.entity, to_jsonb(e.entity_ids),
  e.before is not null, e.before, e.after is not null, e.after)::text, 'UTF8'))`

/** A seal as it stands in audit.seals, its own hash apart. */
export interface SealParts {
  readonly organisation_id: string
  readonly number: number
  readonly sealed_at: Date
  readonly kept: string
  readonly entries: number
  readonly first_id: string
  readonly last_id: string
  readonly first_at: Date
  readonly last_at: Date
  readonly late_reason: string | null
  readonly rows_hash: Buffer
}

export const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest()

/** What the first seal stands on. */
export const NOTHING_BEFORE = Buffer.alloc(HASH_BYTES)

/** SHA-256 of a seal and of the one before it. Instants as ISO 8601 in UTC with milliseconds, hashes as hex. */
export const sealHash = (seal: SealParts, previous: Buffer): Buffer =>
  sha256(
    JSON.stringify([
      'hengai.seal.1',
      seal.organisation_id,
      seal.number,
      seal.sealed_at.toISOString(),
      seal.kept,
      seal.entries,
      seal.first_id,
      seal.last_id,
      seal.first_at.toISOString(),
      seal.last_at.toISOString(),
      seal.late_reason,
      seal.rows_hash.toString('hex'),
      previous.toString('hex'),
    ]),
  )
