/** The annual report as files: Word (.docx) and Excel (.xlsx). */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { signedIn, stationsFor, type Mounting } from '../../platform/mount.ts'
import { runSettled } from '../../platform/replica.ts'
import { Refusal } from '../../shared/refusal.ts'
import { getAnnualReport } from './contract.ts'
import type { ReportInput } from './model.ts'
import { limitName } from './model.ts'
import type { ReportsService } from './service.ts'

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A report of some stations says so by its name too: it lies on somebody's desk beside that of the organisation. */
const fileName = ({ organisation, year, limited_to }: ReportInput, what: string, kind: string): string =>
  `${organisation}${year}${what}${limitName(limited_to)}.${kind}`

export const mountReportFiles = (mounting: Mounting, reports: ReportsService): void => {
  const { app } = mounting
  /** Computes under the reader's own rights, then writes outside the transaction: the database is free while the file is made. */
  const inputFor = async (request: FastifyRequest): Promise<ReportInput> => {
    const session = await signedIn(mounting, request)
    const kind = request.url.split('?')[0]!.split('.').at(-1)
    const stations = stationsFor(session, getAnnualReport)
    const year = Number((request.params as { year: string }).year)
    if (!Number.isInteger(year) || year < 1950 || year > 2200)
      throw new Refusal('bad_input', { field: 'year', problem: '2022' }, 'year')
    const asking = { ...session, stations, request_id: request.id, action: 'downloadAnnualReport' }
    return runSettled(mounting, request, asking, async (ctx) => {
      ctx.wrote({ entity: 'reports.annual', entity_ids: [], after: { year, file: kind } })
      return reports.reportInput(ctx, year, kind === 'xlsx')
    })
  }
  const attach = (reply: FastifyReply, type: string, name: string, file: Buffer) =>
    reply
      .type(type)
      .header(
        'content-disposition',
        `attachment; filename="annual-report.${name.split('.').at(-1)}"; filename*=UTF-8''${encodeURIComponent(name)}`,
      )
      .send(file)

  // Charts and templates are loaded by the first report asked for: they are a third of the program's memory and most of its start.
  app.get('/api/reports/annual/:year/report.docx', async (request, reply) => {
    const input = await inputFor(request)
    const { writeDocx } = await import('./write-docx.ts')
    return attach(reply, DOCX, fileName(input, '年度工作报告', 'docx'), await writeDocx(reports.annualReport(input)))
  })
  app.get('/api/reports/annual/:year/report.xlsx', async (request, reply) => {
    const input = await inputFor(request)
    const { writeXlsx } = await import('./write-xlsx.ts')
    return attach(reply, XLSX, fileName(input, '年度指标数字', 'xlsx'), await writeXlsx(input))
  })
}
