import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { newActivityWorld, type ActivityWorld } from '../../../test/activity-world.ts'
import { newId } from '../../platform/new-id.ts'
import { getPicture, listPictures, MOST_BYTES, recordPicture, removePicture } from './contract-pictures.ts'
import { pictureType } from './picture-type.ts'

let world: ActivityWorld['world']
let worker: ActivityWorld['worker']
let activity_id: string
const source = 'activities.activities'

/** Bytes that begin as a JPEG does; more than one part. */
const jpeg = (bytes: number, fill = 7) => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(bytes - 3, fill)])
const entry = () => ({ source, entry_id: activity_id })
const add = (content: Buffer, more: object = {}) =>
  worker.call(recordPicture, { ...entry(), content: content.toString('base64'), ...more })

beforeEach(async () => {
  const opened = await newActivityWorld()
  ;({ world, worker } = opened)
  activity_id = await opened.hold()
})

const stored = (picture_id: string) =>
  world.run(async ({ db, organisation_id }) => {
    const { rows } = await sql<{ content_sealed: Buffer }>`select content_sealed from records.picture_parts
      where organisation_id = ${organisation_id} and picture_id = ${picture_id} order by part_number`.execute(db)
    return rows.map((row) => row.content_sealed)
  })

describe('a picture beside a session', () => {
  it('comes back byte for byte, with its thumbnail and caption, and lies sealed in parts', async () => {
    const content = jpeg(150_000)
    const thumbnail = jpeg(900).toString('base64')
    const { picture_id } = (await add(content, { thumbnail, caption: '合影' })).body
    const { rows } = (await worker.call(listPictures, entry())).body
    expect(rows).toMatchObject([
      { picture_id, media_type: 'image/jpeg', bytes: 150_000, caption: '合影', thumbnail, may_remove: true },
    ])
    expect((await worker.call(getPicture, { picture_id })).body.content).toBe(content.toString('base64'))
    const parts = await stored(picture_id)
    expect(parts).toHaveLength(3)
    expect(Buffer.concat(parts).includes(Buffer.alloc(64, 7))).toBe(false)
  })

  it('stands once, whether it is sent again under its id or chosen again', async () => {
    const picture_id = newId()
    await add(jpeg(100), { picture_id })
    expect((await add(jpeg(100), { picture_id })).body).toEqual({ picture_id })
    expect((await add(jpeg(100), { picture_id: newId() })).body).toEqual({ picture_id })
    expect((await worker.call(listPictures, entry())).body.total).toBe(1)
  })

  it('is what its content is: a page called picture, or a file too large, is refused', async () => {
    expect((await add(Buffer.from('<svg onload="alert(1)"/>'))).body).toMatchObject({
      code: 'picture_unreadable',
      field: 'content',
    })
    expect((await add(jpeg(50), { thumbnail: 'PHN2Zz4=' })).body).toMatchObject({
      code: 'picture_unreadable',
      field: 'thumbnail',
    })
    expect((await add(jpeg(MOST_BYTES + 1))).body).toMatchObject({ code: 'picture_too_large' })
    expect((await add(jpeg(MOST_BYTES), { thumbnail: jpeg(58_000).toString('base64') })).status).toBe(200)
  })

  it('removed is gone for good, with who and why; it may be attached again', async () => {
    const { picture_id } = (await add(jpeg(100))).body
    expect((await worker.call(removePicture, { picture_id, reason: '拍错了' })).status).toBe(200)
    expect((await worker.call(listPictures, entry())).body.total).toBe(0)
    expect((await worker.call(getPicture, { picture_id })).status).toBe(404)
    expect(await stored(picture_id)).toEqual([])
    expect((await add(jpeg(100), { picture_id: newId() })).body.picture_id).not.toBe(picture_id)
  })
})

describe('who may', () => {
  it('see: whoever sees the session; another station or role finds nothing', async () => {
    const { picture_id } = (await add(jpeg(100))).body
    const elsewhere = await world.account('social_worker', await world.station())
    expect((await elsewhere.call(listPictures, entry())).status).toBe(404)
    expect((await elsewhere.call(getPicture, { picture_id })).status).toBe(404)
    const assessor = await world.account('assessor')
    expect((await assessor.call(listPictures, entry())).body).toMatchObject({ code: 'not_allowed' })
    expect((await assessor.call(getPicture, { picture_id })).body).toMatchObject({ code: 'not_allowed' })
  })

  it('remove: who attached it, or who may take records back', async () => {
    const { picture_id } = (await add(jpeg(100))).body
    const desk = await world.account('front_desk')
    expect((await desk.call(listPictures, entry())).body.rows).toMatchObject([{ may_remove: false }])
    expect((await desk.call(removePicture, { picture_id, reason: '不要' })).body).toMatchObject({ code: 'not_allowed' })
    const director = await world.account('director')
    expect((await director.call(removePicture, { picture_id, reason: '没有同意' })).status).toBe(200)
  })

  it('attach: not to a table that takes none, nor to a session that is not there', async () => {
    const content = jpeg(100).toString('base64')
    expect((await worker.call(recordPicture, { source: 'people.persons', entry_id: newId(), content })).status).toBe(404)
    expect((await worker.call(recordPicture, { source, entry_id: newId(), content })).status).toBe(404)
  })
})

it.each([
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/webp', [...Buffer.from('RIFF....WEBP')]],
  ['application/pdf', [...Buffer.from('%PDF-1.7')]],
  [undefined, [...Buffer.from('RIFF....WAVE')]],
  [undefined, []],
])('the first bytes tell %s', (type, bytes) => {
  expect(pictureType(Uint8Array.from(bytes))).toBe(type)
})
