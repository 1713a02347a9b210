/** Headings nobody foresaw: by their meaning, by their end, by what stands below them. */
import { describe, expect, it } from 'vitest'
import { mealsSheet } from '../canteen/sheets.ts'
import { callsSheet } from '../campaigns/sheets.ts'
import { measurementsSheet } from '../health/sheets.ts'
import { stationsSheet } from '../orgs/sheets.ts'
import type { OpenSheet } from '../../platform/workbook.ts'
import { endsAlike, meaningOf } from './alike.ts'
import { recogniseSheet, type FormShape } from './recognise.ts'

const forms: readonly FormShape[] = [mealsSheet, callsSheet, measurementsSheet, stationsSheet(async () => undefined)]

const sheetOf = (...rows: readonly string[][]): OpenSheet => ({
  name: 'Sheet1',
  hidden: false,
  row_count: rows.length,
  merges: [],
  rows: () => rows.map((row, at) => ({ row_number: at + 1, cells: row.map((text) => (text === '' ? undefined : { text })) })),
})

const fieldsOf = (...rows: readonly string[][]) => {
  const found = recogniseSheet(sheetOf(...rows), forms)
  if (found.status !== 'recognised') return found.status
  return Object.fromEntries(Object.entries(found.columns).map(([field, column]) => [field, rows[0]![column]]))
}

describe('the meaning of a heading', () => {
  it.each([
    ['code', '职工号', '职工编号'],
    ['day', '离职年月日', '离职日期'],
    ['phone', '联络电话', '联系电话'],
    ['text', '活动分类', '活动类型'],
    ['number', '补贴额', '补贴金额'],
  ] as const)('as %s, %s is %s', (type, one, other) => {
    expect(meaningOf(type, one)).toBe(meaningOf(type, other))
  })

  it('keeps apart what is about other things', () => {
    expect(meaningOf('text', '活动名称')).not.toBe(meaningOf('text', '活动类型'))
    expect(meaningOf('code', '编号')).toBeUndefined()
    expect(endsAlike('身份证签发日期', '日期')).toBe(false)
    expect(endsAlike('业务流水号', '流水号')).toBe(true)
  })
})

describe('a sheet with a heading nobody foresaw', () => {
  const calls = ['日期', '站点', '会员编号', '姓名', '打得怎样', '接种意愿']
  it('is read when what stands below can mean only one field', () => {
    const rows = ['接通', '未接', '关机'].map((outcome, at) => [`2022-01-0${at + 1}`, '一站', 'A1', '陈英', outcome, '愿意'])
    expect(fieldsOf(calls, ...rows)).toMatchObject({ outcome: '打得怎样', willingness: '接种意愿' })
  })

  it('is left to a person when nothing below tells, and is not taken for a form with fewer columns', () => {
    const rows = ['甲', '乙', '丙'].map((outcome, at) => [`2022-01-0${at + 1}`, '一站', 'A1', '陈英', outcome, '愿意'])
    expect(fieldsOf([...calls, '状态'], ...rows.map((row) => [...row, '正常']))).toBe('unrecognised')
  })

  it('the time of measuring is no day while there is a day', () => {
    const heads = ['日期（年月日）', '测量时间', '站点', '会员编号', '姓名', '收缩压', '舒张压']
    expect(fieldsOf(heads, ['2022-01-04', '10:24', '一站', 'A1', '陈英', '130', '80'])).toMatchObject({
      occurred_on: '日期（年月日）',
      taken_at: '测量时间',
    })
  })
})
