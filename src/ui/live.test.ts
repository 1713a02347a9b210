import { expect, test } from 'vitest'
import { isConcerned } from './live.ts'

test.each([
  ['/api/canteen/meals', ['canteen'], true],
  ['/api/canteen/meals', ['visits'], false],
  ['/api/figures/home', ['visits'], true],
  ['/api/records', ['visits'], true],
  ['/api/people/:person_id', ['visits'], true],
  ['/api/stations', ['orgs'], true],
  ['/api/canteen/meals', ['orgs'], true],
  ['/api/canteen/meals', ['imports'], true],
  ['/api/session', ['imports'], false],
  ['/api/accounts', ['staff'], true],
  ['/api/anything', undefined, true],
] as const)('%s and news of %j: %s', (path, kinds, concerned) => {
  expect(isConcerned(path, kinds)).toBe(concerned)
})
