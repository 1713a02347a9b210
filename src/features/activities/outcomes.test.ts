/** What came of sessions and groups, and the figures that stand on it. */
import { beforeEach, describe, expect, it } from 'vitest'
import { newActivityWorld, type ActivityWorld } from '../../../test/activity-world.ts'
import { expectRefused } from '../../../test/world.ts'
import { newId } from '../../platform/new-id.ts'
import { today } from '../../shared/day.ts'
import { recordContract } from '../contracts/contract.ts'
import { makeRegistry } from '../figures/registry.ts'
import { figuresService } from '../figures/service.ts'
import { computeFigures } from '../figures/values.ts'
import { listPeople, mergePeople, undoMerge } from '../people/contract.ts'
import { voidEntry } from '../records/contract.ts'
import { recordAttendance } from './contract.ts'
import { listMeasures, listMembers, listOutcomes, listTests, recordOutcome, recordTests } from './contract-outcomes.ts'
import { recordEnrolment } from './contract-enrolments.ts'
import { recordPlan, recordSeries } from './contract-planning.ts'
import { figures } from './figures.ts'

let here: ActivityWorld
let activity_id: string

beforeEach(async () => {
  here = await newActivityWorld()
  activity_id = await here.hold()
})

const figure = async (key: string) => {
  const registry = makeRegistry([figures])
  const values = await here.world.run((ctx) =>
    computeFigures(ctx, registry, [registry.get(key)], { from: '2022-01-01', to: '2022-12-31' }),
  )
  return values.get('')![0]!.value
}

const measure = '能说出 3 条以上防跌倒知识'
const put = (parts: object = {}) => here.worker.call(recordOutcome, { activity_id, measure, asked: 20, reached: 15, ...parts })

describe('outcomes of a session', () => {
  it('count those asked and those who reached it, over sessions, and offer the measure again', async () => {
    const { outcome_id } = (await put()).body
    await put({ activity_id: await here.hold({ title: '第二场' }), asked: 5, reached: 5 })
    expect((await here.worker.call(listOutcomes, { activity_id })).body.rows).toMatchObject([
      { outcome_id, measure, asked: 20, reached: 15 },
    ])
    expect((await here.worker.call(listMeasures, {})).body.rows).toEqual([{ measure, times: 2 }])
    expect(await figure('activities.outcome_asked')).toBe(25)
    expect(await figure('activities.outcome_rate')).toBe(80)
  })

  it('stand once, only at a session that was held, and never more than were asked', async () => {
    const outcome_id = newId()
    expect((await put({ outcome_id })).body).toEqual({ outcome_id })
    expect((await put({ outcome_id })).body).toEqual({ outcome_id })
    expectRefused(await put(), 422, 'outcome_exists')
    expectRefused(await put({ measure: '愿意再来', asked: 3, reached: 4 }), 422, 'more_reached')
    const planned = await here.hold({ state: 'cancelled' })
    expectRefused(await put({ activity_id: planned }), 422, 'activity_not_held')
  })

  it('are figures of the year once there are any', async () => {
    const listed = async () => {
      const { figures: all } = await here.world.run((ctx) =>
        figuresService([figures]).computeYear(ctx, '2022-01-01', '2022-12-31', { indicators: false, tables: new Set<string>() }),
      )
      return all.map(({ definition }) => definition.key).filter((key) => key.includes('outcome'))
    }
    expect(await listed()).toEqual([])
    await put()
    expect(await listed()).toEqual(['activities.outcome_asked', 'activities.outcome_rate'])
  })

  it('go with the session when it is taken back, and may be taken back by themselves', async () => {
    const director = await here.world.account('director')
    const { outcome_id } = (await put()).body
    const source = 'activities.outcomes'
    expect((await director.call(voidEntry, { source, entry_id: outcome_id, reason: '数错了' })).status).toBe(200)
    expect(await figure('activities.outcome_asked')).toBe(0)
    expect((await put({ asked: 18 })).status).toBe(200)
    await director.call(voidEntry, { source: 'activities.activities', entry_id: activity_id, reason: '重复登记' })
    expect(await figure('activities.outcome_asked')).toBe(0)
  })
})

describe('tests before and after a group', () => {
  let series_id: string
  let people: string[]

  beforeEach(async () => {
    for (const [i, name] of ['陈桂英', '李伯', '王婆婆'].entries()) await here.member(`HC000${i}`, name)
    const found = (await here.worker.call(listPeople, { station_id: here.station_id, sort: 'name' })).body.rows
    people = ['陈桂英', '李伯', '王婆婆'].map((name) => found.find((row) => row.name === name)!.person_id)
    series_id = (await here.worker.call(recordSeries, { station_id: here.station_id, kind: '小组', title: '暖心小组' })).body
      .series_id
  })

  const test = (phase: 'before' | 'after', scores: readonly number[], parts: object = {}) =>
    here.worker.call(recordTests, {
      series_id,
      scale: '孤独感量表',
      better: 'lower',
      phase,
      occurred_on: phase === 'before' ? '2022-03-01' : '2022-05-01',
      scores: scores.map((score, i) => ({ person_id: people[i]!, score })),
      ...parts,
    })
  const changes = async () =>
    (await here.worker.call(listTests, { series_id })).body.rows.map((row) => [
      row.person_name,
      row.before,
      row.after,
      row.change,
      row.verdict,
    ])

  it('show the change of each member, better by what the scale says', async () => {
    await test('before', [50, 40.5, 30])
    await test('after', [38, 40.5])
    expect(await changes()).toEqual([
      ['陈桂英', 50, 38, -12, 'better'],
      ['李伯', 40.5, 40.5, 0, 'same'],
      ['王婆婆', 30, null, null, null],
    ])
    expect(await figure('activities.tested_members')).toBe(2)
    expect(await figure('activities.improved_rate')).toBe(50)
  })

  it('are corrected by recording them again; what stays the same stays', async () => {
    await test('before', [50, 40])
    expect((await test('before', [52, 40])).body).toEqual({ recorded: 2 })
    expect((await changes()).map((row) => row[1])).toEqual([52, 40])
    expectRefused(await test('before', [1, 2], { scores: [{ person_id: people[0], score: 1 }, { person_id: people[0], score: 2 }] }), 422, 'same_person_twice') // prettier-ignore
    expectRefused(await test('before', [], { scores: [{ person_id: newId(), score: 1 }] }), 404, 'not_found')
    expectRefused(await test('after', [1], { occurred_on: '2999-01-01' }), 422, 'future_date')
  })

  it('are asked of those who enrolled or came', async () => {
    expect((await here.worker.call(listMembers, { series_id })).body.total).toBe(0)
    const session = newId()
    await here.worker.call(recordPlan, {
      station_id: here.station_id,
      series_id,
      title: '暖心小组第一节',
      kind: '小组',
      sessions: [{ activity_id: session, occurred_on: today(new Date(), 'Asia/Shanghai') }],
      started_at: '09:00',
      minutes: 60,
    })
    await here.worker.call(recordEnrolment, { series_id, person_id: people[1]! })
    await here.worker.call(recordContract, {
      code: 'XM-9',
      name: '本年项目',
      amount_fen: 1,
      starts_on: '2020-01-01',
      ends_on: '2999-12-31',
      station_ids: [here.station_id],
    })
    await here.worker.call(recordAttendance, { activity_id: session, people: [{ person_id: people[0]! }] })
    const { rows } = (await here.worker.call(listMembers, { series_id })).body
    expect(rows.map((row) => row.person_name)).toEqual(['陈桂英', '李伯'])
  })

  it('of two persons who are one leave one score of each phase, the earlier; undone, both are back', async () => {
    await test('before', [50, 40])
    const director = await here.world.account('director')
    const before = await changes()
    const merged = await director.call(mergePeople, { kept_id: people[1]!, gone_id: people[0]!, reason: '同一个人' })
    expect(merged.status).toBe(200)
    expect(await changes()).toHaveLength(1)
    await director.call(undoMerge, { merge_id: merged.body.merge_id })
    expect(await changes()).toEqual(before)
  })
})
