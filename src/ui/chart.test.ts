import { describe, expect, it } from 'vitest'
import { optionOf } from './chart-drawing.tsx'
import type { ChartProps } from './chart.tsx'

interface Axis {
  readonly type: string
  readonly min?: number
  readonly scale?: boolean
  readonly minInterval?: number
  readonly name?: string
  readonly axisLabel: { readonly fontSize: number; readonly width?: number }
}

const axesOf = (props: Partial<ChartProps>, surface: 'office' | 'big' = 'office', width = 600) => {
  const option = optionOf(
    { title: '按月', labels: ['1月', '2月'], series: [{ name: '人', values: [1, 0] }], ...props },
    { surface, width },
  )
  const axes = [option['xAxis'], option['yAxis']] as Axis[]
  return { numbers: axes.find((axis) => axis.type === 'value')!, names: axes.find((axis) => axis.type === 'category')! }
}

describe('a chart', () => {
  it('of whole numbers marks whole numbers only, of hours also halves', () => {
    expect(axesOf({}).numbers.minInterval).toBe(1)
    expect(axesOf({ series: [{ name: '小时', values: [0.5, null] }] }).numbers.minInterval).toBeUndefined()
  })
  it('begins its bars at zero, and a course over time where it runs', () => {
    expect(axesOf({}).numbers.min).toBe(0)
    const course = axesOf({ kind: 'line', series: [{ name: '体温', values: [36.1, 37.2] }] }).numbers
    expect([course.min, course.scale]).toEqual([undefined, true])
  })
  it('has its unit in the title, where nothing clips it', () => {
    expect(axesOf({ unit: '人次' }).numbers.name).toBeUndefined()
  })
  it('has larger words in large text', () => {
    expect(axesOf({}, 'big').names.axisLabel.fontSize).toBeGreaterThan(axesOf({}).names.axisLabel.fontSize)
  })
  it('writes the numbers on the bars where there is room for all of them', () => {
    const months = { labels: Array.from({ length: 12 }, (_, at) => `${at + 1}月`), series: [{ name: '人次', values: [1234] }] }
    const shown = (width: number) => {
      const option = optionOf({ title: '按月', ...months }, { surface: 'office', width })
      return (option['series'] as { label: { show: boolean } }[])[0]!.label.show
    }
    expect([shown(800), shown(320)]).toEqual([true, false])
  })
  it('leaves more than half of its width to lying bars', () => {
    expect(axesOf({ kind: 'rank' }, 'office', 300).names.axisLabel.width).toBeLessThan(150)
  })
})
