import { readXlsx } from 'hucre/xlsx'
import { beforeAll, describe, expect, it } from 'vitest'
import { exampleInput, exampleYearBefore, expected, otherOrganisation } from './template-example.ts'
import { writeXlsx } from './write-xlsx.ts'

type Rows = (string | number | null)[][]

const sheetsOf = async (file: Buffer): Promise<Map<string, Rows>> =>
  new Map((await readXlsx(file)).sheets.map((sheet) => [sheet.name, sheet.rows as Rows]))

describe('the year as a workbook', () => {
  let sheets = new Map<string, Rows>()
  beforeAll(async () => {
    sheets = await sheetsOf(await writeXlsx(exampleInput()))
  })
  const column = (sheet: string, heading: string) => sheets.get(sheet)![1]!.indexOf(heading)

  it('has a sheet for each view of the year', () => {
    expect([...sheets.keys()]).toEqual([
      '指标数字',
      '按项目',
      '按站点',
      '按月份',
      '按服务类型',
      '按活动类型',
      '会员年龄',
      '残疾类别',
      '金币积分',
      '血压分级',
      '协议指标',
      '说明',
    ])
  })

  it('lists every figure with its exact value, ratios as percent with both their parts', () => {
    const rows = new Map(
      sheets
        .get('指标数字')!
        .slice(2)
        .map((row) => [row[0], row]),
    )
    expect(rows.size).toBe(Object.keys(expected.figures).length)
    for (const [key, figure] of Object.entries(expected.figures)) {
      const row = rows.get(key)!
      expect(row[2]).toBe(figure.unit === '%' ? `${figure.value}%` : figure.value)
      expect([row[4] ?? undefined, row[5] ?? undefined]).toEqual([figure.numerator, figure.denominator])
      expect(row[6]).toBe(figure.rule_zh)
    }
  })

  it('holds each number of each table', () => {
    const total = column('按月份', '合计人次')
    expect(
      sheets
        .get('按月份')!
        .slice(2)
        .reduce((sum, row) => sum + Number(row[total]), 0),
    ).toBe(70_486)
    const contracts = sheets.get('按项目')!.slice(2)
    expect(contracts.map((row) => row[0])).toEqual(Object.keys(expected.tables.by_contract!))
    expect(contracts[0]![column('按项目', '满意度（%）')]).toBe('94.5%（121/128）')
    expect(
      sheets
        .get('会员年龄')!
        .slice(2)
        .map((row) => row[1]),
    ).toEqual(Object.values(expected.tables.members_by_age_band!))
  })

  it('says for each indicator target, actual, rate and whether it was met', () => {
    const rows = sheets.get('协议指标')!.slice(2)
    expect(rows).toHaveLength(expected.indicators.length)
    expect(rows.filter((row) => row.at(-1) === '未达标')).toHaveLength(
      expected.indicators.filter((indicator) => !indicator.met).length,
    )
    expect(rows[0]!.slice(5, 8)).toEqual([750, 920, '人数'])
    expect(rows[0]![10]).toBe('122.7%')
  })

  it('puts last year beside this year when there is one', async () => {
    const both = await sheetsOf(await writeXlsx(exampleInput({ previous: exampleYearBefore() })))
    expect(both.get('指标数字')![1]).toContain('2021年')
  })

  it('says why a figure, a table cell or an indicator cannot be computed', async () => {
    const other = await sheetsOf(await writeXlsx(otherOrganisation()))
    const figures = new Map(
      other
        .get('指标数字')!
        .slice(2)
        .map((row) => [row[0], row[2]]),
    )
    expect(figures.get('satisfaction.all')).toBe('无法计算（没有有效问卷）')
    expect(
      other
        .get('按项目')!
        .slice(2)
        .map((row) => row.at(-1)),
    ).toEqual(['无法计算（没有有效记录，分母为0）', '无法计算（没有有效记录，分母为0）'])
    expect(other.get('协议指标')!.at(-1)!.slice(-2)).toEqual(['无法计算（没有有效问卷）', '无法判断'])
  })
})
