/** Planned sessions: arranged with clashes told first, changed until they are held, and counted only then. */
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { newActivityWorld, type ActivityWorld } from '../../../test/activity-world.ts'
import { expectRefused, type Caller } from '../../../test/world.ts'
import { newId } from '../../platform/new-id.ts'
import { addDays, today } from '../../shared/day.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { listHolidays, removeHoliday, saveHolidays } from '../orgs/contract.ts'
import { recordContract } from '../contracts/contract.ts'
import { getActivity, recordAttendance } from './contract.ts'
import {
  cancelActivity,
  getSeries,
  getWritings,
  holdActivity,
  listCalendar,
  listChanges,
  listKinds,
  listSeries,
  recordPlan,
  recordSeries,
  rescheduleActivity,
  saveKind,
  savePlan,
  saveRoom,
  saveSeries,
  saveWritings,
} from './contract-planning.ts'

let here: ActivityWorld
let worker: Caller
let director: Caller
let room_id: string
const now = today(new Date(), 'Asia/Shanghai')
const soon = addDays(now, 10)

beforeAll(async () => {
  here = await newActivityWorld()
  worker = here.worker
  director = await here.world.account('director')
  room_id = newId()
  expect((await worker.call(saveRoom, { room_id, station_id: here.station_id, name: '多功能室', capacity: 40 })).status).toBe(200)
})

type Plan = InputOf<typeof recordPlan>
const planOf = (parts: Partial<Plan> = {}): Plan => ({
  station_id: here.station_id,
  title: '八段锦',
  kind: '文体活动',
  sessions: [{ activity_id: newId(), occurred_on: soon }],
  started_at: '09:00',
  minutes: 90,
  ...parts,
})
const plan = async (parts: Partial<Plan> = {}): Promise<string> => {
  const answer = await worker.call(recordPlan, planOf(parts))
  expect(answer.body).toHaveProperty('activity_ids')
  return answer.body.activity_ids[0]!
}

describe('a planned session', () => {
  it('does not count until it is held, and counts once then', async () => {
    const activity_id = await plan({ sessions: [{ activity_id: newId(), occurred_on: now }], title: '今日讲座', kind: '讲座' })
    const held = () =>
      here.world.run(async ({ db, organisation_id }) => {
        const { rows } = await sql<{ held: number }>`select count(*) as held from activities.activities
          where organisation_id = ${organisation_id} and state = 'held' and not_counted is null and void_id is null`.execute(db)
        return rows[0]!.held
      })
    const before = await held()
    expect((await worker.call(holdActivity, { activity_id, minutes: 60 })).status).toBe(200)
    expect((await worker.call(holdActivity, { activity_id })).status).toBe(200)
    expect(await held()).toBe(before + 1)
    expect((await worker.call(getActivity, { activity_id })).body).toMatchObject({ state: 'held', minutes: 60 })
  })
  it('is held by the first who comes, and their attendance is on the spine', async () => {
    await here.member('P001', '林桂香')
    const activity_id = await plan({ sessions: [{ activity_id: newId(), occurred_on: now }], started_at: '15:00' })
    await worker.call(recordAttendance, { activity_id, people: [{ member_no: 'P001' }, { headcount: 7 }] })
    expect((await worker.call(getActivity, { activity_id })).body).toMatchObject({ state: 'held', person_times: 8 })
    expect(await here.onTheSpine(activity_id)).toBe(8)
  })
  it('cannot be held, nor anybody be signed in, before its day', async () => {
    const activity_id = await plan({ started_at: '19:00' })
    expectRefused(await worker.call(holdActivity, { activity_id }), 422, 'future_date')
    expectRefused(await worker.call(recordAttendance, { activity_id, people: [{ headcount: 3 }] }), 422, 'future_date')
  })
  it('sent twice is arranged once', async () => {
    const sent = planOf({ room_id, started_at: '20:00', minutes: 30 })
    const first = await worker.call(recordPlan, sent)
    const second = await worker.call(recordPlan, sent)
    expect(second.body).toEqual(first.body)
  })
  it('can be changed while it is planned, not once it is held', async () => {
    const activity_id = await plan({ sessions: [{ activity_id: newId(), occurred_on: now }], started_at: '21:00' })
    await worker.call(savePlan, { activity_id, title: '太极', workers: '李明、王芳', capacity: 12 })
    expect((await worker.call(getActivity, { activity_id })).body).toMatchObject({
      title: '太极',
      workers: ['李明', '王芳'],
      leader: '李明、王芳',
      capacity: 12,
    })
    await worker.call(holdActivity, { activity_id })
    expectRefused(await worker.call(savePlan, { activity_id, title: '太极拳' }), 422, 'activity_not_planned')
  })
})

describe('before its contract', () => {
  it('a session can be arranged, and belongs to the contract of the day it is held', async () => {
    const station_id = await here.world.station()
    const contract = (code: string, starts_on: string, ends_on: string) =>
      director.call(recordContract, { code, name: code, amount_fen: 1, starts_on, ends_on, station_ids: [station_id] })
    await contract('XM-OLD', addDays(now, -400), addDays(now, -30))
    const sessions = [{ activity_id: newId(), occurred_on: now }]
    const activity_id = await plan({ station_id, sessions, started_at: '03:00' })
    expectRefused(await worker.call(holdActivity, { activity_id }), 422, 'out_of_contract')
    const made = await contract('XM-NEW', addDays(now, -10), addDays(now, 300))
    expect((await worker.call(holdActivity, { activity_id })).status).toBe(200)
    expect((await worker.call(getActivity, { activity_id })).body.contract_id).toBe(made.body.contract_id)
  })
})

describe('clashes', () => {
  it('of a room are told with what and when, and are saved only when known', async () => {
    await plan({ room_id, title: '银龄合唱', started_at: '14:00', workers: '陈静' })
    const again = planOf({ room_id, started_at: '15:00' })
    const told = await worker.call(recordPlan, again)
    expectRefused(told, 422, 'activity_clash')
    expect(told.body.field).toBe('despite_clashes')
    expect(told.body.message).toContain(`${soon} 14:00–15:30 《银龄合唱》 多功能室`)
    expect((await worker.call(recordPlan, { ...again, despite_clashes: true })).status).toBe(200)
  })
  it('of a worker are found at any station they may see', async () => {
    const other = await here.world.station()
    await plan({
      title: '防诈讲座',
      kind: '防诈骗讲座',
      started_at: '10:00',
      workers: '赵敏',
      sessions: [{ activity_id: newId(), occurred_on: addDays(soon, 1) }],
    })
    const told = await worker.call(
      recordPlan,
      planOf({
        station_id: other,
        started_at: '11:00',
        workers: '孙丽、赵敏',
        sessions: [{ activity_id: newId(), occurred_on: addDays(soon, 1) }],
      }),
    )
    expectRefused(told, 422, 'activity_clash')
    expect(told.body.message).toContain('赵敏')
  })
  it('one that ends as the next begins is none, nor is a cancelled one', async () => {
    const day = addDays(soon, 2)
    const sessions = () => [{ activity_id: newId(), occurred_on: day }]
    const first = await plan({ room_id, sessions: sessions() })
    await plan({ room_id, sessions: sessions(), started_at: '10:30' })
    await worker.call(cancelActivity, { activity_id: first, reason: '台风' })
    await plan({ room_id, sessions: sessions(), started_at: '09:30', minutes: 60 })
  })
})

describe('put off and cancelled', () => {
  it('a session that is put off keeps what it was, and why', async () => {
    const activity_id = await plan({ started_at: '07:00', minutes: 45 })
    const change = {
      activity_id,
      change_id: newId(),
      occurred_on: addDays(soon, 5),
      started_at: '08:00',
      minutes: 45,
      reason: '停电',
    }
    expect((await worker.call(rescheduleActivity, change)).status).toBe(200)
    expect((await worker.call(rescheduleActivity, change)).status).toBe(200)
    const { rows } = (await worker.call(listChanges, { activity_id })).body
    expect(rows).toMatchObject([{ what: 'rescheduled', was_on: soon, was_at: '07:00:00', reason: '停电' }])
    expect((await worker.call(getActivity, { activity_id })).body).toMatchObject({
      occurred_on: addDays(soon, 5),
      state: 'planned',
    })
  })
  it('a cancelled session cannot be held, and needs a reason', async () => {
    const activity_id = await plan({ sessions: [{ activity_id: newId(), occurred_on: now }], started_at: '06:00' })
    expectRefused(await worker.call(cancelActivity, { activity_id, reason: ' ' }), 400, 'bad_input')
    await worker.call(cancelActivity, { activity_id, reason: '带领人生病' })
    expectRefused(await worker.call(holdActivity, { activity_id }), 422, 'activity_not_planned')
    const { outcomes } = (await worker.call(recordAttendance, { activity_id, people: [{ headcount: 3 }] })).body
    expect(outcomes[0]).toMatchObject({ attendance_id: null, refused: 'activity_not_counted' })
  })
})

describe('courses and groups', () => {
  it('sessions of a series bear its number and count on', async () => {
    const made = await worker.call(recordSeries, {
      station_id: here.station_id,
      kind: '智慧助老课程',
      title: '学用手机',
      workers: '李明',
    })
    const { series_id, code } = made.body
    expect(code).toBe(`KC${now.slice(0, 4)}-001`)
    const days = [addDays(soon, 20), addDays(soon, 27)]
    const sessions = (on: readonly string[]) => on.map((occurred_on) => ({ activity_id: newId(), occurred_on }))
    await plan({ series_id, sessions: sessions(days), title: '学用手机' })
    const third = await plan({ series_id, sessions: sessions([addDays(soon, 34)]), title: '学用手机' })
    expect((await worker.call(getActivity, { activity_id: third })).body).toMatchObject({
      series_code: code,
      session_no: 3,
      kind: '智慧助老课程',
      kind_code: 'course',
    })
    expect((await worker.call(getSeries, { series_id })).body).toMatchObject({ to_come: 3, held: 0 })
  })
  it('a kind that is no series opens none, and a number stands once', async () => {
    const of = (kind: string, code?: string) =>
      worker.call(recordSeries, { station_id: here.station_id, kind, title: '系列', ...(code ? { code } : {}) })
    expectRefused(await of('义诊'), 422, 'not_a_series')
    expect((await of('小组', 'XZ-9')).status).toBe(200)
    expectRefused(await of('小组', 'XZ-9'), 422, 'series_exists')
  })
  it('one that has ended takes no more sessions', async () => {
    const { series_id } = (await worker.call(recordSeries, { station_id: here.station_id, kind: '小组', title: '缅怀小组' })).body
    await worker.call(saveSeries, { series_id, title: '缅怀小组', closed_on: now })
    expectRefused(await worker.call(recordPlan, planOf({ series_id })), 422, 'series_closed')
    const open = (await worker.call(listSeries, { closed: 'false' })).body.rows.map((row) => row.title)
    expect(open).not.toContain('缅怀小组')
  })
  it('what is written in the plan stands until it is written anew, and an emptied part is gone', async () => {
    const of_id = await plan({ started_at: '05:00' })
    await worker.call(saveWritings, {
      of_id,
      parts: [
        { part: 'aims', body: '认识诈骗手法' },
        { part: 'flow', body: '签到' },
      ],
    })
    await worker.call(saveWritings, {
      of_id,
      parts: [
        { part: 'aims', body: '认识三种诈骗手法' },
        { part: 'flow', body: ' ' },
      ],
    })
    const { parts } = (await worker.call(getWritings, { of_id })).body
    expect(parts.map(({ part, body }) => [part, body])).toEqual([['aims', '认识三种诈骗手法']])
  })
})

describe('kinds', () => {
  it('are data: a new one can be planned with and counts as it says', async () => {
    expectRefused(await worker.call(saveKind, { kind: '智能手机沙龙', kind_code: 'course' }), 403, 'not_allowed')
    await director.call(saveKind, { kind: '反诈情景剧', kind_code: 'fraud_lecture' })
    const rows = (await worker.call(listKinds, {})).body.rows.map((row) => row.kind)
    expect(rows).toContain('反诈情景剧')
    expect(rows).toContain('银龄学堂课程')
    const activity_id = await plan({ kind: '反诈情景剧', started_at: '04:00', minutes: 30 })
    expect((await worker.call(getActivity, { activity_id })).body.kind_code).toBe('fraud_lecture')
  })
  it('that have ended are not offered', async () => {
    await director.call(saveKind, { kind: '义诊', kind_code: 'other', ended_on: now })
    const rows = (await worker.call(listKinds, { ended: 'false' })).body.rows.map((row) => row.kind)
    expect(rows).not.toContain('义诊')
  })
})

describe('the calendar', () => {
  it('shows what is arranged and the days off between two days, of the own stations', async () => {
    const far = await here.world.station()
    const near = await here.world.account('front_desk', here.station_id)
    const day = '2026-10-01'
    await plan({ sessions: [{ activity_id: newId(), occurred_on: day }], title: '国庆游园', kind: '节日活动' })
    await plan({ station_id: far, sessions: [{ activity_id: newId(), occurred_on: day }], title: '外站活动' })
    const seen = (await near.call(listCalendar, { from: '2026-09-28', to: '2026-10-11' })).body
    expect(seen.rows.map((row) => row.title)).toEqual(['国庆游园'])
    expect(seen.holidays).toHaveLength(8)
    expect(seen.holidays.at(-1)).toEqual({ day: '2026-10-10', kind: 'work', name: '国庆节' })
    expectRefused(await near.call(listCalendar, { from: '2026-01-01', to: '2026-12-31' }), 422, 'bad_value')
  })
  it('next year’s days off are put down by the page, and one put down by mistake is taken back', async () => {
    const days = { from: '2027-01-01', to: '2027-01-03', kind: 'off' as const, name: '元旦', source: '国办发明电〔2026〕9号' }
    expectRefused(await worker.call(saveHolidays, days), 403, 'not_allowed')
    expect((await director.call(saveHolidays, days)).body.days).toBe(3)
    await director.call(removeHoliday, { day: '2027-01-03' })
    const { rows } = (await worker.call(listHolidays, { from: '2027-01-01', to: '2027-12-31' })).body
    expect(rows.map((row) => row.day)).toEqual(['2027-01-02', '2027-01-01'])
    expectRefused(await director.call(saveHolidays, { ...days, to: '2026-12-31' }), 422, 'bad_value')
    expectRefused(await director.call(removeHoliday, { day: '2027-01-03' }), 404, 'not_found')
  })
})
