import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { expectRefused, newWorld, type Caller, type World } from '../../../test/world.ts'
import { newId } from '../../platform/new-id.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { makeRegistry } from '../figures/registry.ts'
import { computeFigures } from '../figures/values.ts'
import { registerMembers } from '../people/register.ts'
import { recordAttendances, type AttendanceEntry } from './attendances.ts'
import {
  getActivity, getAttendance, getRecreation, listActivities, listAttendances, listRecreations, recordActivity, recordAttendance, recordRecreation,
} from './contract.ts' // prettier-ignore
import { figures } from './figures.ts'
import { holdNumbers, recordActivities, type ActivityEntry } from './sessions.ts'

let world: World
let station_id: string
let worker: Caller

beforeEach(async () => {
  world = await newWorld()
  station_id = await world.station()
  worker = await world.account('social_worker')
})

const member = (member_no: string, name: string, parts: { status?: 'withdrawn'; status_on?: string; station_id?: string } = {}) =>
  world.run((ctx) =>
    registerMembers(ctx, [
      { station_id, member_no, name, id_number: undefined, status: 'active', private: {}, health: {}, evidence: 'witnessed', ...parts },
    ]),
  )

const session = (parts: Partial<InputOf<typeof recordActivity>> = {}) => ({ station_id, title: '重阳敬老宴', kind: '节日活动', occurred_on: '2022-10-04', minutes: 90, ...parts })

const hold = async (parts: Partial<InputOf<typeof recordActivity>> = {}): Promise<string> => {
  const answer = await worker.call(recordActivity, session(parts))
  expect(answer.status).toBe(200)
  return answer.body.activity_id
}

const ledger = (parts: Partial<ActivityEntry>): ActivityEntry => ({
  station_id, title: '八段锦', kind: '课程', mode: 'on_site', occurred_on: '2022-05-01', state: 'held', evidence: 'imported', ...parts,
}) // prettier-ignore

const signIn = (entries: readonly Partial<AttendanceEntry>[]) => world.run((ctx) => recordAttendances(ctx, entries.map((entry) => ({ evidence: 'imported' as const, ...entry }))))

const onTheSpine = (activity_id?: string) =>
  world.run(async ({ db, organisation_id }) => {
    const { rows } = await sql<{ who: string; person_times: number; person_id: string | null }>`
      select r.who, r.person_times, r.person_id from records.records r
      join activities.attendances t on t.organisation_id = r.organisation_id and t.attendance_id = r.record_id
      where r.organisation_id = ${organisation_id} and r.service_type = 'activity' and (${activity_id ?? null}::uuid is null or t.activity_id = ${activity_id ?? null}::uuid)`.execute(db)
    return rows
  })

describe('the doors', () => {
  const reads = [
    [listActivities, {}], [getActivity, { activity_id: newId() }], [listAttendances, {}], [getAttendance, { attendance_id: newId() }],
    [listRecreations, {}], [getRecreation, { recreation_id: newId() }],
  ] as const // prettier-ignore
  const writes = () =>
    [
      [recordActivity, session()],
      [recordAttendance, { activity_id: newId(), people: [{ name: '陈桂英' }] }],
      [recordRecreation, { station_id, occurred_on: '2022-03-05', period: 'morning' as const, pastime: '棋牌', name: '陈桂英' }],
    ] as const

  it('refuse who is not signed in', async () => {
    for (const [endpoint, input] of [...reads, ...writes()]) expectRefused(await world.nobody.call(endpoint as never, input as never), 401, 'not_signed_in')
  })

  it('refuse a role without the permission', async () => {
    const accountant = await world.account('accountant')
    for (const [endpoint, input] of [...reads, ...writes()]) expectRefused(await accountant.call(endpoint as never, input as never), 403, 'not_allowed')
  })

  it("do not show another organisation's sessions, sign-ins and recreation", async () => {
    await member('HC0001', '陈桂英')
    const activity_id = await hold()
    const came = await worker.call(recordAttendance, { activity_id, people: [{ member_no: 'HC0001' }] })
    const played = await worker.call(recordRecreation, { station_id, occurred_on: '2022-03-05', period: 'morning', pastime: '棋牌', member_no: 'HC0001' })
    const stranger = await (await newWorld()).account('director')
    expectRefused(await stranger.call(getActivity, { activity_id }), 404, 'not_found')
    expectRefused(await stranger.call(recordAttendance, { activity_id, people: [{ name: '甲' }] }), 404, 'not_found')
    expectRefused(await stranger.call(getAttendance, { attendance_id: came.body.outcomes[0]!.attendance_id! }), 404, 'not_found')
    expectRefused(await stranger.call(getRecreation, { recreation_id: played.body.recreation_id }), 404, 'not_found')
    for (const list of [listActivities, listAttendances, listRecreations]) expect((await stranger.call(list, {})).body.total).toBe(0)
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
      await elsewhere.call(recordRecreation, { station_id, occurred_on: '2022-03-05', period: 'morning', pastime: '棋牌', member_no: 'HC0001' }),
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
      [await worker.call(recordRecreation, { station_id, occurred_on: '2022-03-05', period: 'noon' as never, pastime: '棋牌' }), 'period'],
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
    expectRefused(await worker.call(recordActivity, session({ number: ' 22sz001 ', occurred_on: '2022-10-05' })), 409, 'duplicate')
    expect((await worker.call(listActivities, {})).body.total).toBe(1)
  })

  it('sent twice under the same id counts once, and both times the answer is its id', async () => {
    const activity_id = newId()
    expect(await hold({ activity_id, number: '22SZ002' })).toBe(activity_id)
    expect(await hold({ activity_id, number: '22SZ002' })).toBe(activity_id)
    expect((await worker.call(listActivities, {})).body.total).toBe(1)
  })

  it('of no length or of more than twelve hours is refused, one that was not held is not', async () => {
    const outcomes = await world.run((ctx) =>
      recordActivities(ctx, [ledger({ minutes: 0 }), ledger({ minutes: Number.NaN, length: '很久' }), ledger({ minutes: 720 }), ledger({ minutes: 0, state: 'cancelled' }), ledger({})]),
    )
    expect(outcomes.map((outcome) => ('refused' in outcome ? outcome.refused : (outcome.not_counted ?? 'counts')))).toEqual(['bad_hours', 'bad_hours', 'counts', 'not_held', 'counts'])
  })

  it('that was put off leaves its number free for the day it is held', async () => {
    const outcomes = await world.run((ctx) => recordActivities(ctx, [ledger({ number: 'A1', state: 'postponed' }), ledger({ number: 'A1' }), ledger({ number: 'A1' })]))
    expect(outcomes[0]).toMatchObject({ not_counted: 'not_held' })
    expect(outcomes[1]).not.toHaveProperty('not_counted')
    expect(outcomes[2]).toMatchObject({ refused: 'duplicate', repeats_id: (outcomes[1] as { id: string }).id })
    expect(await signIn([{ activity_number: 'A1', name: '陈桂英' }])).toEqual([expect.objectContaining({ id: expect.any(String) })])
  })

  it('cannot have been held on a day that has not come', async () => {
    expectRefused(await worker.call(recordActivity, session({ occurred_on: '2999-01-01' })), 422, 'future_date')
  })

  it('is found by kind, state, series, words and day', async () => {
    await hold({ title: '高血压自我管理小组（1）', kind: '小组', series_code: 'mp-xz01', number: 'M1' })
    await hold({ title: '秋游', state: 'cancelled', occurred_on: '2022-11-01' })
    const found = async (input: InputOf<typeof listActivities>) => (await worker.call(listActivities, input)).body.rows.map((row) => row.title)
    expect(await found({ kind_code: 'group' })).toEqual(['高血压自我管理小组（1）'])
    expect(await found({ state: 'cancelled' })).toEqual(['秋游'])
    expect(await found({ series_code: 'MP-XZ01' })).toEqual(['高血压自我管理小组（1）'])
    expect(await found({ q: '高血压' })).toEqual(['高血压自我管理小组（1）'])
    expect(await found({ from: '2022-11-01', to: '2022-11-30' })).toEqual(['秋游'])
    expect(await found({ q: '%' })).toEqual([])
  })
})

describe('who came', () => {
  it('is counted as member, as named without membership and as a crowd; each person once', async () => {
    await member('HC0001', '陈桂英')
    const activity_id = await hold()
    const answer = await worker.call(recordAttendance, {
      activity_id,
      people: [{ member_no: 'hc0001' }, { name: '陳 桂英' }, { name: '路过的王五' }, { name: '路过的 王五' }, { headcount: 12 }, { headcount: 12 }],
    })
    expect(answer.body.outcomes.map(({ who, refused }) => refused ?? who)).toEqual(['person', 'duplicate', 'walk_in', 'duplicate', 'headcount', 'headcount'])
    expect(answer.body.recorded).toBe(4)
    const { body } = await worker.call(getActivity, { activity_id })
    expect(body).toMatchObject({ person_times: 26, persons: 1, walk_ins: 1, unnamed: 24 })
    expect((await onTheSpine(activity_id)).reduce((sum, row) => sum + row.person_times, 0)).toBe(26)
  })

  it('sent twice counts once, and the second answer is the first', async () => {
    await member('HC0001', '陈桂英')
    const activity_id = await hold()
    const people = [{ attendance_id: newId(), member_no: 'HC0001' }, { attendance_id: newId(), headcount: 30 }]
    const first = await worker.call(recordAttendance, { activity_id, people })
    const second = await worker.call(recordAttendance, { activity_id, people })
    expect(second.body).toEqual(first.body)
    expect((await worker.call(getActivity, { activity_id })).body.person_times).toBe(31)
  })

  it('of one name that two persons at the station bear is not guessed; the others are recorded', async () => {
    await member('HC0001', '陈桂英')
    await member('HC0002', '陈桂英')
    const answer = await worker.call(recordAttendance, { activity_id: await hold(), people: [{ name: '陈桂英' }, { member_no: 'HC0002' }, { member_no: 'HC9999' }] })
    expect(answer.body.outcomes.map((outcome) => outcome.refused)).toEqual(['ambiguous_person', null, 'unknown_member'])
    expect(answer.body.outcomes[0]!.message).toContain('陈桂英')
  })

  it('after leaving is refused; on the day itself it counts', async () => {
    await member('HC0001', '陈桂英', { status: 'withdrawn', status_on: '2022-10-04' })
    const [on, after] = [await hold(), await hold({ occurred_on: '2022-10-05' })]
    expect((await worker.call(recordAttendance, { activity_id: on, people: [{ member_no: 'HC0001' }] })).body.recorded).toBe(1)
    expect((await worker.call(recordAttendance, { activity_id: after, people: [{ member_no: 'HC0001' }] })).body.outcomes[0]!.refused).toBe('after_exit')
  })

  it('at a session that was not held, unknown, or refused is told so', async () => {
    await world.run((ctx) => recordActivities(ctx, [ledger({ number: 'A1', state: 'cancelled' }), ledger({ number: 'A2', minutes: 6000 })]))
    await world.run((ctx) => holdNumbers(ctx, [{ number: 'A3', code: 'out_of_year' }, { number: 'A3', code: 'bad_date' }]))
    const outcomes = await signIn(['A1', 'A2', 'a3', 'A4', ''].map((activity_number) => ({ activity_number, name: '陈桂英' })))
    expect(outcomes).toEqual([
      expect.objectContaining({ refused: 'activity_not_counted', details: { activity: 'A1', cause: 'NOT_HELD' } }),
      expect.objectContaining({ refused: 'activity_not_counted', details: { activity: 'A2', cause: 'BAD_HOURS' } }),
      expect.objectContaining({ refused: 'activity_not_counted', details: { activity: 'A3', cause: 'OUT_OF_YEAR' } }),
      expect.objectContaining({ refused: 'unknown_activity' }),
      expect.objectContaining({ refused: 'unknown_activity' }),
    ])
    await world.run((ctx) => recordActivities(ctx, [ledger({ number: 'A3' })]))
    expect((await signIn([{ activity_number: 'A3', name: '陈桂英' }]))[0], 'mended, it counts').toHaveProperty('id')
  })

  it('as staff or volunteer is kept and adds nothing; the note decides before the person', async () => {
    const activity_id = await hold()
    const outcomes = await signIn([{ activity_id, member_no: 'NOBODY', note: '工作人员' }, { activity_id, name: '群众0人', note: '志愿者' }])
    expect(outcomes).toEqual([expect.objectContaining({ not_counted: 'staff_or_volunteer' }), expect.objectContaining({ not_counted: 'staff_or_volunteer' })])
    expect(await onTheSpine()).toEqual([])
    expect((await worker.call(listAttendances, { activity_id, who: 'worker' })).body.total).toBe(2)
    expect((await worker.call(getActivity, { activity_id })).body.person_times).toBe(0)
  })

  it('as a crowd of none or of more than five hundred is refused', async () => {
    const activity_id = await hold()
    const outcomes = await signIn(['群众0人', '居民501人', '街坊500人'].map((name) => ({ activity_id, name })))
    expect(outcomes.map((outcome) => ('refused' in outcome ? outcome.refused : 'counts'))).toEqual(['bad_headcount', 'bad_headcount', 'counts'])
  })

  it('is named, with the session and who wrote it down', async () => {
    await member('HC0001', '陈桂英')
    const activity_id = await hold()
    await worker.call(recordAttendance, { activity_id, people: [{ member_no: 'HC0001' }] })
    const named = await worker.call(listAttendances, { activity_id })
    expect(named.body.rows[0]).toMatchObject({ person_name: '陈桂英', activity_title: '重阳敬老宴', who: 'person' })
    const one = await worker.call(getAttendance, { attendance_id: named.body.rows[0]!.attendance_id })
    expect(one.body).toMatchObject({ person_name: '陈桂英', evidence: 'witnessed', recorded_by_name: 'social_worker', void_id: null })
  })

  it('adds up to what counting by hand gives, in whatever parts the sheet is read', async () => {
    const names = ['陈桂英', '李大海', '王小明', '群众3人', '居民', '路人甲', '路人乙']
    for (const [i, name] of names.slice(0, 3).entries()) await member(`HC000${i}`, name)
    const row = fc.record({ at: fc.constantFrom(0, 1), name: fc.constantFrom(...names), note: fc.constantFrom('', '', '', '工作人员'), numbered: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 25 }), fc.integer({ min: 1, max: 9 }), async (rows, size) => {
        const activities = [await hold(), await hold()]
        const entries = rows.map(({ at, name, note, numbered }) => {
          const i = names.indexOf(name)
          return { activity_id: activities[at]!, name, note, ...(numbered && i < 3 ? { member_no: `HC000${i}` } : {}) }
        })
        for (let start = 0; start < entries.length; start += size) await signIn(entries.slice(start, start + size))
        for (const [at, activity_id] of activities.entries()) {
          const there = rows.filter((each) => each.at === at && each.note === '')
          const once = new Set(there.map((each) => each.name).filter((name) => !['群众3人', '居民'].includes(name)))
          const crowd = there.reduce((sum, each) => sum + (each.name === '群众3人' ? 3 : each.name === '居民' ? 1 : 0), 0)
          const { body } = await worker.call(getActivity, { activity_id })
          expect(body).toMatchObject({ person_times: once.size + crowd, persons: names.slice(0, 3).filter((name) => once.has(name)).length, unnamed: crowd })
          expect((await onTheSpine(activity_id)).reduce((sum, each) => sum + each.person_times, 0)).toBe(body.person_times)
        }
      }),
      { numRuns: 12 },
    )
  })
})

describe('recreation', () => {
  const played = (parts: Partial<InputOf<typeof recordRecreation>> = {}) =>
    worker.call(recordRecreation, { station_id, occurred_on: '2022-03-05', period: 'morning', pastime: '棋牌', member_no: 'HC0001', ...parts })

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
    expect(one.body).toMatchObject({ person_name: '陈桂英', period: 'morning', pastime: '棋牌', recorded_by_name: 'social_worker' })
  })

  it('of nobody in the register is refused', async () => {
    expectRefused(await played({ member_no: 'HC9999' }), 422, 'unknown_member')
    expectRefused(await played({ occurred_on: '2999-01-01' }), 422, 'future_date')
  })
})

describe('figures of the year', () => {
  const figure = async (key: string) => {
    const registry = makeRegistry([figures])
    const values = await world.run((ctx) => computeFigures(ctx, registry, [registry.get(key)], { from: '2022-01-01', to: '2022-12-31' }))
    return values.get('')![0]!.value
  }

  it('count sessions that were held, each group or course once, and decimal hours exactly', async () => {
    await world.run((ctx) =>
      recordActivities(ctx, [
        ledger({ kind: '小组', series_code: 'G1', minutes: 79.8 }),
        ledger({ kind: '小组', series_code: 'g1', minutes: 79.8, occurred_on: '2022-05-08' }),
        ledger({ kind: '小组', series_code: 'G2', state: 'cancelled', minutes: 60 }),
        ledger({ kind: '课程', series_code: 'C1', minutes: 60 }),
        ledger({ kind: '课程', minutes: 60 }),
        ledger({ kind: '课程', series_code: 'C2', occurred_on: '2021-12-31', minutes: 60 }),
      ]),
    )
    expect(await figure('activities.sessions')).toBe(4)
    expect(await figure('activities.groups')).toBe(1)
    expect(await figure('activities.course_series')).toBe(1)
    expect(await figure('activities.hours')).toBe(4.66)
  })

  it('count persons once however often they came, and never the unnamed', async () => {
    await member('HC0001', '陈桂英')
    for (const activity_id of [await hold(), await hold()]) await signIn([{ activity_id, member_no: 'HC0001' }, { activity_id, name: '群众8人' }, { activity_id, name: '王五' }])
    expect(await figure('activities.person_times')).toBe(20)
    expect(await figure('activities.person_times_members')).toBe(2)
    expect(await figure('activities.person_times_walk_in')).toBe(2)
    expect(await figure('activities.person_times_anonymous')).toBe(16)
    expect(await figure('activities.persons')).toBe(1)
  })

  it('of the community 美平 are of its own station only', async () => {
    const meiping = await world.station({ name: '美平社区居家养老服务站' })
    const of = { kind: '小组', title: '高血压自我管理小组（1）', series_code: 'X1' }
    await world.run((ctx) => recordActivities(ctx, [ledger({ ...of, station_id: meiping }), ledger(of), ledger({ kind: '防诈骗讲座', station_id: meiping }), ledger({ kind: '防诈骗讲座' })]))
    expect(await figure('meiping.hypertension_groups')).toBe(1)
    expect(await figure('meiping.hypertension_group_sessions')).toBe(1)
    expect(await figure('meiping.anti_fraud_lectures')).toBe(1)
  })
})
