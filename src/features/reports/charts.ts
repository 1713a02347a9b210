/**
 * The report's pictures as echarts options (图表): pure, no DOM, so the page and the printed report draw the same picture.
 * Direct labels, bars from zero, patterns beside colours, last year as a thin grey line.
 */
import type { EChartsCoreOption } from 'echarts/core'
import type { ReportChart } from './model.ts'
import { tableNumber } from './template-numbers.ts'

export interface ChartLook {
  /** Font family as the renderer knows it. */
  readonly font?: string
  /** Base text size in px. */
  readonly text?: number
  readonly language?: 'zh' | 'en'
  /** Lines of names beside lying bars are broken at this many px; not at all when left out. */
  readonly names_width?: number
}

// Okabe & Ito (2008), distinguishable with the three common kinds of colour blindness; our green first.
const hues = ['#1F6F5C', '#E69F00', '#56B4E9', '#CC79A7', '#0072B2', '#D55E00']
const decals = [
  { symbol: 'none' },
  { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4, color: 'rgba(31,36,33,0.35)' },
  {
    symbol: 'circle',
    dashArrayX: [
      [8, 8],
      [0, 8, 8, 0],
    ],
    dashArrayY: [6, 0],
    symbolSize: 0.6,
    color: 'rgba(31,36,33,0.35)',
  },
  { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: Math.PI / 4, color: 'rgba(31,36,33,0.35)' },
  {
    symbol: 'triangle',
    dashArrayX: [
      [9, 9],
      [0, 9, 9, 0],
    ],
    dashArrayY: [7, 2],
    symbolSize: 0.75,
    color: 'rgba(255,255,255,0.4)',
  },
  {
    symbol: 'rect',
    dashArrayX: [
      [1, 0],
      [1, 6],
    ],
    dashArrayY: [1, 0, 6, 0],
    color: 'rgba(255,255,255,0.4)',
  },
]
const ink = '#1F2421'
const quiet = '#5B635E'
const line = '#E7E2DA'

/** Totals over the stacked series; null where a part cannot be computed, because a smaller total would be a wrong one. */
const totals = (chart: ReportChart): (number | null)[] =>
  chart.categories.map((_, i) =>
    chart.series.reduce<number | null>((sum, series) => (sum === null ? null : addUp(sum, series.values[i])), 0),
  )

const addUp = (sum: number, value: number | null | undefined): number | null =>
  value === null || value === undefined ? null : sum + value

const notComputable = { zh: '无法计算', en: 'not computable' } as const

/** Names of the categories; one without a total says so in its name, as it has no bar to carry the words. */
const categoryNames = (chart: ReportChart, language: 'zh' | 'en'): string[] => {
  const sums = totals(chart)
  return chart.categories.map((name, i) => (sums[i] === null ? `${name}\n${notComputable[language]}` : name))
}

/** The picture in words, for those who cannot see it. */
export const chartInWords = (chart: ReportChart): string => {
  const sums = totals(chart)
  return `${chart.title}：${chart.categories.map((name, i) => `${name} ${sums[i] ?? '—'}`).join('，')}`
}

const areWhole = ({ series, previous }: ReportChart): boolean =>
  [...series, ...(previous ? [previous] : [])].every(({ values }) =>
    values.every((value) => value === null || Number.isInteger(value)),
  )

const yearWord = (year: number, language: 'zh' | 'en') => (language === 'zh' ? `${year}年` : String(year))

/** Last year: a line over columns, a tick on each bar. */
const previousSeries = (chart: ReportChart, language: 'zh' | 'en') => {
  if (!chart.previous) return []
  const name = yearWord(chart.previous.year, language)
  const grey = { color: '#6E7571', borderColor: '#FFFFFF', borderWidth: 0.5 }
  return chart.kind === 'columns'
    ? [
        {
          type: 'line',
          name,
          data: chart.previous.values,
          symbol: 'circle',
          symbolSize: 3,
          lineStyle: { width: 1.2, color: grey.color },
          itemStyle: grey,
          z: 5,
        },
      ]
    : [
        {
          type: 'scatter',
          name,
          data: chart.previous.values.map((value, i) => [value, i]),
          symbol: 'rect',
          symbolSize: [3.5, 24],
          itemStyle: grey,
          z: 5,
        },
      ]
}

const seriesOptions = (chart: ReportChart, size: number) => {
  const sums = totals(chart)
  const last = chart.series.length - 1
  return chart.series.map((series, i) => ({
    type: 'bar',
    name: series.name,
    stack: 'now',
    barMaxWidth: 34,
    barCategoryGap: '35%',
    // A stack's last part may be 0 high; its label still stands at the top of the stack.
    data: series.values,
    itemStyle: { color: hues[i % hues.length], decal: chart.series.length > 1 ? decals[i % decals.length] : { symbol: 'none' } },
    label: {
      show: i === last,
      position: chart.kind === 'columns' ? 'top' : 'right',
      color: ink,
      fontSize: size,
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const sum = sums[dataIndex]
        return sum === null || sum === undefined ? '' : tableNumber(sum)
      },
    },
  }))
}

/** The picture as an echarts option. Needs the bar, line and scatter charts, grid, legend, title and aria components. */
export const chartOption = (chart: ReportChart, look: ChartLook = {}): EChartsCoreOption => {
  const size = look.text ?? 12
  const language = look.language ?? 'zh'
  const names = {
    type: 'category',
    data: categoryNames(chart, language),
    axisTick: { show: false },
    axisLine: { lineStyle: { color: quiet } },
    axisLabel: {
      color: ink,
      fontSize: size,
      interval: 0,
      ...(look.names_width && chart.kind === 'bars' ? { width: look.names_width, overflow: 'break' } : {}),
    },
  }
  const values = {
    type: 'value',
    min: 0,
    // Counts are whole: there is nothing to mark between 0 and 1 person.
    ...(areWhole(chart) ? { minInterval: 1 } : {}),
    splitNumber: chart.kind === 'bars' ? 3 : 5,
    splitLine: { lineStyle: { color: line } },
    axisLabel: { color: quiet, fontSize: size - 1, hideOverlap: true },
  }
  const legend = chart.series.length > 1 || chart.previous !== undefined
  const title = language === 'zh' ? chart.title : chart.title_en
  return {
    animation: false,
    backgroundColor: '#FFFFFF',
    textStyle: { fontFamily: look.font ?? '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif' },
    aria: { enabled: true, decal: { show: false }, label: { description: chartInWords(chart) } },
    title: {
      text: title.includes(chart.unit) || language === 'en' ? title : `${title}（${chart.unit}）`,
      left: 8,
      top: 4,
      textStyle: { fontSize: size + 2, fontWeight: 600, color: ink },
    },
    ...(legend
      ? {
          legend: {
            right: 8,
            top: 6,
            itemWidth: 18,
            itemHeight: 10,
            textStyle: { color: quiet, fontSize: size },
            selectedMode: false,
          },
        }
      : {}),
    grid: {
      left: 12,
      right: chart.kind === 'bars' ? size * 5 : 16,
      top: 44,
      bottom: 8,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    ...(chart.kind === 'columns' ? { xAxis: names, yAxis: values } : { xAxis: values, yAxis: { ...names, inverse: true } }),
    series: [...seriesOptions(chart, size), ...previousSeries(chart, language)],
  }
}

/** Height in px that suits the chart at a width: bars grow with their number. */
export const chartHeight = (chart: ReportChart): number => (chart.kind === 'bars' ? 70 + chart.categories.length * 36 : 290)
