import fs from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { Refusal } from '../shared/refusal.ts'

/** `/mark.svg`, `/assets/…`; `/figures/service.meals.persons` is a page, dots or not. */
const FILE = /^\/assets\/|^\/[^/]*\.\w+$/

/** The built browser files. An address of the browser's own router gets the page; an unknown address under `/api/` is refused. */
export const mountFiles = async (app: FastifyInstance, dist: string | undefined): Promise<void> => {
  const page = dist && path.join(dist, 'index.html')
  const built = page !== undefined && fs.existsSync(page)
  if (dist && built) {
    await app.register(fastifyStatic, {
      root: dist,
      // `/` goes through the page's own answer below, so that the page itself is never kept by the browser.
      index: false,
      setHeaders: (reply, file) => {
        // Names under assets/ carry the hash of their content.
        const forever = file.includes(`${path.sep}assets${path.sep}`)
        void reply.header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
  }
  app.setNotFoundHandler((request, reply) => {
    const address = request.url.split('?')[0]!
    const isPage = request.method === 'GET' && !address.startsWith('/api/') && !FILE.test(address)
    if (isPage && built)
      return reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(fs.createReadStream(page))
    throw new Refusal('not_found')
  })
}
