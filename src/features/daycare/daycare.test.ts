import { beforeEach, describe, expect, it } from 'vitest'
import { expectRefused, newWorld, type Caller, type World } from '../../../test/world.ts'
import { newId } from '../../platform/new-id.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { registerMembers } from '../people/register.ts'
import { getDay, listDays, recordDay } from './contract.ts'
import { recordDays, type DayEntry } from './service.ts'

let world: World
let station_id: string
let worker: Caller

beforeEach(async () => {
  world = await newWorld()
  station_id = await world.station()
  worker = await world.account('front_desk')
  await world.run((ctx) =>
    registerMembers(ctx, [
      {
        station_id,
        member_no: 'HC0001',
        name: '陈桂英',
        id_number: undefined,
        status: 'active',
        private: {},
        health: {},
        evidence: 'witnessed',
      },
      {
        station_id,
        member_no: 'HC0002',
        name: '李大海',
        id_number: undefined,
        status: 'deceased',
        status_on: '2022-03-05',
        private: {},
        health: {},
        evidence: 'witnessed',
      },
    ]),
  )
})

const came = (parts: Partial<InputOf<typeof recordDay>> = {}, by = worker) =>
  by.call(recordDay, { station_id, occurred_on: '2022-03-05', member_no: 'HC0001', ...parts })

describe('the doors', () => {
  it('refuse who is not signed in', async () => {
    expectRefused(await came({}, world.nobody), 401, 'not_signed_in')
    expectRefused(await world.nobody.call(listDays, {}), 401, 'not_signed_in')
    expectRefused(await world.nobody.call(getDay, { attendance_id: newId() }), 401, 'not_signed_in')
  })

  it('refuse a role without the permission', async () => {
    const accountant = await world.account('accountant')
    expectRefused(await came({}, accountant), 403, 'not_allowed')
    expectRefused(await accountant.call(listDays, {}), 403, 'not_allowed')
    expectRefused(await accountant.call(getDay, { attendance_id: newId() }), 403, 'not_allowed')
  })

  it("do not show another organisation's or another station's days", async () => {
    const { body } = await came()
    for (const other of [
      await (await newWorld()).account('director'),
      await world.account('front_desk', await world.station()),
    ]) {
      expectRefused(await other.call(getDay, { attendance_id: body.attendance_id }), 404, 'not_found')
      expect((await other.call(listDays, {})).body.total).toBe(0)
    }
  })

  it('do not take a record for a station the role was not given for', async () => {
    expectRefused(await came({}, await world.account('front_desk', await world.station())), 404, 'not_found')
    expect((await worker.call(listDays, {})).body.total).toBe(0)
  })

  it('name the field that is wrong', async () => {
    for (const [parts, field] of [
      [{ occurred_on: '3月5日' }, 'occurred_on'],
      [{ arrived_at: '25:00' }, 'arrived_at'],
    ] as const) {
      const answer = await came(parts)
      expectRefused(answer, 400, 'bad_input')
      expect(answer.body.field).toBe(field)
    }
  })
})

describe('a day in day care', () => {
  it('of one person counts once, at whichever station', async () => {
    expect((await came()).status).toBe(200)
    expectRefused(await came({ arrived_at: '09:00' }), 409, 'duplicate')
    expectRefused(await came({ station_id: await world.station() }), 409, 'duplicate')
    expect((await came({ occurred_on: '2022-03-06' })).status).toBe(200)
    expect((await worker.call(listDays, {})).body.total).toBe(2)
  })

  it('sent twice under the same id counts once, and both times the answer is its id', async () => {
    const attendance_id = newId()
    for (let times = 0; times < 2; times += 1) expect((await came({ attendance_id })).body.attendance_id).toBe(attendance_id)
    expect((await worker.call(listDays, {})).body.total).toBe(1)
  })

  it('opens with its times, its length and who wrote it', async () => {
    const { body } = await came({ arrived_at: '08:30', left_at: '16:45', napped: true, handled_by: '冯彩容' })
    const one = await worker.call(getDay, { attendance_id: body.attendance_id })
    expect(one.body).toMatchObject({
      person_name: '陈桂英',
      arrived_at: '08:30:00',
      left_at: '16:45:00',
      minutes: 495,
      napped: true,
      handled_by: '冯彩容',
      evidence: 'witnessed',
      recorded_by_name: 'front_desk',
    })
  })

  it('cannot end before it began, and cannot lie in the future', async () => {
    const backwards = await came({ arrived_at: '16:00', left_at: '09:00' })
    expectRefused(backwards, 422, 'bad_value')
    expect(backwards.body.field).toBe('left_at')
    expectRefused(await came({ occurred_on: '2999-01-01' }), 422, 'future_date')
  })

  it('counts on the day a member died and not after', async () => {
    expect((await came({ member_no: 'HC0002' })).status).toBe(200)
    expectRefused(await came({ member_no: 'HC0002', occurred_on: '2022-03-06' }), 422, 'after_exit')
  })

  it('is found by whether they napped, by day and by name', async () => {
    await came({ napped: true })
    await came({ napped: false, occurred_on: '2022-04-01' })
    const total = async (input: InputOf<typeof listDays>) => (await worker.call(listDays, input)).body.total
    expect(await total({ napped: 'true' })).toBe(1)
    expect(await total({ from: '2022-04-01' })).toBe(1)
    expect(await total({ q: 'cgy' })).toBe(2)
    expect(await total({ q: '李大海' })).toBe(0)
  })

  it('of a workbook in which the times do not fit still counts, without a length', async () => {
    const entry: DayEntry = {
      station_id,
      occurred_on: '2022-03-05',
      member_no: 'HC0001',
      arrived_at: '16:00',
      left_at: '09:00',
      evidence: 'imported',
    }
    const outcomes = await world.run((ctx) => recordDays(ctx, [entry, entry]))
    expect(outcomes).toEqual([
      { id: expect.any(String) },
      { refused: 'duplicate', repeats_id: (outcomes[0] as { id: string }).id },
    ])
    expect((await worker.call(listDays, {})).body.rows[0]).toMatchObject({ arrived_at: '16:00:00', minutes: null })
  })
})
