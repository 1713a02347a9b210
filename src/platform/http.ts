/** The web server without any slice: limits, headers, cookies, request ids, errors in the user's language, structured logs. */
import { randomUUID } from 'node:crypto'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { Refusal } from '../shared/refusal.ts'
import { answerNoHttp, answerProblem, FILES_AT_ONCE } from './http-problems.ts'

export interface HttpChoices {
  readonly log: boolean
  /** Requests a minute from one address; 0 = no limit (tests). */
  readonly rate: number
  /** Milliseconds a caller may take over the head of a request, and over all of it; who is slower loses the connection. */
  readonly patience?: { readonly head: number; readonly whole: number }
}

/** A workbook of 64 MB comes through a line of 5 Mbit/s in that time. */
const PATIENCE = { head: 20_000, whole: 120_000 }

/** A write must come from our own pages: browsers send Origin on every write, and only they carry the cookie unasked. */
const checkOrigin = (request: FastifyRequest): void => {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const { origin, host } = request.headers
  // A sandboxed frame sends the word null, which is nobody's address.
  if (origin && (!URL.canParse(origin) || new URL(origin).host !== host)) throw new Refusal('foreign_origin')
  if (request.headers['sec-fetch-site'] === 'cross-site') throw new Refusal('foreign_origin')
}

export const openHttp = async ({ log, rate, patience = PATIENCE }: HttpChoices): Promise<FastifyInstance> => {
  const app = Fastify({
    logger: log
      ? {
          level: 'info',
          // The database tells the values of a refused row in these two: names and numbers of people do not belong in a log.
          redact: ['req.headers.cookie', 'req.headers.authorization', 'err.detail', 'err.where'],
          serializers: { req: (r) => ({ method: r.method, path: String(r.url).split('?')[0] }) },
        }
      : false,
    genReqId: () => randomUUID(),
    bodyLimit: 2 * 1024 * 1024,
    // Before a route is found (an address that cannot be read), and before there is a request at all.
    frameworkErrors: (problem, request, reply) => void answerProblem(problem, request, reply),
    clientErrorHandler: answerNoHttp,
    requestTimeout: patience.whole,
    // Node looks for slow callers only so often.
    http: { headersTimeout: patience.head, connectionsCheckingInterval: patience.head / 4 },
    // One proxy in front: what stands further left in X-Forwarded-For the caller may have written himself.
    trustProxy: process.env.HENGAI_TRUST_PROXY === '1' ? (_address: string, hop: number) => hop === 0 : false,
  })
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        // The plugin's own list lets fonts come from anywhere.
        fontSrc: ["'self'", 'data:'],
        upgradeInsecureRequests: null,
      },
    },
    hsts: false,
  })
  await app.register(cookie)
  await app.register(compress, { threshold: 2048 })
  if (rate > 0)
    await app.register(rateLimit, {
      max: rate,
      timeWindow: '1 minute',
      errorResponseBuilder: () => new Refusal('too_many_requests'),
    })
  await app.register(multipart, { limits: { fileSize: 64 * 1024 * 1024, files: FILES_AT_ONCE, fields: 20 } })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    // The tablet at the door is everybody's: what one account read must not come back out of the browser's own store.
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
    checkOrigin(request)
  })
  app.setErrorHandler(answerProblem)
  return app
}
