/** The web server without any slice: limits, headers, cookies, request ids, errors in the user's language, structured logs. */
import { randomUUID } from 'node:crypto'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify'
import { Refusal } from '../shared/refusal.ts'
import { refusalText, type RefusalCode } from '../shared/refusal-texts.ts'
import { languageOf } from './language.ts'

export interface HttpChoices {
  readonly log: boolean
  /** Requests a minute from one address; 0 = no limit (tests). */
  readonly rate: number
}

const STATUS: Partial<Record<RefusalCode, number>> = {
  not_signed_in: 401,
  sign_in_failed: 401,
  not_allowed: 403,
  password_must_change: 403,
  foreign_origin: 403,
  not_found: 404,
  duplicate: 409,
  too_large: 413,
  account_locked: 429,
  too_many_requests: 429,
  bad_input: 400,
}

/** A write must come from our own pages: browsers send Origin on every write, and only they carry the cookie unasked. */
const checkOrigin = (request: FastifyRequest): void => {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const { origin, host } = request.headers
  // A sandboxed frame sends the word null, which is nobody's address.
  if (origin && (!URL.canParse(origin) || new URL(origin).host !== host)) throw new Refusal('foreign_origin')
  if (request.headers['sec-fetch-site'] === 'cross-site') throw new Refusal('foreign_origin')
}

export const openHttp = async ({ log, rate }: HttpChoices): Promise<FastifyInstance> => {
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
    requestTimeout: 120_000,
    // One proxy in front: what stands further left in X-Forwarded-For the caller may have written himself.
    trustProxy: process.env.HENGAI_TRUST_PROXY === '1' ? (_address: string, hop: number) => hop === 0 : false,
  })
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
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
  await app.register(multipart, { limits: { fileSize: 64 * 1024 * 1024, files: 40, fields: 20 } })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    // The tablet at the door is everybody's: what one account read must not come back out of the browser's own store.
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
    checkOrigin(request)
  })
  app.setErrorHandler((problem: FastifyError | Refusal, request, reply) => {
    const language = languageOf(request)
    const refusal = asRefusal(problem)
    if (refusal) {
      const { code, details, field } = refusal
      return reply
        .status(STATUS[code] ?? 422)
        .send({ code, message: refusalText(code, details, language), field, details, request_id: request.id })
    }
    request.log.error({ err: problem }, 'fault')
    const message =
      language === 'zh'
        ? `系统出错了，请把编号 ${request.id} 告诉管理员`
        : `Something went wrong on our side; tell the administrator number ${request.id}`
    return reply.status(500).send({ code: 'fault', message, request_id: request.id })
  })
  return app
}

/** What the framework refuses by itself, in our words; anything else is our fault. */
const asRefusal = (problem: FastifyError | Refusal): Refusal | undefined => {
  if (problem instanceof Refusal) return problem
  if (problem.statusCode === 413) return new Refusal('too_large')
  if (problem.statusCode === 429) return new Refusal('too_many_requests')
  if (problem.statusCode === 400 || problem.statusCode === 415)
    return new Refusal('bad_input', { field: 'body', problem: problem.message })
  return undefined
}
