import fs from 'node:fs'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { planImport, type AnyForm, type Row } from '../src/features/imports/plan.ts'
import { figures as stationFigures } from '../src/features/orgs/figures.ts'
import { stationsSheet, type StationTake } from '../src/features/orgs/sheets.ts'
import { figures as staffFigures } from '../src/features/staff/figures.ts'
import { employeesSheet } from '../src/features/staff/sheets.ts'
import type { FigureDefinition, SliceFigures } from '../src/shared/figure-source.ts'
import { openWorkbook } from '../src/platform/workbook.ts'
import type { Outcome } from '../src/shared/sheet-form.ts'
import { newWorld, type World } from './world.ts'

const year = fileURLToPath(new URL('../examples/year-2022/', import.meta.url))
const file = '01-机构与员工.xlsx'
const expected = JSON.parse(fs.readFileSync(`${year}expected.json`, 'utf8')) as { figures: Record<string, { value: number }> }
const manifest = JSON.parse(fs.readFileSync(`${year}manifest.json`, 'utf8')) as {
  workbooks: Record<
    string,
    {
      sheets: Record<
        string,
        {
          rows_valid: number
          rows_not_counted: object
          not_counted_rows: Record<string, number[]>
          rejected: { row: number; code: string; repeats_row?: number }[]
        }
      >
    }
  >
}
const promised = manifest.workbooks[file] ?? manifest.workbooks[file.replace('.xlsx', '')]!

const recordSheet = async (world: World, name: string) => {
  const takes: StationTake[] = []
  const forms = [stationsSheet(async (_, taken) => void takes.push(...taken)), employeesSheet] as unknown as AnyForm[]
  const workbook = await openWorkbook(`${year}${file}`, file)
  const planned = planImport([workbook], forms, 2022).sheets.find((each) => each.sheet.name === name)!
  const { rows } = planned.content
  const outcomes = await world.run((ctx) =>
    planned.form.record(
      { ctx, year: 2022, from: '2022-01-01', to: '2022-12-31', workbook: file, sheet: name, station_id: undefined },
      rows as readonly Row[],
    ),
  )
  const fates = outcomes.map((outcome, at) => ({ row: rows[at]!.row_number, outcome }))
  return { kind: planned.form.kind, fates, takes }
}

const codeOf = (outcome: Outcome) => ('refused' in outcome ? outcome.refused : (outcome.not_counted ?? 'valid')).toUpperCase()

const rowsBy = (fates: Awaited<ReturnType<typeof recordSheet>>['fates']) => {
  const rows: Record<string, number[]> = {}
  for (const { row, outcome } of fates) (rows[codeOf(outcome)] ??= []).push(row)
  return rows
}

const valueOf = (world: World, slice: SliceFigures, definition: FigureDefinition) =>
  world.run(async ({ db, organisation_id }) => {
    const source = slice.sources.find((each) => each.name === definition.source)!
    const from = source.sql
      .replaceAll(':organisation_id', `'${organisation_id}'`)
      .replaceAll(':from', "'2022-01-01'::date")
      .replaceAll(':to', "'2022-12-31'::date")
    const count = definition.measure.kind === 'distinct' ? `count(distinct ${definition.measure.column})` : 'count(*)'
    const { rows } = await sql<{
      value: number
    }>`${sql.raw(`select ${count}::int as value from (${from}) s where ${definition.where ?? 'true'}`)}`.execute(db)
    return rows[0]!.value
  })

describe.each([
  ['员工', 'staff.employees', staffFigures],
  ['站点', 'orgs.stations', stationFigures],
] as const)('the sheet %s', (name, kind, slice) => {
  it('is recognised, and every row meets the fate the manifest promises', async () => {
    const world = await newWorld()
    const recorded = await recordSheet(world, name)
    expect(recorded.kind).toBe(kind)
    const { VALID = [], ...others } = rowsBy(recorded.fates)
    const rejected: Record<string, number[]> = {}
    for (const { row, code } of promised.sheets[name]!.rejected) (rejected[code] ??= []).push(row)
    expect(others).toEqual({ ...promised.sheets[name]!.not_counted_rows, ...rejected })
    expect(VALID).toHaveLength(promised.sheets[name]!.rows_valid)
  })

  it('gives the figures of the year', async () => {
    const world = await newWorld()
    await recordSheet(world, name)
    const found: Record<string, number> = {}
    for (const definition of slice.definitions) found[definition.key] = await valueOf(world, slice, definition)
    expect(found).toEqual(Object.fromEntries(slice.definitions.map(({ key }) => [key, expected.figures[key]!.value])))
  })
})

it('the sheet 站点 hands on which contract takes which station', async () => {
  const { takes } = await recordSheet(await newWorld(), '站点')
  expect(takes.map((take) => take.contract_code)).toEqual(['HA2022-01', 'HA2022-02', 'HA2022-03', 'HA2022-04', 'HA2022-05'])
})
