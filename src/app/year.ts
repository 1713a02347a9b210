/** A folder of workbooks in, figures out: what `hengai import`, `hengai figures` and the demo do. */
import fs from 'node:fs'
import path from 'node:path'
import { sql } from 'kysely'
import { figuresService } from '../features/figures/service.ts'
import { planImport, type Plan } from '../features/imports/plan.ts'
import { alreadyImported } from '../features/imports/seen.ts'
import { reportImport, type ImportReport } from '../features/imports/report.ts'
import { runImport, type Progress } from '../features/imports/run.ts'
import { samePersons } from '../features/people/same.ts'
import { createOrganisation, findSystemAsking, listOrganisations } from '../features/staff/organisation.ts'
import type { Ctx } from '../platform/context.ts'
import { runAs } from '../platform/request.ts'
import { openWorkbook, type OpenWorkbook } from '../platform/workbook.ts'
import { newId } from '../platform/new-id.ts'
import { Refusal } from '../shared/refusal.ts'
import type { Opened } from './open.ts'
import { sliceFigures } from './figures.ts'
import { sheetForms } from './sheets.ts'

const WORKBOOK = /\.(xlsx|xlsm|csv|xls)$/i

/** Workbooks of a folder by name, without the lock files Excel leaves (~$…). */
export const workbookFiles = (folder: string): string[] =>
  fs
    .readdirSync(folder)
    .filter((file) => WORKBOOK.test(file) && !file.startsWith('~$') && !file.startsWith('.'))
    .toSorted((a, b) => a.localeCompare(b, 'zh-CN'))
    .map((file) => path.join(folder, file))

/** `单位（盖章）：某某社会工作服务中心` above a heading names the organisation. */
export const organisationNamed = (plan: Plan): string | undefined => {
  for (const { heading } of plan.sheets)
    for (const title of heading.titles) {
      const name = /单位[^：:]*[：:]\s*([^\s　]+)/.exec(title)?.[1]
      if (name) return name
    }
  return undefined
}

export const openBooks = async (files: readonly string[], signal?: AbortSignal): Promise<OpenWorkbook[]> => {
  const open: OpenWorkbook[] = []
  for (const file of files) open.push(await openWorkbook(fs.readFileSync(file), path.basename(file), signal ? { signal } : {}))
  return open
}

/** The only organisation of the data folder; made, under the given name, when there is none yet. */
export const theOrganisation = async ({ database }: Opened, name: string | undefined): Promise<string> => {
  const [first] = await listOrganisations(database.db)
  return first ?? database.db.transaction().execute((tx) => createOrganisation(tx, { name: name ?? '我的机构' }))
}

/** Work as the command line, whole organisation. */
export const asSystem = async <T>(
  data: Opened,
  organisation_id: string,
  action: string,
  work: (ctx: Ctx) => Promise<T>,
): Promise<T> => {
  const asking = await findSystemAsking(data.database.db, organisation_id)
  return runAs(data.database.db, data.keys, { ...asking, request_id: newId(), action }, work)
}

export interface FolderImport {
  readonly report: ImportReport & Awaited<ReturnType<typeof samePersons>> & { organisation: string }
  readonly organisation_id: string
  /** Files that stood already and were passed over. */
  readonly already: readonly string[]
}

export const importFiles = async (
  data: Opened,
  files: readonly string[],
  year: number,
  name: string,
  onProgress?: (progress: Progress) => void,
): Promise<FolderImport> => {
  const workbooks = await openBooks(files)
  const whole = planImport(workbooks, sheetForms, year)
  const organisation_id = await theOrganisation(data, organisationNamed(whole))
  return asSystem(data, organisation_id, 'import', async (ctx) => {
    const seen = await alreadyImported(
      ctx,
      workbooks.map((book) => book.sha256),
    )
    const fresh = workbooks.filter((book) => !seen.has(book.sha256))
    if (workbooks.length === 0) throw new Refusal('nothing_to_import')
    const plan = fresh.length === workbooks.length ? whole : planImport(fresh, sheetForms, year)
    const results = fresh.length > 0 ? (await runImport(ctx, plan, { year, name, onProgress })).sheets : []
    const organisation = (
      await sql<{ name: string }>`select name from orgs.organisations where organisation_id = ${ctx.organisation_id}`.execute(
        ctx.db,
      )
    ).rows[0]!.name
    const report = reportImport(plan, results, year, 'zh')
    return {
      organisation_id,
      already: workbooks.filter((book) => seen.has(book.sha256)).map((book) => book.name),
      report: { ...report, organisation, ...(await samePersons(ctx)) },
    }
  })
}

export const figures = figuresService(sliceFigures)
