import { beforeEach, describe, expect, it } from 'vitest'
import { newActivityWorld, type ActivityWorld } from '../../../test/activity-world.ts'
import { expectRefused, newWorld } from '../../../test/world.ts'
import { newId } from '../../platform/new-id.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import {
  getActivity,
  getAttendance,
  getRecreation,
  listActivities,
  listAttendances,
  listRecreations,
  recordActivity,
  recordAttendance,
  recordRecreation,
} from './contract.ts'

let world: ActivityWorld['world']
let station_id: ActivityWorld['station_id']
let worker: ActivityWorld['worker']
let member: ActivityWorld['member']
let session: ActivityWorld['session']
let hold: ActivityWorld['hold']
let ledger: ActivityWorld['ledger']
let signIn: ActivityWorld['signIn']

beforeEach(async () => {
  ;({ world, station_id, worker, member, session, hold, ledger, signIn } = await newActivityWorld())
})

describe('the doors', () => {
  const reads = [
    [listActivities, {}],
    [getActivity, { activity_id: newId() }],
    [listAttendances, {}],
    [getAttendance, { attendance_id: newId() }],
    [listRecreations, {}],
    [getRecreation, { recreation_id: newId() }],
  ] as const
  const writes = () =>
    [
      [recordActivity, session()],
      [recordAttendance, { activity_id: newId(), people: [{ name: '陈桂英' }] }],
      [recordRecreation, { station_id, occurred_on: '2022-03-05', period: 'morning' as const, pastime: '棋牌', name: '陈桂英' }],
    ] as const

  it('refuse who is not signed in', async () => {
    for (const [endpoint, input] of [...reads, ...writes()])
      expectRefused(await world.nobody.call(endpoint as never, input as never), 401, 'not_signed_in')
  })

  it('refuse a role without the permission', async () => {
    const accountant = await world.account('accountant')
    for (const [endpoint, input] of [...reads, ...writes()])
      expectRefused(await accountant.call(endpoint as never, input as never), 403, 'not_allowed')
  })

  it("do not show another organisation's sessions, sign-ins and recreation", async () => {
    await member('HC0001', '陈桂英')
    const activity_id = await hold()
    const came = await worker.call(recordAttendance, { activity_id, people: [{ member_no: 'HC0001' }] })
    const played = await worker.call(recordRecreation, {
      station_id,
      occurred_on: '2022-03-05',
      period: 'morning',
      pastime: '棋牌',
      member_no: 'HC0001',
    })
    const stranger = await (await newWorld()).account('director')
    expectRefused(await stranger.call(getActivity, { activity_id }), 404, 'not_found')
    expectRefused(await stranger.call(recordAttendance, { activity_id, people: [{ name: '甲' }] }), 404, 'not_found')
    expectRefused(await stranger.call(getAttendance, { attendance_id: came.body.outcomes[0]!.attendance_id! }), 404, 'not_found')
    expectRefused(await stranger.call(getRecreation, { recreation_id: played.body.recreation_id }), 404, 'not_found')
    for (const list of [listActivities, listAttendances, listRecreations])
      expect((await stranger.call(list, {})).body.total).toBe(0)
  })

  it('do not show sessions of a station the role was not given for', async () => {
    const activity_id = await hold()
    const elsewhere = await world.account('social_worker', await world.station())
    expectRefused(await elsewhere.call(getActivity, { activity_id }), 404, 'not_found')
    expectRefused(await elsewhere.call(recordAttendance, { activity_id, people: [{ name: '甲' }] }), 404, 'not_found')
    expect((await elsewhere.call(listActivities, {})).body.total).toBe(0)
  })

  it('do not take a record for a station the role was not given for', async () => {
    await member('HC0001', '陈桂英')
    const elsewhere = await world.account('social_worker', await world.station())
    const refused = [
      await elsewhere.call(recordActivity, session()),
      await elsewhere.call(recordRecreation, {
        station_id,
        occurred_on: '2022-03-05',
        period: 'morning',
        pastime: '棋牌',
        member_no: 'HC0001',
      }),
    ]
    for (const answer of refused) expectRefused(answer, 404, 'not_found')
    expectRefused(await worker.call(recordActivity, session({ station_id: newId() })), 404, 'not_found')
    expect((await worker.call(listActivities, {})).body.total).toBe(0)
  })

  it('name the field that is wrong', async () => {
    const answers = [
      [await worker.call(recordActivity, session({ minutes: 721 })), 'minutes'],
      [await worker.call(recordActivity, session({ occurred_on: '5月1日' })), 'occurred_on'],
      [await worker.call(recordAttendance, { activity_id: await hold(), people: [] }), 'people'],
      [
        await worker.call(recordRecreation, { station_id, occurred_on: '2022-03-05', period: 'noon' as never, pastime: '棋牌' }),
        'period',
      ],
    ] as const
    for (const [answer, field] of answers) {
      expectRefused(answer, 400, 'bad_input')
      expect(answer.body.field).toBe(field)
    }
  })
})

describe('a session', () => {
  it('entered twice under one number counts once', async () => {
    await hold({ number: '22SZ001' })
    expectRefused(
      await worker.call(recordActivity, session({ number: ' 22sz001 ', occurred_on: '2022-10-05' })),
      409,
      'duplicate',
    )
    expect((await worker.call(listActivities, {})).body.total).toBe(1)
  })

  it('sent twice under the same id counts once, and both times the answer is its id', async () => {
    const activity_id = newId()
    expect(await hold({ activity_id, number: '22SZ002' })).toBe(activity_id)
    expect(await hold({ activity_id, number: '22SZ002' })).toBe(activity_id)
    expect((await worker.call(listActivities, {})).body.total).toBe(1)
  })

  it('of no length or of more than twelve hours is refused, one that was not held is not', async () => {
    const outcomes = await ledger([
      { minutes: 0 },
      { minutes: Number.NaN, length: '很久' },
      { minutes: 720 },
      { minutes: 0, state: 'cancelled' },
      {},
    ])
    expect(outcomes.map((outcome) => ('refused' in outcome ? outcome.refused : (outcome.not_counted ?? 'counts')))).toEqual([
      'bad_hours',
      'bad_hours',
      'counts',
      'not_held',
      'counts',
    ])
  })

  it('that was put off leaves its number free for the day it is held', async () => {
    const outcomes = await ledger([{ number: 'A1', state: 'postponed' }, { number: 'A1' }, { number: 'A1' }])
    expect(outcomes[0]).toMatchObject({ not_counted: 'not_held' })
    expect(outcomes[1]).not.toHaveProperty('not_counted')
    expect(outcomes[2]).toMatchObject({ refused: 'duplicate', repeats_id: (outcomes[1] as { id: string }).id })
    expect(await signIn([{ activity_number: 'A1', name: '陈桂英' }])).toEqual([
      expect.objectContaining({ id: expect.any(String) }),
    ])
  })

  it('cannot have been held on a day that has not come', async () => {
    expectRefused(await worker.call(recordActivity, session({ occurred_on: '2999-01-01' })), 422, 'future_date')
  })

  it('is found by kind, state, series, words and day', async () => {
    await hold({ title: '高血压自我管理小组（1）', kind: '小组', series_code: 'mp-xz01', number: 'M1' })
    await hold({ title: '秋游', state: 'cancelled', occurred_on: '2022-11-01' })
    const found = async (input: InputOf<typeof listActivities>) =>
      (await worker.call(listActivities, input)).body.rows.map((row) => row.title)
    expect(await found({ kind_code: 'group' })).toEqual(['高血压自我管理小组（1）'])
    expect(await found({ state: 'cancelled' })).toEqual(['秋游'])
    expect(await found({ series_code: 'MP-XZ01' })).toEqual(['高血压自我管理小组（1）'])
    expect(await found({ q: '高血压' })).toEqual(['高血压自我管理小组（1）'])
    expect(await found({ from: '2022-11-01', to: '2022-11-30' })).toEqual(['秋游'])
    expect(await found({ q: '%' })).toEqual([])
  })
})
