/** Makes examples/templates/annual-report.docx, the Word template we ship: `node --import tsx scripts/make-report-template.ts [file]`. */
import { writeFileSync } from 'node:fs'
import {
  AlignmentType,
  BorderStyle,
  convertMillimetersToTwip as mm,
  Document,
  Footer,
  Header,
  HeadingLevel,
  LineRuleType,
  NumberFormat,
  Packer,
  PageNumber,
  Paragraph,
  SectionType,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx'
import type { IParagraphStyleOptions } from 'docx'

// Names Word and WPS know in China; other systems substitute by their own tables.
const song = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '宋体', cs: 'Times New Roman' }
const fangsong = { ...song, eastAsia: '仿宋' }
const hei = { ascii: 'Arial', hAnsi: 'Arial', eastAsia: '黑体', cs: 'Arial' }
const green = '1F6F5C'
const ink = '1F2421'
const grey = '5B635E'

// Sizes in half points: 二号 44, 三号 32, 小三 30, 四号 28, 小四 24, 五号 21, 小五 18, 六号 15.
const style = (
  id: string,
  name: string,
  run: IParagraphStyleOptions['run'],
  paragraph: IParagraphStyleOptions['paragraph'] = {},
): IParagraphStyleOptions => ({
  id,
  name,
  basedOn: 'Normal',
  quickFormat: true,
  run: { color: ink, ...run },
  paragraph,
})
const cell = { spacing: { before: 20, after: 20, line: 240, lineRule: LineRuleType.AUTO } }

const paragraphStyles: IParagraphStyleOptions[] = [
  style(
    'ReportOrganisation',
    '报告机构',
    { font: song, size: 36, bold: true },
    { alignment: AlignmentType.CENTER, spacing: { before: 3600, after: 360 } },
  ),
  style(
    'ReportTitle',
    '报告标题',
    { font: hei, size: 60, bold: true, color: green },
    {
      alignment: AlignmentType.CENTER,
      spacing: { after: 5200 },
      border: { bottom: { style: BorderStyle.SINGLE, size: 12, color: green, space: 14 } },
    },
  ),
  style(
    'ReportCoverLine',
    '报告封面文字',
    { font: fangsong, size: 28 },
    { alignment: AlignmentType.CENTER, spacing: { after: 160 } },
  ),
  style(
    'ReportContentsTitle',
    '报告目录标题',
    { font: hei, size: 36, bold: true },
    { alignment: AlignmentType.CENTER, spacing: { before: 240, after: 360 } },
  ),
  style('ReportContents', '报告目录', { font: fangsong, size: 28 }, { spacing: { line: 480 } }),
  style(
    'ReportBody',
    '报告正文',
    { font: fangsong, size: 28 },
    { indent: { firstLine: 560 }, alignment: AlignmentType.JUSTIFIED, spacing: { line: 420, after: 80 } },
  ),
  style(
    'ReportPoint',
    '报告要点',
    { font: fangsong, size: 28 },
    { indent: { firstLine: 560 }, alignment: AlignmentType.JUSTIFIED, spacing: { line: 420, after: 80 } },
  ),
  style('ReportNote', '报告说明', { font: song, size: 21, color: grey }, { spacing: { after: 160, line: 320 } }),
  style(
    'ReportTableName',
    '报告表名',
    { font: hei, size: 22 },
    { keepNext: true, alignment: AlignmentType.CENTER, spacing: { before: 200, after: 100 } },
  ),
  style(
    'ReportPicture',
    '报告图',
    { font: song, size: 21 },
    { alignment: AlignmentType.CENTER, spacing: { before: 200, after: 60 } },
  ),
  style('ReportCellHead', '报告表头', { font: hei, size: 19 }, { ...cell, alignment: AlignmentType.CENTER, keepNext: true }),
  style('ReportCell', '报告表格文字', { font: song, size: 19 }, cell),
  style('ReportCellNumber', '报告表格数字', { font: song, size: 19 }, { ...cell, alignment: AlignmentType.RIGHT }),
  style(
    'ReportCellHeadSmall',
    '报告表头（小）',
    { font: hei, size: 15 },
    { ...cell, alignment: AlignmentType.CENTER, keepNext: true },
  ),
  style('ReportCellSmall', '报告表格文字（小）', { font: song, size: 16 }, cell),
  style('ReportCellNumberSmall', '报告表格数字（小）', { font: song, size: 16 }, { ...cell, alignment: AlignmentType.RIGHT }),
  style(
    'ReportGap',
    '报告间隔',
    { size: 2 },
    { keepNext: true, spacing: { before: 0, after: 0, line: 40, lineRule: LineRuleType.EXACT } },
  ),
]

const line = (text: string, styleId: string, more: object = {}) =>
  new Paragraph({ style: styleId, children: [new TextRun(text)], ...more })
/** A line that is repeated, or left out, as a whole. */
const each = (name: string, inner: string, styleId: string, more: object = {}) =>
  line(`{#${name} [loopOver: "paragraph"]}${inner}{/${name}}`, styleId, more)
const heading1 = { heading: HeadingLevel.HEADING_1 }
const heading2 = { heading: HeadingLevel.HEADING_2 }

const edge = { style: BorderStyle.SINGLE, size: 4, color: '8A908C' }
const tableOf = (
  columns: readonly { head: string; tag: string; width: number; number?: boolean }[],
  size: '' | 'Small' = '',
): Table => {
  const cellOf = (text: string, styleId: string, width: number, shaded: boolean) =>
    new TableCell({
      width: { size: width, type: WidthType.DXA },
      verticalAlign: VerticalAlign.CENTER,
      margins: { left: 60, right: 60 },
      ...(shaded ? { shading: { type: ShadingType.CLEAR, color: 'auto', fill: 'EAF1EE' } } : {}),
      children: [line(text, styleId)],
    })
  return new Table({
    layout: TableLayoutType.FIXED,
    columnWidths: columns.map((column) => column.width),
    width: { size: columns.reduce((sum, column) => sum + column.width, 0), type: WidthType.DXA },
    borders: { top: edge, bottom: edge, left: edge, right: edge, insideHorizontal: edge, insideVertical: edge },
    rows: [
      new TableRow({
        tableHeader: true,
        cantSplit: true,
        children: columns.map((column) => cellOf(column.head, 'ReportCellHead', column.width, true)),
      }),
      new TableRow({
        cantSplit: true,
        children: columns.map((column) =>
          cellOf(column.tag, (column.number ? 'ReportCellNumber' : 'ReportCell') + size, column.width, false),
        ),
      }),
    ],
  })
}

const cover = [
  line('{机构名称}', 'ReportOrganisation'),
  line('{年度}年度工作报告', 'ReportTitle'),
  line('报告期间：{报告期间}', 'ReportCoverLine'),
  line('编制日期：{编制日期}', 'ReportCoverLine'),
]

const contents = [
  line('目　录', 'ReportContentsTitle', { pageBreakBefore: true }),
  each('目录', '{条目}', 'ReportContents', { tabStops: [{ type: TabStopType.RIGHT, position: 8840, leader: 'dot' }] }),
  // The section break hangs on the last paragraph, which therefore must not be the repeated one.
  line('', 'ReportGap'),
]

const body = [
  line('{#章节}', 'ReportGap'),
  each('有标题', '{标题}', 'Heading1', heading1),
  line('{#内容}', 'ReportGap'),
  each('小标题', '{标题}', 'Heading2', heading2),
  each('段落', '{正文}', 'ReportBody'),
  each('要点', '◆{正文}', 'ReportPoint'),
  each('图表', '{图片}', 'ReportPicture', { keepNext: true }),
  each('表格', '{表名}', 'ReportTableName'),
  each('表格', '{表}', 'ReportCell'),
  line('{/内容}', 'ReportGap'),
  line('{/章节}', 'ReportGap'),
]

const indicators = [
  each('有协议', '{协议标题}', 'Heading1', { ...heading1, pageBreakBefore: true }),
  line('{#协议}', 'ReportGap'),
  line('{协议名称}', 'Heading2', heading2),
  line('{达标情况}', 'ReportNote', { keepNext: true }),
  tableOf([
    { head: '序号', tag: '{#指标}{序号}', width: 620, number: true },
    { head: '指标', tag: '{指标名称}', width: 1700 },
    { head: '协议原文', tag: '{协议原文}', width: 2600 },
    { head: '目标', tag: '{目标}', width: 1060, number: true },
    { head: '实际', tag: '{实际}', width: 1300, number: true },
    { head: '完成率', tag: '{完成率}', width: 860, number: true },
    { head: '达标', tag: '{是否达标}{/指标}', width: 700 },
  ]),
  line('{/协议}', 'ReportGap'),
]

const appendix = [
  line('{附录标题}', 'Heading1', { ...heading1, pageBreakBefore: true }),
  line(
    '正文和表中方括号内的编号与下表对应，共{依据条数}条；表格的编号写在列标题上。除另有注明外，数字均于{计算时间}由服务记录计算。',
    'ReportNote',
  ),
  tableOf(
    [
      { head: '编号', tag: '{#依据}{编号}', width: 620 },
      { head: '数字', tag: '{名称}', width: 2500 },
      { head: '数值', tag: '{数值}', width: 1120, number: true },
      { head: '统计规则', tag: '{统计规则}', width: 3500 },
      { head: '分子/分母、记录数', tag: '{计算依据}{/依据}', width: 1100 },
    ],
    'Small',
  ),
  line('{#有待补充}', 'ReportGap'),
  line('{待补充标题}', 'Heading1', { ...heading1 }),
  line('下列语句没有数字支持，正文中以黄色标出，请补充依据、改写或删去后再提交。', 'ReportNote'),
  tableOf([
    { head: '位置', tag: '{#待补充}{位置}', width: 2400 },
    { head: '语句', tag: '{语句}{/待补充}', width: 6440 },
  ]),
  line('{/有待补充}', 'ReportGap'),
]

const header = new Header({
  children: [
    new Paragraph({
      alignment: AlignmentType.CENTER,
      border: { bottom: { ...edge, space: 4 } },
      children: [new TextRun({ text: '{机构名称}　{年度}年度工作报告', font: song, size: 18, color: grey })],
    }),
  ],
})
const footer = new Footer({
  children: [
    new Paragraph({
      alignment: AlignmentType.CENTER,
      children: [new TextRun({ font: song, size: 18, color: grey, children: ['第 ', PageNumber.CURRENT, ' 页'] })],
    }),
  ],
})

// Margins of GB/T 9704-2012, 5.2: left 28 mm, top 37 mm, type area 156 mm wide; top and bottom are smaller here for tables.
const page = {
  size: { width: mm(210), height: mm(297) },
  margin: { top: mm(30), bottom: mm(26), left: mm(28), right: mm(26), header: mm(16), footer: mm(14) },
}

const template = new Document({
  title: '年度工作报告模板',
  creator: 'Hengai',
  description: '标签说明见 docs/decisions/0008-report-template.md',
  styles: {
    default: {
      document: { run: { font: fangsong, size: 28 } },
      heading1: {
        run: { font: hei, size: 32, bold: true, color: ink },
        paragraph: { keepNext: true, spacing: { before: 400, after: 200 } },
      },
      heading2: {
        run: { font: hei, size: 28, bold: true, color: green },
        paragraph: { keepNext: true, spacing: { before: 300, after: 120 } },
      },
    },
    paragraphStyles,
  },
  sections: [
    { properties: { page }, children: [...cover, ...contents] },
    {
      properties: { type: SectionType.NEXT_PAGE, page: { ...page, pageNumbers: { start: 1, formatType: NumberFormat.DECIMAL } } },
      headers: { default: header },
      footers: { default: footer },
      children: [...body, ...indicators, ...appendix],
    },
  ],
})

writeFileSync(
  process.argv[2] ?? new URL('../examples/templates/annual-report.docx', import.meta.url),
  await Packer.toBuffer(template),
)
