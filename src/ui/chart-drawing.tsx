/** The drawing half of `Chart`: echarts with only the parts we use, as SVG, with patterns besides hues and a spoken description. */
import { useEffect, useRef } from 'react'
import { BarChart, LineChart, ScatterChart } from 'echarts/charts'
import {
  AriaComponent,
  DatasetComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TitleComponent,
  TooltipComponent,
} from 'echarts/components'
import * as echarts from 'echarts/core'
import type { EChartsCoreOption } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { ChartProps } from './chart.tsx'
import { showNumber } from './format.ts'
import { chart_hues, chart_last_year, coloursOf, fonts } from './tokens.ts'
import type { Surface } from './tokens.ts'

echarts.use([
  BarChart,
  LineChart,
  ScatterChart,
  AriaComponent,
  DatasetComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TitleComponent,
  TooltipComponent,
  SVGRenderer,
])

const labels_fit = 14

const nowSeries = (props: ChartProps) => props.series.filter((each) => each.role !== 'last_year').length

const seriesOf = (props: ChartProps, text: string) =>
  props.series.map((each, place) => {
    const last_year = each.role === 'last_year'
    const line = last_year || props.kind === 'line'
    const few = props.labels.length <= labels_fit && nowSeries(props) === 1 && props.kind !== 'line'
    return {
      type: line ? 'line' : 'bar',
      name: each.name,
      data: each.values,
      barMaxWidth: props.kind === 'rank' ? 18 : 32,
      symbol: last_year ? 'none' : 'circle',
      symbolSize: 6,
      z: last_year ? 3 : 2,
      itemStyle: { color: last_year ? chart_last_year : chart_hues[place % chart_hues.length], borderRadius: 3 },
      lineStyle: { width: last_year ? 1.5 : 2.5, color: last_year ? chart_last_year : chart_hues[place % chart_hues.length] },
      label: {
        show: few && !last_year,
        position: props.kind === 'rank' ? 'right' : 'top',
        color: text,
        fontSize: 11,
        formatter: ({ value }: { value: number | null }) => (value === null ? '' : showNumber(value)),
      },
      ...(props.kind === 'line' ? { endLabel: { show: props.series.length > 1, formatter: each.name, color: text } } : {}),
    }
  })

/** The echarts option for a chart of ours; pure, so that it can be looked at in a test. */
export const optionOf = (props: ChartProps, surface: Surface): EChartsCoreOption => {
  const colour = coloursOf(surface)
  const lying = props.kind === 'rank'
  const names = {
    type: 'category',
    data: props.labels,
    inverse: lying,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colour.line_strong } },
    axisLabel: { color: colour.text_quiet },
  }
  const numbers = {
    type: 'value',
    min: 0,
    name: lying ? undefined : props.unit,
    nameTextStyle: { color: colour.text_quiet, align: 'right' },
    splitLine: { lineStyle: { color: colour.line } },
    axisLabel: { color: colour.text_quiet, show: !lying },
  }
  return {
    animation: !globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches,
    animationDuration: 200,
    textStyle: { fontFamily: fonts.text },
    aria: { enabled: true, decal: { show: nowSeries(props) > 1 }, label: { description: `${props.title}。${props.says ?? ''}` } },
    grid: {
      left: 8,
      right: lying ? 64 : props.kind === 'line' && props.series.length > 1 ? 72 : 8,
      top: lying ? 8 : 36,
      bottom: 8,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      confine: true,
      valueFormatter: (value: unknown) => (typeof value === 'number' ? `${showNumber(value)} ${props.unit ?? ''}` : ''),
    },
    legend: {
      show: props.series.length > 1 && props.kind !== 'line',
      itemHeight: 8,
      itemWidth: 16,
      top: 0,
      right: 0,
      textStyle: { color: colour.text_quiet },
    },
    xAxis: lying ? numbers : names,
    yAxis: lying ? names : numbers,
    series: seriesOf(props, colour.text),
  }
}

const height_of_rank_row = 34

const ChartDrawing = (props: ChartProps) => {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = place.current
    if (!element) return
    const chart = echarts.init(element, null, { renderer: 'svg' })
    const surface = document.documentElement.dataset['surface'] === 'wall' ? 'wall' : 'office'
    chart.setOption(props.option ?? optionOf(props, surface))
    const follow = new ResizeObserver(() => chart.resize())
    follow.observe(element)
    return () => {
      follow.disconnect()
      chart.dispose()
    }
  }, [props])
  const height = props.height ?? (props.kind === 'rank' ? props.labels.length * height_of_rank_row + 24 : 280)
  return (
    <div
      ref={place}
      className="chart-drawing"
      style={{ height }}
      role="img"
      aria-label={props.spoken ?? `${props.title}${props.says ? `：${props.says}` : ''}`}
    />
  )
}

export default ChartDrawing
