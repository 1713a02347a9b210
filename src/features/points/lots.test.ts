/** Lots: first to expire is used first; liability by source of funds; expiry takes what is left and nothing else; the statement adds up. */
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { newCareWorld, type CareWorld } from '../../../test/care-world.ts'
import { expectRefused, type Caller } from '../../../test/world.ts'
import { addDays } from '../../shared/day.ts'
import { getStatement, listExpiring, listLiabilities } from './contract-lots.ts'
import { getPointsAccount, recordEntry } from './contract.ts'
import { recordCoinTerms } from './contract-rules.ts'
import { recordEntries, type CoinEntry } from './ledger.ts'
import { expireCoins } from './lots.ts'

let care: CareWorld
let director: Caller

beforeEach(async () => {
  care = await newCareWorld()
  director = await care.world.account('director')
  await care.member('A001', '陈桂英')
  await care.member('A002', '李建国')
})

/** Kept so many months from a day long gone on, as it stands once time has passed. */
const kept = async (months_kept: number, valid_from = '2022-01-01') => {
  const asked = { by_hand_most: 100_000, notice_days: 30, months_kept, source: '通则' }
  const today = await care.world.run(async (ctx) => ctx.today)
  const { terms_id } = (await director.call(recordCoinTerms, { ...asked, valid_from: today })).body
  await care.world.run(async ({ db, organisation_id }) => {
    await sql`set local role none`.execute(db)
    await sql`update points.terms set valid_from = ${valid_from} where organisation_id = ${organisation_id} and terms_id = ${terms_id}`.execute(
      db,
    )
  })
}

const put = async (...entries: readonly Partial<CoinEntry>[]) => {
  const full = entries.map((entry) => ({
    member_no: 'A001',
    occurred_on: '2022-03-05',
    kind: 'earned' as const,
    amount: 1,
    evidence: 'witnessed' as const,
    ...entry,
  }))
  for (const entry of full)
    expect(await care.world.run((ctx) => recordEntries(ctx, [entry]))).toEqual([{ id: expect.any(String) }])
}

const at = (day: string) => new Date(`${day}T04:00:00Z`)
const expire = (day: string) => care.world.run(expireCoins, at(day))
const balance = async (member_no = 'A001') => (await director.call(getPointsAccount, { member_no })).body.balance

describe('liability', () => {
  it('is told by source of funds; what expires first is used first; all sources together are the balances', async () => {
    await put({ counter: 'donation', amount: 10, occurred_on: '2021-12-01' })
    await kept(12)
    await put(
      { counter: 'own', amount: 10, occurred_on: '2022-02-01' },
      { counter: 'government', amount: 10, occurred_on: '2022-01-05' },
      { kind: 'spent', amount: 12, occurred_on: '2022-03-01' },
      { kind: 'adjusted', amount: -3, counter: 'physical', occurred_on: '2022-03-02' },
      { member_no: 'A002', kind: 'opening', amount: 4, occurred_on: '2022-01-01' },
    )
    const { rows, balance: sum, outstanding } = (await director.call(listLiabilities, { on: '2022-12-31' })).body
    expect(rows.map(({ source, given, used, remaining }) => [source, given, used, remaining])).toEqual([
      ['government', 10, 10, 0],
      ['donation', 10, 0, 10],
      ['own', 10, 5, 5],
      ['opening', 4, 0, 4],
      ['tokens', 0, 0, 3],
    ])
    expect([sum, outstanding]).toEqual([19, 22])
    expect((await director.call(listLiabilities, { on: '2021-12-31' })).body.balance).toBe(10)
  })

  it('shows what accounts lack, where a workbook left a debt', async () => {
    await put({ amount: 2 }, { kind: 'adjusted', amount: -5, evidence: 'imported' })
    const { rows, balance: sum } = (await director.call(listLiabilities, {})).body
    expect(rows.map(({ source, remaining }) => [source, remaining])).toEqual([
      ['unstated', 0],
      ['owed', -3],
    ])
    expect(sum).toBe(-3)
  })
})

describe('coins', () => {
  it('expire at the end of the month their terms say, once, and only what is left of them', async () => {
    await put({ amount: 5, occurred_on: '2021-06-01' })
    await kept(12)
    await put({ amount: 10, occurred_on: '2022-01-05' }, { amount: 7, occurred_on: '2022-02-01' }, { kind: 'spent', amount: 4 })
    expect(await expire('2023-01-31')).toEqual({ accounts: 0, more: false })
    expect(await expire('2023-02-01')).toEqual({ accounts: 1, more: false })
    expect(await expire('2023-02-01')).toEqual({ accounts: 0, more: false })
    expect(await balance()).toBe(12)
    expect((await expire('2030-01-01')).accounts).toBe(1)
    expect(await balance()).toBe(5)
  })

  it('expire once, whoever runs it at the same moment, and never below what is spent meanwhile', async () => {
    await kept(1)
    await put({ amount: 10, occurred_on: '2022-01-05' })
    const today = await care.world.run(async (ctx) => ctx.today)
    await Promise.all([
      care.world.run(expireCoins),
      care.world.run(expireCoins),
      care.worker.call(recordEntry, { member_no: 'A001', kind: 'spent', amount: 6, reason: '理发', occurred_on: today }),
    ])
    await care.world.run(expireCoins)
    expect(await balance()).toBe(0)
  })

  it('stand on the notice list before they expire, with whose they are and until when', async () => {
    await kept(1)
    const today = await care.world.run(async (ctx) => ctx.today)
    await put(
      { amount: 10, occurred_on: addDays(`${today.slice(0, 7)}-01`, -1) },
      { member_no: 'A002', amount: 3, occurred_on: today },
    )
    const { rows, total } = (await director.call(listExpiring, { days: 31 })).body
    expect(rows).toMatchObject([{ member_no: 'A001', person_name: '陈桂英', coins: 10 }])
    expect(total).toBe(1)
    expect((await director.call(listExpiring, { days: 70 })).body.total).toBe(2)
    expect((await director.call(listExpiring, { days: 0 })).body.total).toBe(rows[0]!.last_day <= today ? 1 : 0)
  })
})

describe('a statement', () => {
  it('begins with what was there, lists every entry by day, and ends with what is there', async () => {
    await put(
      { amount: 20, occurred_on: '2022-01-10' },
      { kind: 'spent', amount: 4, occurred_on: '2022-03-20', reason: '洗衣液' },
      { amount: 5, occurred_on: '2022-03-10', reason: '志愿服务' },
      { amount: 9, occurred_on: '2022-04-01' },
    )
    const period = { member_no: 'a001', from: '2022-03-01', to: '2022-03-31' }
    const { body } = await director.call(getStatement, period)
    expect(body).toMatchObject({ member_no: 'A001', person_name: '陈桂英', opening: 20, closing: 21, next_expiry: null })
    expect(body.entries.map(({ occurred_on, amount, balance: after }) => [occurred_on, amount, after])).toEqual([
      ['2022-03-10', 5, 25],
      ['2022-03-20', -4, 21],
    ])
    expectRefused(await director.call(getStatement, { ...period, to: '2022-01-01' }), 422, 'bad_value')
    expectRefused(await director.call(getStatement, { ...period, member_no: 'NO' }), 404, 'not_found')
  })
})
