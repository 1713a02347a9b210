/** Sessions (登录会话): a random token in a cookie, its hash in the database. Reached by the connection's own role. */
import { sql } from 'kysely'
import type { Asks, Language, Stations } from '../../platform/context.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import type { Memory } from '../../platform/remembered.ts'
import { executeNamed } from '../../platform/statements.ts'
import {
  hashToken,
  newToken,
  SESSION_ABSOLUTE,
  SESSION_IDLE,
  type FindSession,
  type KnownSession,
  type Session,
} from '../../platform/session.ts'
import { repeatWhenLost } from '../../platform/transaction.ts'

interface Found {
  session_id: string
  organisation_id: string
  time_zone: string
  account_id: string
  name: string
  language: Language
  must_change_password: boolean
  asks: Asks | null
  remembered_version: number
  grants: { permission: string; station_id: string | null }[]
}

/** Permission → stations; a grant for the whole organisation covers those for single stations. */
export const grantsOf = (rows: readonly { permission: string; station_id: string | null }[]): Map<string, Stations> => {
  const grants = new Map<string, Stations>()
  for (const { permission, station_id } of rows) {
    const held = grants.get(permission)
    if (station_id === null || held === 'all') grants.set(permission, 'all')
    else grants.set(permission, [...(held ?? []), station_id])
  }
  return grants
}

const sessionOf = (found: Found): Session => {
  const { session_id, organisation_id, time_zone, account_id, name, language, must_change_password } = found
  return {
    session_id,
    organisation_id,
    time_zone,
    actor: {
      account_id,
      name,
      language,
      must_change_password,
      session_id,
      asks: found.asks ?? undefined,
      // Until it has all it asks for, a session may nothing.
      grants: grantsOf(found.asks ? [] : found.grants),
    },
  }
}

/** Sessions used in the last minute; an office has dozens, a town some hundreds. */
const REMEMBERED = 5_000
const MINUTE_MS = 60_000

/**
 * Looks tokens up in one statement, account, organisation and grants included, and remembers what it found for the minute in which the
 * database takes the proof of it (`staff.enter_session`).
 */
export const openSessions = (db: Db): { findSession: FindSession; knownSession: KnownSession } => {
  const known = new Map<string, { session: Session; until: number }>()
  const remember = (token: string, session: Session): void => {
    known.delete(token)
    known.set(token, { session, until: Date.now() + MINUTE_MS })
    if (known.size > REMEMBERED) known.delete(known.keys().next().value!)
  }
  const memories = new Map<string, { version: number; memory: Memory; until: number }>()
  const memoryOf = (organisation_id: string, version: number): Memory => {
    const held = memories.get(organisation_id)
    // What was written past the program, or by an older one beside it, is seen within the minute too.
    if (held?.version === version && held.until > Date.now()) return held.memory
    const memory: Memory = new Map()
    memories.set(organisation_id, { version, memory, until: Date.now() + MINUTE_MS })
    return memory
  }
  return {
    knownSession: (token) => {
      const held = token === undefined ? undefined : known.get(token)
      if (!held) return undefined
      if (held.until > Date.now()) return held.session
      known.delete(token!)
      return undefined
    },
    findSession: async (token) => {
      if (!token) return undefined
      const token_hash = hashToken(token)
      // Looking twice finds the same.
      const { rows } = await repeatWhenLost(() =>
        executeNamed(
          sql<Found>`
          select session_id, organisation_id, time_zone, account_id, name, language, must_change_password, asks, remembered_version, grants
          from staff.find_session(${token_hash}, ${new Date()}, ${SESSION_IDLE}::interval, ${SESSION_ABSOLUTE}::interval)`,
          db,
        ),
      )
      const found = rows[0]
      known.delete(token)
      if (!found) return undefined
      const session = sessionOf(found)
      const { organisation_id, remembered_version } = found
      const memory = memoryOf(organisation_id, remembered_version)
      if (!found.asks) remember(token, { ...session, proof: { token_hash, remembered_version, memory } })
      return session
    },
  }
}

export interface Holder {
  readonly organisation_id: string
  readonly account_id: string
  readonly address?: string | undefined
  readonly agent?: string | undefined
  /** What the session asks before anything else. */
  readonly asks?: Asks | undefined
}

/** Returns the token for the cookie; it cannot be read again. */
export const openSession = async (db: Db, { organisation_id, account_id, address, agent, asks }: Holder): Promise<string> => {
  const token = newToken()
  const now = new Date()
  await sql`insert into staff.sessions (token_hash, session_id, organisation_id, account_id, created_at, last_seen_at, address, agent, asks)
    values (${hashToken(token)}, ${newId()}, ${organisation_id}, ${account_id}, ${now}, ${now}, ${address ?? null}, ${agent?.slice(0, 200) ?? null}, ${asks ?? null})`.execute(
    db,
  )
  return token
}

export const endSession = async (db: Db, token: string): Promise<void> => {
  await sql`update staff.sessions set ended_at = ${new Date()} where token_hash = ${hashToken(token)} and ended_at is null`.execute(
    db,
  )
}
