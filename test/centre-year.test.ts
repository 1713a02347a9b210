/** Workbooks 03 and 07 of the example year, through the one import, against the promised fates and figures. */
import fs from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { sheetForms } from '../src/app/sheets.ts'
import { sliceFigures } from '../src/app/figures.ts'
import { figuresService } from '../src/features/figures/service.ts'
import { planImport } from '../src/features/imports/plan.ts'
import { reportImport, type SheetReport } from '../src/features/imports/report.ts'
import { runImport } from '../src/features/imports/run.ts'
import { openWorkbook } from '../src/platform/workbook.ts'
import { newWorld } from './world.ts'

const folder = fileURLToPath(new URL('../examples/year-2022/', import.meta.url))
const read = <T>(name: string): T => JSON.parse(fs.readFileSync(`${folder}${name}`, 'utf8')) as T
const expected = read<{ figures: Record<string, { value: number; numerator?: number; denominator?: number }> }>('expected.json')
const manifest = read<{
  workbooks: Record<
    string,
    { sheets: Record<string, SheetReport & { rejected: { row: number; code: string; repeats_row?: number }[] }> }
  >
}>('manifest.json')

const ours = ['03-康园学员与台账.xlsx', '07-志愿服务记录.xlsx']
const files = fs.readdirSync(folder).filter((name) => /^(01|02.*康园|03|07)-?.*\.xlsx$/.test(name))
const mine = (key: string) => /^(kangyuan|volunteers)\./.test(key) && !/^kangyuan\.(satisfied|outreach)/.test(key)

let reported: Record<string, { sheets: Record<string, SheetReport> }>
let computed: Record<string, { value: number | null; numerator?: number; denominator?: number }>
const again: Record<string, string[]> = {}

beforeAll(async () => {
  const world = await newWorld()
  const workbooks = await Promise.all(files.map((name) => openWorkbook(`${folder}${name}`, name)))
  const plan = planImport(workbooks, sheetForms, 2022)
  const result = await world.run((ctx) => runImport(ctx, plan, { year: 2022, name: 'year' }))
  reported = reportImport(plan, result.sheets, 2022, 'zh').workbooks
  const { computeAll } = figuresService(sliceFigures)
  const values = await world.run((ctx) => computeAll(ctx, { from: '2022-01-01', to: '2022-12-31' }))
  computed = Object.fromEntries(values.map((value) => [value.key, value]))
  const second = planImport(
    workbooks.filter((book) => ours.includes(book.name)),
    sheetForms,
    2022,
  )
  const repeated = await world.run((ctx) => runImport(ctx, second, { year: 2022, name: 'again' }))
  for (const { planned, fates } of repeated.sheets)
    again[planned.sheet.name] = [...new Set(fates.map((fate) => fate.code ?? fate.outcome))].toSorted()
}, 120_000)

describe.each(ours.flatMap((book) => Object.keys(manifest.workbooks[book]!.sheets).map((sheet) => [book, sheet] as const)))(
  '%s %s',
  (book, sheet) => {
    it('meets the fates the manifest promises, row by row', () => {
      const { rows_in, rows_valid, rows_not_counted, rows_rejected, not_counted_rows, rejected } =
        manifest.workbooks[book]!.sheets[sheet]!
      const found = reported[book]!.sheets[sheet]!
      expect(found).toMatchObject({ rows_in, rows_valid, rows_not_counted, rows_rejected, not_counted_rows })
      const short = (rows: readonly { row: number; code: string; repeats_row?: number | undefined }[]) =>
        rows.map(({ row, code, repeats_row }) => [row, code, repeats_row])
      expect(short(found.rejected!)).toEqual(short(rejected))
    })
  },
)

describe('figures of the centre and of the volunteers', () => {
  it.each(Object.keys(expected.figures).filter(mine))('%s is exact', (key) => {
    const { value, numerator, denominator } = expected.figures[key]!
    expect(computed[key]).toMatchObject({ value, ...(numerator === undefined ? {} : { numerator, denominator }) })
  })
})

describe('the same workbooks again', () => {
  it('add nothing to what counts once', () => {
    for (const sheet of [
      '职业技能',
      '辅助性就业产量与销售',
      '康复目标',
      '运动计划执行',
      '每日健康',
      '志愿者名册',
      '志愿活动记录',
      '志愿者时长',
    ])
      expect(again[sheet], sheet).not.toContain('valid')
  })
})
