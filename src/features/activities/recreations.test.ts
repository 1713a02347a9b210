import { beforeEach, describe, expect, it } from 'vitest'
import { newActivityWorld, type ActivityWorld } from '../../../test/activity-world.ts'
import { expectRefused } from '../../../test/world.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { getRecreation, listRecreations, recordRecreation } from './contract.ts'

let world: ActivityWorld['world']
let station_id: ActivityWorld['station_id']
let worker: ActivityWorld['worker']
let member: ActivityWorld['member']

beforeEach(async () => {
  ;({ world, station_id, worker, member } = await newActivityWorld())
})

describe('recreation', () => {
  const played = (parts: Partial<InputOf<typeof recordRecreation>> = {}) =>
    worker.call(recordRecreation, {
      station_id,
      occurred_on: '2022-03-05',
      period: 'morning',
      pastime: '棋牌',
      member_no: 'HC0001',
      ...parts,
    })

  beforeEach(() => member('HC0001', '陈桂英'))

  it('of one person, day, part of the day and pastime counts once, at whichever station; anything else is another', async () => {
    expect((await played()).status).toBe(200)
    expectRefused(await played({ pastime: ' 棋 牌' }), 409, 'duplicate')
    expectRefused(await played({ station_id: await world.station() }), 409, 'duplicate')
    expect((await played({ period: 'afternoon' })).status).toBe(200)
    expect((await played({ pastime: '唱歌' })).status).toBe(200)
    expect((await played({ occurred_on: '2022-03-06' })).status).toBe(200)
    expect((await worker.call(listRecreations, { period: 'morning', pastime: '棋牌' })).body.total).toBe(2)
  })

  it('opens as a record with who wrote it', async () => {
    const { body } = await played()
    const one = await worker.call(getRecreation, { recreation_id: body.recreation_id })
    expect(one.body).toMatchObject({
      person_name: '陈桂英',
      period: 'morning',
      pastime: '棋牌',
      recorded_by_name: 'social_worker',
    })
  })

  it('of nobody in the register is refused', async () => {
    expectRefused(await played({ member_no: 'HC9999' }), 422, 'unknown_member')
    expectRefused(await played({ occurred_on: '2999-01-01' }), 422, 'future_date')
  })
})
