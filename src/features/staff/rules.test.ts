import { describe, expect, it } from 'vitest'
import { certificateLevel, employmentKindOf, notOnRoll } from './rules.ts'

describe('certificateLevel', () => {
  it.each([
    ['高级社会工作师', '201544740618', 'senior'],
    ['助理社会工作师', '201644947657', 'assistant'],
    ['社工师（初级）', '201944163377', 'assistant'],
    ['社会工作师', '202144753477', 'middle'],
    ['社会工作师（中级）', '202144577511', 'middle'],
    ['社会工作师（备考）', '', 'other'],
    ['社会工作师', undefined, 'other'],
    ['社会工作师', '  ', 'other'],
    ['养老护理员（五级）', 'ZS935835', 'other'],
    ['高级厨师', 'ZS991911', 'other'],
  ])('%s with number %s is %s', (name, number, level) => {
    expect(certificateLevel(name, number)).toBe(level)
  })
})

describe('employmentKindOf', () => {
  it.each([
    ['全职', 'full_time'],
    ['', 'full_time'],
    ['兼职', 'part_time'],
    ['实习', 'intern'],
    ['实习生', 'intern'],
    ['退休返聘', 'rehired'],
    ['劳务派遣', 'dispatched'],
    ['顾问', 'other'],
  ])('“%s” is %s', (text, kind) => {
    expect(employmentKindOf(text)).toBe(kind)
  })
})

describe('notOnRoll on 31 December 2022', () => {
  const on = (parts: object) =>
    notOnRoll({ hired_on: '2015-03-11', left_on: null, employment_kind: 'full_time', ...parts }, '2022-12-31')
  it.each([
    ['hired before and still here', {}, undefined],
    ['hired that very day', { hired_on: '2022-12-31' }, undefined],
    ['hired the day after', { hired_on: '2023-01-01' }, 'not_yet_hired'],
    ['left that very day', { left_on: '2022-12-31' }, 'staff_left'],
    ['left the day after', { left_on: '2023-01-01' }, undefined],
    ['an intern', { employment_kind: 'intern' }, 'intern'],
    ['an intern who left', { employment_kind: 'intern', left_on: '2022-05-01' }, 'staff_left'],
    ['without a day of hiring', { hired_on: null }, undefined],
  ])('%s: %o → %s', (_, parts, reason) => {
    expect(on(parts)).toBe(reason)
  })
})
