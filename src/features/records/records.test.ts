import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../platform/new-id.ts'
import { expectRefused, newWorld, type Caller, type World } from '../../../test/world.ts'
import { getMeal, listMeals, recordMeal } from '../canteen/contract.ts'
import { registerMember } from '../people/contract.ts'
import { getRecord, listPersonRecords, listRecordedTypes, listRecords, voidEntry, voidRecord } from './contract.ts'

let world: World
let near: string
let far: string
let manager: Caller
let worker: Caller
let person_id: string

beforeEach(async () => {
  world = await newWorld()
  near = await world.station()
  far = await world.station()
  manager = await world.account('station_manager', near)
  worker = await world.account('social_worker', near)
  person_id = (await worker.call(registerMember, { station_id: near, name: '陈桂英', joined_on: '2022-01-01' })).body.person_id
})

const meal = async (
  occurred_on: string,
  parts: { station_id?: string; meal_id?: string; meal?: 'lunch' | 'dinner' } = {},
  caller = worker,
) => {
  const answer = await caller.call(recordMeal, {
    station_id: near,
    person_id,
    occurred_on,
    meal: 'lunch',
    charge_fen: 1500,
    subsidy_fen: 500,
    paid_fen: 1000,
    ...parts,
  })
  return answer
}

const recorded = async (occurred_on: string): Promise<string> => {
  const { status, body } = await meal(occurred_on)
  expect(status).toBe(200)
  return body.meal_id
}

describe('records', () => {
  it('are closed to nobody, to roles without the permission, to other stations and organisations', async () => {
    const record_id = await recorded('2022-03-05')
    expectRefused(await world.nobody.call(listRecords, {}), 401, 'not_signed_in')
    const administrator = await world.account('administrator')
    expectRefused(await administrator.call(listRecords, {}), 403, 'not_allowed')
    expectRefused(await worker.call(voidRecord, { record_id, reason: '记错了' }), 403, 'not_allowed')
    const neighbour = await world.account('station_manager', far)
    const stranger = await (await newWorld()).account('director')
    for (const caller of [neighbour, stranger]) {
      expect((await caller.call(listRecords, {})).body.total).toBe(0)
      expectRefused(await caller.call(getRecord, { record_id }), 404, 'not_found')
      expectRefused(await caller.call(voidRecord, { record_id, reason: '记错了' }), 404, 'not_found')
      expectRefused(await caller.call(listPersonRecords, { person_id }), 404, 'not_found')
    }
    expectRefused(await worker.call(listRecords, { mode: 'by_air' as 'home' }), 400, 'bad_input')
    expectRefused(await manager.call(voidRecord, { record_id, reason: '' }), 400, 'bad_input')
  })

  it('are listed by service, mode, evidence, day and name', async () => {
    await recorded('2022-03-05')
    await recorded('2022-03-06')
    const total = async (input: Parameters<typeof worker.call<typeof listRecords>>[1]) =>
      (await worker.call(listRecords, input)).body.total
    expect(await total({})).toBe(2)
    expect(await total({ service_type: 'meal', mode: 'on_site', evidence: 'witnessed', who: 'person' })).toBe(2)
    expect(await total({ service_type: 'visit' })).toBe(0)
    expect(await total({ from: '2022-03-06' })).toBe(1)
    expect(await total({ q: 'cgy' })).toBe(2)
    expect(await total({ q: '王' })).toBe(0)
    expect((await worker.call(listRecords, {})).body.rows[0]).toMatchObject({
      occurred_on: '2022-03-06',
      person_name: '陈桂英',
      service_name: '长者饭堂·助餐',
      person_times: 1,
    })
    expect((await worker.call(listRecordedTypes, {})).body.rows.map((row) => row.service_type)).toEqual(['meal'])
  })

  it('tell who recorded them, on what evidence, and where the details are', async () => {
    const record_id = await recorded('2022-03-05')
    const { body } = await worker.call(getRecord, { record_id })
    expect(body).toMatchObject({
      recorded_by_name: 'social_worker',
      evidence: 'witnessed',
      detail_path: `/canteen/meals/${record_id}`,
      void_id: null,
      contract_name: null,
    })
  })

  it('show an assessor no whole name', async () => {
    await recorded('2022-03-05')
    const assessor = await world.account('assessor')
    expect((await assessor.call(listRecords, {})).body.rows[0]!.person_name).toBe('陈*英')
  })

  it('are not made for a station the recorder does not work at', async () => {
    expectRefused(await meal('2022-03-05', { station_id: far }), 404, 'not_found')
    expectRefused(await meal('2022-03-05', { station_id: newId() }), 404, 'not_found')
  })
})

describe('a person, over time', () => {
  it('is told newest first, with sums by service', async () => {
    await recorded('2022-03-05')
    await recorded('2022-04-01')
    const { body } = await worker.call(listPersonRecords, { person_id })
    expect(body.rows.map((row) => row.occurred_on)).toEqual(['2022-04-01', '2022-03-05'])
    expect(body.sums).toEqual([{ service_type: 'meal', service_name: '长者饭堂·助餐', person_times: 2, last_on: '2022-04-01' }])
    expect(
      (await worker.call(listPersonRecords, { person_id, page_size: 1, page: 2 })).body.rows.map((row) => row.occurred_on),
    ).toEqual(['2022-03-05'])
    expect((await worker.call(listPersonRecords, { person_id, service_type: 'visit' })).body.total).toBe(0)
  })
})

describe('counting once', () => {
  it('the same meal counts once, also where another station served it', async () => {
    const director = await world.account('director')
    const meal_id = newId()
    expect((await meal('2022-03-05', { meal_id })).body.meal_id).toBe(meal_id)
    expect((await meal('2022-03-05', { meal_id })).body.meal_id).toBe(meal_id)
    expectRefused(await meal('2022-03-05'), 409, 'duplicate')
    expectRefused(await meal('2022-03-05', { station_id: far }, director), 409, 'duplicate')
    expect((await meal('2022-03-05', { meal: 'dinner' })).status).toBe(200)
    expect((await director.call(listRecords, {})).body.total).toBe(2)
  })

  it("a repeat is refused too when the one that stands is out of the recorder's sight", async () => {
    const director = await world.account('director')
    expect((await meal('2022-03-05', { station_id: far }, director)).status).toBe(200)
    expectRefused(await meal('2022-03-05'), 409, 'duplicate')
  })
})

describe('taking back', () => {
  it('says who, when and why; the row stays and no longer counts, its detail neither', async () => {
    const record_id = await recorded('2022-03-05')
    const { void_id } = (await manager.call(voidRecord, { record_id, reason: '记错了人' })).body
    const { body } = await worker.call(getRecord, { record_id })
    expect(body).toMatchObject({ void_id, void_reason: '记错了人', voided_by_name: 'station_manager', replaced_by: null })
    expect((await worker.call(listRecords, {})).body.total).toBe(0)
    expect((await worker.call(listMeals, {})).body.total).toBe(0)
    expect((await worker.call(getMeal, { meal_id: record_id })).body.void_id).toBe(void_id)
    expectRefused(await manager.call(voidRecord, { record_id, reason: '再来' }), 422, 'already_voided')
  })

  it('lets the right one be recorded', async () => {
    const record_id = await recorded('2022-03-05')
    await manager.call(voidRecord, { record_id, reason: '餐费记错' })
    expect((await meal('2022-03-05')).status).toBe(200)
  })

  it('takes no register and no table of its own naming', async () => {
    const entry_id = await recorded('2022-03-05')
    for (const source of [
      'people.registrations',
      'orgs.stations',
      'audit.entries',
      'staff.accounts',
      'no.such',
      'constructor',
      'canteen.meals; drop',
    ])
      expectRefused(await manager.call(voidEntry, { source, entry_id, reason: '试' }), 404, 'not_found')
    expect((await manager.call(voidEntry, { source: 'canteen.meals', entry_id, reason: '记错' })).status).toBe(200)
    expect((await worker.call(listRecords, {})).body.total).toBe(0)
  })
})
