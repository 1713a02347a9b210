import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { expectRefused, newWorld } from '../../../test/world.ts'
import type { Caller, World } from '../../../test/world.ts'
import { openWorkbook } from '../../platform/workbook.ts'
import { SESSION_COOKIE } from '../../platform/session.ts'
import { recordMeal } from '../canteen/contract.ts'
import { recordMeals } from '../canteen/service.ts'
import { registerMembers } from '../people/register.ts'
import { voidRecord } from '../records/contract.ts'
import { getFigure, getFigures, listFigureRows } from './contract.ts'

const year = { from: '2022-01-01', to: '2022-12-31' }
const names = ['陈桂英', '李建国', '王小明']
const days = ['2021-12-31', '2022-01-01', '2022-01-31', '2022-02-01', '2022-12-31', '2023-01-01']

const member = (at: number, station_id: string) => ({
  station_id,
  member_no: `M${at}`,
  name: names[at]!,
  id_number: undefined,
  status: 'active' as const,
  private: {},
  health: {},
  evidence: 'witnessed' as const,
})

// the database of the file is opened once, and that takes its time
beforeAll(async () => void (await newWorld()))

const open = async () => {
  const world = await newWorld()
  const stations = [await world.station({ name: '甲站' }), await world.station({ name: '乙站' })] as const
  await world.run((ctx) =>
    registerMembers(
      ctx,
      names.flatMap((_, at) => member(at, stations[0])),
    ),
  )
  return { world, stations, director: await world.account('director') }
}

interface Eaten {
  readonly who: number
  readonly day: string
  readonly meal: '早餐' | '午餐' | '晚餐'
  readonly at: 0 | 1
  readonly voided: boolean
  readonly charge_fen: number
}

const eaten: fc.Arbitrary<Eaten> = fc.record({
  who: fc.integer({ min: 0, max: names.length - 1 }),
  day: fc.constantFrom(...days),
  meal: fc.constantFrom('早餐', '午餐', '晚餐'),
  at: fc.constantFrom(0, 1),
  voided: fc.boolean(),
  charge_fen: fc.integer({ min: 0, max: 5000 }),
})

/** Records every meal in order through the one function, then voids those that are to be. */
const recordAll = async (world: World, director: Caller, stations: readonly string[], all: readonly Eaten[]) => {
  const outcomes = await world.run((ctx) =>
    recordMeals(
      ctx,
      all.map(({ who, day, meal, at, charge_fen }) => ({
        station_id: stations[at]!,
        occurred_on: day,
        member_no: `M${who}`,
        meal,
        way: 'dine_in' as const,
        charge_fen,
        subsidy_fen: 0,
        paid_fen: charge_fen,
        evidence: 'imported' as const,
      })),
    ),
  )
  for (const [i, outcome] of outcomes.entries())
    if ('id' in outcome && all[i]!.voided) await director.call(voidRecord, { record_id: outcome.id, reason: '记错了' })
}

/** The same meals counted without any of our code: the first of one person, day and meal stands, unless it was voided. */
const recount = (all: readonly Eaten[]) => {
  const first = new Map<string, Eaten>()
  for (const one of all) if (!first.has(`${one.who} ${one.day} ${one.meal}`)) first.set(`${one.who} ${one.day} ${one.meal}`, one)
  const standing = [...first.values()].filter((one) => !one.voided)
  const within = (from: string, to: string, at?: number) =>
    standing.filter((one) => one.day >= from && one.day <= to && (at === undefined || one.at === at))
  return {
    person_times: (from: string, to: string, at?: number) => within(from, to, at).length,
    persons: (from: string, to: string, at?: number) => new Set(within(from, to, at).map((one) => one.who)).size,
    charge_yuan: (from: string, to: string, at?: number) =>
      within(from, to, at).reduce((sum, one) => sum + one.charge_fen, 0) / 100,
  }
}

const valueOf = async (who: Caller, key: string, scope: { from: string; to: string; station_id?: string }) =>
  (await who.call(getFigure, { key, ...scope })).body

const allRows = async (who: Caller, key: string, scope: { from: string; to: string; station_id?: string }) => {
  const rows: string[] = []
  for (let page = 1; ; page++) {
    const { body } = await who.call(listFigureRows, { key, ...scope, page, page_size: 4 })
    rows.push(...body.rows.map((row) => String(row['row_id'])))
    if (body.rows.length === 0) return { rows, total: body.total }
  }
}

describe('the doors', () => {
  test('refuse who is not signed in or has no such permission', async () => {
    const { world, director } = await open()
    const asks = [
      (who: Caller) => who.call(getFigures, year),
      (who: Caller) => who.call(getFigure, { key: 'service.meals.persons', ...year }),
      (who: Caller) => who.call(listFigureRows, { key: 'service.meals.persons', ...year }),
    ]
    const trainer = await world.account('front_desk')
    for (const ask of asks) {
      expectRefused(await ask(world.nobody), 401, 'not_signed_in')
      expectRefused(await ask(trainer), 403, 'not_allowed')
      expect((await ask(director)).status).toBe(200)
    }
    expect((await world.server.app.inject({ url: '/api/figures/service.meals.persons/rows.xlsx' })).statusCode).toBe(401)
  })

  test('name the figure that does not exist, and the day that is none', async () => {
    const { director } = await open()
    expectRefused(await director.call(getFigure, { key: 'nothing.at.all', ...year }), 422, 'unknown_figure')
    expectRefused(await director.call(getFigures, { from: 'yesterday', to: '2022-12-31' }), 400, 'bad_input')
  })

  test("count neither another organisation's nor another station's records", async () => {
    const { world, stations, director } = await open()
    await director.call(recordMeal, {
      station_id: stations[0],
      occurred_on: '2022-03-05',
      meal: 'lunch',
      member_no: 'M0',
      charge_fen: 0,
      subsidy_fen: 0,
      paid_fen: 0,
    })
    const key = 'service.meals.person_times'
    expect((await valueOf(director, key, year)).value).toBe(1)
    const other = await (await newWorld()).account('director')
    expect((await valueOf(other, key, year)).value).toBe(0)
    expect((await other.call(listFigureRows, { key, ...year })).body.total).toBe(0)
    const elsewhere = await world.account('station_manager', stations[1])
    expect((await valueOf(elsewhere, key, year)).value).toBe(0)
    expect((await elsewhere.call(listFigureRows, { key, ...year })).body.rows).toEqual([])
  })
})

describe('figures', () => {
  test(
    'equal a recount by hand, whatever was recorded twice or voided, in any period and at any station',
    { timeout: 240_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(eaten, { maxLength: 14 }), async (all) => {
          const { world, stations, director } = await open()
          await recordAll(world, director, stations, all)
          const by_hand = recount(all)
          const scopes = [year, { from: '2022-01-01', to: '2022-01-31' }, { from: '2021-12-31', to: '2023-01-01' }]
          for (const { from, to } of scopes)
            for (const at of [undefined, 0, 1] as const) {
              const scope = { from, to, ...(at === undefined ? {} : { station_id: stations[at] }) }
              expect((await valueOf(director, 'service.meals.person_times', scope)).value).toBe(
                by_hand.person_times(from, to, at),
              )
              expect((await valueOf(director, 'service.meals.persons', scope)).value).toBe(by_hand.persons(from, to, at))
              expect((await valueOf(director, 'service.meals.charge_yuan', scope)).value).toBeCloseTo(
                by_hand.charge_yuan(from, to, at),
                6,
              )
            }
        }),
        { numRuns: 8 },
      )
    },
  )

  test('open into exactly as many rows as they say, page by page, none twice', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(eaten, { minLength: 5, maxLength: 20 }), async (all) => {
        const { world, stations, director } = await open()
        await recordAll(world, director, stations, all)
        for (const key of ['service.meals.person_times', 'service.meals.persons']) {
          const { value } = await valueOf(director, key, year)
          const { rows, total } = await allRows(director, key, year)
          expect(total).toBe(value)
          expect(new Set(rows).size).toBe(value)
          expect(rows).toHaveLength(value!)
        }
      }),
      { numRuns: 5 },
    )
  })

  test('split into parts that add up to the whole', async () => {
    const { world, stations, director } = await open()
    await recordAll(world, director, stations, [
      { who: 0, day: '2022-01-01', meal: '午餐', at: 0, voided: false, charge_fen: 100 },
      { who: 0, day: '2022-02-01', meal: '午餐', at: 1, voided: false, charge_fen: 200 },
      { who: 1, day: '2022-02-01', meal: '晚餐', at: 1, voided: false, charge_fen: 300 },
    ])
    const { splits } = await valueOf(director, 'service.meals.person_times', year)
    const parts = Object.fromEntries(
      splits.map(({ by, parts: of }) => [by, Object.fromEntries(of.map(({ name, value }) => [name, value]))]),
    )
    expect(parts['month']).toEqual({ '2022-01': 1, '2022-02': 2 })
    expect(parts['station']).toEqual({ 甲站: 1, 乙站: 2 })
    expect(parts['evidence']).toEqual({ imported: 3 })
  })

  test('that cannot be computed say so, and are never 0', async () => {
    const { director } = await open()
    const { figures } = (await director.call(getFigures, year)).body
    const told = Object.fromEntries(figures.map((figure) => [figure.key, figure]))
    expect(told['satisfaction.all']).toMatchObject({ value: null, problem: 'denominator_zero' })
    for (const figure of figures) expect(figure.value === null, figure.key).toBe(figure.problem !== undefined)
    expect((await valueOf(director, 'satisfaction.all', year)).value).toBeNull()
  })

  test('have rows whose links lead to pages, and an Excel file with the same rows', async () => {
    const { world, stations, director } = await open()
    await recordAll(world, director, stations, [
      { who: 0, day: '2022-01-01', meal: '午餐', at: 0, voided: false, charge_fen: 1250 },
      { who: 1, day: '2022-01-01', meal: '午餐', at: 0, voided: false, charge_fen: 0 },
    ])
    const { rows } = (await director.call(listFigureRows, { key: 'service.meals.charge_yuan', ...year })).body
    expect(rows.map((row) => row['opens_at'])).toEqual(rows.map((row) => `/canteen/meals/${row['row_id']}`))
    const answer = await world.server.app.inject({
      url: `/api/figures/service.meals.charge_yuan/rows.xlsx?from=${year.from}&to=${year.to}`,
      headers: { cookie: `${SESSION_COOKIE}=${director.cookie}` },
    })
    const sheet = (await openWorkbook(answer.rawPayload, 'rows.xlsx')).sheets[0]!
    const cells = [...sheet.rows()].map((row) => row.cells.map((cell) => cell?.text))
    expect(cells).toHaveLength(4)
    expect(cells.flat()).toContain('陈桂英')
    expect(cells.flat()).toContain('12.5')
  })
})
