import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Document, Header, Packer, Paragraph } from 'docx'
import { Docx, TemplateHandler } from 'easy-template-x'
import { beforeAll, describe, expect, it } from 'vitest'
import type { AnnualReport } from './model.ts'
import { isFigureRun } from './model.ts'
import { buildAnnualReport } from './narrative.ts'
import { exampleInput, otherOrganisation } from './template-example.ts'
import { defaultTemplatePath, templateTags, writeDocx } from './write-docx.ts'
import { drawChart, findChartFont } from './write-chart.ts'

const bodyXml = async (file: Buffer): Promise<string> =>
  await (await Docx.load(file)).rawZipFile.getFile('word/document.xml').getContentText()

/** Text as read, paragraph by paragraph. */
const bodyText = (xml: string): string =>
  xml
    .replace(/<\/w:p>/g, '\n')
    .replace(/<w:instrText[^>]*>[^<]*<\/w:instrText>/g, '')
    .replace(/<[^>]+>/g, '')
    .replace(/&amp;/g, '&')

const templateOf = async (...lines: string[]): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'hengai-template-'))
  const path = join(folder, '模板.docx')
  await writeFile(
    path,
    await Packer.toBuffer(new Document({ sections: [{ children: lines.map((text) => new Paragraph(text)) }] })),
  )
  return path
}

describe('the Word report', () => {
  const report: AnnualReport = buildAnnualReport(exampleInput())
  let file: Buffer
  let xml = ''
  let text = ''
  beforeAll(async () => {
    file = await writeDocx(report)
    xml = await bodyXml(file)
    text = bodyText(xml)
  })

  it('prints every sentence of the model with its numbers and references', () => {
    for (const section of report.sections)
      for (const block of section.blocks) {
        const lines = block.kind === 'paragraph' ? [block.runs] : block.kind === 'bullets' ? block.points : []
        for (const runs of lines)
          for (const [i, run] of runs.entries()) {
            const before = runs[i - 1]
            const words = before && !isFigureRun(before) ? before.text.slice(-4) : ''
            if (isFigureRun(run)) expect(text).toContain(`${words}${run.display}${run.unit}[${run.ref}]`)
            else if (!run.unsupported) expect(text).toContain(run.text)
          }
      }
  })

  it('leads every reference to a bookmark of the appendix', () => {
    const links = new Set([...xml.matchAll(/w:anchor="([^"]+)"/g)].map((m) => m[1]))
    const bookmarks = [...xml.matchAll(/<w:bookmarkStart[^>]*w:name="([^"]+)"/g)].map((m) => m[1]!)
    expect(new Set(bookmarks).size).toBe(bookmarks.length)
    for (const link of links) expect(bookmarks).toContain(link)
    for (const entry of report.appendix) expect(bookmarks).toContain(`figure_${entry.ref}`)
  })

  it('marks claims in yellow and lists them', () => {
    const [claim] = report.claims
    expect(xml).toContain('<w:highlight w:val="yellow"/>')
    expect(text).toContain(`${claim!.text}〔待补充依据〕`)
    expect(text.split(claim!.text)).toHaveLength(3)
  })

  it('is an A4 document with repeated table heads, page numbers and no tag left', async () => {
    expect(xml).toMatch(/w:pgSz w:w="1190[56]" w:h="1683[78]"/)
    expect(xml.match(/<w:tblHeader\/>/g)!.length).toBeGreaterThanOrEqual(report.indicators.length)
    expect(text).not.toMatch(/[{}]|undefined|\[object/)
    const zip = (await Docx.load(file)).rawZipFile
    const parts = await Promise.all(
      zip
        .listFiles()
        .filter((name) => /word\/(header|footer)\d\.xml$/.test(name))
        .map((name) => zip.getFile(name).getContentText()),
    )
    expect(parts.join('')).toContain(report.organisation)
    expect(parts.join('')).toMatch(/PAGE/)
  })

  it('orders run properties as Word demands', () => {
    for (const [, inner] of xml.matchAll(/<w:rPr>(.*?)<\/w:rPr>/g)) {
      const names = [...inner!.matchAll(/<w:(b|highlight|vertAlign)\b/g)].map((m) => m[1]!)
      expect(names).toEqual(['b', 'highlight', 'vertAlign'].filter((name) => names.includes(name)))
    }
  })

  it.skipIf(!findChartFont())('holds a picture for each chart, described in words', () => {
    const charts = report.sections.flatMap((section) => section.blocks.filter((block) => block.kind === 'chart'))
    expect(xml.match(/<pic:pic /g)).toHaveLength(charts.length)
    expect(xml).toContain('2022年各月服务人次：1月 3536')
  })

  it('is written without pictures where no Chinese font is found; the tables stay', async () => {
    const plain = await bodyXml(await writeDocx(report, { draw: (chart) => drawChart(chart, 590, null) }))
    expect(plain).not.toContain('<pic:pic')
    expect(bodyText(plain)).toContain('2022年服务统计（按月份）')
  })

  it('keeps names with <, & and quotes as they are', async () => {
    const odd = buildAnnualReport({ ...otherOrganisation(), organisation: '甲<乙>&“丙”' })
    expect(await bodyXml(await writeDocx(odd))).toContain('甲&lt;乙&gt;&amp;“丙”')
  })
})

describe('templates', () => {
  const report = buildAnnualReport(otherOrganisation())

  it('the one we ship uses known tags only, and all that matter', async () => {
    const tags = await new TemplateHandler().parseTags(await readFile(defaultTemplatePath))
    const used = new Set(tags.map((tag) => tag.name))
    expect([...used].filter((name) => !templateTags.includes(name))).toEqual([])
    for (const name of ['正文', '实际', '编号', '统计规则', '图片', '表', '条目']) expect(used).toContain(name)
  })

  it('an organisation’s own template is filled', async () => {
    const file = await writeDocx(report, {
      template: await templateOf('{机构名称} 简报', '{#依据 [loopOver: "paragraph"]}{编号} {名称}：{数值}{/依据}'),
    })
    const text = bodyText(await bodyXml(file))
    expect(text).toContain('临水县和风社会工作服务中心 简报')
    expect(text).toContain('[1] 在职员工：9人')
  })

  it('an unknown tag is refused by name', async () => {
    await expect(writeDocx(report, { template: await templateOf('{机构名称}', '{机构地址}') })).rejects.toMatchObject({
      code: 'report_template_bad',
      details: { file: '模板.docx', problem: expect.stringContaining('{机构地址}') },
    })
  })

  it('an unknown tag in the header is refused too', async () => {
    const path = await templateOf('x')
    await writeFile(
      path,
      await Packer.toBuffer(
        new Document({
          sections: [
            { headers: { default: new Header({ children: [new Paragraph('{单位}')] }) }, children: [new Paragraph('x')] },
          ],
        }),
      ),
    )
    await expect(writeDocx(report, { template: path })).rejects.toMatchObject({
      code: 'report_template_bad',
      details: { problem: expect.stringContaining('{单位}') },
    })
  })

  it.each([
    ['a loop that is not closed', ['{#依据}', '{名称}']],
    ['a brace that is not closed', ['{机构名称']],
    ['a full-width brace', ['｛机构名称｝']],
  ])('%s is refused', async (_, lines) => {
    await expect(writeDocx(report, { template: await templateOf(...lines) })).rejects.toMatchObject({
      code: 'report_template_bad',
    })
  })

  it('a file that is no Word document is refused', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'hengai-template-')), '模板.docx')
    await writeFile(path, 'not a zip')
    await expect(writeDocx(report, { template: path })).rejects.toMatchObject({
      code: 'report_template_bad',
      details: { problem: '不是有效的 Word 文档（.docx）' },
    })
    await expect(writeDocx(report, { template: `${path}x` })).rejects.toMatchObject({ code: 'report_template_bad' })
  })
})
