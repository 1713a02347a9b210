import { expect, test } from 'vitest'
import { areHours, minutesOf, modeOf, ratingOf, wasCompleted, wayOf } from './rules.ts'

test.each([
  [0, false],
  [-0.5, false],
  [0.25, true],
  [12, true],
  [12.1, false],
  [Number.NaN, false],
])('%d hours are hours of a service at home: %s', (hours, sound) => {
  expect(areHours(hours)).toBe(sound)
})

test('hours add up to what was written', () => {
  expect(minutesOf(1.5)).toBe(90)
  expect((minutesOf(1.33) * 3) / 60).toBeCloseTo(3.99, 10)
})

test.each([
  ['入户', 'home', 'home'],
  ['上门探访', 'home', 'home'],
  ['电话', 'phone', 'phone'],
  ['电话访谈', 'phone', 'phone'],
  ['视频', 'online', 'online'],
  ['来站', 'on_site', 'on_site'],
  ['短信', '短信', 'outreach'],
])('%s is the way %s, recorded as %s', (word, way, mode) => {
  expect([wayOf(word), modeOf(wayOf(word))]).toEqual([way, mode])
})

test.each([
  ['是', true],
  [' 是 ', true],
  ['成功', true],
  ['Ｙ', true],
  ['否', false],
  ['未成功', false],
  ['', false],
  ['不在家', false],
])('a visit noted “%s” was completed: %s', (word, completed) => {
  expect(wasCompleted(word)).toBe(completed)
})

test('a rating nobody foresaw stays as it was written', () => {
  expect([ratingOf('满意'), ratingOf('凑合'), ratingOf('')]).toEqual(['satisfied', '凑合', undefined])
})
