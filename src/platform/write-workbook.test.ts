import { readXlsx } from 'hucre/xlsx'
import { describe, expect, it } from 'vitest'
import { writeSheet, writeWorkbook } from './write-workbook.ts'
import type { SheetContent } from './write-workbook.ts'

const people: SheetContent = {
  name: '会员/名单',
  title: '会员名单',
  columns: [
    { heading: '身份证号', type: 'text' },
    { heading: '电话', type: 'text' },
    { heading: '入会日期', type: 'day' },
    { heading: '次数', type: 'whole' },
    { heading: '比例', type: 'percent' },
  ],
  rows: [
    ['44040419500101123X', '013800138000', '2022-03-05', 1234, 94.5],
    ['440404195001011234', '=HYPERLINK("http://x")', '3月5日', '无法计算（没有数据）', null],
    ['+1', '-1', null, 0, 100],
  ],
}

const readBack = async (...sheets: SheetContent[]) => readXlsx(await writeWorkbook(sheets))

describe('a written sheet', () => {
  it('has a title, headings and rows, with ID numbers and phones kept as text', async () => {
    const { sheets } = await readBack(people)
    expect(sheets[0]!.rows[0]![0]).toBe('会员名单')
    expect(sheets[0]!.rows[1]).toEqual(['身份证号', '电话', '入会日期', '次数', '比例'])
    expect(sheets[0]!.rows[2]!.slice(0, 2)).toEqual(['44040419500101123X', '013800138000'])
    expect(sheets[0]!.rows[3]![0]).toBe('440404195001011234')
  })

  it('stores numbers as numbers, 0 included, and days as days', async () => {
    const { sheets } = await readBack(people)
    const [, , first, second, third] = sheets[0]!.rows
    expect([first![3], third![3]]).toEqual([1234, 0])
    expect((first![2] as Date).toISOString().slice(0, 10)).toBe('2022-03-05')
    expect(second!.slice(2, 4)).toEqual(['3月5日', '无法计算（没有数据）'])
    expect([first![4], third![4]]).toEqual(['94.5%', '100%'])
  })

  it('never makes a formula of a text', () => {
    const written = writeSheet({ ...people, rows: ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1'].map((text) => [text]) })
    for (const cell of written.cells!.values()) expect(cell.formula).toBeUndefined()
    expect(
      [...written.cells!.values()]
        .filter((cell) => typeof cell.value === 'string' && /^[=+\-@]/.test(cell.value))
        .map((cell) => cell.type),
    ).toEqual(['string', 'string', 'string', 'string'])
  })

  it('drops characters a workbook cannot hold and cuts what is too long for a cell', async () => {
    const { sheets } = await readBack({ ...people, rows: [['王\u0000\u0008芳', 'x'.repeat(40_000)]] })
    expect(sheets[0]!.rows[2]![0]).toBe('王芳')
    expect(String(sheets[0]!.rows[2]![1])).toHaveLength(32_767)
  })

  it('gets a name that Excel accepts, and one of its own', async () => {
    const { sheets } = await readBack(people, { ...people, name: '会员:名单' }, { ...people, name: '很长'.repeat(30) })
    expect(sheets.map((sheet) => sheet.name)).toEqual(['会员_名单', '会员_名单 (2)', '很长'.repeat(16).slice(0, 31)])
  })

  it('keeps its headings in view', () => {
    expect(writeSheet(people).freezePane).toEqual({ rows: 2 })
  })
})
