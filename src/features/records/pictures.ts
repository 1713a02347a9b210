/**
 * Pictures (照片·扫描件): what proves an entry, sealed beside it. Whoever may see the entry sees its pictures. One that was attached by mistake is
 * removed for good; that it was there, and who removed it and why, stays.
 */
import { hash } from 'node:crypto'
import { sql } from 'kysely'
import { mayHere, type Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { Refusal } from '../../shared/refusal.ts'
import { accountNames } from '../staff/account-names.ts'
import { MOST_BYTES, MOST_PICTURES } from './contract-pictures.ts'
import type * as contract from './contract-pictures.ts'
import { checkPictured, readParts, stationOfEntry, thumbnailPlace, writeParts, type PicturedTables } from './picture-rows.ts'
import { pictureType } from './picture-type.ts'

type In<K extends keyof typeof contract> = ParsedOf<(typeof contract)[K]>
type Out<K extends keyof typeof contract> = Promise<OutputOf<(typeof contract)[K]>>

interface Row {
  readonly picture_id: string
  readonly source: string
  readonly media_type: string
  readonly bytes: number
  readonly caption: string | null
  readonly thumbnail_sealed: Buffer | null
  readonly recorded_by: string
  readonly recorded_at: Date
}

const columns = sql`picture_id, source, media_type, bytes, caption, thumbnail_sealed, recorded_by, recorded_at`

/** The person who attached it, and whoever may take records back. */
const mayRemove = (ctx: Ctx, { recorded_by }: Row): boolean =>
  mayHere(ctx, 'records.record') && (recorded_by === ctx.actor.account_id || mayHere(ctx, 'records.void'))

const told = (row: Row, names: ReadonlyMap<string, string>) => ({
  picture_id: row.picture_id,
  media_type: row.media_type,
  bytes: row.bytes,
  caption: row.caption,
  recorded_by_name: names.get(row.recorded_by) ?? '',
  recorded_at: row.recorded_at.toISOString(),
})

const listPictures = async (ctx: Ctx, tables: PicturedTables, { source, entry_id }: In<'listPictures'>): Out<'listPictures'> => {
  await stationOfEntry(ctx, checkPictured(ctx, tables, source, 'read'), source, entry_id)
  const { rows } = await sql<Row>`select ${columns} from records.pictures
    where organisation_id = ${ctx.organisation_id} and source = ${source} and entry_id = ${entry_id} and removed_at is null
    order by recorded_at, picture_id`.execute(ctx.db)
  const names = await accountNames(
    ctx,
    rows.map((row) => row.recorded_by),
  )
  const listed = rows.map((row) => ({
    ...told(row, names),
    thumbnail:
      row.thumbnail_sealed && ctx.keys.openBytes(row.thumbnail_sealed, thumbnailPlace(ctx, row.picture_id)).toString('base64'),
    may_remove: mayRemove(ctx, row),
  }))
  return { rows: listed, total: listed.length }
}

/** One that stands, of an entry that may be seen; refuses `not_found`, `not_allowed`. */
const readPicture = async (ctx: Ctx, tables: PicturedTables, picture_id: string, does: 'read' | 'record'): Promise<Row> => {
  const { rows } = await sql<Row>`select ${columns} from records.pictures
    where organisation_id = ${ctx.organisation_id} and picture_id = ${picture_id} and removed_at is null`.execute(ctx.db)
  if (!rows[0]) throw new Refusal('not_found')
  checkPictured(ctx, tables, rows[0].source, does)
  return rows[0]
}

const getPicture = async (ctx: Ctx, tables: PicturedTables, { picture_id }: In<'getPicture'>): Out<'getPicture'> => {
  const row = await readPicture(ctx, tables, picture_id, 'read')
  const content = await readParts(ctx, picture_id)
  return { ...told(row, await accountNames(ctx, [row.recorded_by])), content: content.toString('base64') }
}

/** The content and what it is; refuses `picture_unreadable`, `picture_too_large`. */
const contentOf = (base64: string, field: string) => {
  const content = Buffer.from(base64, 'base64')
  if (content.length > MOST_BYTES) throw new Refusal('picture_too_large', { most_mb: MOST_BYTES / 1_000_000 }, field)
  const media_type = pictureType(content)
  if (!media_type) throw new Refusal('picture_unreadable', {}, field)
  return { content, media_type }
}

/** Same picture, same place: by its own id or by its content. Refuses `too_many_pictures`. */
const standing = async (ctx: Ctx, { source, entry_id, picture_id }: In<'recordPicture'>, sha256: Buffer) => {
  const { rows } = await sql<{ picture_id: string; sha256: Buffer; removed_at: Date | null }>`
    select picture_id, sha256, removed_at from records.pictures
    where organisation_id = ${ctx.organisation_id} and source = ${source} and entry_id = ${entry_id}`.execute(ctx.db)
  const known = rows.find(
    (row) => row.picture_id === picture_id || (row.removed_at === null && Buffer.compare(row.sha256, sha256) === 0),
  )
  const full = rows.filter((row) => row.removed_at === null).length >= MOST_PICTURES
  if (!known && full) throw new Refusal('too_many_pictures', { most: MOST_PICTURES }, 'content')
  return known?.picture_id
}

const recordPicture = async (ctx: Ctx, tables: PicturedTables, input: In<'recordPicture'>): Out<'recordPicture'> => {
  const { source, entry_id, caption = null } = input
  const station_id = await stationOfEntry(ctx, checkPictured(ctx, tables, source, 'record'), source, entry_id, true)
  const { content, media_type } = contentOf(input.content, 'content')
  const thumbnail = input.thumbnail ? contentOf(input.thumbnail, 'thumbnail').content : null
  const sha256 = hash('sha256', content, 'buffer')
  const known = await standing(ctx, input, sha256)
  if (known) return { picture_id: known }
  const picture_id = input.picture_id ?? newId()
  const written = await insertRows(
    ctx.db,
    'records.pictures',
    [
      {
        organisation_id: ctx.organisation_id,
        picture_id,
        station_id,
        source,
        entry_id,
        media_type,
        bytes: content.length,
        sha256,
        thumbnail_sealed: thumbnail && ctx.keys.seal(thumbnail, thumbnailPlace(ctx, picture_id)),
        caption,
        recorded_by: ctx.actor.account_id,
        recorded_at: ctx.now,
      },
    ],
    { conflict: 'on conflict do nothing', returning: 'picture_id' },
  )
  // The id is taken by another entry's picture.
  if (written.length === 0) throw new Refusal('not_found', {}, 'picture_id')
  await writeParts(ctx, { picture_id, station_id }, content)
  ctx.wrote({
    entity: 'records.pictures',
    entity_ids: [picture_id, entry_id],
    after: { source, media_type, bytes: content.length },
  })
  return { picture_id }
}

const removePicture = async (
  ctx: Ctx,
  tables: PicturedTables,
  { picture_id, reason }: In<'removePicture'>,
): Out<'removePicture'> => {
  const row = await readPicture(ctx, tables, picture_id, 'record')
  if (!mayRemove(ctx, row)) throw new Refusal('not_allowed', {}, 'picture_id')
  await sql`delete from records.picture_parts
    where organisation_id = ${ctx.organisation_id} and picture_id = ${picture_id}`.execute(ctx.db)
  await sql`update records.pictures set thumbnail_sealed = null, removed_by = ${ctx.actor.account_id}, removed_at = ${ctx.now},
    removed_why = ${reason} where organisation_id = ${ctx.organisation_id} and picture_id = ${picture_id}`.execute(ctx.db)
  ctx.wrote({
    entity: 'records.pictures',
    entity_ids: [picture_id],
    before: { bytes: row.bytes },
    after: { removed_why: reason },
  })
  return {}
}

/** `tables`: whose rows take pictures; the application hands them over. */
export const picturesService = (tables: PicturedTables) => ({
  listPictures: (ctx: Ctx, input: In<'listPictures'>) => listPictures(ctx, tables, input),
  getPicture: (ctx: Ctx, input: In<'getPicture'>) => getPicture(ctx, tables, input),
  recordPicture: (ctx: Ctx, input: In<'recordPicture'>) => recordPicture(ctx, tables, input),
  removePicture: (ctx: Ctx, input: In<'removePicture'>) => removePicture(ctx, tables, input),
})
