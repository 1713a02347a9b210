/**
 * Prints the annual report as Word (.docx): fills a template that staff edit in Word or WPS. The tags it may hold are `templateTags`;
 * docs/decisions/0008-report-template.md explains them.
 */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createDefaultPlugins, TemplateHandler } from 'easy-template-x'
import type { TemplateData } from 'easy-template-x'
import { Refusal } from '../../shared/refusal.ts'
import { inXmlTexts } from '../../shared/xml-text.ts'
import { chartInWords } from './charts.ts'
import type { AnnualReport, AppendixEntry, Block, IndicatorTable, ReportCell, ReportTable, Run } from './model.ts'
import { isFigureRun, limitName, limitWords } from './model.ts'
import { chineseNumber, notComputable, plainNumber, tableNumber } from './template-numbers.ts'
import { GridPlugin, RunsPlugin, runsContent } from './template-plugins.ts'
import type { GridContent, WordRun } from './template-plugins.ts'
import { drawChart } from './write-chart.ts'
import type { ChartPicture } from './write-chart.ts'

export const defaultTemplatePath = fileURLToPath(new URL('../../../examples/templates/annual-report.docx', import.meta.url))

/** Every tag a template may use. */
export const templateTags: readonly string[] = [
  '机构名称',
  '年度',
  '报告期间',
  '编制日期',
  '计算时间',
  '依据条数',
  '目录',
  '条目',
  '章节',
  '有标题',
  '标题',
  '内容',
  '小标题',
  '段落',
  '要点',
  '正文',
  '表格',
  '表名',
  '表',
  '图表',
  '图片',
  '有协议',
  '协议标题',
  '协议',
  '协议名称',
  '达标情况',
  '指标',
  '序号',
  '指标名称',
  '协议原文',
  '目标',
  '实际',
  '完成率',
  '是否达标',
  '附录标题',
  '依据',
  '编号',
  '名称',
  '数值',
  '统计规则',
  '计算依据',
  '有待补充',
  '待补充标题',
  '待补充',
  '位置',
  '语句',
]

const bookmarkOf = (ref: number) => `figure_${ref}`

const reference = (ref: number): WordRun => ({ text: `[${ref}]`, superscript: true, link: bookmarkOf(ref) })

const wordRuns = (runs: readonly Run[]): WordRun[] =>
  runs.flatMap((run): WordRun[] => {
    if (isFigureRun(run)) return [{ text: run.display + run.unit }, reference(run.ref)]
    return run.unsupported
      ? [
          { text: run.text, highlight: true },
          { text: '〔待补充依据〕', highlight: true, superscript: true },
        ]
      : [{ text: run.text }]
  })

const cellRuns = (cell: ReportCell): WordRun[] =>
  'text' in cell ? [{ text: cell.text }] : [{ text: cell.display }, ...(cell.ref === undefined ? [] : [reference(cell.ref)])]

const gridOf = (table: ReportTable): GridContent => ({
  _type: 'grid',
  head: table.columns.map((column) => [{ text: column.heading }, ...(column.ref === undefined ? [] : [reference(column.ref)])]),
  rows: table.rows.map((row) => row.map(cellRuns)),
  numbers: table.columns.map((column) => column.type === 'number'),
  total: table.id !== 'headline',
})

const noBlock = { 小标题: [], 段落: [], 要点: [], 表格: [], 图表: [] }

/** Stands before everything else a template prints, so that no template can lose it. */
const limitTags = (stations: readonly string[]): TemplateData => ({
  ...noBlock,
  段落: [{ 正文: runsContent([{ text: limitWords(stations), bold: true, highlight: true }]) }],
})

type DrawChart = (chart: Parameters<typeof drawChart>[0]) => ChartPicture | undefined

const blockTags = (block: Block, draw: DrawChart): TemplateData => {
  const none = noBlock
  if (block.kind === 'heading' || block.kind === 'subheading')
    return { ...none, 小标题: [{ 标题: runsContent([{ text: block.text }]) }] }
  if (block.kind === 'paragraph') return { ...none, 段落: [{ 正文: runsContent(wordRuns(block.runs)) }] }
  if (block.kind === 'bullets') return { ...none, 要点: block.points.map((point) => ({ 正文: runsContent(wordRuns(point)) })) }
  if (block.kind === 'table') return { ...none, 表格: [{ 表名: block.table.title, 表: gridOf(block.table) }] }
  const picture = draw(block.chart)
  if (!picture) return none
  const { png, width, height } = picture
  return {
    ...none,
    图表: [{ 图片: { _type: 'image', source: png, format: 'image/png', width, height, altText: chartInWords(block.chart) } }],
  }
}

const indicatorTags = (table: IndicatorTable): TemplateData => {
  const met = table.rows.filter((row) => row.met === true).length
  const unknown = table.rows.filter((row) => row.met === null).length
  return {
    协议名称: `${table.contract_name}（${table.contract}）`,
    达标情况: `共${table.rows.length}项，达标${met}项，未达标${table.rows.length - met - unknown}项${unknown > 0 ? `，无法计算${unknown}项` : ''}。`,
    指标: table.rows.map((row) => ({
      序号: row.no,
      指标名称: row.metric,
      协议原文: row.text,
      目标: `${tableNumber(row.target)}${row.unit}`,
      实际: runsContent([{ text: row.actual.display + (row.actual.value === null ? '' : row.unit) }, reference(row.actual.ref)]),
      完成率: row.rate_percent === null ? '无法计算' : `${row.rate_percent}%`,
      是否达标: runsContent([row.met === null ? { text: '—' } : row.met ? { text: '达标' } : { text: '未达标', bold: true }]),
    })),
  }
}

const localTime = (instant: string, timeZone: string) =>
  new Intl.DateTimeFormat('zh-CN', {
    timeZone,
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(new Date(instant))

const chineseDay = (day: string) => `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`

const basisWords = (entry: AppendixEntry, { computed_at, time_zone }: AnnualReport): string =>
  [
    ...(entry.numerator === undefined || entry.denominator === undefined
      ? []
      : [`${plainNumber(entry.numerator)} / ${plainNumber(entry.denominator)}`]),
    ...(entry.records_count === undefined ? [] : [`记录${entry.records_count}条`]),
    ...(entry.computed_at === computed_at ? [] : [`计算于${localTime(entry.computed_at, time_zone)}`]),
  ].join('；') || '—'

const entryTags = (entry: AppendixEntry, report: AnnualReport): TemplateData => ({
  编号: runsContent([{ text: `[${entry.ref}]`, bookmark: bookmarkOf(entry.ref) }]),
  名称: entry.title,
  数值:
    entry.value !== null
      ? `${tableNumber(entry.value)}${entry.unit}`
      : entry.problem === ''
        ? '见表中各行'
        : notComputable(entry.problem),
  统计规则: entry.rule,
  计算依据: basisWords(entry, report),
})

const sectionBookmark = (id: string) => `section_${id}`

/** The report as the values of the template's tags. */
const reportTags = (report: AnnualReport, draw: DrawChart): TemplateData => {
  const numbered = report.sections.filter((section) => section.title !== '').length
  const hasIndicators = report.indicators.length > 0
  const headings = [
    ...report.sections.filter((section) => section.title !== '').map((section) => ({ id: section.id, title: section.title })),
    ...(hasIndicators ? [{ id: 'indicators', title: `${chineseNumber(numbered + 1)}、协议指标完成情况` }] : []),
    { id: 'appendix', title: '附录一　数字依据' },
    ...(report.claims.length > 0 ? [{ id: 'claims', title: '附录二　待补充依据的语句' }] : []),
  ]
  const heading = (id: string) => {
    const found = headings.find((one) => one.id === id)
    return runsContent(found ? [{ text: found.title, bookmark: sectionBookmark(id) }] : [])
  }
  return {
    机构名称: report.organisation,
    年度: String(report.year),
    报告期间: `${chineseDay(report.period[0])}至${chineseDay(report.period[1])}${limitName(report.limited_to)}`,
    编制日期: localTime(report.computed_at, report.time_zone).split(' ')[0]!,
    计算时间: localTime(report.computed_at, report.time_zone),
    依据条数: report.appendix.length,
    目录: headings.map(({ id, title }) => ({
      条目: runsContent([
        { text: title, link: sectionBookmark(id) },
        { text: '', page_of: sectionBookmark(id) },
      ]),
    })),
    章节: report.sections.map((section, place) => ({
      有标题: section.title !== '',
      标题: heading(section.id),
      内容: [
        ...(place === 0 && report.limited_to ? [limitTags(report.limited_to)] : []),
        ...section.blocks.map((block) => blockTags(block, draw)),
      ],
    })),
    有协议: hasIndicators,
    协议标题: heading('indicators'),
    协议: report.indicators.map(indicatorTags),
    附录标题: heading('appendix'),
    依据: report.appendix.map((entry) => entryTags(entry, report)),
    有待补充: report.claims.length > 0,
    待补充标题: heading('claims'),
    待补充: report.claims.map(({ section, text }) => ({ 位置: section, 语句: text })),
  }
}

// A template is some pages of text and a logo; the limit keeps a mistaken upload out of memory.
const templateLimitBytes = 10 * 1024 * 1024

const badTemplate = (file: string, problem: string) => new Refusal('report_template_bad', { file, problem })

const templateProblem = (error: unknown): string => {
  const reason = error instanceof Error ? error.message : String(error)
  if (/Unclosed|Unopened|Missing/i.test(error instanceof Error ? error.name + reason : reason)) return `标签没有成对：${reason}`
  return /zip|file|supported/i.test(reason) ? '不是有效的 Word 文档（.docx）' : reason
}

/** Refuses with `report_template_bad` when the file is not a .docx or uses a tag that does not exist. */
export const checkTemplate = async (template: Buffer, file: string): Promise<void> => {
  if (template.length > templateLimitBytes) throw badTemplate(file, '文件超过 10 MB')
  const tags = await new TemplateHandler().parseTags(template).catch((error: unknown) => {
    throw badTemplate(file, templateProblem(error))
  })
  const unknown = [
    ...new Set(tags.filter((tag) => tag.disposition !== 'Close' && !templateTags.includes(tag.name)).map((tag) => tag.rawText)),
  ]
  if (unknown.length > 0) throw badTemplate(file, `没有这些标签：${unknown.join(' ')}`)
  // A brace without its other half, or a full-width one, would be printed as it stands.
  const rest = (await new TemplateHandler().getText(template)).replace(/\{[^{}]*\}/g, '')
  const stray = /.{0,10}[{}｛｝].{0,10}/.exec(rest)
  if (stray) throw badTemplate(file, `花括号没有成对，或不是半角：${stray[0]}`)
}

/**
 * The report as a Word document.
 * `template`: path of a .docx with the tags above; the default template when left out. `draw`: how a chart becomes a picture;
 * a chart that cannot be drawn is left out, its table stays.
 */
export const writeDocx = async (
  report: AnnualReport,
  { template = defaultTemplatePath, draw = drawChart }: { readonly template?: string; readonly draw?: DrawChart } = {},
): Promise<Buffer> => {
  const file = basename(template)
  const source = await readFile(template).catch(() => {
    throw badTemplate(file, '找不到文件')
  })
  await checkTemplate(source, file)
  const filler = new TemplateHandler({ plugins: [...createDefaultPlugins(), new RunsPlugin(), new GridPlugin()] })
  return filler.process(source, reportTags(inXmlTexts(report), draw)).catch((error: unknown) => {
    throw badTemplate(file, templateProblem(error))
  })
}
