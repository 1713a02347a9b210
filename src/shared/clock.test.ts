import { expect, test } from 'vitest'
import { minutesBetween } from './clock.ts'

test.each([
  ['09:34', '16:31', 417],
  ['9:00', '10:30', 90],
  ['09:00:00', '09:01:00', 1],
  ['16:31', '09:34', undefined],
  ['09:00', '09:00', undefined],
  [undefined, '09:00', undefined],
  ['09:00', undefined, undefined],
  ['24:00', '25:00', undefined],
  ['上午', '下午', undefined],
])('from %s to %s are %s minutes', (from, to, minutes) => expect(minutesBetween(from, to)).toBe(minutes))
