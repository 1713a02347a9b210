import { expect, test } from 'vitest'
import { doseOf, outcomeOf, standingOf, willingnessOf } from './rules.ts'

test.each([
  ['第一针', 1],
  ['1', 1],
  ['１', 1],
  ['首针', 1],
  ['第1针', 1],
  ['第一剂', 1],
  ['第二针', 2],
  ['2', 2],
  ['第2针', 2],
  ['第二剂', 2],
  ['第三针', 3],
  ['第3针', 3],
  ['第三剂', 3],
  ['加强针', 3],
  ['第五针', undefined],
  ['疫苗', undefined],
  ['', undefined],
])('“%s” is dose %s', (word, dose) => {
  expect(doseOf(word)).toBe(dose)
})

test('only an answered call is an answer', () => {
  expect(['接通', ' 接 通', '未接通', '拒接', '稍后再打', ''].map(outcomeOf)).toEqual([
    'answered',
    'answered',
    'no_answer',
    'refused',
    '稍后再打',
    '',
  ])
})

test('what people say to a dose', () => {
  expect(['愿意', '不愿意', '身体不适宜', '问子女', ''].map(willingnessOf)).toEqual([
    'willing',
    'unwilling',
    'unfit',
    '问子女',
    undefined,
  ])
})

test.each([
  ['the sixtieth birthday counts', '2022-03-05', '1962-03-05', '2022-03-05', undefined],
  ['the day before it does not', '2022-03-04', '1962-03-05', '2022-01-01', 'under_60'],
  ['an unknown birth date proves no age', '2022-03-05', null, '2022-01-01', 'under_60'],
  ['a call on the same day is enough', '2022-03-05', '1940-01-01', '2022-03-05', undefined],
  ['a call afterwards is not', '2022-03-05', '1940-01-01', '2022-03-06', 'not_mobilised'],
  ['nobody called', '2022-03-05', '1940-01-01', null, 'not_mobilised'],
  ['too young comes before not called', '2022-03-05', '1990-01-01', null, 'under_60'],
] as const)('%s', (_, occurred_on, born_on, first_answered_on, code) => {
  expect(standingOf(occurred_on, { born_on, first_answered_on })).toBe(code)
})
