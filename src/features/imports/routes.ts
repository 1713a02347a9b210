/** What is not an endpoint: workbooks arrive as files (multipart); a run is watched while the database is busy with it. */
import type { FastifyRequest } from 'fastify'
import { signedIn, type Mounting } from '../../platform/mount.ts'
import { runAs } from '../../platform/request.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { z } from '../../shared/endpoint.ts'
import type { runProgress, uploadAnswer } from './contract.ts'
import { getOrganisation } from '../orgs/service.ts'
import { rememberedMappings } from './mappings.ts'
import { planImport, yearOfPlan, type AnyForm } from './plan.ts'
import { shownSheets } from './recognised.ts'
import { receive } from './receive.ts'
import type { Runs } from './runs.ts'
import { alreadyImported } from './seen.ts'
import { listWaiting, type Uploads } from './uploads.ts'

const MB = 1_048_576

export const mountUploads = (mounting: Mounting, forms: readonly AnyForm[], uploads: Uploads): void => {
  const { app, db, keys } = mounting
  app.post('/api/imports/uploads', { bodyLimit: 96 * 1024 * 1024 }, async (request) => {
    const session = await signedIn(mounting, request)
    const stations = session.actor.grants.get('imports.run')
    if (stations !== 'all') throw new Refusal('not_allowed')
    const asking = { ...session, stations, request_id: request.id, action: 'uploadWorkbooks' }
    const [{ upload_limit_mb }, waiting] = await runAs(db, keys, asking, (ctx) =>
      Promise.all([getOrganisation(ctx), listWaiting(ctx)]),
    )
    const owner = { organisation_id: session.organisation_id, account_id: session.actor.account_id }
    const arrival = uploads.arrival(owner, upload_limit_mb * MB, waiting)
    const arrived = await receive(request, session.actor.language, arrival).finally(() => arrival.end())
    if (!arrived) throw new Refusal('uploads_too_large', { limit: `${upload_limit_mb} MB` }, 'upload_limit_mb')
    const { problems } = arrived
    const workbooks = arrived.files.map(({ workbook }) => workbook)
    if (workbooks.length === 0 && problems.length === 0) throw new Refusal('nothing_to_import')
    return runAs(db, keys, asking, async (ctx) => {
      const seen = await alreadyImported(
        ctx,
        workbooks.map((book) => book.sha256),
      )
      // Dates without a year are only shown here: the year is told for good when the run starts.
      const plan = planImport(workbooks, forms, ctx.now.getFullYear(), [], await rememberedMappings(ctx))
      const upload_id =
        workbooks.length > 0 ? await uploads.add(ctx, arrived.files, upload_limit_mb * MB, arrival.replaced) : null
      const files = workbooks.map((book) => ({
        file: book.name,
        bytes: book.bytes,
        imported_on: seen.get(book.sha256)?.toISOString().slice(0, 10) ?? null,
      }))
      const year_named = yearOfPlan(plan) ?? null
      return { upload_id, year_named, files, problems, sheets: shownSheets(plan) } satisfies z.output<typeof uploadAnswer>
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
    const { state, done, total, sheet } = await watched(request)
    return { state, done, total, sheet }
  })
  app.delete(path, async (request) => {
    await runs.cancelWatched(await watched(request))
    return {}
  })
}
