import { describe, expect, it } from 'vitest'
import type { Field, FieldValue } from '../../shared/sheet-form.ts'
import { unitOf } from './units.ts'

const amount: Field = { type: 'number', headings: ['合同金额', '金额'] }
const hours: Field = { type: 'number', headings: ['时长(小时)', '时长'] }
const read = (value: number, text = String(value)): FieldValue<number> => ({ value, text, cell: { text } })

describe('the unit of a heading', () => {
  it.each([
    [amount, '合同金额（万元）', read(42), 420_000],
    [amount, '金额(万)', read(4.5), 45_000],
    [amount, '合同金额（万元）', read(450_000, '45万元'), 450_000],
    [amount, '合同金额(元)', read(42), 42],
    [hours, '服务时长（分钟）', read(90), 1.5],
    [hours, '服务时长(小时)', read(1.5), 1.5],
  ])('%# %s', (field, label, value, wanted) => {
    expect(unitOf(field, label)(value).value).toBe(wanted)
  })
})
