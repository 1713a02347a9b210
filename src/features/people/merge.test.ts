/** Merging and undoing: whatever was recorded, every total equals a recount by hand, and an undone merge leaves every row as it was. */
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { newWorld, type Caller, type World } from '../../../test/world.ts'
import { personTables } from '../../app/person-lifecycle.ts'
import { asOwner } from '../../../test/rows-everywhere.ts'
import { listMeals, recordMeal } from '../canteen/contract.ts'
import { recordMeasurement } from '../health/contract.ts'
import { listRecords, voidRecord } from '../records/contract.ts'
import { getPerson, listMerges, mergePeople, registerMember, undoMerge } from './contract.ts'

let world: World
let near: string
let far: string
let director: Caller

beforeAll(async () => {
  world = await newWorld()
  near = await world.station()
  far = await world.station()
  director = await world.account('director')
})

let serial = 0

/** A fresh person; the first of a family has no telephone, the second has one to give. */
const person = async (
  station_id: string,
  parts: { phone?: string; sex?: 'male' | 'female'; born_on?: string } = {},
): Promise<string> => {
  const { status, body } = await director.call(registerMember, {
    station_id,
    name: `测试${++serial}`,
    joined_on: '2021-01-01',
    ...parts,
  })
  expect(status).toBe(200)
  return body.person_id
}

const meal = (person_id: string, occurred_on: string, at: 'lunch' | 'dinner', station_id = near) =>
  director.call(recordMeal, { station_id, person_id, occurred_on, meal: at, charge_fen: 1000, subsidy_fen: 400, paid_fen: 600 })

/** Every row of these people in all tables, and the people themselves, as text. */
const snapshot = (ids: readonly string[]): Promise<Record<string, string[]>> =>
  asOwner(world.database, world.organisation_id, async (tx) => {
    const found: Record<string, string[]> = {}
    for (const table of [...personTables, 'people.persons']) {
      const { rows } = await sql<{ text: string }>`select t::text as text from ${sql.table(table)} t
        where t.organisation_id = ${world.organisation_id} and t.person_id = any(${ids}::uuid[]) order by 1`.execute(tx)
      if (rows.length > 0) found[table] = rows.map((row) => row.text)
    }
    return found
  })

const day = (n: number) => `2022-03-0${n + 1}`

type Step =
  | { readonly kind: 'meal'; readonly who: number; readonly on: number; readonly at: 'lunch' | 'dinner'; readonly far: boolean }
  | { readonly kind: 'merge'; readonly kept: number; readonly gone: number }
  | { readonly kind: 'undo' }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('meal' as const),
      who: fc.nat(2),
      on: fc.nat(1),
      at: fc.constant('lunch' as const),
      far: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('merge' as const), kept: fc.nat(2), gone: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('undo' as const) }) },
)

/** The recount: who stands for whom, and what each was served, kept in plain sets. */
class Recount {
  /** Merges that stand, oldest first. */
  readonly merges: { merge_id: string; kept: number; gone: number }[] = []
  /** Meals as accepted: by the person who was meant at the time, before any merge. */
  readonly served: { who: number; key: string }[] = []
  root(who: number): number {
    const into = this.merges.find((merge) => merge.gone === who)
    return into ? this.root(into.kept) : who
  }
  /** Different meals of each standing person. */
  total(): number {
    return new Set(this.served.map(({ who, key }) => `${this.root(who)}|${key}`)).size
  }
  has(who: number, key: string): boolean {
    return this.served.some((one) => this.root(one.who) === this.root(who) && one.key === key)
  }
}

const runSteps = async (steps: readonly Step[]): Promise<void> => {
  const ids = [
    await person(near),
    await person(far, { phone: `139${String(10_000_000 + serial)}` }),
    await person(near, { sex: 'female', born_on: '1940-02-03' }),
  ]
  const recount = new Recount()
  const totals = async () => {
    const counts = await Promise.all(
      ids.map(async (person_id) => (await director.call(listRecords, { person_id, page_size: 500 })).body.total),
    )
    return counts.reduce((sum, count) => sum + count, 0)
  }
  for (const one of steps) {
    if (one.kind === 'meal') {
      const who = recount.root(one.who)
      const key = `${one.on}|${one.at}`
      const repeats = recount.has(who, key)
      const { status } = await meal(ids[who]!, day(one.on), one.at, one.far ? far : near)
      expect(status).toBe(repeats ? 409 : 200)
      if (!repeats) recount.served.push({ who, key })
    } else if (one.kind === 'merge') {
      const merged = recount.merges.some((merge) => merge.gone === one.kept || merge.gone === one.gone)
      const { status, body } = await director.call(mergePeople, {
        kept_id: ids[one.kept]!,
        gone_id: ids[one.gone]!,
        reason: '同一人',
      })
      expect(status).toBe(one.kept === one.gone || merged ? 422 : 200)
      if (status === 200) recount.merges.push({ merge_id: body.merge_id, kept: one.kept, gone: one.gone })
    } else {
      const last = recount.merges.at(-1)
      if (!last) continue
      expect((await director.call(undoMerge, { merge_id: last.merge_id })).status).toBe(200)
      recount.merges.pop()
    }
    expect(await totals()).toBe(recount.total())
  }
}

describe('merging', () => {
  it('and undoing in any order, totals equal a recount by hand', { timeout: 240_000 }, async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 20 }), runSteps), { numRuns: 20 })
  })

  it('undone leaves every row of both people as it was, whatever they were served', { timeout: 240_000 }, async () => {
    const served = fc.array(
      fc.record({
        who: fc.nat(1),
        on: fc.nat(2),
        at: fc.constantFrom('lunch' as const, 'dinner' as const),
        far: fc.boolean(),
        measured: fc.boolean(),
        voided: fc.boolean(),
      }),
      { maxLength: 10 },
    )
    await fc.assert(
      fc.asyncProperty(served, fc.boolean(), async (list, withPhone) => {
        const ids = [
          await person(near, withPhone ? { phone: `138${String(10_000_000 + serial)}` } : {}),
          await person(far, { phone: `137${String(10_000_000 + serial)}`, sex: 'male', born_on: '1944-04-04' }),
        ]
        for (const one of list) {
          const { body } = await meal(ids[one.who]!, day(one.on), one.at, one.far ? far : near)
          if (one.voided && body.meal_id) await director.call(voidRecord, { record_id: body.meal_id, reason: '记错' })
          if (one.measured)
            await director.call(recordMeasurement, {
              station_id: near,
              person_id: ids[one.who]!,
              occurred_on: day(one.on),
              taken_at: '09:00',
              systolic: 130,
              diastolic: 80,
            })
        }
        const before = await snapshot(ids)
        const { body } = await director.call(mergePeople, { kept_id: ids[0]!, gone_id: ids[1]!, reason: '同一人' })
        const between = await snapshot([ids[1]!])
        expect(Object.keys(between)).toEqual(['people.persons'])
        await director.call(undoMerge, { merge_id: body.merge_id })
        expect(await snapshot(ids)).toEqual(before)
      }),
      { numRuns: 15 },
    )
  })
})

describe('a merge', () => {
  it('takes back the later of two records of one meal, with its detail, and counts them once', async () => {
    const [a, b] = [await person(near), await person(near)]
    const first = (await meal(a, day(0), 'lunch')).body.meal_id
    const second = (await meal(b, day(0), 'lunch')).body.meal_id
    await meal(b, day(1), 'lunch')
    const { body } = await director.call(mergePeople, { kept_id: b, gone_id: a, reason: '同一人' })
    expect(body).toMatchObject({ repeats: 1 })
    const rows = (await director.call(listRecords, { person_id: b })).body.rows.map((row) => row.record_id)
    expect(rows).toContain(first)
    expect(rows).not.toContain(second)
    expect(rows).toHaveLength(2)
    const meals = (await director.call(listMeals, { page_size: 500 })).body.rows.map((row) => row.meal_id)
    expect(meals).toContain(first)
    expect(meals).not.toContain(second)
    expect((await meal(b, day(0), 'lunch')).status).toBe(409)
  })

  it('reaches the rows at stations the merger does not work at', async () => {
    const a = await person(near)
    const b = await person(near)
    await meal(b, day(0), 'lunch', far)
    const manager = await world.account('station_manager', near)
    expect((await manager.call(mergePeople, { kept_id: a, gone_id: b, reason: '同一人' })).status).toBe(200)
    expect((await director.call(listRecords, { person_id: a })).body.total).toBe(1)
    expect((await manager.call(listRecords, { person_id: a })).body.total).toBe(0)
  })

  it('gives the kept person what only the other had, readable after being sealed anew', async () => {
    const a = await person(near)
    const b = await person(near, { phone: '13677778888', sex: 'female', born_on: '1939-09-09' })
    await director.call(mergePeople, { kept_id: a, gone_id: b, reason: '同一人' })
    expect((await director.call(getPerson, { person_id: a })).body).toMatchObject({
      masked_phone: '136****8888',
      sex: 'female',
      born_on: '1939-09-09',
    })
  })

  it('sent twice merges once; undone only when no later one stands on it', async () => {
    const [a, b, c] = [await person(near), await person(near), await person(near)]
    const merge_id = '018f0000-0000-7000-8000-000000000001'
    const entry = { merge_id, kept_id: a, gone_id: b, reason: '同一人' }
    const first = (await director.call(mergePeople, entry)).body
    expect((await director.call(mergePeople, entry)).body).toEqual(first)
    const later = (await director.call(mergePeople, { kept_id: c, gone_id: a, reason: '同一人' })).body
    const refused = await director.call(undoMerge, { merge_id })
    expect({ status: refused.status, code: refused.body.code }).toEqual({ status: 422, code: 'merge_not_undoable' })
    expect((await director.call(getPerson, { person_id: b })).body.person_id).toBe(c)
    expect((await director.call(undoMerge, { merge_id: later.merge_id })).status).toBe(200)
    expect((await director.call(undoMerge, { merge_id })).status).toBe(200)
    expect((await director.call(listMerges, { person_id: b })).body.rows.map((row) => row.undone_by_name)).toEqual(['director'])
  })
})
