/** Workbooks 08, 09 and 10 of the example year, through the one import, against the promised fates and figures. */
import fs from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { sliceFigures } from '../src/app/figures.ts'
import { sheetForms } from '../src/app/sheets.ts'
import { figuresService, type Year } from '../src/features/figures/service.ts'
import { planImport } from '../src/features/imports/plan.ts'
import { reportImport, type SheetReport } from '../src/features/imports/report.ts'
import { runImport } from '../src/features/imports/run.ts'
import { openWorkbook } from '../src/platform/workbook.ts'
import { newWorld } from './world.ts'

type Rejected = { readonly row: number; readonly code: string; readonly repeats_row?: number | undefined }
type Promised = Record<string, { sheets: Record<string, SheetReport & { rejected: Rejected[] }> }>

const folder = fileURLToPath(new URL('../examples/year-2022/', import.meta.url))
const read = <T>(name: string): T => JSON.parse(fs.readFileSync(`${folder}${name}`, 'utf8')) as T
const expected = read<{
  figures: Record<string, { value: number; numerator?: number; denominator?: number }>
  tables: Record<string, Record<string, Record<string, unknown>>>
}>('expected.json')
const promised = read<{ workbooks: Promised }>('manifest.json').workbooks

const ours = ['08-媒体接待荣誉.xlsx', '09-满意度调查.xlsx', '10-积分金币流水.xlsx']
const files = fs.readdirSync(folder).filter((name) => /^(01|02|08|09|10)-.*\.xlsx$/.test(name))
// Rows over the balance are counted among the refused rows of imports, not among the entries.
const mine = (key: string) =>
  /^(coins|satisfaction|org\.media|org\.receptions|org\.honours)\b|^kangyuan\.satisfied$/.test(key) &&
  key !== 'coins.overdraft_rows'

let reported: Record<string, { sheets: Record<string, SheetReport> }>
let year: Year
let carried: Record<string, number | null>
const again: Record<string, Record<string, number>> = {}

beforeAll(async () => {
  const world = await newWorld()
  const workbooks = await Promise.all(files.map((name) => openWorkbook(`${folder}${name}`, name)))
  const plan = planImport(workbooks, sheetForms, 2022)
  const result = await world.run((ctx) => runImport(ctx, plan, { year: 2022, name: 'year' }))
  reported = reportImport(plan, result.sheets, 2022, 'zh').workbooks
  const { computeYear, computeAll } = figuresService(sliceFigures)
  year = await world.run((ctx) => computeYear(ctx, '2022-01-01', '2022-12-31'))
  const next = await world.run((ctx) => computeAll(ctx, { from: '2023-01-01', to: '2023-12-31' }))
  carried = Object.fromEntries(next.map(({ key, value }) => [key, value]))
  const second = planImport(
    workbooks.filter((book) => ours.includes(book.name)),
    sheetForms,
    2022,
  )
  const repeated = await world.run((ctx) => runImport(ctx, second, { year: 2022, name: 'again' }))
  for (const { planned, fates } of repeated.sheets) {
    const counts: Record<string, number> = (again[planned.sheet.name] = {})
    for (const fate of fates) counts[fate.code ?? fate.outcome] = (counts[fate.code ?? fate.outcome] ?? 0) + 1
  }
}, 300_000)

describe.each(ours.flatMap((book) => Object.keys(promised[book]!.sheets).map((sheet) => [book, sheet] as const)))(
  '%s %s',
  (book, sheet) => {
    it('meets the fates the manifest promises, row by row', () => {
      const { rows_in, rows_valid, rows_not_counted, rows_rejected, not_counted_rows, rejected } = promised[book]!.sheets[sheet]!
      const found = reported[book]!.sheets[sheet]!
      expect(found).toMatchObject({ rows_in, rows_valid, rows_not_counted, rows_rejected, not_counted_rows })
      const short = (rows: readonly Rejected[]) => rows.map(({ row, code, repeats_row }) => [row, code, repeats_row])
      expect(short(found.rejected!)).toEqual(short(rejected))
    })
  },
)

describe('figures', () => {
  it.each(Object.keys(expected.figures).filter(mine))('%s is exact', (key) => {
    const { value, numerator, denominator } = expected.figures[key]!
    const found = year.figures.find((figure) => figure.key === key)
    expect(found).toMatchObject({ value, ...(numerator === undefined ? {} : { numerator, denominator }) })
  })

  it('coins are split by the station of the row', () => {
    expect(year.tables.coins_by_station).toEqual(expected.tables.coins_by_station)
  })

  it.each(Object.keys(expected.tables.by_contract!))('media and satisfaction of contract %s', (code) => {
    const { media, satisfied } = expected.tables.by_contract![code]!
    expect(year.tables.by_contract![code]).toMatchObject({ media, satisfied })
  })

  it('what the year closed with is what the next one opens with', () => {
    expect(carried['coins.opening']).toBe(expected.figures['coins.closing']!.value)
    expect(carried['coins.closing']).toBe(expected.figures['coins.closing']!.value)
    expect(carried['coins.earned']).toBe(0)
  })
})

describe('the same workbooks again', () => {
  it.each(['媒体报道', '参观接待', '荣誉', '满意度调查', '期初余额', '流水'])('%s adds nothing that counts', (sheet) => {
    expect(again[sheet]).toBeDefined()
    expect(again[sheet]).not.toHaveProperty('valid')
  })
})
