/** Whatever goes wrong with a request, said in our words and in the reader's language: no text of a library leaves the server. */
import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../shared/refusal.ts'
import { refusalText, type RefusalCode } from '../shared/refusal-texts.ts'
import { languageOf } from './language.ts'
import { troubleOf } from './trouble.ts'

/** Files one upload may bring; a year of the example organisation is fifteen. */
export const FILES_AT_ONCE = 40

const STATUS: Partial<Record<RefusalCode, number>> = {
  not_signed_in: 401,
  sign_in_failed: 401,
  not_allowed: 403,
  password_must_change: 403,
  second_factor_due: 403,
  second_factor_missing: 403,
  foreign_origin: 403,
  not_found: 404,
  duplicate: 409,
  too_large: 413,
  too_many_files: 413,
  uploads_too_large: 413,
  wrong_media_type: 415,
  account_locked: 429,
  too_many_requests: 429,
  bad_input: 400,
  bad_request: 400,
  not_json: 400,
  storage_full: 503,
  storage_read_only: 503,
  storage_broken: 503,
  database_away: 503,
  changed_meanwhile: 503,
}

/** Seconds after which to ask again; a restart of PostgreSQL takes two or three. */
const RETRY_AFTER = '5'

/** What the framework and its plugins refuse, by their codes (`FST_ERR_…`), and what the database refuses by its own (SQLSTATE). */
const REFUSED: Readonly<Record<string, RefusalCode>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'not_json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'not_json',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'wrong_media_type',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'wrong_media_type',
  FST_FILES_LIMIT: 'too_many_files',
  FST_MP_PREMATURE_CLOSE: 'bad_request',
  // PostgreSQL's unique_violation: two requests at once wrote the same, or an id is used again for something else.
  '23505': 'duplicate',
}

/** The same by status, for what has no code of its own above. */
const REFUSED_BY_STATUS: Readonly<Record<number, RefusalCode>> = {
  400: 'bad_request',
  404: 'not_found',
  406: 'wrong_media_type',
  408: 'bad_request',
  413: 'too_large',
  414: 'bad_request',
  415: 'wrong_media_type',
  429: 'too_many_requests',
}

/** The reader of uploaded files throws these without a code when an upload breaks off or is garbled. */
const BROKEN_UPLOAD = /unexpected end of multipart data|^Multipart: Boundary not found|^The needle cannot have a length/i

/** What the framework refuses by itself, and what befell the machine, in our words; anything else is our fault. */
const asRefusal = (problem: FastifyError | Refusal): Refusal | undefined => {
  if (problem instanceof Refusal) return problem
  const known = REFUSED[problem.code] ?? REFUSED_BY_STATUS[problem.statusCode ?? 0]
  if (known) return new Refusal(known, known === 'too_many_files' ? { most: FILES_AT_ONCE } : {})
  if (BROKEN_UPLOAD.test(problem.message)) return new Refusal('bad_request')
  const trouble = troubleOf(problem)
  return trouble && new Refusal(trouble)
}

/** The last word on every failed request: a refusal as such, anything else as a fault that only the log explains. */
export const answerProblem = (problem: FastifyError | Refusal, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const language = languageOf(request)
  const refusal = asRefusal(problem)
  if (refusal) {
    const { code, details, field } = refusal
    const status = STATUS[code] ?? 422
    if (status === 503) {
      request.log.error({ err: problem }, code)
      void reply.header('retry-after', RETRY_AFTER)
    }
    return reply
      .status(status)
      .send({ code, message: refusalText(code, details, language), field, details, request_id: request.id })
  }
  request.log.error({ err: problem }, 'fault')
  const message =
    language === 'zh'
      ? `系统出错了，请把编号 ${request.id} 告诉管理员`
      : `Something went wrong on our side; tell the administrator number ${request.id}`
  return reply.status(500).send({ code: 'fault', message, request_id: request.id })
}

/** Bytes that are no HTTP at all: nothing is known of who sent them, so both languages are answered. */
export const answerNoHttp = (problem: NodeJS.ErrnoException, socket: Socket): void => {
  if (problem.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const message = `${refusalText('bad_request', {}, 'zh')} · ${refusalText('bad_request', {}, 'en')}`
  const body = JSON.stringify({ code: 'bad_request', message, details: {} })
  socket.end(
    `HTTP/1.1 ${problem.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '408 Request Timeout' : '400 Bad Request'}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}
