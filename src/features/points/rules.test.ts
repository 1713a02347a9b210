import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changeOf, compareEntries, kindOf, post, type Posting, type Verdict } from './rules.ts'

test.each([
  ['获得', 'earned'],
  ['奖励发放', 'earned'],
  ['兑换', 'spent'],
  ['消费', 'spent'],
  ['冲 正', 'adjusted'],
  ['漏记补录', 'adjusted'],
  ['期初', 'opening'],
  ['其他', undefined],
  ['', undefined],
])('the word “%s” means %s', (word, kind) => {
  expect(kindOf(word)).toBe(kind)
})

test.each([
  ['earned', 2, 2],
  ['earned', 0, undefined],
  ['earned', -5, undefined],
  ['earned', 2.5, undefined],
  ['earned', Number.NaN, undefined],
  ['earned', 1_000_001, undefined],
  ['spent', 5, -5],
  ['spent', -5, undefined],
  ['spent', 0, undefined],
  ['adjusted', 3, 3],
  ['adjusted', -3, -3],
  ['adjusted', 0, undefined],
  ['opening', 0, 0],
  ['opening', 38, 38],
  ['opening', -1, undefined],
] as const)('%s of %d changes the balance by %s', (kind, amount, change) => {
  expect(changeOf(kind, amount)).toBe(change)
})

test('entries are looked at openings first, then by serial number, those without one last and by day', () => {
  const entry = (serial: string, occurred_on: string, kind: 'opening' | 'earned' = 'earned') => ({ serial, occurred_on, kind })
  const given = [
    entry('', '2022-05-01'),
    entry('JB2022-10', '2022-01-01'),
    entry('', '2022-02-01'),
    entry('JB2022-9', '2022-09-01'),
    entry('', '2022-12-31', 'opening'),
  ]
  const serials = given.toSorted(compareEntries).map(({ serial, occurred_on }) => serial || occurred_on)
  expect(serials).toEqual(['2022-12-31', 'JB2022-9', 'JB2022-10', '2022-02-01', '2022-05-01'])
})

const nothing = { balances: new Map<string, number>(), standing: new Map<string, string>(), carried_on: new Set<string>() }

const posting = (parts: Partial<Posting>): Posting => ({
  id: 'x',
  member_no: 'SZ1',
  kind: 'earned',
  change: 1,
  once: undefined,
  may_owe: false,
  ...parts,
})

describe('posting', () => {
  test('skips a spend above the balance and goes on with the balance as it was', () => {
    const verdicts = post(nothing, [
      posting({ change: 10 }),
      posting({ kind: 'spent', change: -11 }),
      posting({ kind: 'spent', change: -10 }),
      posting({ kind: 'spent', change: -1 }),
    ])
    expect(verdicts).toEqual([{ stands: true }, { short: 10 }, { stands: true }, { short: 0 }])
  })

  test('a number that was refused does not stand in the way of the same number later', () => {
    const verdicts = post(nothing, [
      posting({ id: 'a', kind: 'spent', change: -1, once: 'n' }),
      posting({ id: 'b', change: 1, once: 'n' }),
      posting({ id: 'c', change: 1, once: 'n' }),
    ])
    expect(verdicts).toEqual([{ short: 0 }, { stands: true }, { repeats_id: 'b' }])
  })

  test('an opening adds nothing to an account that is carried on', () => {
    const ledger = { ...nothing, balances: new Map([['SZ1', 7]]), carried_on: new Set(['SZ1']) }
    expect(
      post(ledger, [posting({ kind: 'opening', change: 7 }), posting({ kind: 'opening', change: 7, member_no: 'SZ2' })]),
    ).toEqual([{ open_with: 7 }, { stands: true }])
  })

  test('equals a recount from the start at every step, and never leaves an account in debt', () => {
    const one = fc.record({
      member_no: fc.constantFrom('A', 'B', 'C'),
      spends: fc.boolean(),
      coins: fc.integer({ min: 1, max: 9 }),
      number: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
    })
    fc.assert(
      fc.property(fc.array(one, { maxLength: 60 }), (drawn) => {
        const postings = drawn.map(({ member_no, spends, coins, number }, i) =>
          posting({
            id: String(i),
            member_no,
            kind: spends ? 'spent' : 'earned',
            change: spends ? -coins : coins,
            once: number === undefined ? undefined : String(number),
          }),
        )
        const verdicts = post(nothing, postings)
        const stood = (until: number) => postings.filter((_, i) => i < until && 'stands' in verdicts[i]!)
        for (const [i, each] of postings.entries()) {
          const before = stood(i)
          const first = before.find((other) => each.once !== undefined && other.once === each.once)
          const balance = before
            .filter((other) => other.member_no === each.member_no)
            .reduce((sum, other) => sum + other.change, 0)
          const expected: Verdict = first
            ? { repeats_id: first.id }
            : balance + each.change < 0
              ? { short: balance }
              : { stands: true }
          expect(verdicts[i]).toEqual(expected)
        }
      }),
    )
  })
})
