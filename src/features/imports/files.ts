/** The rows that were not taken, as an Excel file: which row of which sheet, why, and how to mend it. Their cells stay in the workbook. */
import type { FastifyReply } from 'fastify'
import type { Mounting } from '../../platform/mount.ts'
import { parseInput, signedIn, stationsFor } from '../../platform/mount.ts'
import { runAs } from '../../platform/request.ts'
import { writeWorkbook } from '../../platform/write-workbook.ts'
import type { Language } from '../../platform/context.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { InputOf, ParsedOf } from '../../shared/endpoint.ts'
import { getImportRun, listImportRows } from './contract.ts'
import type { ImportReport } from './report.ts'
import type { Runs } from './runs.ts'
import type { importsService } from './service.ts'

interface Line {
  readonly file: string
  readonly sheet: string
  readonly row: number
  readonly reason: string
}

const WORDS = {
  zh: { title: '导入时没有收下的行', headings: ['工作簿', '工作表', '行号', '为什么没有收下'], file: '没有收下的行.xlsx' },
  en: {
    title: 'Rows that were not taken',
    headings: ['Workbook', 'Sheet', 'Row', 'Why it was not taken'],
    file: 'held-rows.xlsx',
  },
} as const

/** Rows of one page when the whole list is walked. */
const WALK = 500

const workbookOf = (lines: readonly Line[], language: Language) => {
  const { title, headings } = WORDS[language]
  return writeWorkbook([
    {
      name: title,
      title,
      columns: [
        { heading: headings[0], type: 'text', width: 40 },
        { heading: headings[1], type: 'text', width: 20 },
        { heading: headings[2], type: 'whole' },
        { heading: headings[3], type: 'text', width: 60 },
      ],
      rows: lines.map((line) => [line.file, line.sheet, line.row, line.reason]),
    },
  ])
}

const send = async (reply: FastifyReply, lines: readonly Line[], language: Language) =>
  reply
    .header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    .header(
      'content-disposition',
      `attachment; filename="held-rows.xlsx"; filename*=UTF-8''${encodeURIComponent(WORDS[language].file)}`,
    )
    .send(await workbookOf(lines, language))

const linesOfReport = (report: ImportReport): Line[] =>
  Object.entries(report.workbooks).flatMap(([file, book]) =>
    Object.entries(book.sheets).flatMap(([sheet, one]) =>
      (one.rejected ?? []).map(({ row, reason }) => ({ file, sheet, row, reason })),
    ),
  )

export const mountImportFiles = (mounting: Mounting, runs: Runs, service: ReturnType<typeof importsService>): void => {
  mounting.app.get('/api/imports/runs/:run_id/rejected.xlsx', async (request, reply) => {
    const session = await signedIn(mounting, request)
    const stations = stationsFor(session, getImportRun)
    const { language } = session.actor
    const { run_id } = parseInput(getImportRun, request.params, language) as ParsedOf<typeof getImportRun>
    const asking = { ...session, stations, request_id: request.id, action: 'downloadRejectedRows' }
    const run = await runAs(mounting.db, mounting.keys, asking, (ctx) => runs.get(ctx, run_id))
    if (!run.report) throw new Refusal('not_found')
    return send(reply, linesOfReport(run.report), language)
  })

  mounting.app.get('/api/imports/rejected.xlsx', async (request, reply) => {
    const session = await signedIn(mounting, request)
    const stations = stationsFor(session, listImportRows)
    const { language } = session.actor
    const asked = { ...(request.query as InputOf<typeof listImportRows>), page_size: WALK }
    const asking = { ...session, stations, request_id: request.id, action: 'downloadImportRows' }
    const lines = await runAs(mounting.db, mounting.keys, asking, async (ctx) => {
      const all: Line[] = []
      for (let page = 1; ; page++) {
        const input = parseInput(listImportRows, { ...asked, page }, language) as ParsedOf<typeof listImportRows>
        const { rows, total } = await service.listImportRows(ctx, input)
        for (const row of rows)
          all.push({ file: row.file_name, sheet: row.sheet_name, row: row.row_number, reason: row.reason ?? '' })
        if (rows.length === 0 || all.length >= total) return all
      }
    })
    return send(reply, lines, language)
  })
}
