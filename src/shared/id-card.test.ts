import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkCharacter, disabilityCard, id18Of15, readIdNumber } from './id-card.ts'

const area = fc.integer({ min: 110_000, max: 659_999 }).map(String)
const born = fc
  .date({ min: new Date('1900-01-01'), max: new Date('1999-12-31'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10))
const order = fc.integer({ min: 0, max: 999 }).map((n) => String(n).padStart(3, '0'))
const id18 = fc.tuple(area, born, order).map(([a, b, c]) => {
  const first = a + b.replaceAll('-', '') + c
  return first + checkCharacter(first)
})

test('the example of GB 11643-1999 has the check character X', () => expect(checkCharacter('11010519491231002')).toBe('X'))

test('a number of 15 digits becomes the 18 digits of the same person', () => {
  fc.assert(
    fc.property(id18, (id) => {
      const id15 = id.slice(0, 6) + id.slice(8, 17)
      expect(id18Of15(id15)).toBe(id)
      for (const from of [id15, { text: id15, number: Number(id15) }])
        expect(readIdNumber(from)).toMatchObject({ kind: 'mainland', id18: id })
    }),
  )
})

test('every wrong single digit is noticed', () => {
  fc.assert(
    fc.property(id18, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (id, at, by) => {
      const wrong = id.slice(0, at) + ((Number(id[at]) + by) % 10) + id.slice(at + 1)
      expect(readIdNumber(wrong).kind).toBe('refused')
    }),
  )
})

test('birth and sex come from the number, however it is written', () => {
  for (const text of [
    '44040419540502912X',
    '44040419540502912x',
    '440404 19540502 912X',
    "'44040419540502912X",
    '４４０４０４１９５４０５０２９１２Ｘ',
    '\u200b44040419540502912X ',
  ])
    expect(readIdNumber(text)).toEqual({ kind: 'mainland', id18: '44040419540502912X', born_on: '1954-05-02', sex: 'female' })
  expect(readIdNumber('510921194603229277')).toMatchObject({ sex: 'male' })
})

test.each([
  ['510921194603229278', 'id_check_digit'],
  ['440404195713159040', 'id_bad_date'],
  ['440404570231904', 'id_bad_date'],
  ['44040419570315904', 'id_bad_format'],
  ['360782********9379', 'id_bad_format'],
  ['4.40404E+17', 'id_bad_format'],
  ['440404193440404193708279477', 'id_bad_format'],
  ['X40404195403029125', 'id_bad_format'],
  ['H1234567', 'id_bad_format'],
  ['无', 'id_bad_format'],
])('%s is refused as %s', (text, refused) => expect(readIdNumber(text)).toEqual({ kind: 'refused', refused, text }))

test('18 digits in a number cell have lost their precision, whatever they are', () => {
  expect(readIdNumber({ text: '510921194603229277', number: 5.109211946032293e17 })).toMatchObject({
    refused: 'id_precision_lost',
  })
  expect(readIdNumber({ text: '12345', number: 12_345 })).toMatchObject({ refused: 'id_bad_format' })
})

test('blank is no number, a Hong Kong or Macao permit stands as it is', () => {
  for (const blank of [undefined, '', ' \u3000', "'"]) expect(readIdNumber(blank)).toEqual({ kind: 'none' })
  expect(readIdNumber('h12345678')).toEqual({ kind: 'permit', id: 'H12345678' })
  expect(readIdNumber('M 87654321')).toEqual({ kind: 'permit', id: 'M87654321' })
})

test("a disability card is its holder's number with category 1–7 and grade 1–4", () => {
  const own = '44040320000822939X'
  expect(disabilityCard('44040320000822939x63', own)).toEqual({ category: 6, grade: 3 })
  for (const card of ['', '无', own, `${own}6`, `${own}83`, `${own}60`, `${own}65`, `${own}631`, '44040320000822939563'])
    expect(disabilityCard(card, own), card).toBeUndefined()
})
