/** What a contract asked for: counted for it alone as with all others, and opened into exactly the rows that make up the number. */
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { expectRefused, newWorld, type Caller, type World } from '../../../test/world.ts'
import { figures } from '../../app/figures.ts'
import { newId } from '../../platform/new-id.ts'
import { checkCharacter } from '../../shared/id-card.ts'
import { recordActivity } from '../activities/contract.ts'
import { recordContract, recordIndicator } from '../contracts/contract.ts'
import { registerMembers } from '../people/register.ts'
import { getContractIndicators, getFigure, getFigures, listFigureRows } from './contract.ts'

const year = { from: '2022-01-01', to: '2022-12-31' }

// the database of the file is opened once, and that takes its time
beforeAll(async () => void (await newWorld()))

const idOf = (who: number): string => {
  const first17 = `44040219480305${String(10 + who).padStart(3, '0')}`
  return first17 + checkCharacter(first17)
}

const register = (world: World, rows: readonly { who: number; station_id: string; status: 'active' | 'withdrawn' }[]) =>
  world.run((ctx) =>
    registerMembers(
      ctx,
      rows.map(({ who, station_id, status }) => ({
        station_id,
        member_no: `${who}/${station_id}`,
        name: `长者${String.fromCodePoint(0x4e00 + who)}`,
        id_number: idOf(who),
        status,
        ...(status === 'withdrawn' ? { status_on: '2022-06-30' } : {}),
        private: {},
        health: {},
        evidence: 'imported' as const,
      })),
    ),
  )

const sign = async (by: Caller, code: string, station_ids: readonly string[]): Promise<string> => {
  const term = { starts_on: year.from, ends_on: year.to }
  const { body } = await by.call(recordContract, {
    code,
    name: `项目 ${code}`,
    amount_fen: 100,
    ...term,
    station_ids: [...station_ids],
  })
  return body.contract_id
}

const ask = (by: Caller, contract_code: string, number: number, metric: string, target: number) =>
  by.call(recordIndicator, { contract_code, number, wording: `${metric}不少于${target}`, target, metric })

const hold = (by: Caller, station_id: string, kind: string, occurred_on: string) =>
  by.call(recordActivity, { station_id, title: `${kind} ${occurred_on}`, kind, occurred_on, minutes: 60 })

const open = async () => {
  const world = await newWorld()
  const stations = [await world.station(), await world.station(), await world.station()]
  return { world, stations, director: await world.account('director'), accountant: await world.account('accountant') }
}

const rowsOf = async (by: Caller, key: string, scope: object): Promise<string[]> => {
  const rows: string[] = []
  for (let page = 1; ; page++) {
    const { body } = await by.call(listFigureRows, { key, ...year, ...scope, page, page_size: 3 })
    rows.push(...body.rows.map((row) => String(row['opens_at'])))
    if (body.rows.length === 0) return rows
  }
}

describe('the doors', () => {
  test('refuse who is not signed in or may not count, and hide the contract of another organisation', async () => {
    const { world, stations, director, accountant } = await open()
    const contract_id = await sign(accountant, 'HA-1', stations)
    const asking = { contract_id, ...year }
    expectRefused(await world.nobody.call(getContractIndicators, asking), 401, 'not_signed_in')
    expectRefused(await (await world.account('front_desk')).call(getContractIndicators, asking), 403, 'not_allowed')
    const other = await (await newWorld()).account('director')
    expectRefused(await other.call(getContractIndicators, asking), 404, 'not_found')
    expectRefused(await director.call(getContractIndicators, { ...asking, contract_id: newId() }), 404, 'not_found')
    expectRefused(await director.call(getContractIndicators, { ...asking, from: 'never' }), 400, 'bad_input')
  })
})

describe('the indicators of one contract', () => {
  test('are those of the whole year, word for word', async () => {
    const { world, stations, director, accountant } = await open()
    const first = await sign(accountant, 'HA-1', stations.slice(0, 2))
    const second = await sign(accountant, 'HA-2', stations.slice(2))
    const metrics = ['建档人数', '服务人次', '健康讲座场次', '满意度', '在册学员人数', '从来没有的口径']
    for (const [i, metric] of metrics.entries()) {
      await ask(accountant, 'HA-1', i + 1, metric, 2)
      await ask(accountant, 'HA-2', i + 1, metric, 1)
    }
    await register(world, [
      { who: 0, station_id: stations[0]!, status: 'active' },
      { who: 0, station_id: stations[1]!, status: 'active' },
      { who: 1, station_id: stations[1]!, status: 'active' },
      { who: 2, station_id: stations[2]!, status: 'active' },
    ])
    await hold(director, stations[1]!, '健康讲座', '2022-03-01')
    await hold(director, stations[1]!, '健康讲座', '2022-03-02')
    await hold(director, stations[2]!, '健康讲座', '2022-03-03')
    const { indicators } = await world.run((ctx) => figures.computeYear(ctx, year.from, year.to))
    expect(indicators.map((one) => one.actual)).toEqual([2, 0, 2, null, null, null, 1, 0, 1, null, null, null])
    for (const [contract_id, code] of [
      [first, 'HA-1'],
      [second, 'HA-2'],
    ] as const) {
      const { body } = await director.call(getContractIndicators, { contract_id, ...year })
      expect(body.indicators).toEqual(indicators.filter((one) => one.contract === code))
    }
  })

  test('that count sessions of one kind open into those sessions', async () => {
    const { stations, director, accountant } = await open()
    const contract_id = await sign(accountant, 'HA-1', stations.slice(0, 2))
    await ask(accountant, 'HA-1', 1, '健康讲座场次', 1)
    await hold(director, stations[0]!, '健康讲座', '2022-03-01')
    await hold(director, stations[0]!, '课程', '2022-03-02')
    await hold(director, stations[2]!, '健康讲座', '2022-03-03')
    const [one] = (await director.call(getContractIndicators, { contract_id, ...year })).body.indicators
    expect(one).toMatchObject({ actual: 1, figure_key: 'activities.sessions', only: 'kind:健康讲座', way: 'own' })
    expect(await rowsOf(director, one!.figure_key!, { contract_id, only: one!.only })).toHaveLength(1)
  })
})

describe('a contract spread over several stations', () => {
  const registered = fc.record({
    who: fc.integer({ min: 0, max: 5 }),
    at: fc.integer({ min: 0, max: 2 }),
    status: fc.constantFrom('active' as const, 'active' as const, 'withdrawn' as const),
  })
  const taken = fc.subarray([0, 1, 2])

  test('opens into exactly the members who make up its number', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(registered, { minLength: 3, maxLength: 14 }), taken, async (all, of) => {
        const { world, stations, director, accountant } = await open()
        const rows = [...new Map(all.map((row) => [`${row.who} ${row.at}`, row])).values()]
        const outcomes = await register(
          world,
          rows.map(({ who, at, status }) => ({ who, status, station_id: stations[at]! })),
        )
        expect(outcomes.every((outcome) => 'id' in outcome)).toBe(true)
        const contract_id = await sign(
          accountant,
          'HA-1',
          of.map((at) => stations[at]!),
        )
        await ask(accountant, 'HA-1', 1, '建档人数', 1)
        const by_hand = new Set(rows.filter((row) => of.includes(row.at) && row.status === 'active').map((row) => row.who))
        const [shown] = (await director.call(getContractIndicators, { contract_id, ...year })).body.indicators
        expect(shown!.actual).toBe(by_hand.size)
        const scope = { ...year, contract_id }
        const opened = (await director.call(getFigure, { key: shown!.figure_key!, ...scope })).body
        expect(opened.value).toBe(by_hand.size)
        // Who they are, told by their own page, which is that of a registration
        const links = await rowsOf(director, shown!.figure_key!, { contract_id })
        const people = await world.run(async (ctx) => {
          const { rows: known } = await sql<{ person_id: string; member_no: string }>`
            select person_id, member_no from people.registrations
            where organisation_id = ${world.organisation_id}`.execute(ctx.db)
          return new Map(known.map((row) => [`/people/${row.person_id}`, Number(row.member_no.split('/')[0])]))
        })
        expect(links.map((link) => people.get(link)).toSorted()).toEqual([...by_hand].toSorted())
      }),
      { numRuns: 10 },
    )
  })

  test('and one of its stations: only what both hold', async () => {
    const { world, stations, director, accountant } = await open()
    const contract_id = await sign(accountant, 'HA-1', stations.slice(0, 2))
    await register(world, [
      { who: 0, station_id: stations[0]!, status: 'active' },
      { who: 1, station_id: stations[1]!, status: 'active' },
      { who: 2, station_id: stations[2]!, status: 'active' },
    ])
    const valueAt = async (station_id: string) =>
      (await director.call(getFigure, { key: 'members.active_at_station', ...year, contract_id, station_id })).body.value
    expect(await valueAt(stations[1]!)).toBe(1)
    expect(await valueAt(stations[2]!)).toBe(0)
  })
})

describe('a figure that knows no station or contract', () => {
  test('says so, in the list and opened, and is never 0', async () => {
    const { stations, director, accountant } = await open()
    const contract_id = await sign(accountant, 'HA-1', stations)
    for (const [scope, problem] of [
      [{ contract_id }, 'not_by_contract'],
      [{ station_id: stations[0]! }, 'not_by_station'],
    ] as const) {
      const { body } = await director.call(getFigures, { ...year, ...scope })
      const listed = body.figures.find((figure) => figure.key === 'org.staff.on_roll')
      expect(listed).toMatchObject({ value: null, problem })
      expect((await director.call(getFigure, { key: 'org.staff.on_roll', ...year, ...scope })).body).toMatchObject({
        value: null,
        problem,
        splits: [],
      })
      expectRefused(
        await director.call(listFigureRows, { key: 'org.staff.on_roll', ...year, ...scope }),
        422,
        'figure_not_computable',
      )
      expect(body.figures.find((figure) => figure.key === 'service.meals.person_times')?.value).toBe(0)
    }
  })
})
