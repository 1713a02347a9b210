import { beforeEach, describe, expect, it } from 'vitest'
import { expectRefused, newWorld, type Caller, type World } from '../../../test/world.ts'
import { newId } from '../../platform/new-id.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { getContract, listContracts, listIndicators, recordContract, recordIndicator } from './contract.ts'
import { contractState, whyNotCounted } from './rules.ts'

let world: World
let station_id: string
let accountant: Caller

beforeEach(async () => {
  world = await newWorld()
  station_id = await world.station()
  accountant = await world.account('accountant')
})

const signed = (parts: Partial<InputOf<typeof recordContract>> = {}, by = accountant) =>
  by.call(recordContract, {
    code: 'HA2022-01',
    name: '海澄村居家养老服务站运营项目',
    amount_fen: 42_000_000,
    starts_on: '2022-01-01',
    ends_on: '2022-12-31',
    station_ids: [station_id],
    ...parts,
  })

const asked = (parts: Partial<InputOf<typeof recordIndicator>> = {}, by = accountant) =>
  by.call(recordIndicator, {
    contract_code: 'HA2022-01',
    number: 1,
    wording: '全年活动不少于100场',
    target: 100,
    unit: '场',
    metric: '活动场次',
    ...parts,
  })

describe('the doors', () => {
  it('refuse who is not signed in', async () => {
    const contract_id = newId()
    expectRefused(await signed({}, world.nobody), 401, 'not_signed_in')
    expectRefused(await asked({}, world.nobody), 401, 'not_signed_in')
    expectRefused(await world.nobody.call(listContracts, {}), 401, 'not_signed_in')
    expectRefused(await world.nobody.call(getContract, { contract_id }), 401, 'not_signed_in')
    expectRefused(await world.nobody.call(listIndicators, { contract_id }), 401, 'not_signed_in')
  })

  it('refuse a role without the permission', async () => {
    const contract_id = newId()
    const front = await world.account('front_desk')
    expectRefused(await signed({}, await world.account('social_worker')), 403, 'not_allowed')
    expectRefused(await asked({}, await world.account('assessor')), 403, 'not_allowed')
    expectRefused(await front.call(listContracts, {}), 403, 'not_allowed')
    expectRefused(await front.call(getContract, { contract_id }), 403, 'not_allowed')
    expectRefused(await front.call(listIndicators, { contract_id }), 403, 'not_allowed')
  })

  it("do not show another organisation's contracts, nor take its stations", async () => {
    const { contract_id } = (await signed()).body
    await asked()
    const foreign = await newWorld()
    const other = await foreign.account('director')
    expectRefused(await other.call(getContract, { contract_id }), 404, 'not_found')
    expect((await other.call(listContracts, {})).body.total).toBe(0)
    expect((await other.call(listIndicators, { contract_id })).body.total).toBe(0)
    expectRefused(await asked({}, other), 422, 'unknown_contract')
    expectRefused(await signed({ code: 'X', station_ids: [await foreign.station()] }), 404, 'not_found')
    expect((await accountant.call(listContracts, {})).body.total).toBe(1)
  })

  it('do not take the services of a station the role was not given for', async () => {
    const elsewhere = await world.account('accountant', await world.station())
    expectRefused(await signed({}, elsewhere), 404, 'not_found')
  })

  it('name the field that is wrong', async () => {
    for (const [answer, field] of [
      [await signed({ amount_fen: -1 }), 'amount_fen'],
      [await signed({ ends_on: 'soon' }), 'ends_on'],
      [await asked({ target: -1 }), 'target'],
      [await asked({ number: 0 }), 'number'],
    ] as const) {
      expectRefused(answer, 400, 'bad_input')
      expect(answer.body.field).toBe(field)
    }
  })
})

describe('a contract', () => {
  it('opens with its stations, its number of indicators and who registered it', async () => {
    const { contract_id } = (await signed()).body
    await asked()
    expect((await accountant.call(getContract, { contract_id })).body).toMatchObject({
      code: 'HA2022-01',
      amount_fen: 42_000_000,
      station_ids: [station_id],
      stations: ['测试1社区居家养老服务站'],
      indicators: 1,
      state: 'running',
      recorded_by_name: 'accountant',
      void_id: null,
    })
  })

  it('stands once under its number, and cannot end before it began', async () => {
    expect((await signed()).status).toBe(200)
    const again = await signed({ code: ' ha2022-01 ', station_ids: [] })
    expectRefused(again, 409, 'duplicate')
    expect(again.body.field).toBe('code')
    const backwards = await signed({ code: 'HA2022-02', ends_on: '2021-12-31' })
    expectRefused(backwards, 422, 'bad_date')
    expect(backwards.body.field).toBe('ends_on')
  })

  it('is found by state, by the days of its period, by station and by words', async () => {
    await signed({ purchaser: '三灶镇人民政府' })
    await signed({
      code: 'HA2023-01',
      name: '意向',
      starts_on: '2023-01-01',
      ends_on: '2023-12-31',
      state: 'not_signed',
      station_ids: [],
    })
    const codes = async (input: InputOf<typeof listContracts>) =>
      (await accountant.call(listContracts, input)).body.rows.map((row) => row.code)
    expect(await codes({})).toEqual(['HA2023-01', 'HA2022-01'])
    expect(await codes({ sort: 'code' })).toEqual(['HA2022-01', 'HA2023-01'])
    expect(await codes({ state: 'not_signed' })).toEqual(['HA2023-01'])
    expect(await codes({ from: '2022-06-01', to: '2022-06-30' })).toEqual(['HA2022-01'])
    expect(await codes({ station_id })).toEqual(['HA2022-01'])
    expect(await codes({ q: '三灶' })).toEqual(['HA2022-01'])
  })
})

describe('an indicator', () => {
  it('stands once under its number and is listed in order', async () => {
    const { contract_id } = (await signed()).body
    await asked({ number: 2, wording: '助餐不少于4000人次', target: 4000, metric: '助餐人次' })
    await asked()
    expectRefused(await asked({ wording: '另一条' }), 409, 'duplicate')
    const { rows } = (await accountant.call(listIndicators, { contract_id })).body
    expect(rows.map((row) => [row.number, row.target, row.metric])).toEqual([
      [1, 100, '活动场次'],
      [2, 4000, '助餐人次'],
    ])
  })
})

describe('the rules', () => {
  it.each([
    ['执行中', 'running'],
    ['已结项', 'ended'],
    ['已结束', 'ended'],
    ['到期终止', 'ended'],
    ['未签约', 'not_signed'],
    ['意向', 'not_signed'],
    ['洽谈中', 'not_signed'],
    ['履行中', 'running'],
    ['', 'running'],
  ])('%s is %s', (word, state) => {
    expect(contractState(word)).toBe(state)
  })

  it('counts a contract whose period touches the year and that is running', () => {
    const term = { starts_on: '2022-05-01', ends_on: '2023-04-30', state: 'running' } as const
    expect(whyNotCounted(term, '2022-01-01', '2022-12-31')).toBeUndefined()
    expect(whyNotCounted(term, '2024-01-01', '2024-12-31')).toBe('out_of_year')
    expect(whyNotCounted({ ...term, state: 'not_signed' }, '2022-01-01', '2022-12-31')).toBe('not_signed')
  })
})
