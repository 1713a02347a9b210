import { describe, expect, it, test } from 'vitest'
import { glucoseStateOf, implausible, measuredOf, partOfDayOf, pressureOf, type Threshold, type Values } from './rules.ts'

const range = (
  measure: Threshold['measure'],
  lowest: number,
  highest: number,
  valid_from = '2000-01-01',
  valid_to: string | null = null,
): Threshold => ({
  kind: 'plausible',
  measure,
  band: 'range',
  lowest,
  highest,
  valid_from,
  valid_to,
})

const ranges = [range('systolic', 60, 260), range('diastolic', 30, 160), range('pulse', 30, 220), range('glucose', 1, 35)]

test.each<[string, Values, string | undefined]>([
  ['a common one', { systolic: 130, diastolic: 85, pulse: 72, glucose: 6.1 }, undefined],
  ['the ends of the ranges', { systolic: 260, diastolic: 30, pulse: 220, glucose: 35 }, undefined],
  ['the other ends', { systolic: 60, diastolic: 30, pulse: 30, glucose: 1 }, undefined],
  ['one digit too many', { systolic: 1310, diastolic: 79 }, '1310/79'],
  ['the lower above the upper', { systolic: 82, diastolic: 138 }, '82/138'],
  ['both the same', { systolic: 100, diastolic: 100 }, '100/100'],
  ['half a blood pressure', { systolic: 130 }, '130/—'],
  ['the other half', { diastolic: 80 }, '—/80'],
  ['a glucose without its point', { systolic: 144, diastolic: 78, pulse: 73, glucose: 78 }, '144/78 ♥73 78 mmol/L'],
  ['a word instead of a number', { glucose: Number.NaN }, '? mmol/L'],
  ['only glucose', { glucose: 8.3 }, undefined],
])('%s', (_, values, wrong) => {
  expect(implausible(values, '2022-03-05', ranges)).toBe(wrong)
})

test('the limits of the day hold, not those of another day', () => {
  const changed = [range('pulse', 30, 220, '2000-01-01', '2022-12-31'), range('pulse', 30, 180, '2023-01-01')]
  expect([implausible({ pulse: 200 }, '2022-12-31', changed), implausible({ pulse: 200 }, '2023-01-01', changed)]).toEqual([
    undefined,
    '♥200',
  ])
})

describe('words', () => {
  it('of a blood pressure in one cell', () => {
    expect([pressureOf('130/85'), pressureOf(' 130／85 mmHg'), pressureOf('')]).toEqual([
      { systolic: 130, diastolic: 85 },
      { systolic: 130, diastolic: 85 },
      { systolic: undefined, diastolic: undefined },
    ])
    expect(pressureOf('偏高')).toEqual({ systolic: Number.NaN, diastolic: Number.NaN })
  })

  it('of a check', () => {
    expect([partOfDayOf('上午'), partOfDayOf('夜间'), partOfDayOf('')]).toEqual(['morning', '夜间', ''])
    expect([measuredOf('血压、血糖'), measuredOf('血压,血糖 血压'), measuredOf('')]).toEqual([
      ['血压', '血糖'],
      ['血压', '血糖'],
      [],
    ])
    expect(['空腹', '餐后2小时', '饭后', '随机', '睡前', ''].map(glucoseStateOf)).toEqual([
      'fasting',
      'after_meal',
      'after_meal',
      'random',
      '睡前',
      undefined,
    ])
  })
})
