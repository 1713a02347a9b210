/** Who may read /metrics: this machine, or whoever holds the token the operator set. To anybody else it is not there. */
import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { Refusal } from '../shared/refusal.ts'

const LEAST = 32

/** HENGAI_METRICS_TOKEN; throws when it is too short to be one. */
export const metricsToken = (): string | undefined => {
  const token = process.env.HENGAI_METRICS_TOKEN
  if (token !== undefined && token.length < LEAST)
    throw new Error(`HENGAI_METRICS_TOKEN 至少 ${LEAST} 个字符 · HENGAI_METRICS_TOKEN must have ${LEAST} characters or more`)
  return token
}

const isSame = (given: string, token: string): boolean => {
  const [one, other] = [Buffer.from(given), Buffer.from(token)]
  return one.length === other.length && timingSafeEqual(one, other)
}

const HERE = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/
const HERE_BY_NAME = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via']

/** Asked on this machine, and not through a proxy that stands on it: that one passes on for the whole world. Behind one a token is needed. */
const isFromHere = ({ socket, headers }: FastifyRequest): boolean =>
  process.env.HENGAI_TRUST_PROXY !== '1' &&
  HERE.test(socket.remoteAddress ?? '') &&
  HERE_BY_NAME.test(headers.host ?? '') &&
  FORWARDED.every((name) => headers[name] === undefined)

/** Refuses `not_found`. With a token set nobody reads without it, on this machine neither. */
export const checkMayRead = (request: FastifyRequest, token: string | undefined): void => {
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
  if (token === undefined ? !isFromHere(request) : !isSame(given, token)) throw new Refusal('not_found')
}
