import type { FastifyRequest } from 'fastify'
import type { Language } from './context.ts'

/** The language somebody is answered in: what the browser asks for first; Chinese unless that is English. */
export const languageOf = (request: FastifyRequest): Language =>
  (request.headers['accept-language'] ?? '').startsWith('en') ? 'en' : 'zh'
