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
import { useSurfaceNow } from './screen.ts'
import { chart_hues, chart_last_year, coloursOf, fonts, scaleOf } from './tokens.ts'
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

/** What the picture is drawn for; `width` in px, of which the names of lying bars take less than half. */
interface Room {
  readonly surface: Surface
  readonly width: number
}

/** Counts are whole: between 0 and 1 person there is nothing to mark. */
const areWhole = ({ series }: ChartProps): boolean =>
  series.every(({ values }) => values.every((value) => value === null || Number.isInteger(value)))

const nowSeries = (props: ChartProps) => props.series.filter((each) => each.role !== 'last_year').length

/** Digits are a little wider than half their height. */
const digit_width = 0.6

/** Whether each bar can carry its number; where two would stand on one another, the table behind the picture has them all. */
const numbersFit = (props: ChartProps, size: number, width: number): boolean => {
  if (nowSeries(props) > 1 || props.kind === 'line') return false
  const longest = Math.max(...props.series.flatMap(({ values }) => values.map((value) => showNumber(value ?? 0).length)))
  return props.kind === 'rank' || (width - size * 4) / props.labels.length >= longest * size * digit_width
}

const seriesOf = (props: ChartProps, text: string, size: number, width: number) =>
  props.series.map((each, place) => {
    const last_year = each.role === 'last_year'
    const line = last_year || props.kind === 'line'
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
        show: !last_year && numbersFit(props, size, width),
        position: props.kind === 'rank' ? 'right' : 'top',
        color: text,
        fontSize: size,
        formatter: ({ value }: { value: number | null }) => (value === null ? '' : showNumber(value)),
      },
      ...(props.kind === 'line'
        ? { endLabel: { show: props.series.length > 1, formatter: each.name, color: text, fontSize: size } }
        : {}),
    }
  })

/** The echarts option for a chart of ours; pure, so that it can be looked at in a test. */
export const optionOf = (props: ChartProps, { surface, width }: Room): EChartsCoreOption => {
  const colour = coloursOf(surface)
  const size = scaleOf(surface).xs
  const lying = props.kind === 'rank'
  const names_width = Math.max(72, Math.round(width * 0.42))
  const names = {
    type: 'category',
    data: props.labels,
    inverse: lying,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colour.line_strong } },
    axisLabel: {
      color: colour.text_quiet,
      fontSize: size,
      ...(lying ? { interval: 0, width: names_width, overflow: 'break' } : { hideOverlap: true }),
    },
  }
  const numbers = {
    type: 'value',
    // Bars begin at zero; a course over time is about its ups and downs, which zero would flatten (36.1 … 37.2 ℃).
    ...(props.kind === 'line' ? { scale: true } : { min: 0 }),
    ...(areWhole(props) ? { minInterval: 1 } : {}),
    splitLine: { show: !lying, lineStyle: { color: colour.line } },
    axisLabel: {
      color: colour.text_quiet,
      fontSize: size,
      show: !lying,
      hideOverlap: true,
      formatter: (value: number) => showNumber(value),
    },
  }
  return {
    animation: !globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches,
    animationDuration: 200,
    textStyle: { fontFamily: fonts.text },
    aria: { enabled: true, decal: { show: nowSeries(props) > 1 }, label: { description: `${props.title}。${props.says ?? ''}` } },
    grid: {
      left: 8,
      right: lying || (props.kind === 'line' && props.series.length > 1) ? size * 5 : 8,
      top: lying ? 8 : props.series.length > 1 && props.kind !== 'line' ? size * 3 : size * 2,
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
      textStyle: { color: colour.text_quiet, fontSize: size },
    },
    xAxis: lying ? numbers : names,
    yAxis: lying ? names : numbers,
    series: seriesOf(props, colour.text, size, width),
  }
}

/** In px, of a lying bar whose name has one line or two. */
const height_of_rank_row = 36

const ChartDrawing = (props: ChartProps) => {
  const place = useRef<HTMLDivElement>(null)
  const surface = useSurfaceNow()
  useEffect(() => {
    const element = place.current
    if (!element) return
    const chart = echarts.init(element, null, { renderer: 'svg' })
    const draw = () => chart.setOption(props.option ?? optionOf(props, { surface, width: element.clientWidth }))
    draw()
    const follow = new ResizeObserver(() => {
      chart.resize()
      draw()
    })
    follow.observe(element)
    return () => {
      follow.disconnect()
      chart.dispose()
    }
  }, [props, surface])
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
