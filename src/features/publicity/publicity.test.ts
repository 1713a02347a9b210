import { beforeEach, describe, expect, it } from 'vitest'
import { expectRefused, newWorld, type Caller, type World } from '../../../test/world.ts'
import { newId } from '../../platform/new-id.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { recordContracts } from '../contracts/record.ts'
import {
  getHonour,
  getMedia,
  getReception,
  listHonours,
  listMedia,
  listReceptions,
  recordHonour,
  recordMedia,
  recordReception,
} from './contract.ts'

let world: World
let worker: Caller

beforeEach(async () => {
  world = await newWorld()
  worker = await world.account('social_worker')
})

const reported = (parts: Partial<InputOf<typeof recordMedia>> = {}, by = worker) =>
  by.call(recordMedia, {
    title: '社工服务进社区',
    occurred_on: '2022-04-19',
    level: 'city',
    link: 'https://news.example.com/1',
    ...parts,
  })

const received = (parts: Partial<InputOf<typeof recordReception>> = {}, by = worker) =>
  by.call(recordReception, { visitor: '区社工协会', occurred_on: '2022-01-24', visitor_count: 16, ...parts })

const honoured = (parts: Partial<InputOf<typeof recordHonour>> = {}, by = worker) =>
  by.call(recordHonour, {
    winner: '陈志柱',
    winner_kind: 'staff',
    title: '优秀社工',
    level: 'national',
    occurred_on: '2022-08-20',
    ...parts,
  })

describe('the doors', () => {
  it('refuse who is not signed in', async () => {
    for (const send of [reported, received, honoured]) expectRefused(await send({}, world.nobody), 401, 'not_signed_in')
    for (const list of [listMedia, listReceptions, listHonours])
      expectRefused(await world.nobody.call(list, {}), 401, 'not_signed_in')
  })

  it('refuse a role without the permission', async () => {
    const front = await world.account('front_desk')
    for (const send of [reported, received, honoured]) expectRefused(await send({}, front), 403, 'not_allowed')
    for (const list of [listMedia, listReceptions, listHonours]) expectRefused(await front.call(list, {}), 403, 'not_allowed')
    const assessor = await world.account('assessor')
    expect((await assessor.call(listMedia, {})).status).toBe(200)
    expectRefused(await reported({}, assessor), 403, 'not_allowed')
  })

  it("do not show another organisation's", async () => {
    const other = await (await newWorld()).account('director')
    const { media_id } = (await reported()).body
    const { reception_id } = (await received()).body
    const { honour_id } = (await honoured()).body
    expectRefused(await other.call(getMedia, { media_id }), 404, 'not_found')
    expectRefused(await other.call(getReception, { reception_id }), 404, 'not_found')
    expectRefused(await other.call(getHonour, { honour_id }), 404, 'not_found')
    for (const list of [listMedia, listReceptions, listHonours]) expect((await other.call(list, {})).body.total).toBe(0)
  })

  it('name the field that is wrong', async () => {
    for (const [answer, field] of [
      [await reported({ level: 'regional' as never }), 'level'],
      [await reported({ title: ' ' }), 'title'],
      [await received({ visitor_count: 0 }), 'visitor_count'],
      [await honoured({ occurred_on: '2022年' }), 'occurred_on'],
    ] as const) {
      expectRefused(answer, 400, 'bad_input')
      expect(answer.body.field).toBe(field)
    }
  })
})

describe('a report in the media', () => {
  it('counts once by its link, however that is pasted', async () => {
    expect((await reported()).status).toBe(200)
    expectRefused(await reported({ link: ' https://news.example.com/1/ ', title: '另一个标题' }), 409, 'duplicate')
    expect((await reported({ link: 'https://news.example.com/2' })).status).toBe(200)
  })

  it('that is a reprint or of the own account is kept, not counted, and does not stand in the way', async () => {
    await reported({ is_reprint: true })
    await reported({ level: 'own_account' })
    const { media_id } = (await reported()).body
    const { rows } = (await worker.call(listMedia, {})).body
    expect(rows.map((row) => row.not_counted).toSorted()).toEqual([null, 'reprint', 'self_published'].toSorted())
    expect((await worker.call(getMedia, { media_id })).body).toMatchObject({
      not_counted: null,
      recorded_by_name: 'social_worker',
    })
    expect((await worker.call(listMedia, { standing: 'reprint' })).body.total).toBe(1)
  })

  it('may name a contract, whose period is not looked at', async () => {
    await world.run((ctx) =>
      recordContracts(
        ctx,
        [
          {
            code: 'HA-1',
            name: '合同',
            amount_fen: 1,
            starts_on: '2022-06-01',
            ends_on: '2022-12-31',
            is_new: false,
            state: 'running',
            evidence: 'witnessed',
          },
        ],
        { from: '2022-01-01', to: '2022-12-31' },
      ),
    )
    const { media_id } = (await reported({ contract_code: 'ha-1' })).body
    expect((await worker.call(getMedia, { media_id })).body.contract_name).toBe('合同')
    expectRefused(await reported({ contract_code: 'HA-9', link: 'https://a.example/9' }), 422, 'unknown_contract')
  })

  it('sent twice under the same id counts once', async () => {
    const media_id = newId()
    for (let times = 0; times < 2; times += 1) expect((await reported({ media_id })).body.media_id).toBe(media_id)
    expect((await worker.call(listMedia, {})).body.total).toBe(1)
  })

  it('is found by level, day and words', async () => {
    await reported({ outlet: '珠海民生网' })
    await reported({ level: 'national', link: 'https://b.example/1', occurred_on: '2022-09-01' })
    const total = async (input: InputOf<typeof listMedia>) => (await worker.call(listMedia, input)).body.total
    expect([await total({ level: 'national' }), await total({ to: '2022-05-01' }), await total({ q: '民生' })]).toEqual([1, 1, 1])
  })
})

describe('a reception', () => {
  it('of the same visitors on the same day counts once', async () => {
    expect((await received()).status).toBe(200)
    expectRefused(await received({ visitor: '区社工 协会' }), 409, 'duplicate')
    expect((await received({ occurred_on: '2022-01-25' })).status).toBe(200)
  })

  it('that did not take place is kept and not counted, also one that lies ahead', async () => {
    const { reception_id } = (await received({ held: false, occurred_on: '2999-01-01' })).body
    expect((await worker.call(getReception, { reception_id })).body).toMatchObject({ not_counted: 'not_held', visitor_count: 16 })
    expectRefused(await received({ occurred_on: '2999-01-01' }), 422, 'future_date')
  })
})

describe('an honour', () => {
  it('of the same day, winner and title counts once', async () => {
    expect((await honoured()).status).toBe(200)
    expectRefused(await honoured({ winner: '陳志柱' }), 409, 'duplicate')
    expect((await honoured({ title: '最美社工' })).status).toBe(200)
    expect((await worker.call(listHonours, { winner_kind: 'staff', level: 'national' })).body.total).toBe(2)
  })
})
