/** The annual report written to files: what `hengai report` and the demo print. */
import fs from 'node:fs'
import path from 'node:path'
import { reportsService } from '../features/reports/service.ts'
import { writeDocx } from '../features/reports/write-docx.ts'
import { writeXlsx } from '../features/reports/write-xlsx.ts'
import type { Opened } from './open.ts'
import { asSystem } from './as-system.ts'
import { figures } from './figures.ts'

const reports = reportsService(figures)

/** Writes annual-report-YEAR.docx and .xlsx into the folder and returns their paths. */
export const writeReportFiles = async (
  opened: Opened,
  organisation_id: string,
  year: number,
  folder: string,
  template?: string,
): Promise<string[]> => {
  if (!Number.isInteger(year) || year < 1950 || year > 2200) throw new Error('--year 请写成 2022 · write the year as 2022')
  const input = await asSystem(opened, organisation_id, 'report', (ctx) => reports.reportInput(ctx, year, true))
  fs.mkdirSync(folder, { recursive: true })
  const docx = path.join(folder, `annual-report-${year}.docx`)
  const xlsx = path.join(folder, `annual-report-${year}.xlsx`)
  fs.writeFileSync(docx, await writeDocx(reports.annualReport(input), template ? { template } : {}))
  fs.writeFileSync(xlsx, await writeXlsx(input))
  return [docx, xlsx]
}
