import { Docx } from 'easy-template-x'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { newActivityWorld } from '../../../test/activity-world.ts'
import { expectRefused, newWorld, type Caller, type World } from '../../../test/world.ts'
import { SESSION_COOKIE } from '../../platform/session.ts'
import { openWorkbook } from '../../platform/workbook.ts'
import { endpoint, z } from '../../shared/endpoint.ts'
import { recordContract } from '../contracts/contract.ts'
import { figures } from '../../app/figures.ts'
import { getFigure } from '../figures/contract.ts'
import { getAnnualReport, listReportYears } from './contract.ts'
import type { FigureCell } from './model.ts'
import { isFigureRun } from './model.ts'
import { reportsService, type OpenReport } from './service.ts'

const file = (kind: 'docx' | 'xlsx') =>
  endpoint({
    method: 'GET',
    path: `/api/reports/annual/:year/report.${kind}`,
    permission: 'reports.read',
    summary: '',
    input: z.any(),
    output: z.any(),
  })

const reportFor = async (caller: Caller, year = 2022): Promise<OpenReport> => {
  const answer = await caller.call(getAnnualReport, { year })
  expect(answer.status).toBe(200)
  return answer.body
}

/** Every number that is printed, by its key. */
const numbersIn = (report: OpenReport): Map<string, number | null> => {
  const cells: FigureCell[] = report.indicators.flatMap((table) => table.rows.map((row) => row.actual))
  for (const block of report.sections.flatMap((section) => section.blocks)) {
    if (block.kind === 'paragraph') cells.push(...block.runs.filter(isFigureRun))
    if (block.kind === 'bullets') cells.push(...block.points.flat().filter(isFigureRun))
    if (block.kind === 'table') cells.push(...block.table.rows.flat().filter((cell): cell is FigureCell => 'figure' in cell))
  }
  return new Map(cells.map((cell) => [cell.figure, cell.value]))
}

const stationNumbers = (report: OpenReport): (number | null)[] =>
  [...numbersIn(report)].flatMap(([key, value]) => (/^table:by_station\/[^*]+\/sessions$/.test(key) ? [value] : []))

const downloads = (world: World): Promise<number> =>
  world.run(async (ctx) => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from audit.entries
      where organisation_id = ${world.organisation_id} and action = 'downloadAnnualReport'`.execute(ctx.db)
    return rows[0]!.count
  })

describe('who may', () => {
  const asked = [getAnnualReport, file('docx'), file('xlsx')]
  test('nobody without a session', async () => {
    const { nobody } = await newWorld()
    for (const one of asked) expectRefused(await nobody.call(one, { year: 2022 }), 401, 'not_signed_in')
    expectRefused(await nobody.call(listReportYears, {}), 401, 'not_signed_in')
  })
  test('the front desk counts nothing and prints nothing', async () => {
    const world = await newWorld()
    const desk = await world.account('front_desk')
    for (const one of asked) expectRefused(await desk.call(one, { year: 2022 }), 403, 'not_allowed')
    expectRefused(await desk.call(listReportYears, {}), 403, 'not_allowed')
    expect(await downloads(world)).toBe(0)
  })
  test('another organisation reads its own year, in which nothing happened', async () => {
    const { hold } = await newActivityWorld()
    await hold()
    const director = await (await newWorld()).account('director')
    expect(numbersIn(await reportFor(director)).get('activities.sessions')).toBe(0)
    expect((await director.call(listReportYears, {})).body.years.every((one) => one.person_times === 0)).toBe(true)
  })
  test('who holds one station reads the numbers of that station', async () => {
    const { world, hold, station_id } = await newActivityWorld()
    const other = await world.station()
    await hold()
    await hold({ station_id: other, title: '健康讲座', occurred_on: '2022-10-05' })
    await hold({ station_id: other, title: '健康讲座', occurred_on: '2022-10-06' })
    const whole = await reportFor(await world.account('director'))
    const own = await reportFor(await world.account('station_manager', station_id))
    expect(numbersIn(whole).get('activities.sessions')).toBe(3)
    expect(numbersIn(own).get('activities.sessions')).toBe(1)
    expect(stationNumbers(own)).not.toContain(2)
  })
})

describe('a report of some stations', () => {
  const open = async () => {
    const { world, hold, station_id } = await newActivityWorld()
    const accountant = await world.account('accountant')
    const far = await world.station({ name: '远处康园中心' })
    const term = { amount_fen: 100, starts_on: '2022-01-01', ends_on: '2022-12-31' }
    await accountant.call(recordContract, { code: 'NEAR', name: '近处项目', ...term, station_ids: [station_id] })
    await accountant.call(recordContract, { code: 'FAR', name: '远处项目', ...term, station_ids: [far] })
    await hold()
    await hold({ station_id: far })
    const manager = await world.account('station_manager', station_id)
    const director = await world.account('director')
    const name = (await reportFor(manager)).limited_to![0]!
    return { world, manager, director, name }
  }
  const download = async ({ server }: World, { cookie }: Caller, kind: 'docx' | 'xlsx') => {
    const answer = await server.app.inject({
      url: `/api/reports/annual/2022/report.${kind}`,
      headers: { cookie: `${SESSION_COOKIE}=${cookie}` },
    })
    return { name: decodeURIComponent(String(answer.headers['content-disposition'])), file: answer.rawPayload }
  }
  const wordText = async (file: Buffer) =>
    (await (await Docx.load(file)).rawZipFile.getFile('word/document.xml').getContentText()).replace(/<[^>]+>/g, '')

  test('says so on the page, in the Word file, on every sheet of the Excel file and in their names', async () => {
    const { world, manager, name } = await open()
    const words = `本报告的服务数字只计${name}，不是全机构的。`
    const word = await download(world, manager, 'docx')
    const text = await wordText(word.file)
    expect(text.split(words)).toHaveLength(2)
    expect(text.indexOf(words)).toBeLessThan(text.lastIndexOf('一、'))
    expect(text).toContain(`2022年12月31日（仅${name}）`)
    const sheets = await download(world, manager, 'xlsx')
    const book = await openWorkbook(sheets.file, 'report.xlsx')
    const titles = book.sheets.map((sheet) => [...sheet.rows()][0]!.cells[0]?.text ?? '')
    expect(titles.length).toBeGreaterThan(5)
    expect(titles.filter((title) => !title.includes(words))).toEqual([])
    for (const file of [word, sheets]) expect(file.name).toContain(`（仅${name}）`)
  })
  test('leaves out the stations and contracts it cannot count, instead of 0', async () => {
    const { manager, director } = await open()
    const own = JSON.stringify(await reportFor(manager))
    expect(own).toContain('近处项目')
    expect(own).not.toContain('远处')
    expect(JSON.stringify(await reportFor(director))).toContain('远处项目')
  })
  test('is not said of the whole organisation', async () => {
    const { world, director } = await open()
    expect((await reportFor(director)).limited_to).toBeUndefined()
    const word = await download(world, director, 'docx')
    expect(await wordText(word.file)).not.toContain('只计')
    expect(word.name).not.toContain('仅')
  })
})

describe('what is asked', () => {
  test.each(['0', 'abc', '99999', '2022.5'])('a year that is none is refused: %s', async (year) => {
    const director = await (await newWorld()).account('director')
    expectRefused(await director.call(getAnnualReport, { year }), 400, 'bad_input')
    for (const kind of ['docx', 'xlsx'] as const) {
      const answer = await director.call(file(kind), { year })
      expectRefused(answer, 400, 'bad_input')
      expect(answer.body.field).toBe('year')
    }
  })
})

describe('the numbers', () => {
  test('every one of them opens the figure, narrowed so that it counts exactly that number', async () => {
    const { world, hold, ledger } = await newActivityWorld()
    await hold()
    await ledger([
      { kind: '健康讲座', title: '高血压', occurred_on: '2022-03-31' },
      { kind: '健康讲座', title: '糖尿病', occurred_on: '2022-02-28' },
      { kind: '课程', title: '智能手机', occurred_on: '2022-12-31' },
    ])
    const director = await world.account('director')
    const report = await reportFor(director)
    const opened = await Promise.all(
      [...numbersIn(report)].map(async ([key, value]) => {
        const opening = report.openings[key]
        if (!opening) return [key, value, 'does not open']
        const { figure, ...narrowed } = opening
        const answer = await director.call(getFigure, { key: figure, from: '2022-01-01', to: '2022-12-31', ...narrowed })
        return [key, value, answer.body.value]
      }),
    )
    expect(opened.length).toBeGreaterThan(25)
    expect(opened.filter(([, shown, counted]) => shown !== counted)).toEqual([])
    expect(opened).toContainEqual(['table:by_activity_type/健康讲座/sessions', 2, 2])
    expect(opened).toContainEqual(['table:by_month/2022-02/sessions', 1, 1])
  })
  test('a filter on a column that the figure does not show is refused, because it would count nothing', async () => {
    const director = await (await newWorld()).account('director')
    const period = { key: 'activities.sessions', from: '2022-01-01', to: '2022-12-31' }
    const answer = await director.call(getFigure, { ...period, only: "kind' or true --:x" })
    expectRefused(answer, 400, 'bad_input')
    expectRefused(await director.call(getFigure, { ...period, only: 'salary:1' }), 400, 'bad_input')
  })
})

describe('what is counted for it', () => {
  test('is what it prints, and the year before without what is not compared; the numbers are the same', async () => {
    const { world, ledger, member, signIn } = await newActivityWorld()
    await ledger([
      { number: 'A1', occurred_on: '2022-10-04' },
      { number: 'A2', occurred_on: '2021-10-04' },
    ])
    await member('M1', '陈桂英')
    await signIn(['A1', 'A2'].map((activity_number) => ({ activity_number, name: '陈桂英' })))
    const reports = reportsService(figures)
    const [needed, all] = await world.run(async (ctx) => [
      await reports.reportInput(ctx, 2022),
      await reports.reportInput(ctx, 2022, true),
    ])
    expect(all.tables).toMatchObject(needed.tables)
    expect(Object.keys(all.tables)).toEqual(expect.arrayContaining(['blood_pressure_by_class', 'disabled_by_category']))
    expect(Object.keys(needed.tables)).not.toContain('blood_pressure_by_class')
    expect(Object.keys(needed.previous!.tables)).not.toContain('by_contract')
    expect(reports.annualReport(needed)).toEqual(reports.annualReport(all))
  })
})

describe('the files', () => {
  test('are Word and Excel, under a name that says whose and which year, and on the audit trail', async () => {
    const { world, hold } = await newActivityWorld()
    await hold()
    const director = await world.account('director')
    for (const kind of ['docx', 'xlsx'] as const) {
      const { status, headers } = await director.call(file(kind), { year: 2022 })
      expect(status).toBe(200)
      expect(headers['content-type']).toContain(kind === 'docx' ? 'wordprocessingml' : 'spreadsheetml')
      expect(decodeURIComponent(String(headers['content-disposition']))).toContain('2022年度')
    }
    expect(await downloads(world)).toBe(2)
  })
})
