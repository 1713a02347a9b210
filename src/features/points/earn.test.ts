/** Coins by rule: given in the transaction that records the service, once, within the caps; taken back with it; never a balance below zero. */
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { newCareWorld, type CareWorld } from '../../../test/care-world.ts'
import { expectRefused, type Caller } from '../../../test/world.ts'
import { newId } from '../../platform/new-id.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { recordActivity, recordAttendance, recordRecreation } from '../activities/contract.ts'
import { recordDay } from '../daycare/contract.ts'
import { mergePeople, undoMerge } from '../people/contract.ts'
import { voidEntry } from '../records/contract.ts'
import { recordVolunteer, recordVolunteerActivity, recordVolunteerHours } from '../volunteering/contract.ts'
import {
  decideGrant,
  listCoinRules,
  listGrantsToConfirm,
  previewCoinRule,
  recordCoinRule,
  recordCoinTerms,
} from './contract-rules.ts'
import { getPointsAccount, listEntries, recordEntry } from './contract.ts'

let care: CareWorld
let director: Caller
let today: string

const ruled = (parts: Partial<InputOf<typeof recordCoinRule>> = {}) =>
  director.call(recordCoinRule, {
    service_type: 'activity',
    per: 'time',
    coins: 2,
    fund: 'government',
    valid_from: today,
    source: '站务会议纪要',
    ...parts,
  })

const termed = (parts: Partial<InputOf<typeof recordCoinTerms>> = {}) =>
  director.call(recordCoinTerms, { by_hand_most: 50, notice_days: 30, valid_from: today, source: '内控制度', ...parts })

/** Rules of a day long gone, as they stand once time has passed. */
const backDate = (day: string) =>
  care.world.run(async ({ db, organisation_id }) => {
    await sql`set local role none`.execute(db)
    await sql`update points.rules set valid_from = ${day} where organisation_id = ${organisation_id}`.execute(db)
  })

beforeEach(async () => {
  care = await newCareWorld()
  director = await care.world.account('director')
  today = await care.world.run(async (ctx) => ctx.today)
  await care.member('A001', '陈桂英')
  await care.member('A002', '李建国')
})

const session = async (occurred_on = today, minutes = 60) =>
  (
    await care.worker.call(recordActivity, {
      station_id: care.station_id,
      title: `讲座 ${newId()}`,
      kind: '讲座',
      occurred_on,
      minutes,
    })
  ).body.activity_id

const signIn = (activity_id: string, member_no = 'A001', attendance_id = newId()) =>
  care.worker.call(recordAttendance, { activity_id, people: [{ attendance_id, member_no }] })

const attend = async (member_no = 'A001', occurred_on = today) => {
  const id = newId()
  expect((await signIn(await session(occurred_on), member_no, id)).body.recorded).toBe(1)
  return id
}

const balance = async (member_no = 'A001') => (await director.call(getPointsAccount, { member_no })).body.balance ?? 0

const spend = (amount: number, member_no = 'A001') =>
  care.worker.call(recordEntry, { member_no, kind: 'spent', amount, reason: '理发', occurred_on: today })

describe('a service', () => {
  it('earns nothing where there is no rule, and what the rule of its day says where there is one', async () => {
    await attend()
    expectRefused(await director.call(getPointsAccount, { member_no: 'A001' }), 404, 'not_found')
    expect((await ruled()).status).toBe(200)
    const id = await attend()
    const { rows } = (await director.call(listEntries, { member_no: 'A001' })).body
    expect(rows).toMatchObject([
      { entry_id: id, kind: 'earned', amount: 2, counter: 'government', reason: '参加活动', balance: 2 },
    ])
    expect(rows[0]!.rule_id).toEqual(expect.any(String))
  })

  it('earns once, however often it is sent and whoever sends it', async () => {
    await ruled()
    const activity_id = await session()
    const id = newId()
    await signIn(activity_id, 'A001', id)
    await signIn(activity_id, 'A001', id)
    await signIn(activity_id, 'A001')
    expect(await balance()).toBe(2)
  })

  it('earns within the caps of the rule and of all rules, by day and by month', async () => {
    await ruled({ day_most: 3 })
    await ruled({ service_type: 'recreation', coins: 5 })
    await termed({ day_most: 6, month_most: 1000 })
    for (let times = 0; times < 3; times += 1) await attend()
    expect(await balance()).toBe(3)
    const fun = {
      station_id: care.station_id,
      member_no: 'A001',
      occurred_on: today,
      period: 'morning',
      pastime: '象棋',
    } as const
    expect((await care.worker.call(recordRecreation, { recreation_id: newId(), ...fun })).status).toBe(200)
    expect(await balance()).toBe(6)
    await attend('A002')
    expect(await balance('A002')).toBe(2)
  })

  it('earns no more than the cap when many are recorded at the same moment', async () => {
    await ruled({ day_most: 5 })
    const sessions: string[] = []
    for (let times = 0; times < 6; times += 1) sessions.push(await session())
    await Promise.all(sessions.map((activity_id) => signIn(activity_id)))
    expect(await balance()).toBe(5)
  })

  it('earns by the full hour where the rule says so, as a volunteer and in day care', async () => {
    await ruled({ service_type: 'volunteering', per: 'hour', coins: 3, fund: 'own' })
    await ruled({ service_type: 'daycare', coins: 1 })
    const volunteer = { volunteer_id: newId(), volunteer_no: 'ZY1', name: '陈桂英', team: '邻里队', member_no: 'A001' }
    expect((await care.worker.call(recordVolunteer, volunteer)).status).toBe(200)
    const activity_id = newId()
    const held = { activity_id, number: 'ZH1', team: '邻里队', occurred_on: today, hours: 3, served: 10 }
    expect((await care.worker.call(recordVolunteerActivity, held)).status).toBe(200)
    const hours = { activity_id, volunteers: [{ hours_id: newId(), volunteer_no: 'ZY1', hours: 2.75 }] }
    for (let times = 0; times < 2; times += 1) expect((await care.worker.call(recordVolunteerHours, hours)).body.recorded).toBe(1)
    expect(await balance()).toBe(6)
    await care.worker.call(recordDay, {
      attendance_id: newId(),
      station_id: care.station_id,
      member_no: 'A001',
      occurred_on: today,
    })
    expect(await balance()).toBe(7)
  })
})

describe('a service taken back', () => {
  const takeBack = (entry_id: string, source = 'activities.attendances') =>
    director.call(voidEntry, { source, entry_id, reason: '签错人' })

  it('takes its coins with it, and earns again when it is recorded anew', async () => {
    await ruled()
    const activity_id = await session()
    const id = newId()
    await signIn(activity_id, 'A001', id)
    expect((await takeBack(id)).status).toBe(200)
    expect(await balance()).toBe(0)
    await signIn(activity_id)
    expect(await balance()).toBe(2)
    expect((await takeBack(activity_id, 'activities.activities')).status).toBe(200)
    expect(await balance()).toBe(0)
  })

  it('is taken back all the same when the coins are spent: the organisation bears them, and the balance stays at zero', async () => {
    await ruled({ coins: 5 })
    const id = await attend()
    expect((await spend(4)).status).toBe(200)
    expect((await takeBack(id)).status).toBe(200)
    expect(await balance()).toBe(0)
    const { rows } = (await director.call(listEntries, { member_no: 'A001' })).body
    expect(rows.map(({ amount, counter }) => [amount, counter])).toEqual([
      [4, 'unrecovered'],
      [-4, 'shop'],
    ])
  })

  it('by a merge counts once and earns once; undoing the merge brings both back', async () => {
    await ruled({ coins: 5 })
    const activity_id = await session()
    for (const member_no of ['A001', 'A002']) await signIn(activity_id, member_no)
    for (const member_no of ['A001', 'A002']) await spend(5, member_no)
    const { rows } = await care.world.run(({ db, organisation_id }) =>
      sql<{ person_id: string }>`select person_id from people.registrations
        where organisation_id = ${organisation_id} order by member_no`.execute(db),
    )
    const merge = { kept_id: rows[0]!.person_id, gone_id: rows[1]!.person_id, reason: '同一个人' }
    const { merge_id } = (await director.call(mergePeople, merge)).body
    const earned = async () => (await director.call(listEntries, { kind: 'earned' })).body.total
    const borne = async () => (await director.call(listEntries, { counter: 'unrecovered' })).body.total
    expect([await earned(), await borne(), await balance(), await balance('A002')]).toEqual([1, 1, 0, 0])
    expect((await director.call(undoMerge, { merge_id })).status).toBe(200)
    expect([await earned(), await borne(), await balance(), await balance('A002')]).toEqual([2, 0, 0, 0])
  })
})

describe('the rules', () => {
  it('begin today or later, are written by who manages the whole organisation, and the newest of a service is in force', async () => {
    expectRefused(await ruled({ valid_from: '2020-01-01' }), 422, 'rule_in_past')
    const manager = await care.world.account('station_manager', care.station_id)
    const rule = { service_type: 'activity', per: 'time', coins: 9, fund: 'own', valid_from: today, source: '纪要' } as const
    expectRefused(await manager.call(recordCoinRule, rule), 403, 'not_allowed')
    expectRefused(await care.worker.call(recordCoinRule, rule), 403, 'not_allowed')
    await ruled({ coins: 2 })
    await ruled({ coins: 0 })
    const { rows } = (await director.call(listCoinRules, {})).body
    expect(rows.map(({ coins, in_force }) => [coins, in_force])).toEqual([
      [0, false],
      [2, false],
    ])
    await attend()
    expectRefused(await director.call(getPointsAccount, { member_no: 'A001' }), 404, 'not_found')
  })

  it('say beforehand what they would have given', async () => {
    const last = await care.world.run(async (ctx) => ctx.today)
    const month = last.slice(0, 7)
    for (let times = 0; times < 3; times += 1) await attend()
    await attend('A002')
    const rule = { service_type: 'activity', per: 'time', coins: 2, day_most: 4, month } as const
    expect((await director.call(previewCoinRule, rule)).body).toEqual({ month, times: 4, persons: 2, coins: 6, kept_back: 2 })
    expect((await director.call(previewCoinRule, { ...rule, month: '2001-01' })).body).toMatchObject({ times: 0, coins: 0 })
  })

  it('of the day of the service decide, not those of the day it is recorded', async () => {
    await ruled({ coins: 2 })
    await backDate('2022-01-01')
    await ruled({ coins: 7 })
    await attend('A001', '2022-03-05')
    expect(await balance()).toBe(2)
  })
})

describe('coins given by hand', () => {
  const give = (amount: number, by = care.worker, entry_id = newId()) =>
    by.call(recordEntry, {
      entry_id,
      member_no: 'A001',
      kind: 'earned',
      amount,
      reason: '特别奖励',
      occurred_on: today,
      fund: 'own',
    })

  it('above the limit wait for a second person, who is never oneself', async () => {
    await termed({ by_hand_most: 50 })
    expect((await give(50)).body).toMatchObject({ waits: false, balance: 50 })
    const entry_id = newId()
    for (let times = 0; times < 2; times += 1)
      expect((await give(1, care.worker, entry_id)).body).toEqual({ entry_id, waits: true, balance: 50 })
    const own = (await give(60, director)).body.entry_id
    expectRefused(await director.call(decideGrant, { entry_id: own, decision: 'confirmed' }), 422, 'not_your_own')
    const list = (await director.call(listGrantsToConfirm, {})).body
    expect(list.rows.map(({ entry_id: id, may_confirm }) => [id, may_confirm])).toEqual([
      [entry_id, true],
      [own, false],
    ])
    expectRefused(await care.worker.call(decideGrant, { entry_id, decision: 'confirmed' }), 403, 'not_allowed')
    expect((await director.call(decideGrant, { entry_id, decision: 'confirmed' })).status).toBe(200)
    expectRefused(await director.call(decideGrant, { entry_id, decision: 'refused' }), 422, 'already_decided')
    expect((await director.call(decideGrant, { entry_id: own, decision: 'refused' })).status).toBe(200)
    expect(await balance()).toBe(51)
    expect((await give(1, care.worker, entry_id)).body).toEqual({ entry_id, waits: false, balance: 51 })
    expect((await director.call(listGrantsToConfirm, {})).body.total).toBe(0)
  })

  it('confirmed by two at the same moment stand once', async () => {
    await termed({ by_hand_most: 0 })
    const { entry_id } = (await give(7)).body
    const other = await care.world.account('director')
    await Promise.all([director, other].map((by) => by.call(decideGrant, { entry_id, decision: 'confirmed' })))
    expect(await balance()).toBe(7)
  })
})
