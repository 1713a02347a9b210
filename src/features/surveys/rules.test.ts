import { expect, test } from 'vitest'
import { scoreOf } from './rules.ts'

test.each([
  ['1', 1],
  ['5', 5],
  ['５', 5],
  [' 4 ', 4],
  ["'3", 3],
  ['4.0', 4],
  ['5分', 5],
  ['非常满意', 5],
  ['满意', 4],
  ['一 般', 3],
  ['不满意', 2],
  ['非常不满意', 1],
  ['0', undefined],
  ['6', undefined],
  ['55', undefined],
  ['4.5', undefined],
  ['-4', undefined],
  ['很好', undefined],
  ['', undefined],
  ['constructor', undefined],
])('“%s” is the score %s', (written, score) => {
  expect(scoreOf(written)).toBe(score)
})
