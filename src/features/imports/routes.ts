/** What is not an endpoint: workbooks arrive as files (multipart); a run is watched while the database is busy with it. */
import type { FastifyRequest } from 'fastify'
import { signedIn, type Mounting } from '../../platform/mount.ts'
import { runAs } from '../../platform/request.ts'
import { openWorkbook, workbookLimits, type OpenWorkbook } from '../../platform/workbook.ts'
import { Refusal } from '../../shared/refusal.ts'
import { refusalText } from '../../shared/refusal-texts.ts'
import type { z } from '../../shared/endpoint.ts'
import type { runProgress, uploadAnswer } from './contract.ts'
import { rememberedMappings } from './mappings.ts'
import { planImport, type AnyForm } from './plan.ts'
import { shownSheets } from './recognised.ts'
import type { Runs } from './runs.ts'
import { alreadyImported } from './seen.ts'
import type { Uploads } from './uploads.ts'

interface Arrived {
  readonly workbooks: OpenWorkbook[]
  readonly problems: { file: string; code: string; message: string }[]
}

const receive = async (request: FastifyRequest, language: 'zh' | 'en'): Promise<Arrived> => {
  const arrived: Arrived = { workbooks: [], problems: [] }
  for await (const part of request.files({ throwFileSizeLimit: false })) {
    const file = (part.filename ?? '').split(/[\\/]/).at(-1) || 'file'
    // Read to its end even when it will be refused: the parts behind it wait for that.
    const bytes = await part.toBuffer()
    try {
      if (part.file.truncated) throw new Refusal('file_too_large', { file, limit: `${workbookLimits.max_bytes / 1_048_576} MB` })
      if (arrived.workbooks.some((book) => book.name === file)) throw new Refusal('file_twice', { file })
      arrived.workbooks.push(await openWorkbook(bytes, file))
    } catch (problem) {
      if (!(problem instanceof Refusal)) throw problem
      arrived.problems.push({ file, code: problem.code, message: refusalText(problem.code, problem.details, language) })
    }
  }
  return arrived
}

export const mountUploads = (mounting: Mounting, forms: readonly AnyForm[], uploads: Uploads): void => {
  const { app, db, keys } = mounting
  app.post('/api/imports/uploads', { bodyLimit: 96 * 1024 * 1024 }, async (request) => {
    const session = await signedIn(mounting, request)
    const stations = session.actor.grants.get('imports.run')
    if (stations !== 'all') throw new Refusal('not_allowed')
    const { workbooks, problems } = await receive(request, session.actor.language)
    if (workbooks.length === 0 && problems.length === 0) throw new Refusal('nothing_to_import')
    const year = Number((request.query as { year?: string }).year) || new Date().getFullYear()
    return runAs(db, keys, { ...session, stations, request_id: request.id, action: 'uploadWorkbooks' }, async (ctx) => {
      const seen = await alreadyImported(
        ctx,
        workbooks.map((book) => book.sha256),
      )
      const plan = planImport(workbooks, forms, year, [], await rememberedMappings(ctx))
      const upload_id =
        workbooks.length > 0
          ? uploads.add({ organisation_id: ctx.organisation_id, account_id: ctx.actor.account_id }, workbooks, ctx.now.getTime())
          : null
      const files = workbooks.map((book) => ({
        file: book.name,
        bytes: book.bytes,
        imported_on: seen.get(book.sha256)?.toISOString().slice(0, 10) ?? null,
      }))
      return { upload_id, files, problems, sheets: shownSheets(plan) } satisfies z.output<typeof uploadAnswer>
    })
  })
}

/** Progress and cancelling, for whoever holds the key that starting the run gave. */
export const mountWatch = ({ app }: Mounting, runs: Runs): void => {
  const path = '/api/imports/runs/:run_id/watch'
  const watched = (request: FastifyRequest) => {
    const { run_id } = request.params as { run_id: string }
    const key = request.headers['x-watch-key']
    return runs.watch(run_id, typeof key === 'string' ? key : '')
  }
  app.get(path, async (request): Promise<z.output<typeof runProgress>> => {
    const { state, done, total, sheet } = watched(request)
    return { state, done, total, sheet }
  })
  app.delete(path, async (request) => {
    watched(request).abort.abort()
    return {}
  })
}
