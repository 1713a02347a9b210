import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayOf } from './day.ts'
import { readDay, readMonth, readTime } from './read-day.ts'

const widen = (text: string) => text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))

test('a day written in any of the ways of rule R03 is that day', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2000, max: 2099 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 31 }),
      (y, m, d) => {
        const pad = (n: number) => String(n).padStart(2, '0')
        const serial = Date.UTC(y, m - 1, d) / 86_400_000 + 25_569
        const day = dayOf(y, m, d)
        const forms = [
          `${y}-${m}-${d}`,
          `${y}-${pad(m)}-${pad(d)}`,
          `${y}/${m}/${d}`,
          `${y}.${m}.${d}`,
          `${y}年${m}月${d}日`,
          `${y} 年 ${m} 月 ${d} 日`,
          `${y}${pad(m)}${pad(d)}`,
          `${pad(y - 2000)}.${m}.${d}`,
          `${m}月${d}日`,
        ]
        for (const form of forms)
          for (const text of [form, ` ${form}\u3000`, widen(form), `${form} 09:30`, `${form} 9:05:07`])
            expect(readDay(text, y), text).toBe(day)
        expect(readDay({ text: '', number: Number(`${y}${pad(m)}${pad(d)}`) }, y)).toBe(day)
        if (day !== undefined)
          for (const number of [serial, serial + 0.4]) expect(readDay({ text: '', number, is_date: true }, 1)).toBe(day)
        if (day !== undefined) expect(readDay({ text: '', number: serial }, 1)).toBe(day)
      },
    ),
  )
})

test.each([
  '',
  '不详',
  '2022-02-30',
  '2022-06-31',
  '2022.6.31',
  '2022年13月5日',
  '2023-02-29',
  '22-3-5',
  '22/3/5',
  '2022-3/5',
  '3/5/2022',
  '2022-3',
  '2022',
  '202203',
  '2022-3-512:30',
  '2022-03-05下',
  '3月',
  '三月五日',
  '2022-3-5-1',
  '13月1日',
])('%j is no day', (text) => expect(readDay(text, 2022)).toBeUndefined())

test('a year typed into a date column is not a day of 1905', () => {
  expect(readDay({ text: '1946', number: 1946 }, 2022)).toBeUndefined()
  expect(readDay({ text: '8036', number: 8036 }, 2022)).toBe('1921-12-31')
})

test('times behind a date are ignored in every wording', () => {
  for (const text of [
    '2022-06-01T09:30:00',
    '2022-06-01 09:30:00.000',
    '2022年6月1日9时30分',
    '2022年6月1日 下午2:30',
    '2022/6/1 2:30 PM',
    '20220601 0:00',
  ])
    expect(readDay(text, 2022), text).toBe('2022-06-01')
})

test.each([
  ['2022-03', '2022-03'],
  ['2022-3', '2022-03'],
  ['2022.3', '2022-03'],
  ['2022年3月', '2022-03'],
  ['3月', '2022-03'],
  ['３月', '2022-03'],
  [' 12月份 ', '2022-12'],
])('%s is the month %s', (text, month) => expect(readMonth(text, 2022)).toBe(month))
test.each(['', '2022-13', '13月', '12', '三月', '2022-03-05', '上半年'])('%j is no month', (text) =>
  expect(readMonth(text, 2022)).toBeUndefined(),
)
test('a month in a date cell is read, the number 2022.1 is not: it may have been 2022.10', () => {
  expect(readMonth({ text: '2022-03-01', number: 44_621, is_date: true }, 2020)).toBe('2022-03')
  expect(readMonth({ text: '2022.1', number: 2022.1 }, 2022)).toBeUndefined()
})

test.each([
  ['9:30', '09:30'],
  ['09：30', '09:30'],
  ['09:30:15', '09:30'],
  ['9点半', '09:30'],
  ['9点30分', '09:30'],
  ['14时', '14:00'],
  ['下午2:30', '14:30'],
  ['2:30 PM', '14:30'],
  ['12:10 AM', '00:10'],
  ['2022-01-04 09:30', '09:30'],
])('%s is the time %s', (text, time) => expect(readTime(text)).toBe(time))
test.each(['', '25:00', '9:61', '上午', '0930', '9'])('%j is no time', (text) => expect(readTime(text)).toBeUndefined())
test('an Excel time is read to the minute', () => {
  expect(readTime({ text: '', number: 0.395833333333333 })).toBe('09:30')
  expect(readTime({ text: '', number: 44_600.75, is_date: true })).toBe('18:00')
  expect(readTime({ text: '9', number: 9 })).toBeUndefined()
})
