/** Who is shown as a doubt, and who is not: cases from registers of stations. */
import { describe, expect, test } from 'vitest'
import { pairsIn } from './blocks.ts'
import { isNearDay, isNearId, isOneSlip } from './near.ts'
import { nameKeys } from './names.ts'
import { atMost, FIRST_WEIGHTS, reasonsOf, sumOf, type Comparable, type Reason } from './rules.ts'

const one = (name: string, parts: Partial<Comparable> = {}): Comparable => {
  const { name_key, pinyin } = nameKeys(name)
  return { name_key, pinyin, sex: 'female', born_on: '1948-03-05', id_blind: null, phone_blind: null, ...parts }
}

const score = (a: Comparable, b: Comparable, more: readonly Reason[] = []): number =>
  sumOf([...reasonsOf(a, b), ...more], FIRST_WEIGHTS)

const shown = FIRST_WEIGHTS.shown_from

describe('are asked about', () => {
  test.each<[string, Comparable, Comparable, Reason[]]>([
    ['one name and birth date', one('陈桂英'), one('陈桂英'), []],
    ['traditional characters', one('陳桂英'), one('陈桂英', { id_blind: 'a1' }), []],
    ['a name heard, not read', one('陈桂英'), one('陈贵英'), []],
    ['a name heard wrongly, in one village', one('陈景英'), one('陈晋英', { id_blind: 'a1' }), ['same_community']],
    ['one name and telephone, a birth date wrong', one('陈桂英', { phone_blind: 'p' }), one('陈桂英', { phone_blind: 'p', born_on: '1951-11-20' }), []],
    ['day and month changed places, in one village', one('陈桂英'), one('陈桂英', { born_on: '1948-05-03', id_blind: 'a1' }), ['same_community']],
    ['one sign wrong, everything else equal', one('陈桂英', { phone_blind: 'p' }), one('陈佳英', { phone_blind: 'p', id_blind: 'a1' }), ['same_community']],
  ])('%s', (_, a, b, more) => expect(score(a, b, more)).toBeGreaterThanOrEqual(shown)) // prettier-ignore
})

describe('are not asked about', () => {
  const phone_blind = 'p'
  test.each<[string, Comparable, Comparable, Reason[]]>([
    ['twins who share a telephone', one('陈大明', { phone_blind, id_blind: 'a1' }), one('陈小明', { phone_blind, id_blind: 'a2' }), ['same_community']],
    ['twins without ID numbers', one('陈大明', { phone_blind }), one('陈小明', { phone_blind }), ['same_community']],
    ['a couple who share a telephone', one('陈桂英', { phone_blind }), one('王建国', { phone_blind, sex: 'male', born_on: '1946-01-02' }), ['same_community']],
    ['a couple born on one day', one('陈桂英', { phone_blind }), one('王建国', { phone_blind, sex: 'male' }), ['same_community']],
    ['sisters who share a telephone', one('陈桂英', { phone_blind }), one('陈桂芳', { phone_blind, born_on: '1950-07-08' }), ['same_community']],
    ['namesakes born on different days', one('陈桂英'), one('陈桂英', { born_on: '1950-07-08' }), ['same_community']],
    ['namesakes of one day with ID numbers of their own', one('陈桂英', { id_blind: 'a1' }), one('陈桂英', { id_blind: 'a2' }), ['same_community']],
    ['strangers born on one day', one('陈桂英'), one('陈玉珍'), ['same_community']],
  ])('%s', (_, a, b, more) => expect(score(a, b, more)).toBeLessThan(shown)) // prettier-ignore
})

test('what a slip is', () => {
  expect([isOneSlip('chenjinying', 'chenjingying'), isOneSlip('陈桂英', '陈英'), isOneSlip('陈桂英', '陈英桂')]).toEqual([true, true, false])
  expect([isOneSlip('ab', 'ab'), isOneSlip('', 'a'), isOneSlip('', 'ab')]).toEqual([true, true, false])
  expect([isNearDay('1948-03-05', '1948-05-03'), isNearDay('1948-03-05', '1948-03-06'), isNearDay('1948-03-05', '1949-05-03')]).toEqual([true, true, false])
  expect([isNearId('440402194803050023', '440402194803050032'), isNearId('440402194803050023', '110101195001010023')]).toEqual([true, true])
  expect(isNearId('440402194803050023', '440402195107120541')).toBe(false)
}) // prettier-ignore

test('an ID number of another is forgiven only to equal names: twins have numbers close together', () => {
  const [a, b] = [{ id_blind: 'a1' }, { id_blind: 'a2' }]
  expect(atMost(reasonsOf(one('陈桂英', a), one('陈桂英', b)), FIRST_WEIGHTS)).toBeGreaterThanOrEqual(shown)
  expect(atMost(reasonsOf(one('陈大明', a), one('陈小明', b)), FIRST_WEIGHTS)).toBeLessThan(shown)
})

test('a crowd under one key is compared with neighbours in the order of names only, and equal names are neighbours', () => {
  const crowd = Array.from({ length: 2_000 }, (_, n) => ({ ...one(`陈${String.fromCodePoint(0x4e00 + n)}`, { phone_blind: 'p' }), n }))
  const twice = { ...crowd[700]!, n: -1 }
  let compared = 0
  let met = false
  for (const [a, b] of pairsIn([...crowd, twice], 'phone')) {
    compared++
    met ||= a.n + b.n === 699 && Math.min(a.n, b.n) === -1
  }
  expect(compared).toBeLessThanOrEqual(2_001 * 20)
  expect(met).toBe(true)
}) // prettier-ignore
