import { beforeEach, describe, expect, it } from 'vitest'
import { expectRefused, newWorld, type Caller, type World } from '../../../test/world.ts'
import { newId } from '../../platform/new-id.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { recordContracts, takeStations } from '../contracts/record.ts'
import { getResponse, listResponses, recordResponse } from './contract.ts'
import { recordResponses, type ResponseEntry } from './service.ts'

let world: World
let station_id: string
let worker: Caller

const contract = (code: string) => ({
  code,
  name: `合同${code}`,
  amount_fen: 1,
  starts_on: '2022-03-01',
  ends_on: '2022-12-31',
  is_new: false,
  state: 'running' as const,
  evidence: 'witnessed' as const,
})

beforeEach(async () => {
  world = await newWorld()
  station_id = await world.station()
  worker = await world.account('social_worker')
  await world.run(async (ctx) => {
    await recordContracts(ctx, [contract('HA-1'), contract('HA-2')], { from: '2022-01-01', to: '2022-12-31' })
    await takeStations(ctx, [{ station_id, contract_code: 'HA-1' }])
  })
})

const answered = (parts: Partial<InputOf<typeof recordResponse>> = {}, by = worker) =>
  by.call(recordResponse, { contract_code: 'HA-1', occurred_on: '2022-05-20', number: 'WJ1', overall: 5, ...parts })

describe('the doors', () => {
  it('refuse who is not signed in', async () => {
    expectRefused(await answered({}, world.nobody), 401, 'not_signed_in')
    expectRefused(await world.nobody.call(listResponses, {}), 401, 'not_signed_in')
    expectRefused(await world.nobody.call(getResponse, { response_id: newId() }), 401, 'not_signed_in')
  })

  it('refuse a role without the permission', async () => {
    const front = await world.account('front_desk')
    expectRefused(await answered({}, front), 403, 'not_allowed')
    expectRefused(await answered({}, await world.account('assessor')), 403, 'not_allowed')
    expectRefused(await front.call(listResponses, {}), 403, 'not_allowed')
    expectRefused(await front.call(getResponse, { response_id: newId() }), 403, 'not_allowed')
  })

  it("do not show another organisation's or another station's questionnaires", async () => {
    const { response_id } = (await answered()).body
    for (const other of [
      await (await newWorld()).account('director'),
      await world.account('social_worker', await world.station()),
    ]) {
      expectRefused(await other.call(getResponse, { response_id }), 404, 'not_found')
      expect((await other.call(listResponses, {})).body.total).toBe(0)
    }
  })

  it('do not take a questionnaire for a station the role was not given for', async () => {
    expectRefused(await answered({}, await world.account('social_worker', await world.station())), 404, 'not_found')
    expect((await worker.call(listResponses, {})).body.total).toBe(0)
  })

  it('name the field that is wrong', async () => {
    for (const [parts, field] of [
      [{ overall: 6 }, 'overall'],
      [{ attitude: 0 }, 'attitude'],
      [{ occurred_on: '5月' }, 'occurred_on'],
    ] as const) {
      const answer = await answered(parts)
      expectRefused(answer, 400, 'bad_input')
      expect(answer.body.field).toBe(field)
    }
  })
})

describe('a questionnaire', () => {
  it('counts once by its number in a year', async () => {
    expect((await answered()).status).toBe(200)
    expectRefused(await answered({ number: ' wj1', overall: 1 }), 409, 'duplicate')
    expect((await answered({ number: 'WJ2' })).status).toBe(200)
    expect((await worker.call(listResponses, {})).body.total).toBe(2)
  })

  it('sent twice under the same id counts once, and both times the answer is its id', async () => {
    const response_id = newId()
    for (let times = 0; times < 2; times += 1)
      expect((await answered({ response_id, number: undefined })).body.response_id).toBe(response_id)
    expect((await worker.call(listResponses, {})).body.total).toBe(1)
  })

  it('opens with its scores, its contract and its station, and who entered it', async () => {
    const { response_id } = (await answered({ attitude: 4, opinion: '希望多办活动', by_proxy: true })).body
    expect((await worker.call(getResponse, { response_id })).body).toMatchObject({
      overall: 5,
      attitude: 4,
      environment: null,
      by_proxy: true,
      contract_name: '合同HA-1',
      station_id,
      recorded_by_name: 'social_worker',
      evidence: 'witnessed',
    })
  })

  it('must lie in the period of its contract, and the contract must be there', async () => {
    expectRefused(await answered({ occurred_on: '2022-02-28' }), 422, 'out_of_contract')
    expectRefused(await answered({ contract_code: 'HA-9' }), 422, 'unknown_contract')
    expectRefused(await answered({ occurred_on: '2999-01-01' }), 422, 'future_date')
  })

  it('of a contract without a station is seen by every station', async () => {
    const { response_id } = (await answered({ contract_code: 'HA-2' })).body
    const elsewhere = await world.account('social_worker', await world.station())
    expect((await elsewhere.call(getResponse, { response_id })).body).toMatchObject({
      station_id: null,
      contract_name: '合同HA-2',
    })
  })

  it('is found by contract, score, day and words', async () => {
    await answered({ opinion: '谢谢社工' })
    await answered({ contract_code: 'HA-2', number: 'WJ2', overall: 3, occurred_on: '2022-06-01' })
    const numbers = async (input: InputOf<typeof listResponses>) =>
      (await worker.call(listResponses, input)).body.rows.map((row) => row.number)
    const { contract_id } = (await worker.call(listResponses, { overall: 3 })).body.rows[0]!
    expect(await numbers({ contract_id: contract_id! })).toEqual(['WJ2'])
    expect(await numbers({ overall: 5 })).toEqual(['WJ1'])
    expect(await numbers({ to: '2022-05-31' })).toEqual(['WJ1'])
    expect(await numbers({ q: '社工' })).toEqual(['WJ1'])
    expect(await numbers({ sort: 'overall' })).toEqual(['WJ2', 'WJ1'])
  })

  it('of a workbook is refused for its contract before its score, and for its score before its number', async () => {
    const entry: ResponseEntry = {
      contract_code: 'HA-1',
      occurred_on: '2022-05-20',
      number: 'WJ1',
      overall: 4,
      by_proxy: false,
      evidence: 'imported',
    }
    const outcomes = await world.run((ctx) =>
      recordResponses(ctx, [
        entry,
        { ...entry, overall: undefined, overall_text: '很好' },
        { ...entry, overall: undefined, occurred_on: '2022-01-01' },
        { ...entry, station: '没有的站' },
        entry,
      ]),
    )
    expect(outcomes.map((outcome) => ('refused' in outcome ? outcome.refused : 'valid'))).toEqual([
      'valid',
      'bad_score',
      'out_of_contract',
      'unknown_station',
      'duplicate',
    ])
  })
})
