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

interface Keyed {
  readonly one: OwnRow
  readonly once_key: string | null
  /** The person, when what counts once does so per person. */
  readonly of_person: string | null
}

const keyedOf = (one: OwnRow): Keyed => {
  if (one.once === undefined || one.not_counted !== undefined) return { one, once_key: null, of_person: null }
  const person_id = (one.columns.person_id as string | null | undefined) ?? null
  return {
    one,
    once_key: onceKey(one.once, person_id),
    of_person: person_id !== null && one.once.includes(person_id) ? person_id : null,
  }
}

/** What kept rows out: their own id (sent before), or another row with the same key. */
const standing = async (ctx: Ctx, { table, id }: OwnTable, lost: readonly Keyed[]) => {
  const per_person = lost.some((each) => each.of_person !== null)
  const same = sql`once_key = any(${lost.map((each) => each.once_key)}::uuid[])`
  const { rows } = await sql<{ id: string; once_key: string | null; of_person: string | null; void_id: string | null }>`
    select ${sql.ref(id)} as id, once_key, void_id, ${per_person ? sql.ref('person_id') : sql`null::uuid`} as of_person from ${sql.table(table)}
    where organisation_id = ${ctx.organisation_id}
      and (${sql.ref(id)} = any(${lost.map((each) => each.one.id)}::uuid[]) or (void_id is null and ${same}
        and ${per_person ? sql`person_id = any(${lost.map((each) => each.of_person)}::uuid[])` : sql`true`}))`.execute(ctx.db)
  const byKey = new Map(rows.flatMap((row) => (row.void_id === null ? [[keyText(row), row.id] as const] : [])))
  return { ids: new Set(rows.map((row) => row.id)), byKey }
}

const keyText = ({ once_key, of_person }: { once_key: string | null; of_person: string | null }): string =>
  `${once_key}|${of_person}`

/**
 * Writes the sound rows in order; of two with the same `once` the first stands, and the later one becomes `duplicate` with the id it
 * repeats. Refused ones pass through. Returns the outcomes in the order given.
 */
export const putOnce = async (ctx: Ctx, own: OwnTable, sound: readonly (OwnRow | Refused)[]): Promise<Outcome[]> => {
  const keyed = sound.flatMap((one) => (isRefused(one) ? [] : [keyedOf(one)]))
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
    (
      await insertRows<Record<string, string>>(ctx.db, own.table, rows, { conflict: 'on conflict do nothing', returning: own.id })
    ).map((row) => row[own.id]!),
  )
  noteWritten(ctx, own.table, [...written])
  const lost = keyed.filter(({ one }) => !written.has(one.id))
  const found = lost.length > 0 ? await standing(ctx, own, lost) : undefined
  const keys = new Map(lost.map((each) => [each.one, keyText(each)]))
  return sound.map((one): Outcome => {
    if (isRefused(one)) return one
    // Neither written nor sent before: it repeats another row, perhaps one at a station this actor may not see.
    if (found && !written.has(one.id) && !found.ids.has(one.id))
      return { refused: 'duplicate', repeats_id: found.byKey.get(keys.get(one) ?? '') }
    return one.not_counted ? { id: one.id, not_counted: one.not_counted } : { id: one.id }
  })
}
