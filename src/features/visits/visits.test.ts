import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { newCareWorld, type CareWorld } from '../../../test/care-world.ts'
import { expectRefused, newWorld, type Caller } from '../../../test/world.ts'
import { newId } from '../../platform/new-id.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { recordContracts, takeStations } from '../contracts/record.ts'
import { getHomeService, getVisit, listHomeServices, listVisits, recordHomeService, recordVisit } from './contract.ts'
import { recordHomeServices, recordVisits, type HomeServiceEntry, type VisitEntry } from './service.ts'

let care: CareWorld

beforeEach(async () => {
  care = await newCareWorld()
  await care.member('HC0001', '陈桂英')
  await care.member('HC0002', '李大海', { status: 'deceased', status_on: '2022-03-05' })
})

const visited = (parts: Partial<InputOf<typeof recordVisit>> = {}, by: Caller = care.worker) =>
  by.call(recordVisit, { station_id: care.station_id, occurred_on: '2022-03-05', member_no: 'HC0001', ...parts })

const served = (parts: Partial<InputOf<typeof recordHomeService>> = {}, by: Caller = care.worker) =>
  by.call(recordHomeService, {
    station_id: care.station_id,
    occurred_on: '2022-03-05',
    member_no: 'HC0001',
    service: '助洁',
    started_at: '08:30',
    hours: 1.5,
    ...parts,
  })

const value = async (key: string) => (await care.figure(key)).value

describe('the doors', () => {
  it('refuse who is not signed in', async () => {
    const { nobody } = care.world
    for (const answer of [
      await visited({}, nobody),
      await served({}, nobody),
      await nobody.call(listVisits, {}),
      await nobody.call(listHomeServices, {}),
      await nobody.call(getVisit, { visit_id: newId() }),
      await nobody.call(getHomeService, { home_service_id: newId() }),
    ])
      expectRefused(answer, 401, 'not_signed_in')
  })

  it('refuse a role without the permission', async () => {
    const desk = await care.world.account('front_desk')
    for (const answer of [
      await visited({}, desk),
      await served({}, desk),
      await desk.call(listVisits, {}),
      await desk.call(listHomeServices, {}),
      await desk.call(getVisit, { visit_id: newId() }),
      await desk.call(getHomeService, { home_service_id: newId() }),
    ])
      expectRefused(answer, 403, 'not_allowed')
  })

  it("do not show another organisation's or another station's work", async () => {
    const { visit_id } = (await visited()).body
    const { home_service_id } = (await served()).body
    const strangers = [
      await (await newWorld()).account('director'),
      await care.world.account('social_worker', await care.world.station()),
    ]
    for (const stranger of strangers) {
      expectRefused(await stranger.call(getVisit, { visit_id }), 404, 'not_found')
      expectRefused(await stranger.call(getHomeService, { home_service_id }), 404, 'not_found')
      expect((await stranger.call(listVisits, {})).body.total).toBe(0)
      expect((await stranger.call(listHomeServices, {})).body.total).toBe(0)
    }
  })

  it('do not take a record for a station the role was not given for', async () => {
    const stranger = await care.world.account('social_worker', await care.world.station())
    expectRefused(await visited({}, stranger), 404, 'not_found')
    expectRefused(await served({}, stranger), 404, 'not_found')
    expect((await care.worker.call(listVisits, {})).body.total).toBe(0)
  })

  it('name the field that is wrong', async () => {
    const wrong = [
      [await visited({ occurred_on: '3月5日' }), 'occurred_on'],
      [await visited({ way: '写信' as 'home' }), 'way'],
      [await served({ started_at: '25:00' }), 'started_at'],
      [await served({ service: ' ' }), 'service'],
    ] as const
    for (const [answer, field] of wrong) {
      expectRefused(answer, 400, 'bad_input')
      expect(answer.body.field).toBe(field)
    }
  })
})

describe('a visit', () => {
  it('of one person, day and way counts once, at whichever station', async () => {
    expect((await visited()).status).toBe(200)
    expectRefused(await visited(), 409, 'duplicate')
    expectRefused(await visited({ station_id: await care.world.station() }), 409, 'duplicate')
    expect((await visited({ way: 'phone' })).status).toBe(200)
    expect(await value('service.visits.person_times')).toBe(2)
    expect([await value('service.visits.home'), await value('service.visits.phone')]).toEqual([1, 1])
  })

  it('stands against one at a station that the recorder does not see', async () => {
    const there = await care.world.station()
    const same = { name: '何琼', born_on: '1940-05-01', phone: '13800138000' }
    await care.member('HC0003', same.name, same)
    await care.member('XX0003', same.name, { ...same, station_id: there })
    expect((await visited({ member_no: 'HC0003' })).status).toBe(200)
    const elsewhere = await care.world.account('social_worker', there)
    expectRefused(await visited({ station_id: there, member_no: 'XX0003' }, elsewhere), 409, 'duplicate')
  })

  it('sent twice under one id counts once, and both times the answer is its id', async () => {
    const visit_id = newId()
    for (let times = 0; times < 2; times += 1) expect((await visited({ visit_id })).body.visit_id).toBe(visit_id)
    expect((await care.worker.call(listVisits, {})).body.total).toBe(1)
  })

  it('that failed is kept, adds nothing, and does not stand in the way of one that succeeds later that day', async () => {
    const visit_id = newId()
    for (let times = 0; times < 2; times += 1)
      expect((await visited({ visit_id, completed: false, content: '不在家' })).status).toBe(200)
    expect(await value('service.visits.person_times')).toBe(0)
    expect(await value('service.visits.failed')).toBe(1)
    expect((await visited()).status).toBe(200)
    expect(await value('service.visits.person_times')).toBe(1)
    const failed = await care.worker.call(listVisits, { standing: 'visit_failed' })
    expect(failed.body.rows.map((row) => [row.visit_id, row.content])).toEqual([[visit_id, '不在家']])
  })

  it('counts on the day a member died and not after', async () => {
    expect((await visited({ member_no: 'HC0002' })).status).toBe(200)
    expectRefused(await visited({ member_no: 'HC0002', occurred_on: '2022-03-06' }), 422, 'after_exit')
    expectRefused(await visited({ occurred_on: '2999-01-01' }), 422, 'future_date')
  })

  it('opens with who was there, and is found by name, way and day', async () => {
    const { visit_id } = (await visited({ content: '了解近况', visitor: '谢福康' })).body
    const one = await care.worker.call(getVisit, { visit_id })
    expect(one.body).toMatchObject({
      person_name: '陈桂英',
      way: 'home',
      content: '了解近况',
      visitor: '谢福康',
      not_counted: null,
    })
    expect(one.body).toMatchObject({ evidence: 'witnessed', recorded_by_name: 'social_worker', void_id: null })
    const total = async (input: InputOf<typeof listVisits>) => (await care.worker.call(listVisits, input)).body.total
    expect([await total({ q: 'cgy' }), await total({ q: '李大海' })]).toEqual([1, 0])
    expect([await total({ way: 'home' }), await total({ way: 'phone' }), await total({ from: '2022-03-06' })]).toEqual([1, 0, 0])
  })
})

describe('outreach of the disability centre', () => {
  it('is what the contract that takes such a centre takes, and nothing else', async () => {
    const centre = await care.world.station({ name: '海澄村康园中心', kind: 'disability_centre' })
    const contract = {
      amount_fen: 100,
      starts_on: '2022-01-01',
      ends_on: '2022-12-31',
      is_new: false,
      state: 'running',
      evidence: 'witnessed',
    } as const
    await care.world.run(async (ctx) => {
      const own = { ...contract, code: 'HA-03', name: '康园中心运营项目' }
      const other = { ...contract, code: 'HA-01', name: '居家养老服务站运营项目' }
      await recordContracts(ctx, [own, other], { from: '2022-01-01', to: '2022-12-31' })
      await takeStations(ctx, [
        { station_id: centre, contract_code: 'HA-03' },
        { station_id: care.station_id, contract_code: 'HA-01' },
      ])
    })
    await visited()
    await visited({ station_id: centre, occurred_on: '2022-03-07' })
    await visited({ station_id: centre, occurred_on: '2022-03-07', way: 'phone' })
    await visited({ station_id: centre, occurred_on: '2022-03-08', way: 'phone' })
    await visited({ station_id: centre, occurred_on: '2022-03-09', way: 'phone', completed: false })
    expect([
      await value('kangyuan.outreach'),
      await value('kangyuan.outreach_home'),
      await value('kangyuan.outreach_phone'),
    ]).toEqual([3, 1, 2])
    expect(await value('service.visits.person_times')).toBe(4)
  })
})

describe('a service at home', () => {
  it('of one person, day and starting time counts once', async () => {
    expect((await served()).status).toBe(200)
    expectRefused(await served({ service: '理发' }), 409, 'duplicate')
    expect((await served({ started_at: '14:00' })).status).toBe(200)
    expect(await value('service.home.person_times')).toBe(2)
    expect(await value('service.home.hours')).toBe(3)
  })

  it('lasts more than nothing and at most twelve hours', async () => {
    for (const hours of [0, -2, 12.5, 240]) expectRefused(await served({ hours }), 422, 'bad_hours')
    expect((await served({ hours: 12 })).status).toBe(200)
  })

  it('opens with its minutes and is found by its service', async () => {
    const { home_service_id } = (await served({ rating: 'satisfied', delivered_by: '黄带群' })).body
    expect((await care.worker.call(getHomeService, { home_service_id })).body).toMatchObject({
      person_name: '陈桂英',
      started_at: '08:30:00',
      minutes: 90,
      service: '助洁',
      rating: 'satisfied',
      delivered_by: '黄带群',
    })
    const total = async (input: InputOf<typeof listHomeServices>) => (await care.worker.call(listHomeServices, input)).body.total
    expect([await total({ service: '助洁' }), await total({ service: '理发' }), await total({ rating: 'fair' })]).toEqual([
      1, 0, 0,
    ])
  })

  it('written in a workbook without a readable time is told apart by what stands there', async () => {
    const entry: HomeServiceEntry = {
      station_id: care.station_id,
      occurred_on: '2022-03-05',
      member_no: 'HC0001',
      service: '助洁',
      hours: 1,
      evidence: 'imported',
    }
    const outcomes = await care.world.run((ctx) =>
      recordHomeServices(ctx, [
        { ...entry, started_text: '早饭后' },
        { ...entry, started_text: '午饭后' },
        { ...entry, started_text: '早饭后' },
        { ...entry, started_text: '晚饭后', hours: Number.NaN, hours_text: '半天' },
      ]),
    )
    expect(outcomes.map((one) => ('refused' in one ? one.refused : 'in'))).toEqual(['in', 'in', 'duplicate', 'bad_hours'])
    expect(outcomes[2]).toMatchObject({ repeats_id: 'id' in outcomes[0]! ? outcomes[0].id : '' })
    expect(outcomes[3]).toMatchObject({ details: { value: '半天' } })
  })
})

describe('counting', () => {
  it('agrees with a recount by hand, however the rows come in', async () => {
    const row = fc.record({
      member_no: fc.constantFrom('HC0001', 'HC0003', 'HC0004'),
      occurred_on: fc.constantFrom('2021-12-31', '2022-02-01', '2022-02-02'),
      way: fc.constantFrom('home', 'phone', '短信'),
      completed: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 30 }), fc.nat(30), async (rows, cut) => {
        const own = await newCareWorld()
        for (const [no, name] of [
          ['HC0001', '陈桂英'],
          ['HC0003', '何琼'],
          ['HC0004', '吴根'],
        ] as const)
          await own.member(no, name)
        const entries = rows.map((one): VisitEntry => ({ ...one, station_id: own.station_id, evidence: 'imported' }))
        await own.world.run((ctx) => recordVisits(ctx, entries.slice(0, cut)))
        await own.world.run((ctx) => recordVisits(ctx, entries.slice(cut)))
        const good = rows.filter((one) => one.completed && one.occurred_on >= '2022')
        const once = new Set(good.map((one) => `${one.member_no} ${one.occurred_on} ${one.way}`))
        const expected = {
          times: once.size,
          persons: new Set(good.map((one) => one.member_no)).size,
          home: [...once].filter((key) => key.endsWith('home')).length,
          failed: rows.filter((one) => !one.completed && one.occurred_on >= '2022').length,
        }
        const of = async (key: string) => (await own.figure(`service.visits.${key}`)).value
        expect({
          times: await of('person_times'),
          persons: await of('persons'),
          home: await of('home'),
          failed: await of('failed'),
        }).toEqual(expected)
      }),
      { numRuns: 12 },
    )
  })
})
