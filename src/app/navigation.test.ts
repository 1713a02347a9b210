// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { entryAt, groups, isListed, navigation } from './navigation.tsx'

test('every page has an address of its own and both names', () => {
  expect(new Set(navigation.map((entry) => entry.path)).size).toBe(navigation.length)
  for (const entry of navigation) {
    expect(entry.path).toMatch(/^\/([a-z0-9-]+|\$[a-z_]+)?(\/([a-z0-9-]+|\$[a-z_]+))*$/)
    expect(entry.label.zh).toMatch(/[\u4e00-\u9fff]/)
    expect(entry.label.en).toMatch(/^[A-Z]/)
    expect(groups).toContain(entry.group)
    expect(entry.permission).toMatch(/^(signed_in|[a-z]+\.[a-z]+)$/)
  }
})
test('pages of the rail can be gone to as they stand', () => {
  for (const entry of navigation.filter(isListed)) expect(entry.path).not.toContain('$')
})
test('the rail marks the page one stands on, also on a page below it', () => {
  expect(entryAt('/')?.path).toBe('/')
  expect(entryAt('/todo')?.path).toBe('/todo')
  expect(entryAt('/nowhere')).toBeUndefined()
})
test('every page can be fetched and shows something', { timeout: 60_000 }, async () => {
  for (const entry of navigation) expect(typeof (await entry.page()).default, entry.path).toBe('function')
})
