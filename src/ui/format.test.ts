import { expect, onTestFinished, test, vi } from 'vitest'
import { initialsOf, liveBy, showDay, showInstant, showNumber, showUnit, showYuan, todayHere } from './format.ts'

test('a day carries its weekday in any time zone of the browser', () => {
  expect(showDay('2022-03-05', 'zh')).toBe('2022-03-05 周六')
  expect(showDay('2022-03-05', 'en')).toBe('2022-03-05 Sat')
  expect(showDay(null)).toBe('')
  expect(showDay('not a day')).toBe('not a day')
})
test('an instant is shown in the zone of the organisation, not of the machine', () => {
  expect(showInstant('2022-03-05T23:30:00Z')).toBe('2022-03-06 07:30')
})
test('today and instants follow the organisation, once it is known', () => {
  vi.useFakeTimers({ now: new Date('2022-03-05T17:00:00Z') })
  onTestFinished(() => {
    vi.useRealTimers()
    liveBy('Asia/Shanghai')
  })
  expect(todayHere()).toBe('2022-03-06')
  liveBy('Asia/Urumqi')
  expect(todayHere()).toBe('2022-03-05')
  expect(showInstant('2022-03-05T17:00:00Z')).toBe('2022-03-05 23:00')
})
test('numbers group by thousands and keep at most two decimals', () => {
  expect(showNumber(71234)).toBe('71,234')
  expect(showNumber(6210.456)).toBe('6,210.46')
  expect(showNumber(-3)).toBe('−3')
})
test('fen become yuan with both decimals', () => {
  expect(showYuan(123_456)).toBe('1,234.56')
  expect(showYuan(0)).toBe('0.00')
})
test('units are said in the language of the page; an unknown one stays', () => {
  expect(showUnit('人次', 'en')).toBe('person-times')
  expect(showUnit('人次', 'zh')).toBe('人次')
  expect(showUnit('箱', 'en')).toBe('箱')
})
test('initials are the last two characters of a Chinese name, masked or not', () => {
  expect(initialsOf('陈桂英')).toBe('桂英')
  expect(initialsOf('黄*芳')).toBe('黄芳')
  expect(initialsOf('Anna Li')).toBe('AN')
})
