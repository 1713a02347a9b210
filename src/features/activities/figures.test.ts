import { beforeEach, describe, expect, it } from 'vitest'
import { newActivityWorld, type ActivityWorld } from '../../../test/activity-world.ts'
import { makeRegistry } from '../figures/registry.ts'
import { computeFigures } from '../figures/values.ts'
import { figures } from './figures.ts'

let world: ActivityWorld['world']
let member: ActivityWorld['member']
let hold: ActivityWorld['hold']
let ledger: ActivityWorld['ledger']
let signIn: ActivityWorld['signIn']

beforeEach(async () => {
  ;({ world, member, hold, ledger, signIn } = await newActivityWorld())
})

describe('figures of the year', () => {
  const figure = async (key: string) => {
    const registry = makeRegistry([figures])
    const values = await world.run((ctx) =>
      computeFigures(ctx, registry, [registry.get(key)], { from: '2022-01-01', to: '2022-12-31' }),
    )
    return values.get('')![0]!.value
  }

  it('count sessions that were held, each group or course once, and decimal hours exactly', async () => {
    await ledger([
      { kind: '小组', series_code: 'G1', minutes: 79.8 },
      { kind: '小组', series_code: 'g1', minutes: 79.8, occurred_on: '2022-05-08' },
      { kind: '小组', series_code: 'G2', state: 'cancelled', minutes: 60 },
      { kind: '课程', series_code: 'C1', minutes: 60 },
      { kind: '课程', minutes: 60 },
      { kind: '课程', series_code: 'C2', occurred_on: '2021-12-31', minutes: 60 },
    ])
    expect(await figure('activities.sessions')).toBe(4)
    expect(await figure('activities.groups')).toBe(1)
    expect(await figure('activities.course_series')).toBe(1)
    expect(await figure('activities.hours')).toBe(4.66)
  })

  it('count persons once however often they came, and never the unnamed', async () => {
    await member('HC0001', '陈桂英')
    for (const activity_id of [await hold(), await hold()])
      await signIn([
        { activity_id, member_no: 'HC0001' },
        { activity_id, name: '群众8人' },
        { activity_id, name: '王五' },
      ])
    expect(await figure('activities.person_times')).toBe(20)
    expect(await figure('activities.person_times_members')).toBe(2)
    expect(await figure('activities.person_times_walk_in')).toBe(2)
    expect(await figure('activities.person_times_anonymous')).toBe(16)
    expect(await figure('activities.persons')).toBe(1)
  })

  it('of the community 美平 are of its own station only', async () => {
    const meiping = await world.station({ name: '美平社区居家养老服务站' })
    const of = { kind: '小组', title: '高血压自我管理小组（1）', series_code: 'X1' }
    await ledger([{ ...of, station_id: meiping }, of, { kind: '防诈骗讲座', station_id: meiping }, { kind: '防诈骗讲座' }])
    expect(await figure('meiping.hypertension_groups')).toBe(1)
    expect(await figure('meiping.hypertension_group_sessions')).toBe(1)
    expect(await figure('meiping.anti_fraud_lectures')).toBe(1)
  })
})
