import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addsUp,
  categoryOf,
  disabilityOf,
  employmentOf,
  exerciseIsSound,
  factsAreSound,
  goalOf,
  gradeOf,
  implausible,
  rosterReason,
  signed,
  skillResultOf,
  standardLimits,
  standingOf,
} from './rules.ts'

describe('words of the ledgers', () => {
  it.each([
    [skillResultOf, '已掌握', 'mastered'],
    [skillResultOf, ' 基本掌握', 'basic'],
    [skillResultOf, '会一点', '会一点'],
    [employmentOf, '公开就业', 'open'],
    [employmentOf, '公开就业意向', '公开就业意向'],
    [goalOf, '独自出行 ', 'go_out_alone'],
    [categoryOf, '编织类', 'weaving'],
    [categoryOf, '其他手工', '其他手工'],
    [standingOf, '正式', 'formal'],
    [standingOf, '非正式', 'trial'],
    [standingOf, '试训', 'trial'],
    [gradeOf, '二级', 2],
    [gradeOf, '３', 3],
    [gradeOf, '五级', undefined],
    [disabilityOf, '肢体残疾', '肢体'],
  ] as const)('%o of “%s” is %s', (read, written, meant) => expect(read(written)).toBe(meant))
})

describe('a roster row adds nothing', () => {
  it.each([
    [{ standing: 'formal' }, undefined],
    [{ standing: 'formal', left_on: '2022-12-31' }, 'trainee_left'],
    [{ standing: 'formal', left_on: '2023-01-01' }, undefined],
    [{ standing: 'trial', left_on: '2022-06-01' }, 'trainee_on_trial'],
  ] as const)('%o: %s', (row, reason) => expect(rosterReason(row, '2022-12-31')).toBe(reason))
})

describe('sales', () => {
  const sale = (pieces: number, unit_price_fen: number, amount_fen: number) => ({
    kind: 'sale' as const,
    pieces,
    unit_price_fen,
    amount_fen,
  })

  it.each([
    [5, 4250, 21_250, true],
    [2, 3500, 7500, false],
    [2, 3500, 70_000, false],
    [1.5, 333, 500, true],
    [Number.NaN, 100, 100, false],
    [1, Number.NaN, 100, false],
  ])('%s × %s = %s is %s', (pieces, price, amount, right) => expect(addsUp(sale(pieces, price, amount))).toBe(right))

  it('a refund takes away, whichever sign was written', () => {
    const written = fc.record({
      pieces: fc.integer({ min: 1, max: 1000 }),
      price: fc.integer({ min: 0, max: 100_000 }),
      minus: fc.boolean(),
    })
    fc.assert(
      fc.property(written, ({ pieces, price, minus }) => {
        const sign = minus ? -1 : 1
        const refund = signed({ kind: 'refund', pieces: sign * pieces, unit_price_fen: price, amount_fen: sign * pieces * price })
        return addsUp(refund) && refund.amount_fen + pieces * price === 0
      }),
    )
  })
})

it.each([
  [14, 14, true],
  [14, 0, true],
  [0, 0, true],
  [14, 140, false],
  [10, -1, false],
  [10, 1.5, false],
  [undefined, 1, false],
  [10, undefined, false],
])('%s planned and %s done: sound is %s', (planned, done, sound) => expect(exerciseIsSound(planned, done)).toBe(sound))

it.each([
  [0, true],
  [10, true],
  [11, false],
  [-1, false],
  [3.5, false],
  [undefined, false],
])('%s facts: sound is %s', (facts, sound) => expect(factsAreSound(facts)).toBe(sound))

describe('a daily check', () => {
  const sound = { temperature: 36.5, systolic: 120, diastolic: 80, pulse: 70, spo2: 98 }
  const wrong = (parts: object) => implausible({ ...sound, ...parts }, standardLimits, '2022-03-05')?.measure

  it.each([
    [{}, undefined],
    [{ temperature: 34, systolic: 60, diastolic: 30, pulse: 30, spo2: 50 }, undefined],
    [{ temperature: 42.5, systolic: 260, diastolic: 160, pulse: 220, spo2: 100 }, undefined],
    [{ temperature: 365 }, 'temperature'],
    [{ temperature: 3.66 }, 'temperature'],
    [{ systolic: 1180 }, 'systolic'],
    [{ systolic: 73, diastolic: 135 }, 'diastolic'],
    [{ systolic: 80, diastolic: 80 }, 'diastolic'],
    [{ pulse: 7 }, 'pulse'],
    [{ spo2: 9.8 }, 'spo2'],
    [{ spo2: Number.NaN }, 'spo2'],
    [{ diastolic: undefined }, 'systolic'],
    [{ temperature: undefined, spo2: undefined }, undefined],
  ])('%o: %s', (parts, measure) => expect(wrong(parts)).toBe(measure))

  it('with nothing measured is no check', () => expect(implausible({}, standardLimits, '2022-03-05')?.measure).toBe('nothing'))

  it('is held against the limits of its own day', () => {
    const stricter = [
      { ...standardLimits[0]!, at_most: 40, valid_from: '2023-01-01' },
      { ...standardLimits[0]!, valid_to: '2022-12-31' },
    ]
    expect(implausible({ temperature: 41 }, stricter, '2022-12-31')).toBeUndefined()
    expect(implausible({ temperature: 41 }, stricter, '2023-01-01')?.measure).toBe('temperature')
  })
})
