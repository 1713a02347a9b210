/** Places: as many as there are, in order, kept for a while and then given on; whoever must be told stands on a list. */
import { beforeAll, describe, expect, it } from 'vitest'
import { newActivityWorld, type ActivityWorld } from '../../../test/activity-world.ts'
import { expectRefused, type Caller } from '../../../test/world.ts'
import { registerMembers } from '../people/register.ts'
import { newId } from '../../platform/new-id.ts'
import { addDays, today } from '../../shared/day.ts'
import { recordAttendance } from './contract.ts'
import {
  confirmEnrolment,
  listActivityCalls,
  listEnrolments,
  listRoll,
  recordEnrolment,
  saveActivityCall,
  saveWaitingRule,
  withdrawEnrolment,
} from './contract-enrolments.ts'
import { cancelActivity, recordPlan, recordSeries, rescheduleActivity, savePlan } from './contract-planning.ts'
import { lapseAllOffers } from './waiting.ts'

let here: ActivityWorld
let worker: Caller
const now = today(new Date(), 'Asia/Shanghai')
const soon = addDays(now, 10)
const NAMES = ['林桂香', '陈伟', '黄秀英', '何建国', '梁玉珍']
const HOUR = 3_600_000

beforeAll(async () => {
  here = await newActivityWorld()
  worker = here.worker
  // 何建国 has no telephone.
  await here.world.run((ctx) =>
    registerMembers(
      ctx,
      NAMES.map((name, i) => ({
        station_id: here.station_id,
        member_no: `E00${i + 1}`,
        name,
        id_number: undefined,
        status: 'active' as const,
        private: {},
        health: {},
        evidence: 'witnessed' as const,
        ...(name === '何建国' ? {} : { phone: `1381234000${i}` }),
      })),
    ),
  )
})

const session = async (capacity?: number, parts: object = {}): Promise<string> => {
  const answer = await worker.call(recordPlan, {
    station_id: here.station_id,
    title: '手机课堂',
    kind: '讲座',
    sessions: [{ activity_id: newId(), occurred_on: soon }],
    started_at: '09:00',
    minutes: 60,
    ...(capacity ? { capacity } : {}),
    ...parts,
  })
  return answer.body.activity_ids[0]!
}
const enrol = (activity_id: string, member: number, caller = worker) =>
  caller.call(recordEnrolment, { enrolment_id: newId(), activity_id, member_no: `E00${member}`, way: 'phone' })
const statesOf = async (activity_id: string) => {
  const { rows } = (await worker.call(listEnrolments, { activity_id })).body
  return Object.fromEntries(rows.map((row) => [row.person_name, row.queue_no ? `${row.state} ${row.queue_no}` : row.state]))
}
const callsFor = async (activity_id: string) => (await worker.call(listActivityCalls, { activity_id, open: 'true' })).body.rows
const later = (hours: number) => here.world.run(lapseAllOffers, new Date(Date.now() + hours * HOUR))

describe('places', () => {
  it('are given until there are none left, then people wait in order', async () => {
    const activity_id = await session(2)
    const answers = [
      await enrol(activity_id, 1),
      await enrol(activity_id, 2),
      await enrol(activity_id, 3),
      await enrol(activity_id, 4),
    ]
    expect(answers.map(({ body }) => [body.state, body.queue_no])).toEqual([
      ['enrolled', null],
      ['enrolled', null],
      ['waiting', 1],
      ['waiting', 2],
    ])
    expectRefused(await enrol(activity_id, 3), 422, 'enrolled_already')
  })
  it('the last one, asked for by several desks at once, goes to one of them', async () => {
    const activity_id = await session(1)
    const desks = await Promise.all([1, 2, 3, 4, 5].map(() => here.world.account('front_desk', here.station_id)))
    const answers = await Promise.all(desks.map((desk, i) => enrol(activity_id, i + 1, desk)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect(answers.filter(({ body }) => body.state === 'enrolled')).toHaveLength(1)
    const queue = answers.flatMap(({ body }) => body.queue_no ?? []).toSorted((a, b) => a - b)
    expect(queue).toEqual([1, 2, 3, 4])
  })
  it('are without limit where none is set, and closed once the session is cancelled', async () => {
    const activity_id = await session()
    for (const member of [1, 2, 3]) expect((await enrol(activity_id, member)).body.state).toBe('enrolled')
    await worker.call(cancelActivity, { activity_id, reason: '台风' })
    expectRefused(await enrol(activity_id, 4), 422, 'enrolment_closed')
  })
  it('are not for somebody who is not in the register, nor to be had twice under one number', async () => {
    const activity_id = await session(3)
    expectRefused(await worker.call(recordEnrolment, { activity_id, name: '查无此人' }), 422, 'unknown_member')
    const sent = { enrolment_id: newId(), activity_id, member_no: 'E001' }
    expect((await worker.call(recordEnrolment, sent)).body).toEqual((await worker.call(recordEnrolment, sent)).body)
    expect(Object.keys(await statesOf(activity_id))).toEqual(['林桂香'])
  })
})

describe('the waiting list', () => {
  it('promotes the next when somebody withdraws; who confirms has the place', async () => {
    const activity_id = await session(1)
    const first = (await enrol(activity_id, 1)).body
    const second = (await enrol(activity_id, 2)).body
    await enrol(activity_id, 3)
    expectRefused(await worker.call(confirmEnrolment, { enrolment_id: second.enrolment_id }), 422, 'offer_lapsed')
    await worker.call(withdrawEnrolment, { enrolment_id: first.enrolment_id })
    expect(await statesOf(activity_id)).toEqual({ 林桂香: 'withdrawn', 陈伟: 'offered', 黄秀英: 'waiting 1' })
    expect(await callsFor(activity_id)).toMatchObject([{ person_name: '陈伟', reason: 'promoted', masked_phone: '138****0001' }])
    await worker.call(confirmEnrolment, { enrolment_id: second.enrolment_id })
    expect(await statesOf(activity_id)).toMatchObject({ 陈伟: 'enrolled', 黄秀英: 'waiting 1' })
    expect(await callsFor(activity_id)).toEqual([])
  })
  it('goes on to the one after when the time runs out, and not a minute before', async () => {
    const activity_id = await session(1)
    const first = (await enrol(activity_id, 1)).body
    for (const member of [2, 4]) await enrol(activity_id, member)
    await worker.call(withdrawEnrolment, { enrolment_id: first.enrolment_id })
    await later(23.9)
    expect(await statesOf(activity_id)).toMatchObject({ 陈伟: 'offered', 何建国: 'waiting 1' })
    await later(24.1)
    expect(await statesOf(activity_id)).toMatchObject({ 陈伟: 'lapsed', 何建国: 'offered' })
    // Nobody can be called who has no telephone: he stands on the list all the same.
    expect(await callsFor(activity_id)).toMatchObject([{ person_name: '何建国', masked_phone: null }])
    await later(24.1 + 23.9)
    expect(await statesOf(activity_id)).toMatchObject({ 何建国: 'offered' })
    await later(24.1 + 24.1)
    expect(await statesOf(activity_id)).toMatchObject({ 何建国: 'lapsed' })
    expect(await callsFor(activity_id)).toEqual([])
    expect((await enrol(activity_id, 5)).body.state).toBe('enrolled')
  })
  it('promotes as many as there are new places', async () => {
    const activity_id = await session(1)
    for (const member of [1, 2, 3, 4]) await enrol(activity_id, member)
    await worker.call(savePlan, { activity_id, title: '手机课堂', capacity: 3 })
    expect(await statesOf(activity_id)).toEqual({ 林桂香: 'enrolled', 陈伟: 'offered', 黄秀英: 'offered', 何建国: 'waiting 1' })
  })
  it('keeps a place for as long as the rule of the day says', async () => {
    const director = await here.world.account('director')
    const rule = { valid_from: now, confirm_hours: 2, source: '站务会议 2026-11' }
    expectRefused(await worker.call(saveWaitingRule, rule), 403, 'not_allowed')
    await director.call(saveWaitingRule, rule)
    const activity_id = await session(1)
    const first = (await enrol(activity_id, 1)).body
    await enrol(activity_id, 2)
    await worker.call(withdrawEnrolment, { enrolment_id: first.enrolment_id })
    await later(2.1)
    expect(await statesOf(activity_id)).toMatchObject({ 陈伟: 'lapsed' })
    await director.call(saveWaitingRule, { ...rule, confirm_hours: 24 })
  })
})

describe('the call list', () => {
  it('holds everybody enrolled or waiting when a session is put off or cancelled, once per change', async () => {
    const activity_id = await session(1)
    for (const member of [1, 4]) await enrol(activity_id, member)
    const change = {
      activity_id,
      change_id: newId(),
      occurred_on: addDays(soon, 1),
      started_at: '10:00',
      minutes: 60,
      reason: '停电',
    }
    expect((await worker.call(rescheduleActivity, change)).body.to_tell).toBe(2)
    expect((await worker.call(rescheduleActivity, change)).body.to_tell).toBe(2)
    const calls = await callsFor(activity_id)
    expect(calls.map((call) => call.person_name).toSorted()).toEqual(['何建国', '林桂香'].toSorted())
    expect(calls[0]).toMatchObject({ was_on: soon, was_at: '09:00:00', occurred_on: addDays(soon, 1), why: '停电' })
    const [one, other] = calls
    await worker.call(saveActivityCall, { call_id: one!.call_id, outcome: 'reached' })
    await worker.call(saveActivityCall, { call_id: other!.call_id, outcome: 'not_reached', note: '无人接听' })
    expect((await callsFor(activity_id)).map((call) => call.call_id)).toEqual([other!.call_id])
    expectRefused(await worker.call(saveActivityCall, { call_id: other!.call_id, outcome: 'coming' }), 422, 'bad_value')
  })
  it('of a place that is free takes the answer: coming has the place, not coming gives it on', async () => {
    const activity_id = await session(1)
    const first = (await enrol(activity_id, 1)).body
    for (const member of [2, 3]) await enrol(activity_id, member)
    await worker.call(withdrawEnrolment, { enrolment_id: first.enrolment_id })
    const [call] = await callsFor(activity_id)
    await worker.call(saveActivityCall, { call_id: call!.call_id, outcome: 'not_coming' })
    expect(await statesOf(activity_id)).toMatchObject({ 陈伟: 'withdrawn', 黄秀英: 'offered' })
    const [next] = await callsFor(activity_id)
    await worker.call(saveActivityCall, { call_id: next!.call_id, outcome: 'coming' })
    expect(await statesOf(activity_id)).toMatchObject({ 黄秀英: 'enrolled' })
  })
})

describe('the roll', () => {
  it('names those of the session and of its series, and shows who came', async () => {
    const { series_id } = (await worker.call(recordSeries, { station_id: here.station_id, kind: '小组', title: '记忆小组' })).body
    await worker.call(recordEnrolment, { series_id, member_no: 'E001' })
    const activity_id = await session(undefined, {
      series_id,
      sessions: [{ activity_id: newId(), occurred_on: now }],
      started_at: '06:00',
    })
    await enrol(activity_id, 2)
    await worker.call(recordAttendance, { activity_id, people: [{ member_no: 'E001' }, { headcount: 4 }] })
    const { rows } = (await worker.call(listRoll, { activity_id })).body
    expect(rows.map((row) => [row.person_name, row.attendance_id !== null])).toEqual(
      expect.arrayContaining([
        ['陈伟', false],
        ['林桂香', true],
      ]),
    )
    expect(rows).toHaveLength(2)
  })
})
