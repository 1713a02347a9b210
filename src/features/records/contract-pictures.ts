/** 照片·扫描件: pictures beside an entry as its evidence. `source` is the `slice.table` of the entry; which take pictures, the application says. */
import { endpoint, id, listOutput, nullable, optional, words, z } from '../../shared/endpoint.ts'

/** Bytes of one picture or scan: in base64 it fits a request (2 MiB, src/platform/http.ts) with its thumbnail. */
export const MOST_BYTES = 1_400_000
/** Pictures beside one entry. */
export const MOST_PICTURES = 60
/** Characters of a thumbnail in base64: about 240 pixels wide. */
const MOST_THUMBNAIL = 80_000

const entry = { source: words(80), entry_id: id() }

const picture = {
  picture_id: z.string(),
  media_type: z.string(),
  bytes: z.number(),
  caption: nullable(z.string()),
  recorded_by_name: z.string(),
  recorded_at: z.string(),
}

export const listPictures = endpoint({
  method: 'GET',
  path: '/api/records/entries/:source/:entry_id/pictures',
  permission: 'records.read',
  summary: '一条登记的照片和扫描件，各带缩略图（base64 的 JPEG）；须可查看该条登记',
  input: z.object(entry),
  output: listOutput({ ...picture, thumbnail: nullable(z.string()), may_remove: z.boolean() }),
})

export const getPicture = endpoint({
  method: 'GET',
  path: '/api/records/pictures/:picture_id',
  permission: 'records.read',
  summary: '一张照片或扫描件的内容（base64）；须可查看它所属的登记',
  input: z.object({ picture_id: id() }),
  output: z.object({ ...picture, content: z.string() }),
})

export const recordPicture = endpoint({
  method: 'POST',
  path: '/api/records/entries/:source/:entry_id/pictures',
  permission: 'records.record',
  summary: '给一条登记附照片或扫描件（JPEG、PNG、WebP、PDF，按内容识别，最大 1.4 MB）；同一张只存一次',
  input: z.object({
    ...entry,
    picture_id: optional(id()),
    /** Base64. */
    content: z.string().check(z.minLength(1), z.maxLength(2_000_000)),
    /** Base64 of a small JPEG; none for a PDF. */
    thumbnail: optional(z.string().check(z.maxLength(MOST_THUMBNAIL))),
    caption: optional(words(100)),
  }),
  output: z.object({ picture_id: z.string() }),
})

export const removePicture = endpoint({
  method: 'POST',
  path: '/api/records/pictures/:picture_id/remove',
  permission: 'records.record',
  summary: '删去一张照片的内容，写明原因；谁在何时删去仍可查。限附上它的人和可作废记录的人',
  input: z.object({ picture_id: id(), reason: words(200) }),
  output: z.object({}),
})
