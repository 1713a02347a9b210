/** Other organisations' workbooks, in other words, orders, places and years, import as exactly as the example year. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { compareFigures, compareImport, newComparison } from '../../scripts/compare-year.mjs'
import { asSystem } from '../../src/app/as-system.ts'
import { figures } from '../../src/app/figures.ts'
import { importFiles, listAll } from '../../src/app/year.ts'
import { openNotices } from '../../src/platform/notices.ts'
import { keys, openEmptyDatabase } from '../world.ts'
import { writeOtherYear } from './other-organisations.ts'

const seeds = (process.env.OTHER_SEEDS ?? '3,4,5').split(',').map(Number)

/** Where headings and data begin is told beside the answers; here only the answers are promised. */
const withoutPositions = (imported: Awaited<ReturnType<typeof answersOf>>['imported']) => ({
  ...imported,
  workbooks: Object.fromEntries(
    Object.entries(imported.workbooks).map(([book, { sheets }]) => [
      book,
      {
        sheets: Object.fromEntries(
          Object.entries(sheets).map(([name, { header_rows: _, first_data_row: __, last_data_row: ___, ...sheet }]) => [
            name,
            sheet,
          ]),
        ),
      },
    ]),
  ),
})

const answersOf = async (folder: string, year: number) => {
  const database = await openEmptyDatabase()
  const opened = { database, keys, folder, notices: openNotices({ database }), close: () => database.close() }
  try {
    const { report, organisation_id } = await importFiles(opened, listAll([folder]), year, 'other')
    const computed = await asSystem(opened, organisation_id, 'figures', (ctx) =>
      figures.computeYear(ctx, `${year}-01-01`, `${year}-12-31`),
    )
    return {
      imported: report,
      figures: {
        figures: Object.fromEntries(
          computed.figures.map(({ definition, key, ...value }) => [key, { ...value, unit: definition.unit }]),
        ),
        tables: computed.tables,
        indicators: computed.indicators,
      },
    }
  } finally {
    await opened.close()
  }
}

it.each(seeds)('the year of seed %i is exact, value by value', async (seed) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hengai-other-'))
  try {
    const { year, expected, manifest } = await writeOtherYear(seed, folder)
    const answers = await answersOf(folder, year)
    const comparison = newComparison()
    compareFigures(comparison, expected, answers.figures)
    compareImport(comparison, manifest, withoutPositions(answers.imported))
    expect(comparison.differences).toEqual([])
    expect(comparison.compared).toBeGreaterThan(2000)
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
})
