import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalCode, normalName, normalPhone, normalText, readNumber, readYesNo } from './normal.ts'

const manifest = JSON.parse(readFileSync(new URL('../../examples/year-2022/manifest.json', import.meta.url), 'utf8')) as {
  traditional_characters: string
}

test('every traditional character of the example year is simplified, alone and within a name', () => {
  for (const [traditional, simple] of manifest.traditional_characters.split(' ').map((pair) => Array.from(pair))) {
    expect(normalName(traditional!)).toBe(simple)
    expect(normalName(`${traditional} 小${traditional}`)).toBe(`${simple}小${simple}`)
  }
})

test.each([
  ['陳　桂 英', '陈桂英'],
  ['\ufeff陈\u200b桂英\u00a0', '陈桂英'],
  ['买买提•吐尔逊', '买买提·吐尔逊'],
  ['', ''],
  ['ＷＡＮＧ', 'WANG'],
])('the name %j is compared as %s', (text, name) => expect(normalName(text)).toBe(name))

test('what is passed through without a look is what a look would leave alone', () => {
  const unseen = /[\s\u00ad\u200b-\u200f\u2060\ufeff'`\u2018-\u201b]/
  const changed: string[] = []
  for (let code = 0x21; code <= 0xffff; code++) {
    const sign = String.fromCharCode(code)
    if (normalText(`张${sign}1`) !== `张${sign}1`) continue
    if (sign.normalize('NFKC') !== sign || unseen.test(sign)) changed.push(code.toString(16))
  }
  expect(changed).toEqual([])
})

test('normalising twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), (text) => {
      expect(normalText(normalText(text))).toBe(normalText(text))
      expect(normalName(normalName(text))).toBe(normalName(text))
      expect(normalCode(text)).not.toMatch(/[\s'’]/)
    }),
  )
})

test.each([
  ['ｈｃ００５３', 'HC0053'],
  [' hc 0781', 'HC0781'],
  ["'HC0001", 'HC0001'],
  ['HA2022－01', 'HA2022-01'],
  ['HA2022–01', 'HA2022-01'],
])('the number %j is compared as %s', (text, code) => expect(normalCode(text)).toBe(code))

test.each([
  ['+86 138 0013 8000', '13800138000'],
  ['86-13800138000', '13800138000'],
  ['0756-7759796', '07567759796'],
  ['１３８００１３８０００', '13800138000'],
  ['8613800138', '8613800138'],
  ['无', ''],
])('the phone %s is compared as %s', (text, phone) => expect(normalPhone(text)).toBe(phone))

test.each([
  ['45万元', 450_000],
  ['4.55万', 45_500],
  ['1.2亿', 120_000_000],
  ['360,000.00', 360_000],
  ['４０００００', 400_000],
  ['￥1,234.5', 1234.5],
  ['¥ 88', 88],
  ['45.50 元', 45.5],
  ['人民币5元整', 5],
  ['+2', 2],
  ['-2', -2],
  ['−2', -2],
  ['(5.00)', -5],
  ['≥3000', 3000],
  ['不少于4,100', 4100],
  ['不少于1,200人次', 1200],
  ['60公斤', 60],
  ['90%', 90],
  ['1.5小时', 1.5],
  ['36.5℃', 36.5],
  ['.5', 0.5],
  ['0', 0],
] as const)('%s is the number %d', (text, number) => expect(readNumber(text)).toBe(number))

test.each([
  '五',
  '很好',
  '',
  '-',
  '.',
  '1,2',
  '1,2345',
  '1.2.3',
  '2022-03-05',
  '30分钟',
  '3斤',
  '12人34',
  '0x10',
  '1e5',
  '12/34',
  '约5',
])('%j is no number', (text) => expect(readNumber(text)).toBeUndefined())

test('a number cell is its number, a per cent as it is shown, a date no number', () => {
  expect(readNumber({ text: '12.5', number: 12.5 })).toBe(12.5)
  expect(readNumber({ text: '90%', number: 0.9 })).toBe(90)
  expect(readNumber({ text: '2022-02-08', number: 44_600, is_date: true })).toBeUndefined()
  expect(readNumber(undefined)).toBeUndefined()
})

test('any amount written with or without commas, in any width, reads back', () => {
  const widen = (text: string) => text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))
  fc.assert(
    fc.property(fc.integer({ min: -99_999_999, max: 99_999_999 }), (cents) => {
      const amount = cents / 100
      for (const text of [String(amount), amount.toLocaleString('en-US', { minimumFractionDigits: 2 }), `${amount}元`]) {
        expect(readNumber(text)).toBe(amount)
        expect(readNumber(widen(text))).toBe(amount)
      }
    }),
  )
})

test('yes, no, and neither', () => {
  for (const text of ['是', '有', '√', 'y', 'Yes', 'TRUE', '１']) expect(readYesNo(text), text).toBe(true)
  for (const text of ['否', '无', '没有', '×', 'n', 'No', 'FALSE', '0']) expect(readYesNo(text), text).toBe(false)
  for (const text of ['', '不详', '2', '也许']) expect(readYesNo(text), text).toBeUndefined()
})
