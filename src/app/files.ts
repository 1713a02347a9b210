import fs from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
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
      index: false,
      setHeaders: (reply, file) => {
        // Names under assets/ carry the hash of their content.
        const forever = file.includes(`${path.sep}assets${path.sep}`)
        void reply.header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
  }
  const sendPage = (reply: FastifyReply) =>
    reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(fs.createReadStream(page!))
  // The file server refuses a folder without an index; the page itself must never be kept by the browser.
  if (built) app.get('/', (_request, reply) => sendPage(reply))
  app.setNotFoundHandler((request, reply) => {
    const address = request.url.split('?')[0]!
    const isPage = request.method === 'GET' && !address.startsWith('/api/') && !FILE.test(address)
    if (isPage && built) return sendPage(reply)
    throw new Refusal('not_found')
  })
}
