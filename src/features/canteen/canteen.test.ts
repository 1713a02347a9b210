import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { expectRefused, newWorld, type Caller, type World } from '../../../test/world.ts'
import { newId } from '../../platform/new-id.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { registerMembers } from '../people/register.ts'
import { getMeal, listMeals, recordMeal } from './contract.ts'
import { recordMeals, type MealEntry } from './service.ts'

let world: World
let station_id: string
let worker: Caller

const member = (member_no: string, name: string, at: string) => ({
  station_id: at,
  member_no,
  name,
  id_number: undefined,
  status: 'active' as const,
  private: {},
  health: {},
  evidence: 'witnessed' as const,
})

beforeEach(async () => {
  world = await newWorld()
  station_id = await world.station()
  worker = await world.account('front_desk')
  await world.run((ctx) => registerMembers(ctx, [member('HC0001', '陈桂英', station_id), member('HC0002', '李大海', station_id)]))
})

const eats = (parts: Partial<InputOf<typeof recordMeal>> = {}, by = worker) =>
  by.call(recordMeal, {
    station_id,
    occurred_on: '2022-03-05',
    meal: 'lunch',
    member_no: 'HC0001',
    charge_fen: 1200,
    subsidy_fen: 600,
    paid_fen: 600,
    ...parts,
  })

describe('the doors', () => {
  it('refuse who is not signed in', async () => {
    expectRefused(await eats({}, world.nobody), 401, 'not_signed_in')
    expectRefused(await world.nobody.call(listMeals, {}), 401, 'not_signed_in')
    expectRefused(await world.nobody.call(getMeal, { meal_id: newId() }), 401, 'not_signed_in')
  })

  it('refuse a role without the permission', async () => {
    const trainer = await world.account('administrator')
    expectRefused(await eats({}, trainer), 403, 'not_allowed')
    expectRefused(await trainer.call(listMeals, {}), 403, 'not_allowed')
    expectRefused(await trainer.call(getMeal, { meal_id: newId() }), 403, 'not_allowed')
  })

  it("do not show another organisation's or another station's meals", async () => {
    const { body } = await eats()
    for (const other of [
      await (await newWorld()).account('director'),
      await world.account('front_desk', await world.station()),
    ]) {
      expectRefused(await other.call(getMeal, { meal_id: body.meal_id }), 404, 'not_found')
      expect((await other.call(listMeals, {})).body.total).toBe(0)
    }
  })

  it('name the field that is wrong and change nothing', async () => {
    for (const [parts, field] of [
      [{ occurred_on: '3月5日' }, 'occurred_on'],
      [{ meal: 'tea' as 'lunch' }, 'meal'],
      [{ charge_fen: -1 }, 'charge_fen'],
    ] as const) {
      const answer = await eats(parts)
      expectRefused(answer, 400, 'bad_input')
      expect(answer.body).toMatchObject({ field })
    }
    expect((await worker.call(listMeals, {})).body.total).toBe(0)
  })
})

describe('a meal', () => {
  it('of one person, day and kind counts once, at whichever station it is served', async () => {
    const elsewhere = await world.station()
    await eats()
    expectRefused(await eats({ station_id: elsewhere }), 409, 'duplicate')
    expect((await eats({ meal: 'dinner' })).status).toBe(200)
    expect((await eats({ member_no: 'HC0002' })).status).toBe(200)
    expect((await worker.call(listMeals, {})).body.total).toBe(3)
  })

  it('sent twice under one id counts once and answers the same', async () => {
    const meal_id = newId()
    expect((await eats({ meal_id })).body).toEqual({ meal_id })
    expect((await eats({ meal_id })).body).toEqual({ meal_id })
    expect((await worker.call(listMeals, {})).body.total).toBe(1)
  })

  it('is refused when charge, subsidy and payment do not add up', async () => {
    const answer = await eats({ subsidy_fen: 500 })
    expectRefused(answer, 422, 'amount_mismatch')
    expect(answer.body).toMatchObject({ message: expect.stringContaining('5 + 6') })
    expect((await worker.call(listMeals, {})).body.total).toBe(0)
  })

  it('is refused on a day that has not come', async () => {
    expectRefused(await eats({ occurred_on: '2999-01-01' }), 422, 'future_date')
  })
})

it('any run of swipes counts as a recount by hand does', async () => {
  const swipe = fc.record({
    member_no: fc.constantFrom('HC0001', 'HC0002', 'HC9999'),
    occurred_on: fc.constantFrom('2022-03-05', '2022-03-06'),
    meal: fc.constantFrom('午餐', '中餐', '晚餐'),
    subsidy_fen: fc.constantFrom(600, 500),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(swipe, { maxLength: 25 }), async (swipes) => {
      const own = await newWorld()
      const at = await own.station()
      const entries: MealEntry[] = swipes.map((one) => ({
        ...one,
        station_id: at,
        way: 'dine_in',
        charge_fen: 1200,
        paid_fen: 600,
        evidence: 'imported',
      }))
      const outcomes = await own.run(async (ctx) => {
        await registerMembers(ctx, [member('HC0001', '陈桂英', at), member('HC0002', '李大海', at)])
        return recordMeals(ctx, entries)
      })
      const seen = new Set<string>()
      const byHand = swipes.map((one) => {
        if (one.member_no === 'HC9999') return 'unknown_member'
        if (one.subsidy_fen !== 600) return 'amount_mismatch'
        const key = `${one.member_no}|${one.occurred_on}|${one.meal === '晚餐' ? 'dinner' : 'lunch'}`
        if (seen.has(key)) return 'duplicate'
        seen.add(key)
        return 'counted'
      })
      expect(outcomes.map((one) => ('refused' in one ? one.refused : 'counted'))).toEqual(byHand)
      const director = await own.account('director')
      expect((await director.call(listMeals, {})).body.total).toBe(seen.size)
    }),
    { numRuns: 12 },
  )
})
