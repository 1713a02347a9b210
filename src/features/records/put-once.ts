/**
 * Rows of a slice's own table that count once without being services on the spine: measurements, sales bills, volunteer hours. The table
 * has `once_key`, unique among rows that stand, and the usual columns of who recorded and when.
 */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import type { RefusalCode } from '../../shared/refusal.ts'
import type { Outcome } from '../../shared/sheet-form.ts'
import { isRefused, type Refused } from './place.ts'
import type { Evidence } from '../../shared/evidence.ts'
import { noteWritten, onceKey } from './put.ts'

export interface OwnTable {
  /** `slice.table` */
  readonly table: `${string}.${string}`
  /** Its id column. */
  readonly id: string
}

/** A sound row on its way into the table. */
export interface OwnRow {
  readonly id: string
  /** What counts once, e.g. ['sale', bill, year]; undefined = nothing to compare with. */
  readonly once: readonly string[] | undefined
  readonly evidence: Evidence
  /** A sound row that adds nothing: it is kept, but does not stand in the way of one that counts. */
  readonly not_counted?: RefusalCode | undefined
  readonly columns: Readonly<Record<string, unknown>>
}

const standing = async (ctx: Ctx, { table, id }: OwnTable, keys: readonly (string | null)[]): Promise<Map<string, string>> => {
  const { rows } = await sql<{ id: string; once_key: string }>`
    select ${sql.ref(id)} as id, once_key from ${sql.table(table)}
    where organisation_id = ${ctx.organisation_id} and void_id is null and once_key = any(${keys}::uuid[])`.execute(ctx.db)
  return new Map(rows.map((row) => [row.once_key, row.id]))
}

/**
 * Writes the sound rows in order; of two with the same `once` the first stands, and the later one becomes `duplicate` with the id it
 * repeats. Refused ones pass through. Returns the outcomes in the order given.
 */
export const putOnce = async (ctx: Ctx, own: OwnTable, sound: readonly (OwnRow | Refused)[]): Promise<Outcome[]> => {
  const keyed = sound.flatMap((one) =>
    isRefused(one) ? [] : [{ one, once_key: one.once && one.not_counted === undefined ? onceKey(one.once) : null }],
  )
  const rows = keyed.map(({ one, once_key }) => ({
    organisation_id: ctx.organisation_id,
    [own.id]: one.id,
    ...one.columns,
    evidence: one.evidence,
    recorded_by: ctx.actor.account_id,
    recorded_at: ctx.now,
    once_key,
  }))
  const written = new Set(
    (await insertRows<Record<string, string>>(ctx.db, own.table, rows, { conflict: 'on conflict do nothing', returning: own.id })).map((row) => row[own.id]!),
  )
  const lost = keyed.filter(({ one }) => !written.has(one.id))
  const stands = lost.length > 0 ? await standing(ctx, own, lost.map(({ once_key }) => once_key)) : new Map<string, string>()
  const keys = new Map(lost.map(({ one, once_key }) => [one, once_key]))
  noteWritten(ctx, own.table, [...written])
  return sound.map((one): Outcome => {
    if (isRefused(one)) return one
    // The same id lost its place only to itself: the same request sent again.
    const repeats_id = written.has(one.id) ? undefined : stands.get(keys.get(one) ?? '')
    if (repeats_id && repeats_id !== one.id) return { refused: 'duplicate', repeats_id }
    return one.not_counted ? { id: one.id, not_counted: one.not_counted } : { id: one.id }
  })
}
