// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { safeBack } from './page-sign-in.tsx'

test('after signing in one comes back to a place inside, never to another site', () => {
  expect(safeBack('/people?q=chen')).toBe('/people?q=chen')
  expect(safeBack(undefined)).toBe('/')
  expect(safeBack('https://elsewhere.example')).toBe('/')
  expect(safeBack('//elsewhere.example')).toBe('/')
  expect(safeBack('/\\elsewhere.example')).toBe('/')
  expect(safeBack('/sign-in?back=/sign-in')).toBe('/')
})
