import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { newActivityWorld, type ActivityWorld } from '../../../test/activity-world.ts'
import { expectRefused } from '../../../test/world.ts'
import { newId } from '../../platform/new-id.ts'
import { voidEntry } from '../records/contract.ts'
import { getActivity, getAttendance, listAttendances, recordAttendance } from './contract.ts'
import { holdNumbers } from './sessions.ts'

let world: ActivityWorld['world']
let worker: ActivityWorld['worker']
let member: ActivityWorld['member']
let hold: ActivityWorld['hold']
let ledger: ActivityWorld['ledger']
let signIn: ActivityWorld['signIn']
let onTheSpine: ActivityWorld['onTheSpine']

beforeEach(async () => {
  ;({ world, worker, member, hold, ledger, signIn, onTheSpine } = await newActivityWorld())
})

describe('who came', () => {
  it('is counted as member, as named without membership and as a crowd; each person once', async () => {
    await member('HC0001', '陈桂英')
    const activity_id = await hold()
    const answer = await worker.call(recordAttendance, {
      activity_id,
      people: [
        { member_no: 'hc0001' },
        { name: '陳 桂英' },
        { name: '路过的王五' },
        { name: '路过的 王五' },
        { headcount: 12 },
        { headcount: 12 },
      ],
    })
    expect(answer.body.outcomes.map(({ who, refused }) => refused ?? who)).toEqual([
      'person',
      'duplicate',
      'walk_in',
      'duplicate',
      'headcount',
      'headcount',
    ])
    expect(answer.body.recorded).toBe(4)
    const { body } = await worker.call(getActivity, { activity_id })
    expect(body).toMatchObject({ person_times: 26, persons: 1, walk_ins: 1, unnamed: 24 })
    expect(await onTheSpine(activity_id)).toBe(26)
  })

  it('sent twice counts once, and the second answer is the first', async () => {
    await member('HC0001', '陈桂英')
    const activity_id = await hold()
    const people = [
      { attendance_id: newId(), member_no: 'HC0001' },
      { attendance_id: newId(), headcount: 30 },
    ]
    const first = await worker.call(recordAttendance, { activity_id, people })
    const second = await worker.call(recordAttendance, { activity_id, people })
    expect(second.body).toEqual(first.body)
    expect((await worker.call(getActivity, { activity_id })).body.person_times).toBe(31)
  })

  it('of one name that two persons at the station bear is not guessed; the others are recorded', async () => {
    await member('HC0001', '陈桂英')
    await member('HC0002', '陈桂英')
    const answer = await worker.call(recordAttendance, {
      activity_id: await hold(),
      people: [{ name: '陈桂英' }, { member_no: 'HC0002' }, { member_no: 'HC9999' }],
    })
    expect(answer.body.outcomes.map((outcome) => outcome.refused)).toEqual(['ambiguous_person', null, 'unknown_member'])
    expect(answer.body.outcomes[0]!.message).toContain('陈桂英')
  })

  it('is taken back with the session, by one event, and can be recorded no more', async () => {
    await member('HC0001', '陈桂英')
    const [activity_id, other] = [await hold(), await hold()]
    const people = [{ attendance_id: newId(), member_no: 'HC0001' }, { headcount: 5 }]
    await worker.call(recordAttendance, { activity_id, people })
    await worker.call(recordAttendance, { activity_id: other, people: [{ headcount: 7 }] })
    const manager = await world.account('station_manager')
    const gone = { source: 'activities.activities', entry_id: activity_id, reason: '录到了错误的场次' }
    const { void_id } = (await manager.call(voidEntry, gone)).body
    expect((await worker.call(getActivity, { activity_id })).body).toMatchObject({ void_id, person_times: 0 })
    expect((await worker.call(getAttendance, { attendance_id: people[0]!.attendance_id! })).body.void_id).toBe(void_id)
    expect([await onTheSpine(activity_id), await onTheSpine(other)]).toEqual([0, 7])
    expectRefused(await manager.call(voidEntry, gone), 422, 'already_voided')
    expectRefused(await worker.call(recordAttendance, { activity_id, people: [{ headcount: 1 }] }), 422, 'already_voided')
  })

  it('after leaving is refused; on the day itself it counts', async () => {
    await member('HC0001', '陈桂英', { status: 'withdrawn', status_on: '2022-10-04' })
    const [on, after] = [await hold(), await hold({ occurred_on: '2022-10-05' })]
    expect((await worker.call(recordAttendance, { activity_id: on, people: [{ member_no: 'HC0001' }] })).body.recorded).toBe(1)
    expect(
      (await worker.call(recordAttendance, { activity_id: after, people: [{ member_no: 'HC0001' }] })).body.outcomes[0]!.refused,
    ).toBe('after_exit')
  })

  it('at a session that was not held, unknown, or refused is told so', async () => {
    await ledger([
      { number: 'A1', state: 'cancelled' },
      { number: 'A2', minutes: 6000 },
    ])
    await world.run((ctx) =>
      holdNumbers(ctx, [
        { number: 'A3', code: 'out_of_year' },
        { number: 'A3', code: 'bad_date' },
      ]),
    )
    const outcomes = await signIn(['A1', 'A2', 'a3', 'A4', ''].map((activity_number) => ({ activity_number, name: '陈桂英' })))
    expect(outcomes).toEqual([
      expect.objectContaining({ refused: 'activity_not_counted', details: { activity: 'A1', cause: 'NOT_HELD' } }),
      expect.objectContaining({ refused: 'activity_not_counted', details: { activity: 'A2', cause: 'BAD_HOURS' } }),
      expect.objectContaining({ refused: 'activity_not_counted', details: { activity: 'A3', cause: 'OUT_OF_YEAR' } }),
      expect.objectContaining({ refused: 'unknown_activity' }),
      expect.objectContaining({ refused: 'unknown_activity' }),
    ])
    await ledger([{ number: 'A3' }])
    expect((await signIn([{ activity_number: 'A3', name: '陈桂英' }]))[0], 'mended, it counts').toHaveProperty('id')
  })

  it('as staff or volunteer is kept and adds nothing; the note decides before the person', async () => {
    const activity_id = await hold()
    const outcomes = await signIn([
      { activity_id, member_no: 'NOBODY', note: '工作人员' },
      { activity_id, name: '群众0人', note: '志愿者' },
    ])
    expect(outcomes).toEqual([
      expect.objectContaining({ not_counted: 'staff_or_volunteer' }),
      expect.objectContaining({ not_counted: 'staff_or_volunteer' }),
    ])
    expect(await onTheSpine()).toBe(0)
    expect((await worker.call(listAttendances, { activity_id, who: 'worker' })).body.total).toBe(2)
    expect((await worker.call(getActivity, { activity_id })).body.person_times).toBe(0)
  })

  it('as a crowd of none or of more than five hundred is refused', async () => {
    const activity_id = await hold()
    const outcomes = await signIn(['群众0人', '居民501人', '街坊500人'].map((name) => ({ activity_id, name })))
    expect(outcomes.map((outcome) => ('refused' in outcome ? outcome.refused : 'counts'))).toEqual([
      'bad_headcount',
      'bad_headcount',
      'counts',
    ])
  })

  it('is named, with the session and who wrote it down', async () => {
    await member('HC0001', '陈桂英')
    const activity_id = await hold()
    await worker.call(recordAttendance, { activity_id, people: [{ member_no: 'HC0001' }] })
    const named = await worker.call(listAttendances, { activity_id })
    expect(named.body.rows[0]).toMatchObject({ person_name: '陈桂英', activity_title: '重阳敬老宴', who: 'person' })
    const one = await worker.call(getAttendance, { attendance_id: named.body.rows[0]!.attendance_id })
    expect(one.body).toMatchObject({
      person_name: '陈桂英',
      evidence: 'witnessed',
      recorded_by_name: 'social_worker',
      void_id: null,
    })
  })

  it('adds up to what counting by hand gives, in whatever parts the sheet is read', async () => {
    const names = ['陈桂英', '李大海', '王小明', '群众3人', '居民', '路人甲', '路人乙']
    for (const [i, name] of names.slice(0, 3).entries()) await member(`HC000${i}`, name)
    const row = fc.record({
      at: fc.constantFrom(0, 1),
      name: fc.constantFrom(...names),
      note: fc.constantFrom('', '', '', '工作人员'),
      numbered: fc.boolean(),
    })
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
          expect(body).toMatchObject({
            person_times: once.size + crowd,
            persons: names.slice(0, 3).filter((name) => once.has(name)).length,
            unnamed: crowd,
          })
          expect(await onTheSpine(activity_id)).toBe(body.person_times)
        }
      }),
      { numRuns: 12 },
    )
  })
})
