/** 登录设备: where the own account is signed in, in words, and signing out there. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { Refusal } from '../../shared/refusal.ts'
import { browserOf, maskedAddress, systemOf } from './device-words.ts'
import { SESSION_ABSOLUTE, SESSION_IDLE } from '../../platform/session.ts'

interface Row {
  session_id: string
  created_at: Date
  last_seen_at: Date
  address: string | null
  agent: string | null
}

export const listDevices = async (ctx: Ctx) => {
  const { rows } = await sql<Row>`
    select session_id, created_at, last_seen_at, address, agent
    from staff.list_sessions(${ctx.actor.account_id}, ${ctx.now}, ${SESSION_IDLE}::interval, ${SESSION_ABSOLUTE}::interval)`.execute(
    ctx.db,
  )
  return {
    rows: rows.map(({ agent, address, ...row }) => ({
      session_id: row.session_id,
      browser: browserOf(agent ?? '') ?? null,
      system: systemOf(agent ?? '') ?? null,
      address: maskedAddress(address),
      created_at: row.created_at.toISOString(),
      last_seen_at: row.last_seen_at.toISOString(),
      is_this: row.session_id === ctx.actor.session_id,
    })),
  }
}

const endSessions = async (ctx: Ctx, session_id: string, others: boolean): Promise<number> => {
  const { account_id } = ctx.actor
  const { rows } = await sql<{ ended: number }>`
    select staff.end_sessions_of(${account_id}, ${session_id}, ${others}, ${ctx.now}) as ended`.execute(ctx.db)
  const ended = rows[0]!.ended
  if (ended > 0) ctx.wrote({ entity: 'staff.sessions', entity_ids: others ? [account_id] : [session_id], after: { ended } })
  return ended
}

/** Refused: `not_found` (not the own, or over already). */
export const endDevice = async (ctx: Ctx, { session_id }: { session_id: string }) => {
  if ((await endSessions(ctx, session_id, false)) === 0) throw new Refusal('not_found')
  return {}
}

export const endOtherDevices = async (ctx: Ctx) => ({ ended: await endSessions(ctx, ctx.actor.session_id!, true) })
