/** 作废 of entries: who may, what goes along, which figures change, what may not be taken back any more. */
import { setTimeout as rest } from 'node:timers/promises'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { newCareWorld, type CareWorld } from '../../../test/care-world.ts'
import { newId } from '../../platform/new-id.ts'
import { expectRefused, newWorld, type Caller } from '../../../test/world.ts'
import {
  getActivity,
  getAttendance,
  listActivities,
  listAttendances,
  recordActivity,
  recordAttendance,
} from '../activities/contract.ts'
import { getMeal, listMeals, recordMeal } from '../canteen/contract.ts'
import { getEntry, getPointsAccount, listEntries, recordEntry } from '../points/contract.ts'
import { countBelonging, listRecords, voidEntry, voidRecord } from './contract.ts'

let care: CareWorld
let manager: Caller

beforeEach(async () => {
  care = await newCareWorld()
  manager = await care.world.account('station_manager', care.station_id)
  await care.member('A001', '陈桂英')
  await care.member('A002', '李建国')
})

const meal = async (occurred_on = '2022-03-05') => {
  const price = { charge_fen: 1500, subsidy_fen: 500, paid_fen: 1000 }
  const entry = { station_id: care.station_id, member_no: 'A001', occurred_on, meal: 'lunch' as const, ...price }
  return (await care.worker.call(recordMeal, entry)).body.meal_id
}

const session = async (...member_nos: string[]) => {
  const held = { station_id: care.station_id, title: '健康讲座', kind: '讲座', occurred_on: '2022-03-05', minutes: 60 }
  const { activity_id } = (await care.worker.call(recordActivity, held)).body
  const people = member_nos.map((member_no) => ({ attendance_id: newId(), member_no }))
  expect((await care.worker.call(recordAttendance, { activity_id, people })).body.recorded).toBe(member_nos.length)
  return { activity_id, attendance_ids: people.map(({ attendance_id }) => attendance_id) }
}

const coins = async (kind: 'earned' | 'spent', amount: number) => {
  const entry = { member_no: 'A001', kind, amount, reason: '志愿服务', occurred_on: '2022-03-05', station_id: care.station_id }
  return (await care.worker.call(recordEntry, entry)).body.entry_id
}

const take = (source: string, entry_id: string, caller = manager) =>
  caller.call(voidEntry, { source, entry_id, reason: '记错了人' })

/** A role of the organisation's own, with exactly these permissions, at the station. */
const withRole = async (...permissions: string[]): Promise<Caller> => {
  await care.world.run(async ({ db, organisation_id }) => {
    await sql`insert into staff.roles (organisation_id, role, name_zh, name_en, position) values (${organisation_id}, 'own', '自设', 'Own', 99)`.execute(
      db,
    )
    for (const permission of permissions)
      await sql`insert into staff.role_permissions (organisation_id, role, permission) values (${organisation_id}, 'own', ${permission})`.execute(
        db,
      )
  })
  return care.world.account('own', care.station_id)
}

describe('who may take an entry back', () => {
  it('is who may void and may record such entries; others are told so or find nothing', async () => {
    const meal_id = await meal()
    const far = await care.world.station()
    expectRefused(await take('canteen.meals', meal_id, care.world.nobody), 401, 'not_signed_in')
    expectRefused(await take('canteen.meals', meal_id, care.worker), 403, 'not_allowed')
    expectRefused(await take('canteen.meals', meal_id, await care.world.account('station_manager', far)), 404, 'not_found')
    expectRefused(await take('canteen.meals', meal_id, await (await newWorld()).account('director')), 404, 'not_found')
    expectRefused(await take('canteen.meals', newId()), 404, 'not_found')
    const voids = await withRole('records.void', 'records.read', 'points.record')
    expectRefused(await take('canteen.meals', meal_id, voids), 403, 'not_allowed')
    expect((await take('points.entries', await coins('earned', 5), voids)).status).toBe(200)
    expect((await care.worker.call(getMeal, { meal_id })).body.void_id).toBeNull()
  })
})

describe('an entry taken back', () => {
  it('of the canteen: the figure, the list and the spine go down, its page says who and why, and it may be recorded anew', async () => {
    await meal('2022-03-04')
    const meal_id = await meal()
    const total = async () => ({
      figure: (await care.figure('service.meals.person_times')).value,
      yuan: (await care.figure('service.meals.charge_yuan')).value,
      meals: (await care.worker.call(listMeals, {})).body.total,
      records: (await care.worker.call(listRecords, {})).body.total,
    })
    expect(await total()).toEqual({ figure: 2, yuan: 30, meals: 2, records: 2 })
    expect((await take('canteen.meals', meal_id)).status).toBe(200)
    expect(await total()).toEqual({ figure: 1, yuan: 15, meals: 1, records: 1 })
    expect((await care.worker.call(getMeal, { meal_id })).body).toMatchObject({
      voided_by_name: 'station_manager',
      void_reason: '记错了人',
    })
    expectRefused(await take('canteen.meals', meal_id), 422, 'already_voided')
    await meal()
    expect((await total()).figure).toBe(2)
  })

  it('of activities: who came goes with the session, and is counted beforehand', async () => {
    const { activity_id, attendance_ids } = await session('A001', 'A002')
    const asked = { source: 'activities.activities', entry_id: activity_id }
    expect((await manager.call(countBelonging, asked)).body).toEqual({ count: 2 })
    expectRefused(await care.worker.call(countBelonging, asked), 403, 'not_allowed')
    expectRefused(await manager.call(countBelonging, { ...asked, entry_id: newId() }), 404, 'not_found')
    expect((await care.figure('activities.person_times')).value).toBe(2)
    const { void_id } = (await take('activities.activities', activity_id)).body
    expect((await care.figure('activities.person_times')).value).toBe(0)
    expect((await care.figure('activities.sessions')).value).toBe(0)
    expect((await care.worker.call(listActivities, {})).body.total).toBe(0)
    expect((await care.worker.call(listAttendances, { activity_id })).body.total).toBe(0)
    expect((await care.worker.call(getActivity, { activity_id })).body).toMatchObject({ void_id, void_reason: '记错了人' })
    expect((await care.worker.call(getAttendance, { attendance_id: attendance_ids[0]! })).body).toMatchObject({
      void_id,
      void_reason: '记错了人',
    })
    expectRefused(await take('activities.attendances', attendance_ids[0]!), 422, 'already_voided')
  })

  it('of one sign-in leaves the others', async () => {
    const { activity_id, attendance_ids } = await session('A001', 'A002')
    expect((await manager.call(countBelonging, { source: 'activities.attendances', entry_id: attendance_ids[0]! })).body).toEqual(
      { count: 0 },
    )
    await take('activities.attendances', attendance_ids[0]!)
    expect((await care.worker.call(getActivity, { activity_id })).body).toMatchObject({ person_times: 1, void_id: null })
    expect((await care.figure('activities.person_times')).value).toBe(1)
  })

  it('of coins: the balance goes down; not below zero, which is said with what to do', async () => {
    const first = await coins('earned', 10)
    const second = await coins('earned', 5)
    const balance = async () => (await care.worker.call(getPointsAccount, { member_no: 'A001' })).body.balance
    await take('points.entries', second)
    expect(await balance()).toBe(10)
    expect((await care.worker.call(listEntries, { member_no: 'A001' })).body.total).toBe(1)
    expect((await care.worker.call(getEntry, { entry_id: second })).body).toMatchObject({
      voided_by_name: 'station_manager',
      balance: 10,
    })
    const spent = await coins('spent', 4)
    const refused = await take('points.entries', first)
    expectRefused(refused, 422, 'coins_used')
    expect(refused.body.details).toEqual({ member_no: 'A001', balance: -4 })
    expect(await balance()).toBe(6)
    await take('points.entries', spent)
    expect((await take('points.entries', first)).status).toBe(200)
    expect(await balance()).toBe(0)
  })
})

describe('the same taken back from two places at once', () => {
  it('is taken back once, whichever way each came, and neither waits for the other for ever', async () => {
    const meals = await Promise.all(Array.from({ length: 12 }, (_, n) => meal(`2022-03-${String(n + 10)}`)))
    const answers = await Promise.all(
      meals.flatMap((id) => [manager.call(voidRecord, { record_id: id, reason: '记错了' }), take('canteen.meals', id)]),
    )
    const told = answers.map(({ status, body }) => `${status} ${body.code ?? ''}`).toSorted()
    expect(told).toEqual([...meals.map(() => '200 '), ...meals.map(() => '422 already_voided')])
  })

  it('locks the detail before the record, whichever way it came: no two can wait for each other', async () => {
    // The embedded database has one session: there nobody waits for anybody.
    if (!process.env.TEST_DATABASE_URL) return
    const meal_id = await meal()
    let waiting: ReturnType<typeof take> | undefined
    await care.world.run(async ({ db, organisation_id }) => {
      await sql`select from canteen.meals where organisation_id = ${organisation_id} and meal_id = ${meal_id} for update`.execute(
        db,
      )
      waiting = manager.call(voidRecord, { record_id: meal_id, reason: '记错了' })
      await rest(1_500)
      // It waits for the detail, and holds nothing that we need next.
      await sql`select from records.records where organisation_id = ${organisation_id} and record_id = ${meal_id} for update nowait`.execute(
        db,
      )
    })
    expect((await waiting)?.status).toBe(200)
  })
})
