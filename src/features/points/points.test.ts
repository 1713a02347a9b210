import { beforeEach, describe, expect, it } from 'vitest'
import { expectRefused, newWorld, type Caller, type World } from '../../../test/world.ts'
import { newId } from '../../platform/new-id.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { recordContracts, takeStations } from '../contracts/record.ts'
import { registerMembers } from '../people/register.ts'
import { getPointsAccount, getEntry, listPointsAccounts, listEntries, recordEntry } from './contract.ts'
import { recordEntries, type CoinEntry } from './ledger.ts'

let world: World
let station_id: string
let desk: Caller

const member = (member_no: string, name: string, rest: { status?: 'withdrawn'; status_on?: string } = {}) => ({
  station_id,
  member_no,
  name,
  id_number: undefined,
  status: 'active' as const,
  private: {},
  health: {},
  evidence: 'witnessed' as const,
  ...rest,
})

beforeEach(async () => {
  world = await newWorld()
  station_id = await world.station()
  desk = await world.account('front_desk')
  const members = [
    member('SZ0001', '陈桂英'),
    member('SZ0002', '李大海'),
    member('SZ0003', '王小明', { status: 'withdrawn', status_on: '2022-06-30' }),
  ]
  await world.run((ctx) => registerMembers(ctx, members))
})

const post = (parts: Partial<InputOf<typeof recordEntry>> = {}, by = desk) =>
  by.call(recordEntry, {
    member_no: 'SZ0001',
    occurred_on: '2022-03-05',
    kind: 'earned',
    amount: 10,
    reason: '参加活动',
    ...parts,
  })

const balanceOf = async (member_no = 'SZ0001') => (await desk.call(getPointsAccount, { member_no })).body.balance

const imported = (parts: Partial<CoinEntry>): CoinEntry => ({
  member_no: 'SZ0001',
  occurred_on: '2022-03-05',
  kind: 'earned',
  amount: 1,
  evidence: 'imported',
  ...parts,
})

describe('the doors', () => {
  it('refuse who is not signed in', async () => {
    expectRefused(await post({}, world.nobody), 401, 'not_signed_in')
    expectRefused(await world.nobody.call(listPointsAccounts, {}), 401, 'not_signed_in')
    expectRefused(await world.nobody.call(getPointsAccount, { member_no: 'SZ0001' }), 401, 'not_signed_in')
    expectRefused(await world.nobody.call(listEntries, {}), 401, 'not_signed_in')
    expectRefused(await world.nobody.call(getEntry, { entry_id: newId() }), 401, 'not_signed_in')
  })

  it('refuse a role without the permission', async () => {
    const assessor = await world.account('assessor')
    expectRefused(await post({}, assessor), 403, 'not_allowed')
    expectRefused(await post({}, await world.account('accountant')), 403, 'not_allowed')
    expectRefused(await assessor.call(listPointsAccounts, {}), 403, 'not_allowed')
    expectRefused(await assessor.call(getPointsAccount, { member_no: 'SZ0001' }), 403, 'not_allowed')
    expectRefused(await assessor.call(listEntries, {}), 403, 'not_allowed')
    expectRefused(await assessor.call(getEntry, { entry_id: newId() }), 403, 'not_allowed')
  })

  it("do not show another organisation's or another station's coins, nor let them be spent", async () => {
    const { entry_id } = (await post()).body
    for (const other of [
      await (await newWorld()).account('director'),
      await world.account('front_desk', await world.station()),
    ]) {
      expectRefused(await other.call(getPointsAccount, { member_no: 'SZ0001' }), 404, 'not_found')
      expectRefused(await other.call(getEntry, { entry_id }), 404, 'not_found')
      expect((await other.call(listPointsAccounts, {})).body.total).toBe(0)
      expect((await other.call(listEntries, {})).body.total).toBe(0)
      expectRefused(await post({ kind: 'spent', amount: 1 }, other), 422, 'unknown_member')
    }
    expect(await balanceOf()).toBe(10)
  })

  it('do not take an entry for a station the role was not given for', async () => {
    const elsewhere = await world.station()
    const own = await world.account('front_desk', station_id)
    expectRefused(await post({ station_id: elsewhere }, own), 404, 'not_found')
    expect((await post({}, own)).status).toBe(200)
  })

  it('name the field that is wrong', async () => {
    for (const [parts, field] of [
      [{ occurred_on: '3月5日' }, 'occurred_on'],
      [{ reason: ' ' }, 'reason'],
      [{ amount: 'many' as never }, 'amount'],
    ] as const) {
      const answer = await post(parts)
      expectRefused(answer, 400, 'bad_input')
      expect(answer.body.field).toBe(field)
    }
  })
})

describe('an account', () => {
  it('holds what was earned less what was spent, and says what each entry left', async () => {
    await post({ amount: 10 })
    await post({ kind: 'spent', amount: 4, reason: '理发抵扣' })
    expect((await post({ kind: 'adjusted', amount: -1, reason: '多记冲正' })).body.balance).toBe(5)
    expect((await desk.call(getPointsAccount, { member_no: ' sz0001' })).body).toMatchObject({
      person_name: '陈桂英',
      balance: 5,
      earned: 10,
      spent: 4,
      adjusted: -1,
      entries: 3,
    })
    const { rows } = (await desk.call(listEntries, { member_no: 'SZ0001' })).body
    expect(rows.map((row) => [row.kind, row.amount, row.balance])).toEqual([
      ['adjusted', -1, 5],
      ['spent', -4, 6],
      ['earned', 10, 10],
    ])
    const one = (await desk.call(getEntry, { entry_id: rows[1]!.entry_id })).body
    expect(one).toMatchObject({
      amount: -4,
      balance: 6,
      reason: '理发抵扣',
      recorded_by_name: 'front_desk',
      evidence: 'witnessed',
    })
  })

  it('is never overdrawn: not by a spend, not by a correction at the desk', async () => {
    await post({ amount: 3 })
    const short = await post({ kind: 'spent', amount: 4 })
    expectRefused(short, 422, 'overdraft')
    expect(short.body).toMatchObject({
      field: 'amount',
      details: { balance: 3, amount: 4 },
      message: '余额 3 枚，不足以兑换 4 枚',
    })
    expectRefused(await post({ kind: 'adjusted', amount: -4 }), 422, 'overdraft')
    expectRefused(await post({ member_no: 'SZ0002', kind: 'spent', amount: 1 }), 422, 'overdraft')
    expect((await post({ kind: 'spent', amount: 3 })).body.balance).toBe(0)
  })

  it('is not overdrawn by many spends at the same moment', async () => {
    await post({ amount: 10 })
    const answers = await Promise.all(Array.from({ length: 8 }, () => post({ kind: 'spent', amount: 3 })))
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(3)
    expect(await balanceOf()).toBe(1)
  })

  it('shows a member of two stations the whole balance, wherever the coins were earned', async () => {
    const elsewhere = await world.station()
    await post({ amount: 2 })
    await post({ amount: 5, station_id: elsewhere })
    const own = await world.account('front_desk', station_id)
    expect((await own.call(getPointsAccount, { member_no: 'SZ0001' })).body.balance).toBe(7)
    expect((await post({ kind: 'spent', amount: 6 }, own)).body.balance).toBe(1)
  })

  it('is found by name, pinyin and number, and sorted by balance', async () => {
    await post({ amount: 2 })
    await post({ member_no: 'SZ0002', amount: 5 })
    const numbers = async (input: InputOf<typeof listPointsAccounts>) =>
      (await desk.call(listPointsAccounts, input)).body.rows.map((row) => row.member_no)
    expect(await numbers({})).toEqual(['SZ0002', 'SZ0001'])
    expect(await numbers({ sort: 'balance' })).toEqual(['SZ0001', 'SZ0002'])
    expect(await numbers({ q: 'cgy' })).toEqual(['SZ0001'])
    expect(await numbers({ q: 'sz0002' })).toEqual(['SZ0002'])
  })
})

describe('an entry', () => {
  it('sent twice under the same id counts once, even when the balance would no longer allow it', async () => {
    await post({ amount: 5 })
    const entry_id = newId()
    for (let times = 0; times < 2; times += 1)
      expect((await post({ entry_id, kind: 'spent', amount: 5 })).body).toEqual({ entry_id, balance: 0, waits: false })
    expect((await desk.call(listEntries, {})).body.total).toBe(2)
  })

  it.each([
    ['earned', 0],
    ['earned', -5],
    ['earned', 2.5],
    ['spent', -1],
    ['adjusted', 0],
  ] as const)('of %s %d is refused', async (kind, amount) => {
    expectRefused(await post({ kind, amount }), 422, 'bad_amount')
  })

  it('needs a member who is there, under this name, and had not left', async () => {
    expectRefused(await post({ member_no: 'SZ9999' }), 422, 'unknown_member')
    expectRefused(await post({ name: '李大海' }), 422, 'name_mismatch')
    expect((await post({ member_no: 'SZ0003', occurred_on: '2022-06-30' })).status).toBe(200)
    expectRefused(await post({ member_no: 'SZ0003', occurred_on: '2022-07-01' }), 422, 'after_exit')
    expectRefused(await post({ occurred_on: '2999-01-01' }), 422, 'future_date')
  })

  it('belongs to the contract of its station and must lie in its period', async () => {
    const period = { starts_on: '2022-03-01', ends_on: '2022-12-31' }
    const contract = {
      code: 'HA-1',
      name: '合同',
      amount_fen: 1,
      is_new: false,
      state: 'running',
      evidence: 'witnessed',
      ...period,
    } as const
    await world.run(async (ctx) => {
      await recordContracts(ctx, [contract], { from: '2022-01-01', to: '2022-12-31' })
      await takeStations(ctx, [{ station_id, contract_code: 'HA-1' }])
    })
    expectRefused(await post({ occurred_on: '2022-02-28' }), 422, 'out_of_contract')
    const { entry_id } = (await post({ occurred_on: '2022-03-01' })).body
    expect((await desk.call(getEntry, { entry_id })).body.contract_id).toEqual(expect.any(String))
  })
})

describe('a workbook', () => {
  it('is looked at in the order of its serial numbers, and its answers come in the order of its rows', async () => {
    const outcomes = await world.run((ctx) =>
      recordEntries(ctx, [
        imported({ serial: 'N10', kind: 'spent', amount: 3 }),
        imported({ serial: 'N9', amount: 3 }),
        imported({ serial: 'N11', kind: 'spent', amount: 1 }),
        imported({ serial: 'N9', amount: 3 }),
        imported({ serial: 'N12', amount: Number.NaN, amount_text: '五' }),
      ]),
    )
    expect(outcomes).toEqual([
      { id: expect.any(String) },
      { id: expect.any(String) },
      { refused: 'overdraft', details: { balance: 0, amount: 1 }, field: 'amount' },
      { refused: 'duplicate', repeats_id: (outcomes[1] as { id: string }).id, field: 'serial' },
      { refused: 'bad_amount', details: { value: '五' }, field: 'amount' },
    ])
  })

  it('may hold a correction that leaves a debt, because it has been made on paper', async () => {
    const [outcome] = await world.run((ctx) => recordEntries(ctx, [imported({ kind: 'adjusted', amount: -2 })]))
    expect(outcome).toEqual({ id: expect.any(String) })
    expect(await balanceOf()).toBe(-2)
    expectRefused(await post({ kind: 'spent', amount: 1 }), 422, 'overdraft')
  })

  it('opens an account once; the openings of the next year are carried on by the ledger itself', async () => {
    const opening = imported({ kind: 'opening', amount: 20, occurred_on: '2022-01-01' })
    const first = await world.run((ctx) => recordEntries(ctx, [opening, opening]))
    expect(first.map((outcome) => ('refused' in outcome ? outcome.refused : 'valid'))).toEqual(['valid', 'duplicate'])
    const next = await world.run((ctx) => recordEntries(ctx, [{ ...opening, occurred_on: '2023-01-01' }]))
    expect(next).toEqual([{ refused: 'account_open', details: { balance: 20 }, field: 'amount' }])
    expect(await balanceOf()).toBe(20)
  })
})
