/** A folder of workbooks becomes records: what `hengai import` and the demo do. */
import fs from 'node:fs'
import path from 'node:path'
import { sealOrganisation } from '../features/audit/sealing.ts'
import { planImport, yearOfPlan, type Plan } from '../features/imports/plan.ts'
import { alreadyImported } from '../features/imports/seen.ts'
import { rememberedMappings } from '../features/imports/mappings.ts'
import { reportImport, type ImportReport } from '../features/imports/report.ts'
import { runImport, type Progress } from '../features/imports/run.ts'
import { samePersons, type SamePersons } from '../features/people/same.ts'
import { getOrganisation } from '../features/orgs/service.ts'
import { sameVolunteers } from '../features/volunteering/same.ts'
import { createOrganisation, listOrganisations } from '../features/staff/organisation.ts'
import { openWorkbook, type OpenWorkbook } from '../platform/workbook.ts'
import { Refusal } from '../shared/refusal.ts'
import { asSystem } from './as-system.ts'
import type { Opened } from './open.ts'
import { sheetForms } from './sheets.ts'

const WORKBOOK = /\.(xlsx|xlsm|csv|xls)$/i

/** Workbooks of a folder by name, without the lock files Excel leaves (~$…). */
const workbooksIn = (folder: string): string[] =>
  fs
    .readdirSync(folder)
    .filter((file) => WORKBOOK.test(file) && !file.startsWith('~$') && !file.startsWith('.'))
    .toSorted()
    .map((file) => path.join(folder, file))

/** Files as given; a folder stands for its workbooks. */
export const listAll = (paths: readonly string[]): string[] =>
  paths.flatMap((at) => {
    if (!fs.existsSync(at)) throw new Error(`找不到 · Not found: ${at}`)
    return fs.statSync(at).isDirectory() ? workbooksIn(at) : [at]
  })

/** The year the workbooks are of, as they say themselves. */
export const yearIn = async (files: readonly string[]): Promise<number | undefined> =>
  yearOfPlan(planImport(await openBooks(files), sheetForms, new Date().getFullYear()))

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
  const open = (file: string) => openWorkbook(fs.readFileSync(file), path.basename(file), signal ? { signal } : {})
  const books: OpenWorkbook[] = []
  // Two at a time: there are two threads for it.
  for (let at = 0; at < files.length; at += 2) books.push(...(await Promise.all(files.slice(at, at + 2).map(open))))
  return books
}

/** The only organisation of the data folder; made, under the given name, when there is none yet. */
export const theOrganisation = async ({ database }: Opened, nameOf: () => string | undefined): Promise<string> => {
  const [first, second] = await listOrganisations(database.db)
  if (second)
    throw new Error('这个数据库里有多个机构，请在浏览器中导入 · There are several organisations here: import in the browser')
  return first ?? database.db.transaction().execute((tx) => createOrganisation(tx, { name: nameOf() ?? '我的机构' }))
}

export interface FolderImport {
  readonly report: ImportReport &
    SamePersons & { readonly organisation: string; readonly same_volunteer: Awaited<ReturnType<typeof sameVolunteers>> }
  readonly organisation_id: string
  /** Files that stood already and were passed over. */
  readonly already: readonly string[]
}

/**
 * Imports files into the only organisation, in one transaction: all of it or nothing. Files that stand already are passed over. With
 * an empty database the organisation is made first, named by the workbooks.
 */
export const importFiles = async (
  opened: Opened,
  files: readonly string[],
  year: number,
  name: string,
  onProgress?: (progress: Progress) => void,
): Promise<FolderImport> => {
  const workbooks = await openBooks(files)
  if (workbooks.length === 0) throw new Refusal('nothing_to_import')
  // A new organisation has no imports and no remembered columns yet: the plan that names it is the plan.
  let naming: Plan | undefined
  const organisation_id = await theOrganisation(opened, () => {
    naming = planImport(workbooks, sheetForms, year)
    return organisationNamed(naming)
  })
  const result = await asSystem(opened, organisation_id, 'import', async (ctx) => {
    const seen = await alreadyImported(
      ctx,
      workbooks.map((book) => book.sha256),
    )
    const fresh = workbooks.filter((book) => !seen.has(book.sha256))
    const plan = naming ?? planImport(fresh, sheetForms, year, [], await rememberedMappings(ctx))
    const results = fresh.length > 0 ? (await runImport(ctx, plan, { year, name, onProgress })).sheets : []
    const organisation = (await getOrganisation(ctx)).name
    const already = workbooks.filter((book) => seen.has(book.sha256)).map((book) => book.name)
    return {
      organisation_id,
      already,
      report: {
        organisation,
        ...reportImport(plan, results, year, 'zh'),
        ...(await samePersons(ctx)),
        same_volunteer: await sameVolunteers(ctx),
      },
    }
  })
  // The planner must know what came in, or the first figures are slow.
  await opened.database.script('analyze')
  await sealOrganisation(opened.database.db, organisation_id)
  return result
}
