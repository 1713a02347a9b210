import { expect, test } from 'vitest'
import { differencesOf, monthsBefore, oneLine, sayAction, sayEntity, tellProblem } from './rules.ts'

test.each([
  ['2026-03-31T10:00:00.000Z', 1, '2026-02-28T10:00:00.000Z'],
  ['2024-03-31T10:00:00.000Z', 1, '2024-02-29T10:00:00.000Z'],
  ['2026-01-15T00:00:00.000Z', 36, '2023-01-15T00:00:00.000Z'],
  ['2026-06-01T23:59:59.999Z', 6, '2025-12-01T23:59:59.999Z'],
])('%s less %i months is %s', (at, months, expected) => {
  expect(monthsBefore(new Date(at), months).toISOString()).toBe(expected)
})

test('an act is said by its verb, a command by its own words, and what is unknown as it stands', () => {
  expect(sayAction('recordHomeService', 'zh')).toBe('登记')
  expect(sayAction('user add', 'en')).toBe('Add a user or role')
  expect(sayAction('frobnicate', 'zh')).toBe('frobnicate')
  expect(sayEntity('canteen.meals', 'en')).toBe('Meal')
  expect(sayEntity('new.table', 'en')).toBe('new.table')
})

test('a difference is read in one line, personal fields masked, long lists cut', () => {
  const line = (before: Record<string, unknown> | null, after: Record<string, unknown> | null, entity = 'people.persons') =>
    oneLine(differencesOf(before, after, entity, 'zh'))
  expect(line({ status: 'active' }, { status: 'withdrawn' })).toBe('状态：在册 → 退出')
  expect(line(null, { id_number: '440404194501010019', reason: '核对' })).toBe('id_number：＊＊＊；原因：核对')
  expect(line(null, { takes: [{ station_id: 'x', contact_phone: '138' }] })).toBe('归属：站点编号 x，contact_phone ＊＊＊')
  expect(line(null, { codes: Array.from({ length: 12 }, (_, i) => i) })).toContain('… (12)')
  expect(line({ name: '甲' }, { name: '乙' }, 'orgs.organisations')).toBe('名称：甲 → 乙')
  expect(line(null, { result: 'signed_in', address: '10.0.0.7' }, 'staff.logins')).toBe('结果：成功；地址：10.0.0.7')
  expect(line(null, null)).toBe('')
  expect(line(null, { rows: 3, filters: {}, endpoint: 'listPeople' }, 'app.export')).toBe('行数：3；清单：服务对象名单')
})

test('a problem names its entry and its seal', () => {
  expect(tellProblem({ kind: 'entry_missing', seal: 7, audit_id: 'abc', place: 3 }, 'en')).toBe(
    'Entry abc is missing (number 3 of seal 7)',
  )
  expect(tellProblem({ kind: 'seal_missing', seal: 7 }, 'zh')).toBe('第 7 号封存不见了')
})
