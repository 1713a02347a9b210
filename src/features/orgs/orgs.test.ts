import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { expectRefused, newWorld, type World } from '../../../test/world.ts'
import {
  getOrganisation,
  getStation,
  listServiceTypes,
  listStations,
  listTowns,
  recordStation,
  saveOrganisation,
  saveStation,
} from './contract.ts'
import { findStation, recordStations } from './service.ts'

let world: World
beforeEach(async () => {
  world = await newWorld()
})

// The order of every endpoint's tests: not signed in, not allowed, another organisation, another station, bad input, promises.
describe('saveStation', () => {
  const change = { code: 'S1', name: '海澄村居家养老服务站', state: 'open' as const }

  it('refuses who is not signed in', async () => {
    const station_id = await world.station()
    expectRefused(await world.nobody.call(saveStation, { station_id, ...change }), 401, 'not_signed_in')
  })

  it('refuses a role without the permission', async () => {
    const station_id = await world.station()
    const desk = await world.account('front_desk')
    expectRefused(await desk.call(saveStation, { station_id, ...change }), 403, 'not_allowed')
  })

  it("does not find another organisation's station", async () => {
    const foreign = await (await newWorld()).station()
    const administrator = await world.account('administrator')
    expectRefused(await administrator.call(saveStation, { station_id: foreign, ...change }), 404, 'not_found')
  })

  it('does not find a station the role was not given for', async () => {
    const [own, other] = [await world.station(), await world.station()]
    const administrator = await world.account('administrator', own)
    expectRefused(await administrator.call(saveStation, { station_id: other, ...change }), 404, 'not_found')
  })

  it('names the field that is wrong', async () => {
    const station_id = await world.station()
    const administrator = await world.account('administrator')
    const answer = await administrator.call(saveStation, { station_id, ...change, division_code: 'abc' })
    expectRefused(answer, 400, 'bad_input')
    expect(answer.body.field).toBe('division_code')
  })

  it('changes the station', async () => {
    const station_id = await world.station()
    const administrator = await world.account('administrator')
    expect((await administrator.call(saveStation, { station_id, ...change, town: '平沙镇' })).status).toBe(200)
    const { body } = await administrator.call(getStation, { station_id })
    expect(body).toMatchObject({ name: '海澄村居家养老服务站', town: '平沙镇', kind: 'home_care_station' })
  })
})

describe('recordStations', () => {
  it('a code or a name stands once, in any width and case; a closed one is kept and not counted', async () => {
    const outcomes = await world.run((ctx) =>
      recordStations(ctx, [
        { code: 'HC', name: '海澄村居家养老服务站', state: 'open' },
        { code: 'ｈｃ', name: '另一个站', state: 'open' },
        { code: 'HC2', name: '海澄村 居家养老服务站', state: 'open' },
        { code: 'YL', name: '鱼林村长者活动点', state: 'closed' },
        { code: '', name: '没有编号的站', state: 'open' },
        { code: 'X', name: '　', state: 'open' },
      ]),
    )
    expect(outcomes.map((outcome) => ('refused' in outcome ? outcome.refused : (outcome.not_counted ?? 'valid')))).toEqual([
      'valid', 'duplicate', 'duplicate', 'station_closed', 'number_missing', 'name_missing',
    ]) // prettier-ignore
  })

  it('sent twice with its own id it is there once', async () => {
    const administrator = await world.account('administrator')
    const sent = { station_id: '0190f5e2-0000-7000-8000-0000000000aa', code: 'KY', name: '海澄村康园中心' }
    expect((await administrator.call(recordStation, sent)).status).toBe(200)
    expect((await administrator.call(recordStation, sent)).body).toEqual({ station_id: sent.station_id })
    expectRefused(await administrator.call(recordStation, { code: 'KY', name: '别的站' }), 409, 'duplicate')
    const { rows, total } = (await administrator.call(listStations, {})).body
    expect({ kinds: rows.map((row) => row.kind), total }).toEqual({ kinds: ['disability_centre'], total: 1 })
  })
})

describe('findStation', () => {
  it('finds by code, by name and by a part that only one name holds', async () => {
    const found = await world.run(async (ctx) => {
      await recordStations(ctx, [
        { code: 'HC', name: '海澄村居家养老服务站', state: 'open' },
        { code: 'KY', name: '海澄村康园中心', state: 'open' },
      ])
      return Promise.all(['hc', '海澄村居家养老服务站 ', '康园', '海澄村', '平沙'].map((text) => findStation(ctx, text)))
    })
    expect(found.map((station_id) => station_id !== undefined)).toEqual([true, true, true, false, false])
    expect(found[0]).toBe(found[1])
  })
})

describe('lists', () => {
  it('towns count open stations; filters narrow the stations', async () => {
    await world.station({ town: '三灶镇' })
    await world.station({ town: '三灶镇', name: '海澄村康园中心' })
    await world.station({ town: '平沙镇' })
    const desk = await world.account('front_desk')
    expect((await desk.call(listTowns, {})).body.rows).toEqual([
      { town: '三灶镇', stations: 2 },
      { town: '平沙镇', stations: 1 },
    ])
    const { rows, total } = (await desk.call(listStations, { kind: 'disability_centre' })).body
    expect({ names: rows.map((row) => row.name), total }).toEqual({ names: ['海澄村康园中心'], total: 1 })
  })

  it('the catalogue has the eight types of the total, and every other function of the report', async () => {
    const desk = await world.account('front_desk')
    const counted = (await desk.call(listServiceTypes, { counts_in_total: 'true' })).body
    expect(counted.rows.map((row) => row.service_type).sort()).toEqual([
      'activity', 'daycare', 'health_check', 'home_service', 'meal', 'recreation', 'vaccination_call', 'visit',
    ]) // prettier-ignore
    const all = (await desk.call(listServiceTypes, { page_size: 100 })).body
    expect(all.total).toBeGreaterThanOrEqual(40)
    expect((await desk.call(listServiceTypes, { on: '2014-12-31' })).body.total).toBe(0)
  })
})

describe('saveOrganisation', () => {
  it('takes a real time zone only, and only from who manages the organisation', async () => {
    const administrator = await world.account('administrator')
    expectRefused(
      await (await world.account('director')).call(saveOrganisation, { name: '恒爱', time_zone: 'Asia/Shanghai' }),
      403,
      'not_allowed',
    )
    expectRefused(await administrator.call(saveOrganisation, { name: '恒爱', time_zone: 'Asia/Zhuhai' }), 422, 'bad_value')
    expect((await administrator.call(saveOrganisation, { name: '恒爱', time_zone: 'Asia/Urumqi' })).status).toBe(200)
    expect((await administrator.call(getOrganisation, {})).body).toMatchObject({ name: '恒爱', time_zone: 'Asia/Urumqi' })
  })
  it('keeps what the organisation says of itself, and what is left out becomes empty', async () => {
    const administrator = await world.account('administrator')
    const all = {
      name: '恒爱',
      credit_code: '91350100M000100Y43',
      leader: '林主任',
      phone: '0756-1234567',
      address: '珠海市金湾区三灶镇',
      time_zone: 'Asia/Shanghai',
      upload_limit_mb: 128,
    }
    expect((await administrator.call(saveOrganisation, { ...all, credit_code: ' ９１350100m000100y43 ' })).status).toBe(200)
    const desk = await world.account('front_desk')
    expect((await desk.call(getOrganisation, {})).body).toMatchObject(all)
    await administrator.call(saveOrganisation, { name: '恒爱', time_zone: 'Asia/Shanghai' })
    const empty = { credit_code: null, leader: null, phone: null, address: null, upload_limit_mb: 256 }
    expect((await desk.call(getOrganisation, {})).body).toMatchObject(empty)
  })
  it('refuses a credit code whose check character is wrong, and a limit no server would bear', async () => {
    const administrator = await world.account('administrator')
    const one = { name: '恒爱', time_zone: 'Asia/Shanghai' }
    const wrong = await administrator.call(saveOrganisation, { ...one, credit_code: '91350100M000100Y44' })
    expectRefused(wrong, 422, 'credit_code_wrong')
    expect(wrong.body.field).toBe('credit_code')
    for (const upload_limit_mb of [63, 4096])
      expectRefused(await administrator.call(saveOrganisation, { ...one, upload_limit_mb }), 400, 'bad_input')
  })
  it('writes what stood before and what stands now into the trail', async () => {
    const administrator = await world.account('administrator')
    await administrator.call(saveOrganisation, { name: '新恒爱', time_zone: 'Asia/Shanghai' })
    const { rows } = await world.run(({ db, organisation_id }) =>
      sql<{ before: object; after: object }>`select before, after from audit.entries
        where organisation_id = ${organisation_id} and action = 'saveOrganisation'`.execute(db),
    )
    expect(rows).toMatchObject([{ before: { name: expect.stringContaining('测试机构') }, after: { name: '新恒爱' } }])
  })
})
