import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { SESSION_ABSOLUTE, SESSION_IDLE } from '../../platform/session.ts'

/** Which of these sessions still hold, without counting the question as something the person did. */
export const sessionsThatHold = async (db: Db, session_ids: readonly string[]): Promise<ReadonlySet<string>> => {
  const now = new Date()
  const { rows } = await sql<{ session_id: string }>`
    select session_id from staff.sessions where session_id = any(${session_ids}::uuid[]) and ended_at is null
      and last_seen_at > ${now}::timestamptz - ${SESSION_IDLE}::interval and created_at > ${now}::timestamptz - ${SESSION_ABSOLUTE}::interval`.execute(
    db,
  )
  return new Set(rows.map(({ session_id }) => session_id))
}
