/**
 * Two kinds of content for Word templates: `runs`, words and numbers with references in the style of the tag they replace, and
 * `grid`, a table with as many columns as the figures have. Styles are the template's own, so staff change the look in Word.
 */
import { officeMarkup, TemplatePlugin, xml } from 'easy-template-x'
import type { PluginContent, ScopeData, Tag, XmlGeneralNode, XmlNode } from 'easy-template-x'

export interface WordRun {
  readonly text: string
  readonly superscript?: boolean
  /** Yellow: a sentence that waits for its evidence. */
  readonly highlight?: boolean
  readonly bold?: boolean
  /** Name of the bookmark a click leads to. */
  readonly link?: string
  /** Name of a bookmark set around this run. */
  readonly bookmark?: string
  /** Prints the page number of this bookmark, after a tab, in place of `text`. */
  readonly page_of?: string
}

export interface RunsContent extends PluginContent {
  readonly _type: 'runs'
  readonly runs: readonly WordRun[]
}

export interface GridContent extends PluginContent {
  readonly _type: 'grid'
  readonly head: readonly (readonly WordRun[])[]
  readonly rows: readonly (readonly (readonly WordRun[])[])[]
  /** Per column: numbers stand right. */
  readonly numbers: readonly boolean[]
  /** The last row is a sum and stands in bold. */
  readonly total: boolean
}

export const runsContent = (runs: readonly WordRun[]): RunsContent => ({ _type: 'runs', runs })

const element = (name: string, attributes: Record<string, string> = {}, childNodes: XmlNode[] = []): XmlGeneralNode =>
  xml.create.generalNode(name, { attributes, childNodes })

const append = (parent: XmlNode, children: readonly XmlNode[]): XmlNode => {
  for (const child of children) xml.modify.appendChild(parent, child)
  return parent
}

// CT_RPr is a sequence: Word refuses properties out of this order.
const runPropertyOrder = [
  'w:rStyle',
  'w:rFonts',
  'w:b',
  'w:bCs',
  'w:i',
  'w:iCs',
  'w:color',
  'w:spacing',
  'w:w',
  'w:kern',
  'w:position',
  'w:sz',
  'w:szCs',
  'w:highlight',
  'w:u',
  'w:vertAlign',
  'w:lang',
]

const runProperties = (run: WordRun, style: XmlNode | undefined): XmlNode => {
  const own: XmlNode[] = [
    ...(run.bold ? [element('w:b')] : []),
    ...(run.highlight ? [element('w:highlight', { 'w:val': 'yellow' })] : []),
    ...(run.superscript ? [element('w:vertAlign', { 'w:val': 'superscript' })] : []),
  ]
  const kept = (style?.childNodes ?? [])
    .map((node) => xml.create.cloneNode(node, true))
    .filter((node) => !own.some((mine) => mine.nodeName === node.nodeName))
  const place = (node: XmlNode) => runPropertyOrder.indexOf(node.nodeName)
  return append(
    element('w:rPr'),
    [...kept, ...own].toSorted((a, b) => place(a) - place(b)),
  )
}

const wordRun = (run: WordRun, style: XmlNode | undefined, children: XmlNode[]): XmlNode =>
  append(element('w:r'), [runProperties(run, style), ...children])

const textNode = (text: string): XmlNode => append(element('w:t', { 'xml:space': 'preserve' }), [xml.create.textNode(text)])

// Bookmark ids must differ inside one document and mean nothing outside it.
let lastBookmark = 1000

const pageNumberRuns = (run: WordRun, style: XmlNode | undefined): XmlNode[] => {
  const field = (type: string, dirty = false) =>
    wordRun(run, style, [element('w:fldChar', { 'w:fldCharType': type, ...(dirty ? { 'w:dirty': 'true' } : {}) })])
  const code = append(element('w:instrText', { 'xml:space': 'preserve' }), [xml.create.textNode(` PAGEREF ${run.page_of} \\h `)])
  return [
    wordRun(run, style, [element('w:tab')]),
    field('begin', true),
    wordRun(run, style, [code]),
    field('separate'),
    wordRun(run, style, [textNode('')]),
    field('end'),
  ]
}

/** The XML of runs, each in `style` (the properties of the replaced tag) plus its own marks. */
const runNodes = (runs: readonly WordRun[], style?: XmlNode): XmlNode[] =>
  runs.flatMap((run) => {
    const made = run.page_of === undefined ? [wordRun(run, style, [textNode(run.text)])] : pageNumberRuns(run, style)
    const linked =
      run.link === undefined ? made : [append(element('w:hyperlink', { 'w:anchor': run.link, 'w:history': '1' }), made)]
    if (run.bookmark === undefined) return linked
    const id = String(++lastBookmark)
    return [
      element('w:bookmarkStart', { 'w:id': id, 'w:name': run.bookmark }),
      ...linked,
      element('w:bookmarkEnd', { 'w:id': id }),
    ]
  })

const propertiesOf = (run: XmlNode): XmlNode | undefined =>
  (run.childNodes ?? []).find((node) => officeMarkup.query.isRunPropertiesNode(node))

/** The run that holds nothing but the tag. */
const ownRun = (tag: Tag): XmlNode | undefined => {
  if (tag.placement !== 'TextNode') return undefined
  const text = officeMarkup.query.containingTextNode(tag.xmlTextNode)
  const run = officeMarkup.query.containingRunNode(text)
  const properties = propertiesOf(run)
  if ((run.childNodes ?? []).filter((node) => !officeMarkup.query.isRunPropertiesNode(node)).length <= 1) return run
  const alone = element('w:r', {}, properties ? [xml.create.cloneNode(properties, true)] : [])
  const [before, after] = xml.modify.splitByChild(run, text, true)
  if (properties && !propertiesOf(after)) xml.modify.insertChild(after, xml.create.cloneNode(properties, true), 0)
  xml.modify.insertAfter(alone, before)
  return alone
}

export class RunsPlugin extends TemplatePlugin {
  override readonly contentType = 'runs'
  override simpleTagReplacements(tag: Tag, data: ScopeData): void {
    const run = ownRun(tag)
    if (!run) return
    const style = propertiesOf(run)
    for (const node of runNodes(data.getScopeData<RunsContent>().runs, style)) xml.modify.insertBefore(node, run)
    xml.modify.remove(run)
  }
}

const gridCell = (runs: readonly WordRun[], width: number, style: string, head: boolean): XmlNode =>
  element('w:tc', {}, [
    element('w:tcPr', {}, [
      element('w:tcW', { 'w:w': String(width), 'w:type': 'pct' }),
      ...(head ? [element('w:shd', { 'w:val': 'clear', 'w:color': 'auto', 'w:fill': 'EAF1EE' })] : []),
      element('w:vAlign', { 'w:val': 'center' }),
    ]),
    append(element('w:p'), [element('w:pPr', {}, [element('w:pStyle', { 'w:val': style })]), ...runNodes(runs)]),
  ])

const gridRow = (cells: XmlNode[], head: boolean): XmlNode =>
  element('w:tr', {}, [element('w:trPr', {}, [element('w:cantSplit'), ...(head ? [element('w:tblHeader')] : [])]), ...cells])

/** Widths in fiftieths of a percent that add up to 5000; the first column holds names and is the widest. */
const gridWidths = (columns: number): number[] => {
  const first = columns > 8 ? 900 : columns > 4 ? 1200 : 2000
  return Array.from({ length: columns }, (_, i) => (i === 0 ? first : Math.floor((5000 - first) / (columns - 1))))
}

const borders = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map(
  (side) => [`w:${side}`, { 'w:val': 'single', 'w:sz': '4', 'w:space': '0', 'w:color': '8A908C' }] as const,
)

/** The template's paragraph styles `ReportCellHead`, `ReportCell`, `ReportCellNumber` dress the cells; many columns take the `…Small` ones. */
const gridTable = ({ head, rows, numbers, total }: GridContent): XmlNode => {
  const widths = gridWidths(head.length)
  const small = head.length > 8 ? 'Small' : ''
  const styleOf = (i: number) => (numbers[i] ? 'ReportCellNumber' : 'ReportCell') + small
  return element('w:tbl', {}, [
    element('w:tblPr', {}, [
      element('w:tblW', { 'w:w': '5000', 'w:type': 'pct' }),
      element('w:jc', { 'w:val': 'center' }),
      element(
        'w:tblBorders',
        {},
        borders.map(([name, attributes]) => element(name, attributes)),
      ),
      element('w:tblLayout', { 'w:type': 'fixed' }),
      element('w:tblCellMar', {}, [
        element('w:left', { 'w:w': '40', 'w:type': 'dxa' }),
        element('w:right', { 'w:w': '40', 'w:type': 'dxa' }),
      ]),
    ]),
    element(
      'w:tblGrid',
      {},
      widths.map((width) => element('w:gridCol', { 'w:w': String(Math.round(width * 1.77)) })),
    ),
    gridRow(
      head.map((runs, i) => gridCell(runs, widths[i]!, `ReportCellHead${small}`, true)),
      true,
    ),
    ...rows.map((row, r) => {
      const bold = total && r === rows.length - 1
      return gridRow(
        row.map((runs, i) => gridCell(bold ? runs.map((run) => ({ ...run, bold: true })) : runs, widths[i]!, styleOf(i), false)),
        false,
      )
    }),
  ])
}

/** Takes the place of the whole paragraph the tag stands in. */
export class GridPlugin extends TemplatePlugin {
  override readonly contentType = 'grid'
  override simpleTagReplacements(tag: Tag, data: ScopeData): void {
    if (tag.placement !== 'TextNode') return
    const paragraph = officeMarkup.query.containingParagraphNode(tag.xmlTextNode)
    xml.modify.insertBefore(gridTable(data.getScopeData<GridContent>()), paragraph)
    // Two tables that touch become one in Word: an empty line keeps them apart.
    const gap = append(element('w:p'), [element('w:pPr', {}, [element('w:pStyle', { 'w:val': 'ReportGap' })])])
    xml.modify.insertBefore(gap, paragraph)
    xml.modify.remove(paragraph)
  }
}
