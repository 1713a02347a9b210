import { createHash, randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Actor } from './context.ts'
import type { Memory } from './remembered.ts'

export const SESSION_COOKIE = 'hengai_session'

/** GB/T 22239 level 2 guides: sign out after 15–30 idle minutes. A working day bounds the rest. */
export const SESSION_IDLE = '30 minutes'
export const SESSION_ABSOLUTE = '12 hours'

/** What the database is asked when a request enters by a session that was remembered: does it still stand as it did? */
export interface Proof {
  readonly token_hash: Buffer
  readonly remembered_version: number
  readonly memory: Memory
}

/** What a session token stands for. */
export interface Session {
  readonly session_id: string
  readonly organisation_id: string
  readonly time_zone: string
  readonly actor: Actor
  /** A remembered session only. */
  readonly proof?: Proof
}

/** SQLSTATE of `staff.enter_session`: a remembered session no longer holds. */
const CHANGED = 'HE001'

/** Whether a request failed because its remembered session no longer holds; nothing of it was done. */
export const isSessionChanged = (problem: unknown): boolean => (problem as { code?: unknown } | undefined)?.code === CHANGED

/** Looks a token up; undefined when there is none, it timed out, or the account was closed. */
export type FindSession = (token: string | undefined) => Promise<Session | undefined>

/** A session as it was found less than a minute ago. Good only for entering with its proof. */
export type KnownSession = (token: string | undefined) => Session | undefined

export const sessionToken = (request: FastifyRequest): string | undefined => request.cookies[SESSION_COOKIE]

/** 256 random bits; only the hash is stored. */
export const newToken = (): string => randomBytes(32).toString('base64url')

export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()
