/** Draws a report chart to PNG without a browser: echarts to SVG, resvg to pixels, with a Chinese font found on the machine. */
import { existsSync } from 'node:fs'
import { Resvg } from '@resvg/resvg-js'
import { BarChart, LineChart, ScatterChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TitleComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { chartHeight, chartOption } from './charts.ts'
import type { ReportChart } from './model.ts'

echarts.use([BarChart, LineChart, ScatterChart, AriaComponent, GridComponent, LegendComponent, TitleComponent, SVGRenderer])

interface ChartFont {
  readonly file: string
  readonly family: string
}

/** Where Debian, Fedora, Windows and macOS keep a font with Chinese characters. */
const knownFonts: readonly ChartFont[] = [
  { file: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc', family: 'Noto Sans CJK SC' },
  { file: '/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc', family: 'Noto Sans CJK SC' },
  { file: '/usr/share/fonts/truetype/wqy/wqy-microhei.ttc', family: 'WenQuanYi Micro Hei' },
  { file: '/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc', family: 'WenQuanYi Zen Hei' },
  { file: 'C:\\Windows\\Fonts\\msyh.ttc', family: 'Microsoft YaHei' },
  { file: 'C:\\Windows\\Fonts\\simhei.ttf', family: 'SimHei' },
  { file: '/System/Library/Fonts/PingFang.ttc', family: 'PingFang SC' },
  { file: '/System/Library/Fonts/STHeiti Light.ttc', family: 'Heiti SC' },
]

/** The first Chinese font there is; undefined on a machine without one. */
export const findChartFont = (fonts: readonly ChartFont[] = knownFonts): ChartFont | undefined =>
  fonts.find((font) => existsSync(font.file))

export interface ChartPicture {
  readonly png: Buffer
  /** Size on the page in px at 96 dpi; the picture itself has twice as many pixels. */
  readonly width: number
  readonly height: number
}

/** `undefined` when there is no Chinese font (`font` null): a picture with empty boxes for words is worse than the table that stands beside it. */
export const drawChart = (
  chart: ReportChart,
  width = 590,
  font: ChartFont | null = findChartFont() ?? null,
): ChartPicture | undefined => {
  if (!font) return undefined
  const height = chartHeight(chart)
  const drawing = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height })
  drawing.setOption(chartOption(chart, { font: font.family }))
  const svg = drawing.renderToSVGString()
  drawing.dispose()
  const picture = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: 2 },
    font: { fontFiles: [font.file], loadSystemFonts: false, defaultFontFamily: font.family },
  })
  return { png: picture.render().asPng(), width, height }
}
