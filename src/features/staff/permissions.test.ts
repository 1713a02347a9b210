import { expect, test } from 'vitest'
import { acts, areas } from './permissions.web.ts'
import { permissions } from './roles.ts'

const isOfArea = (permission: string) => /\.(read|record)$/.test(permission) && permission.split('.')[0]! in areas

test('every permission a role can hold is said in words', () => {
  expect(permissions.filter((permission) => !isOfArea(permission) && !(permission in acts))).toEqual([])
})
test('no words are said of a permission that nobody can hold', () => {
  const slices = new Set(permissions.map((permission) => permission.split('.')[0]))
  expect(Object.keys(areas).filter((area) => !slices.has(area))).toEqual([])
  expect(Object.keys(acts).filter((act) => !permissions.includes(act))).toEqual([])
})
