import { createHash, randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Actor } from './context.ts'

export const SESSION_COOKIE = 'hengai_session'

/** What a session token stands for. */
export interface Session {
  readonly session_id: string
  readonly organisation_id: string
  readonly time_zone: string
  readonly actor: Actor
}

/** Looks a token up; undefined when there is none, it timed out, or the account was closed. */
export type FindSession = (token: string | undefined) => Promise<Session | undefined>

export const sessionToken = (request: FastifyRequest): string | undefined => request.cookies[SESSION_COOKIE]

/** 256 random bits; only the hash is stored. */
export const newToken = (): string => randomBytes(32).toString('base64url')

export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()
