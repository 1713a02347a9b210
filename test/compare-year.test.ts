import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compareFigures, compareImport, newComparison } from '../scripts/compare-year.mjs'

/** What the product says, to be spoilt at any depth. */
// oxlint-disable-next-line typescript/no-explicit-any
type Said = any

const answers = (name: string): Said =>
  JSON.parse(readFileSync(new URL(`../examples/year-2022/${name}`, import.meta.url), 'utf8'))

/** The differences found after `spoil` changed what the product says. */
const differences = (compare: typeof compareFigures, name: string, spoil: (said: Said) => void): string[] => {
  const said = answers(name)
  spoil(said)
  const comparison = newComparison()
  compare(comparison, answers(name), said)
  return comparison.differences
}
const inFigures = (spoil: (said: Said) => void) => differences(compareFigures, 'expected.json', spoil)
const inImport = (spoil: (said: Said) => void) => differences(compareImport, 'manifest.json', spoil)

test('the right answers have no difference, and much was compared', () => {
  const comparison = newComparison()
  compareFigures(comparison, answers('expected.json'), answers('expected.json'))
  compareImport(comparison, answers('manifest.json'), answers('manifest.json'))
  expect(comparison.differences).toEqual([])
  expect(comparison.compared).toBeGreaterThan(2000)
})

test('a wrong value, numerator, table cell or indicator is told', () => {
  expect(inFigures((said) => (said.figures['activities.sessions'].value = 401))).toEqual([
    'figures.activities.sessions.value: expected 400, got 401',
  ])
  expect(inFigures((said) => (said.figures['kangyuan.satisfied'].numerator = 23))).toHaveLength(1)
  expect(inFigures((said) => delete said.figures['coins.closing'])).toContain(
    'figures.coins.closing.value: expected 10308, got missing',
  )
  expect(inFigures((said) => (said.tables.by_contract['HA2022-01'].satisfied.denominator = 1))).toHaveLength(1)
  expect(inFigures((said) => (said.tables.by_month['2022-01'].meals = null))).toHaveLength(1)
  expect(inFigures((said) => (said.indicators[0].met = false))).toHaveLength(1)
  expect(inFigures((said) => said.indicators.pop()).length).toBeGreaterThan(5)
})

test('a figure nobody asked for is told', () => {
  expect(inFigures((said) => (said.figures['made.up'] = { value: 1 }))).toEqual([
    'figures.made.up.value: expected missing, got 1',
  ])
})

test('a wrong count, a rejected row, its code or a group of the same person is told', () => {
  const staff = (said: Said) => said.workbooks['01-机构与员工.xlsx'].sheets['员工']
  expect(inImport((said) => (staff(said).rows_valid = 49))).toHaveLength(1)
  expect(inImport((said) => (staff(said).rejected[0].row = 59))).toHaveLength(2)
  expect(inImport((said) => (staff(said).rejected[0].code = 'BAD_DATE'))).toHaveLength(2)
  expect(inImport((said) => (staff(said).subtotal_rows = 0))).toHaveLength(1)
  expect(inImport((said) => said.same_person[0].members.pop())).toHaveLength(2)
  expect(inImport((said) => delete said.workbooks['11-健康测量.xlsx']).length).toBeGreaterThan(10)
})

test('rows read from a hidden sheet are told', () => {
  expect(inImport((said) => (said.workbooks['04-活动台账与签到.xlsx'].sheets['签到备份'].rows_in = 3))).toHaveLength(1)
})
