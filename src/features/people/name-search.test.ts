import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { newWorld, type World } from '../../../test/world.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import { runAs } from '../../platform/request.ts'
import { keys } from '../../../test/world.ts'
import { textAfter } from './name-search.ts'
import { nameKeys, nameQuery } from './names.ts'
import { findPersonIds } from './names-of.ts'

let world: World
let near: string
let far: string

interface One {
  readonly person_id: string
  readonly name: string
  readonly station: string
  readonly gone: boolean
}
const everybody: One[] = []

/** Common and rare signs, one that two halves are needed for, traditional ones, letters, a middle dot, wildcards of LIKE. */
const SIGNS = [...'王李张芳秀英华欧阳𬭎䶮陳单·%_aB']
const short = fc.array(fc.constantFrom(...SIGNS), { minLength: 1, maxLength: 4 }).map((signs) => signs.join(''))
const long = fc.array(fc.constantFrom(...SIGNS), { minLength: 5, maxLength: 9 }).map((signs) => signs.join(''))
const anyName = fc.oneof({ weight: 6, arbitrary: short }, { weight: 1, arbitrary: long })

beforeAll(async () => {
  world = await newWorld()
  ;[near, far] = [await world.station(), await world.station()]
  const names = fc.sample(anyName, { numRuns: 700, seed: 3 }).filter((name) => nameKeys(name).name_key !== '')
  await world.run(async (ctx) => {
    for (const [i, name] of names.entries())
      everybody.push({ person_id: newId(), name, station: i % 3 === 0 ? far : near, gone: i % 11 === 0 })
    await insertRows(
      ctx.db,
      'people.persons',
      everybody.map(({ person_id, name, station, gone }) => ({
        organisation_id: ctx.organisation_id,
        person_id,
        name,
        ...nameKeys(name),
        station_ids: [station],
        merged_into: gone ? newId() : null,
        recorded_by: ctx.actor.account_id,
      })),
    )
  })
})

/** Everybody read one by one: what the statement with its indexes must find, in its order. */
const brute = (typed: string, seen: readonly string[], limit: number): string[] => {
  const query = nameQuery(typed)
  if (!query) return []
  const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
  return everybody
    .filter(({ station, gone }) => !gone && seen.includes(station))
    .map((one) => ({ ...one, ...nameKeys(one.name) }))
    .filter(({ name_key, pinyin, initials }) =>
      query.kind === 'letters'
        ? initials.startsWith(query.text) || (query.text.length > 1 && pinyin.startsWith(query.text))
        : name_key.includes(query.text),
    )
    .toSorted(
      (a, b) =>
        [...a.name_key].length - [...b.name_key].length || byBytes(a.pinyin, b.pinyin) || byBytes(a.person_id, b.person_id),
    )
    .slice(0, limit)
    .map((one) => one.person_id)
}

const asked = (typed: string, stations: 'all' | readonly string[], limit: number) =>
  runAs(world.database.db, keys, { ...world.system, stations, request_id: 'test', action: 'test' }, (ctx) =>
    findPersonIds(ctx, typed, limit),
  )

describe('people found by part of a name', () => {
  it('are those that reading everybody finds, in the same order, of the whole organisation and of one station', async () => {
    const part = fc.oneof(
      fc.array(fc.constantFrom(...SIGNS), { minLength: 1, maxLength: 3 }).map((signs) => signs.join('')),
      fc
        .constantFrom(...everybody)
        .chain(({ name }) => fc.nat({ max: 5 }).map((from) => [...name].slice(from, from + 2).join(''))),
      fc.constantFrom(...everybody).chain(({ name }) => fc.nat({ max: 8 }).map((to) => nameKeys(name).pinyin.slice(0, to + 1))),
      fc.constantFrom(...everybody).chain(({ name }) => fc.nat({ max: 3 }).map((to) => nameKeys(name).initials.slice(0, to + 1))),
    )
    await fc.assert(
      fc.asyncProperty(part, fc.constantFrom(3, 20, 500), fc.boolean(), async (typed, limit, whole) => {
        fc.pre(!/^\d+$/.test(typed))
        const found = await asked(typed, whole ? 'all' : [near], limit)
        expect(found).toEqual(brute(typed, whole ? [near, far] : [near], limit))
      }),
      { numRuns: 150, seed: 5 },
    )
  })

  it('are nobody at a station that the asker does not hold', async () => {
    const other = everybody.find((one) => one.station === far && !one.gone && /^[王李张芳秀英华]{2,}$/.test(one.name))!
    expect(await asked(other.name, 'all', 500)).toContain(other.person_id)
    expect(await asked(other.name, [near], 500)).not.toContain(other.person_id)
    expect(await asked(other.name, [], 500)).toEqual([])
  })
})

describe('the text after all that begin with a text', () => {
  it('comes after them and before the next sign, also where halves of signs stand between', () => {
    expect(textAfter('wf')).toBe('wg')
    expect(textAfter('王')).toBe('玌')
    expect(textAfter('\ud7ff')).toBe('\ue000')
    expect(textAfter('a\u{1f600}')).toBe('a\u{1f601}')
  })
})
