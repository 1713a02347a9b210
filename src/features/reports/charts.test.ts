import { describe, expect, it } from 'vitest'
import { chartInWords, chartOption } from './charts.ts'
import type { ReportChart } from './model.ts'
import { exampleInput, exampleYearBefore } from './template-example.ts'
import { reportCharts } from './template-tables.ts'
import { drawChart, findChartFont } from './write-chart.ts'

interface Option {
  readonly yAxis: { readonly min?: number; readonly minInterval?: number }
  readonly xAxis: { readonly min?: number; readonly data?: string[] }
  readonly series: {
    readonly type: string
    readonly name: string
    readonly data: (number | null)[]
    readonly itemStyle: { decal?: { symbol: string } }
    readonly label?: { formatter: (p: { dataIndex: number }) => string }
  }[]
}
const optionOf = (chart: ReportChart) => chartOption(chart) as unknown as Option
const chart = (id: string, charts = reportCharts(exampleInput())) => charts.find((one) => one.id === id)!

describe('charts of the year', () => {
  it('there are four, and each bar is a figure that opens', () => {
    expect(reportCharts(exampleInput()).map((one) => one.id)).toEqual([
      'by_month',
      'by_station',
      'by_service_type',
      'members_by_age_band',
    ])
    expect(chart('by_month').keys[0]).toBe('table:by_month/2022-01/person_times_total')
  })
  it('stacks add up to the month’s total, which is written on the bar', () => {
    const { series } = optionOf(chart('by_month'))
    expect(series.reduce((sum, one) => sum + (one.data[0] ?? 0), 0)).toBe(3536)
    expect(series.at(-1)!.label!.formatter({ dataIndex: 0 })).toBe('3,536')
  })
  it('bars start at zero', () => {
    expect(optionOf(chart('by_month')).yAxis.min).toBe(0)
    expect(optionOf(chart('by_station')).xAxis.min).toBe(0)
  })
  it('of whole numbers have no marks between them', () => {
    const few: ReportChart = { ...chart('by_month'), series: [{ name: '活动', values: [1, 0, 2] }] }
    expect(optionOf(few).yAxis.minInterval).toBe(1)
    expect(optionOf({ ...few, series: [{ name: '小时', values: [0.5, 1] }] }).yAxis.minInterval).toBeUndefined()
  })
  it('parts of a stack differ in pattern, not only in colour', () => {
    const patterns = optionOf(chart('by_month')).series.map((one) => JSON.stringify(one.itemStyle.decal))
    expect(new Set(patterns).size).toBe(patterns.length)
  })
  it('last year is a line over columns, March over March', () => {
    const { series } = optionOf(chart('by_month', reportCharts(exampleInput({ previous: exampleYearBefore() }))))
    const line = series.find((one) => one.type === 'line')!
    expect(line.name).toBe('2021年')
    expect(line.data[2]).toBe(Math.round(5569 * 0.9))
  })
  it('a value that cannot be computed is written so, not drawn as 0', () => {
    const gap: ReportChart = {
      ...chart('members_by_age_band'),
      series: [{ name: '2022年', values: [null, 5] }],
      categories: ['0-59', '60-64'],
    }
    const { series, xAxis } = optionOf(gap)
    expect(series[0]!.data[0]).toBeNull()
    expect(xAxis.data).toEqual(['0-59\n无法计算', '60-64'])
    expect(chartInWords(gap)).toContain('0-59 —')
  })
  it.skipIf(!findChartFont())('become PNG pictures', () => {
    const picture = drawChart(chart('by_station'))!
    expect(picture.png.subarray(1, 4).toString()).toBe('PNG')
    expect(picture.png.length).toBeGreaterThan(10_000)
  })
  it('are not drawn without a Chinese font', () => {
    expect(findChartFont([{ file: '/nowhere/font.ttc', family: 'Nowhere' }])).toBeUndefined()
    expect(drawChart(chart('by_station'), 590, null)).toBeUndefined()
  })
})
