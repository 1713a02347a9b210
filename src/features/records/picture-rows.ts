/** The rows of pictures: their content sealed in parts, and who may see the entry they stand beside. */
import { sql } from 'kysely'
import { mayHere, type Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { Refusal } from '../../shared/refusal.ts'

/** A table whose rows take pictures. */
export interface PicturedTable {
  readonly id: string
  /** Permissions to see and to add; both beside those of the endpoints. */
  readonly read: string
  readonly record: string
}

/** `slice.table` → how its rows are found. */
export type PicturedTables = Readonly<Record<string, PicturedTable>>

const PART_BYTES = 65_536

const partPlace = ({ organisation_id }: Ctx, picture_id: string, part: number) => ({
  column: 'records.picture_parts.content',
  organisation_id,
  row_id: `${picture_id}/${part}`,
})

export const thumbnailPlace = ({ organisation_id }: Ctx, picture_id: string) => ({
  column: 'records.pictures.thumbnail',
  organisation_id,
  row_id: picture_id,
})

/** The source is typed by the caller: only a name in the list reaches SQL. Refused: `not_found`, `not_allowed`. */
export const checkPictured = (ctx: Ctx, tables: PicturedTables, source: string, does: 'read' | 'record'): PicturedTable => {
  const table = Object.hasOwn(tables, source) ? tables[source] : undefined
  if (!table) throw new Refusal('not_found')
  if (!mayHere(ctx, table[does])) throw new Refusal('not_allowed', {}, 'source')
  return table
}

/** The station of the entry; refuses `not_found`, also where row-level security hides it. `lock` holds it fast for this request. */
export const stationOfEntry = async (ctx: Ctx, { id }: PicturedTable, source: string, entry_id: string, lock = false) => {
  const { rows } = await sql<{ station_id: string }>`select station_id from ${sql.table(source)}
    where organisation_id = ${ctx.organisation_id} and ${sql.ref(id)} = ${entry_id} ${sql.raw(lock ? 'for update' : '')}`.execute(
    ctx.db,
  )
  if (!rows[0]) throw new Refusal('not_found')
  return rows[0].station_id
}

export const writeParts = async (ctx: Ctx, picture: { picture_id: string; station_id: string }, content: Uint8Array) => {
  const parts = Array.from({ length: Math.ceil(content.length / PART_BYTES) }, (_, part_number) => ({
    organisation_id: ctx.organisation_id,
    picture_id: picture.picture_id,
    part_number,
    station_id: picture.station_id,
    content_sealed: ctx.keys.seal(
      content.subarray(part_number * PART_BYTES, (part_number + 1) * PART_BYTES),
      partPlace(ctx, picture.picture_id, part_number),
    ),
  }))
  await insertRows(ctx.db, 'records.picture_parts', parts)
}

export const readParts = async (ctx: Ctx, picture_id: string): Promise<Buffer> => {
  const { rows } = await sql<{ part_number: number; content_sealed: Buffer }>`
    select part_number, content_sealed from records.picture_parts
    where organisation_id = ${ctx.organisation_id} and picture_id = ${picture_id} order by part_number`.execute(ctx.db)
  return Buffer.concat(
    rows.map(({ part_number, content_sealed }) => ctx.keys.openBytes(content_sealed, partPlace(ctx, picture_id, part_number))),
  )
}
