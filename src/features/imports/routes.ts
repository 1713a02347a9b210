/** The one route that is not an endpoint: workbooks arrive as files (multipart). */
import type { FastifyRequest } from 'fastify'
import type { Mounting } from '../../platform/mount.ts'
import { runAs } from '../../platform/request.ts'
import { sessionToken } from '../../platform/session.ts'
import { openWorkbook, type OpenWorkbook } from '../../platform/workbook.ts'
import { Refusal } from '../../shared/refusal.ts'
import { refusalText } from '../../shared/refusal-texts.ts'
import { rememberedMappings } from './mappings.ts'
import { planImport, type AnyForm, type Plan } from './plan.ts'
import { alreadyImported } from './seen.ts'
import type { Uploads } from './uploads.ts'

interface Arrived {
  readonly workbooks: OpenWorkbook[]
  readonly problems: { file: string; code: string; message: string }[]
}

const receive = async (request: FastifyRequest, language: 'zh' | 'en'): Promise<Arrived> => {
  const arrived: Arrived = { workbooks: [], problems: [] }
  for await (const part of request.files()) {
    const file = part.filename.split(/[\\/]/).at(-1) ?? 'file'
    try {
      arrived.workbooks.push(await openWorkbook(await part.toBuffer(), file))
    } catch (problem) {
      if (!(problem instanceof Refusal)) throw problem
      arrived.problems.push({ file, code: problem.code, message: refusalText(problem.code, problem.details, language) })
    }
  }
  return arrived
}

/** What was recognised, for the wizard: every column with its heading, its field and a few texts to see what stands there. */
const shown = (plan: Plan) => [
  ...plan.sheets.map(({ workbook, sheet, form, heading, columns, content, unused }) => ({
    file: workbook.name,
    sheet: sheet.name,
    status: 'recognised' as const,
    kind: form.kind,
    title: form.title,
    rows: content.rows.length,
    header_rows: content.header_rows,
    columns: heading.labels.flatMap((label, column) => (label === undefined ? [] : [{ column, heading: label, field: Object.keys(columns).find((field) => columns[field] === column) ?? null }])),
    unused: unused.map((one) => one.label),
    sample: sample(sheet, content.first_data_row),
    candidates: [],
  })),
  ...plan.unread.map(({ workbook, sheet, reason, heading, candidates }) => ({
    file: workbook.name,
    sheet: sheet.name,
    status: reason,
    kind: null,
    title: null,
    rows: sheet.row_count,
    header_rows: heading?.header_rows ?? [],
    columns: (heading?.labels ?? []).flatMap((label, column) => (label === undefined ? [] : [{ column, heading: label, field: null }])),
    unused: [],
    sample: sample(sheet, (heading?.header_rows.at(-1) ?? 0) + 1),
    candidates: candidates.map(({ kind, title, missing, columns }) => ({ kind, title, missing, columns })),
  })),
]

const sample = (sheet: Plan['sheets'][number]['sheet'], from: number | undefined): string[][] => {
  const rows: string[][] = []
  for (const row of sheet.rows()) {
    if (row.row_number < (from ?? 1)) continue
    rows.push(row.cells.slice(0, 60).map((cell) => cell?.text.slice(0, 40) ?? ''))
    if (rows.length === 4) break
  }
  return rows
}

export const mountUploads = ({ app, db, keys, findSession }: Mounting, forms: readonly AnyForm[], uploads: Uploads): void => {
  app.post('/api/imports/uploads', { bodyLimit: 96 * 1024 * 1024 }, async (request) => {
    const session = await findSession(sessionToken(request))
    if (!session) throw new Refusal('not_signed_in')
    const stations = session.actor.grants.get('imports.run')
    if (stations !== 'all') throw new Refusal('not_allowed')
    const { workbooks, problems } = await receive(request, session.actor.language)
    if (workbooks.length === 0 && problems.length === 0) throw new Refusal('nothing_to_import')
    const year = Number((request.query as { year?: string }).year) || new Date().getFullYear()
    return runAs(db, keys, { ...session, stations, request_id: request.id, action: 'uploadWorkbooks' }, async (ctx) => {
      const seen = await alreadyImported(ctx, workbooks.map((book) => book.sha256))
      const plan = planImport(workbooks, forms, year, [], await rememberedMappings(ctx))
      const upload_id = workbooks.length > 0 ? uploads.add({ organisation_id: ctx.organisation_id, account_id: ctx.actor.account_id }, workbooks, ctx.now.getTime()) : null
      const files = workbooks.map((book) => ({ file: book.name, bytes: book.bytes, imported_on: seen.get(book.sha256)?.toISOString().slice(0, 10) ?? null }))
      return { upload_id, files, problems, sheets: shown(plan) }
    })
  })
}
