import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Refusal } from '../../shared/refusal.ts'
import type { AnnualReport, FigureRun, ReportInput, Run } from './model.ts'
import { isFigureRun, readKey, runsText } from './model.ts'
import { buildAnnualReport } from './narrative.ts'
import { exampleFigures, exampleInput, exampleYearBefore, expected, otherOrganisation } from './template-example.ts'
import { chineseNumber, figureWords } from './template-numbers.ts'
import { defaultProse } from './template-prose-default.ts'
import { readProse, tablesNamed } from './template-prose.ts'
import { chartedTables, printedTables } from './template-tables.ts'

const lines = (report: AnnualReport): (readonly Run[])[] =>
  report.sections.flatMap((section) =>
    section.blocks.flatMap((block) => (block.kind === 'paragraph' ? [block.runs] : block.kind === 'bullets' ? block.points : [])),
  )

const prose = (report: AnnualReport) => lines(report).map(runsText).join('\n')

const mentions = (report: AnnualReport): FigureRun[] => lines(report).flatMap((runs) => runs.filter(isFigureRun))

const references = (report: AnnualReport): number[] => [
  ...mentions(report).map((run) => run.ref),
  ...report.indicators.flatMap((table) => table.rows.map((row) => row.actual.ref)),
  ...report.sections.flatMap((section) =>
    section.blocks.flatMap((block) =>
      block.kind !== 'table'
        ? []
        : [
            ...block.table.columns.flatMap((column) => column.ref ?? []),
            ...block.table.rows.flat().flatMap((cell) => ('ref' in cell && cell.ref ? [cell.ref] : [])),
          ],
    ),
  ),
]

describe('the annual report of the example year', () => {
  const report = buildAnnualReport(exampleInput())

  it.each(expected.report_figures)('names $key, which the printed report gave as “$report”', ({ key, value }) => {
    expect(mentions(report).find((run) => run.figure === key)?.value).toBe(value)
    expect(report.appendix.find((entry) => entry.key === key)?.value).toBe(value)
  })

  it('writes rounded numbers in the words of the original', () => {
    const text = prose(report)
    for (const words of [
      '活动约400场',
      '服务人次超70000人次',
      '项目金额约200万元',
      '长者1300多人',
      '累计14000人次',
      '收入共6275元',
      '91小时',
      '952人次',
    ])
      expect(text).toContain(words)
  })

  it('writes every number exactly when asked to', () => {
    const text = prose(buildAnnualReport(exampleInput({ rounding: 'exact' })))
    for (const words of ['活动400场', '服务人次70486人次', '项目金额2000000元', '长者1312人']) expect(text).toContain(words)
  })

  it('resolves every reference in the appendix, each figure under one number, none unused', () => {
    expect(report.appendix.map((entry) => entry.ref)).toEqual(report.appendix.map((_, i) => i + 1))
    expect(new Set(report.appendix.map((entry) => entry.key)).size).toBe(report.appendix.length)
    expect([...new Set(references(report))].toSorted((a, b) => a - b)).toEqual(report.appendix.map((entry) => entry.ref))
    for (const run of mentions(report)) expect(report.appendix[run.ref - 1]?.key).toBe(run.figure)
    const cells = report.sections.flatMap((section) =>
      section.blocks.flatMap((block) => (block.kind === 'table' ? block.table.rows.flat() : [])),
    )
    const numbered = [
      ...cells.flatMap((cell) => ('ref' in cell ? [cell] : [])),
      ...report.indicators.flatMap((table) => table.rows.map((row) => row.actual)),
    ]
    for (const cell of numbered) expect(report.appendix[cell.ref! - 1]?.key).toBe(cell.figure)
    for (const entry of report.appendix) expect(entry.rule).not.toBe('')
  })

  it('has no placeholder left over and no number that the input does not hold', () => {
    expect(prose(report)).not.toMatch(/[{}]|undefined|NaN|没有指标/)
    for (const run of mentions(report)) {
      const key = readKey(run.figure)
      const rows = key.kind === 'table' ? expected.tables[key.table]?.[key.row] : undefined
      if (key.kind === 'figure') expect(run.value).toBe(expected.figures[key.key]?.value)
      if (key.kind === 'table') {
        const cell = typeof rows === 'object' ? rows[key.column] : rows
        expect(run.value).toBe(typeof cell === 'object' && cell !== null ? cell.percent : cell)
      }
    }
  })

  it('keeps the order of the report: tasks of the year, expansion, stations, disability centre, volunteering, numbers', () => {
    expect(report.sections.map((section) => section.title)).toEqual([
      '',
      '一、抗疫防疫服务工作',
      '二、项目服务区域扩展',
      '三、项目服务成效',
      '四、2022年度数据',
    ])
    const headings = report.sections[3]!.blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []))
    expect(headings.slice(-2)).toEqual(['5、海澄村康园中心', '6、三灶镇助残志愿及残障人士探访服务项目'])
  })

  it('says which indicators were missed and by how much, and only those', () => {
    expect(prose(report)).toContain('日托人次目标620人次，实际600人次，差20人次（完成率96.8%）')
    const missed = expected.indicators.filter((indicator) => !indicator.met)
    expect(prose(report).match(/未达标的有/g)).toHaveLength(new Set(missed.map((indicator) => indicator.contract)).size)
    expect(report.indicators.flatMap((table) => table.rows)).toHaveLength(expected.indicators.length)
  })

  it('adds up: the last row of each table by month, station and service is the organisation’s total', () => {
    const tables = report.sections.flatMap((section) =>
      section.blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : [])),
    )
    for (const id of ['by_month', 'by_station']) {
      const table = tables.find((one) => one.id === id)!
      const at = table.columns.findIndex((column) => column.key === 'person_times_total')
      expect(table.rows.at(-1)![at]).toMatchObject({ value: 70_486, figure: 'service.person_times.total' })
    }
  })
})

describe('claims', () => {
  const claims = (sentence: string) =>
    buildAnnualReport(exampleInput(), readProse({ opening: [[sentence]] }, defaultProse)).claims.map((claim) => claim.text)

  it('marks a sentence that praises without a figure', () => {
    expect(claims('活动深受长者喜欢。服务在{year}年开展。')).toContain('活动深受长者喜欢。')
    expect(claims('活动深受长者喜欢。服务在{year}年开展。')).not.toContain('服务在2022年开展。')
  })
  it('leaves a claim alone when its sentence carries the figure', () => {
    expect(claims('服务深受长者喜欢，满意度{figure:satisfaction.all}。')).toEqual([])
  })
})

describe('a figure that cannot be computed', () => {
  const figures = exampleFigures()
  figures.set('activities.sessions', { ...figures.get('activities.sessions')!, value: null, problem: '活动表缺少状态列' })
  const report = buildAnnualReport(exampleInput({ figures }))

  it('says so, with the reason, and is never 0', () => {
    expect(prose(report)).toContain('举办活动无法计算（活动表缺少状态列）')
    expect(report.appendix.find((entry) => entry.key === 'activities.sessions')).toMatchObject({
      value: null,
      problem: '活动表缺少状态列',
    })
  })
})

describe('a reason given as a code', () => {
  it('is put into words', () => {
    expect(figureWords({ value: null, unit: '人', problem: 'no_such_station' })).toEqual({
      display: '无法计算（没有这样的站点）',
      unit: '',
    })
  })
})

describe('another organisation', () => {
  const report = buildAnnualReport(otherOrganisation())

  it('reads well with two contracts, no disability centre and no calls', () => {
    expect(report.sections.map((section) => section.title)).toEqual(['', '一、项目服务成效', '二、2025年度数据'])
    const text = prose(report)
    expect(text).toContain('持社工师证人员无法计算（员工表没有证书列）')
    expect(text).toContain('全年开展活动12场、参与240人次；助餐600人次。')
    expect(text).toContain('协议指标共1项，全部达到或超过目标。')
    expect(text).toContain('满意度目标90%，实际无法计算（没有有效问卷）')
    expect(text).not.toMatch(/学员|康园|接种|美平|三灶|恒爱|媒体报道0|获得国家级荣誉0|[{}]|，，|、、|。。|；。/)
  })
})

describe('a report of some stations', () => {
  it('tells nothing of new contracts that it does not name', () => {
    const whole = exampleInput()
    const own = {
      contracts: whole.contracts.slice(0, 1),
      stations: whole.stations.slice(0, 1),
      limited_to: ['海澄村居家养老服务站'],
    }
    expect(prose(buildAnnualReport(whole))).toContain('新增平沙镇养老综合服务中心运营项目')
    expect(prose(buildAnnualReport({ ...whole, ...own }))).not.toContain('新增')
  })
})

describe('last year', () => {
  it('stands beside this year in charts and in the table of the main numbers', () => {
    const report = buildAnnualReport(exampleInput({ previous: exampleYearBefore() }))
    const blocks = report.sections.flatMap((section) => section.blocks)
    const months = blocks.flatMap((block) => (block.kind === 'chart' && block.chart.id === 'by_month' ? [block.chart] : []))[0]!
    expect(months.previous?.year).toBe(2021)
    expect(months.previous?.values[0]).toBe(Math.round(3536 * 0.9))
    const headline = blocks.flatMap((block) => (block.kind === 'table' && block.table.id === 'headline' ? [block.table] : []))[0]!
    expect(headline.columns.map((column) => column.heading)).toEqual(['指标', '单位', '2022年', '2021年', '增减'])
    expect(headline.rows[0]!.at(-1)).toEqual({ text: '+11.1%' })
  })
})

describe('numbers in words', () => {
  it.each([
    [400, '场', 'about', '约400'],
    [412, '场', 'about', '约410'],
    [2_000_000, '元', 'about', '约200万'],
    [356_000, '元', 'about', '约36万'],
    [9, '场', 'about', '9'],
    [70_486, '人次', 'over', '超70000'],
    [70_000, '人次', 'over', '70000'],
    [1312, '人', 'odd', '1300多'],
    [1300, '人', 'odd', '1300'],
    [863.5, '小时', 'exact', '863.5'],
    [0, '场', 'over', '0'],
  ] as const)('%s%s %s is %s', (value, unit, rounding, display) => {
    expect(figureWords({ value, unit }, rounding)).toEqual({ display, unit })
  })
  it('counts headings in Chinese', () => {
    expect([1, 7, 10, 11, 20, 35].map(chineseNumber)).toEqual(['一', '七', '十', '十一', '二十', '三十五'])
  })
})

describe('the tables a report is written from', () => {
  const own = readProse(
    JSON.parse(readFileSync(new URL('../../../examples/templates/prose-2022.json', import.meta.url), 'utf8')),
    defaultProse,
  )
  const only = (tables: ReportInput['tables'], names: ReadonlySet<string>) =>
    Object.fromEntries(Object.entries(tables).filter(([name]) => names.has(name)))

  it.each([
    ['our sentences', defaultProse],
    ['the sentences of the example', own],
  ])('are all it needs: %s', (_, sentences) => {
    const whole = exampleInput({ previous: exampleYearBefore() })
    const needed = new Set([...printedTables, ...tablesNamed(sentences)])
    const tables = only(whole.tables, needed)
    const previous = { ...whole.previous!, tables: only(whole.previous!.tables, chartedTables) }
    expect(Object.keys(tables).length).toBeLessThan(Object.keys(whole.tables).length)
    expect(buildAnnualReport({ ...whole, tables, previous }, sentences)).toEqual(buildAnnualReport(whole, sentences))
  })
  it('are also those a sentence of one’s own names', () => {
    const sentences = readProse(
      { opening: [['血压正常{blood_pressure_by_class:count}。{figure:org.media.total}']] },
      defaultProse,
    )
    expect(tablesNamed(sentences)).toContain('blood_pressure_by_class')
    expect(tablesNamed(sentences)).not.toContain('figure')
  })
})

describe('an organisation’s own sentences', () => {
  it('take the place of ours, part by part', () => {
    const own = readProse(
      { terms: { values: '诚信' }, contract_texts: [{ contract: 'HC', introduction: [['{station_name}是{town_word}。']] }] },
      defaultProse,
    )
    const text = prose(buildAnnualReport(exampleInput(), own))
    expect(text).toContain('秉持“诚信”的价值理念')
    expect(text).toContain('海澄村居家养老服务站是')
  })
  it('are refused with the place of the mistake', () => {
    expect(() => readProse({ opening: [[{ txt: 'x' }]] }, defaultProse)).toThrow(Refusal)
    expect(() => readProse({ claim_words: 'x' }, defaultProse)).toThrow(
      expect.objectContaining({ code: 'report_prose_bad', details: expect.objectContaining({ place: 'claim_words' }) }),
    )
  })
})
