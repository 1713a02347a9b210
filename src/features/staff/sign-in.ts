/** One attempt to sign in: counted, limited, the same to the eye for names that exist and names that do not. */
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { Refusal } from '../../shared/refusal.ts'

/** GB/T 22239 level 2 guides: at most 5 failures, then 15–30 minutes. */
const FAILURES = 5
const LOCK_MINUTES = 15

export interface Login {
  readonly login: string
  readonly organisation_id: string
  readonly account_id: string
  readonly password_hash: string
  readonly must_change_password: boolean
}

/** By name, or by the account of a session. Closed logins are not found. */
export const findLogin = async (
  db: Db,
  by: string | { organisation_id: string; actor: { account_id: string } },
): Promise<Login | undefined> => {
  const where =
    typeof by === 'string'
      ? sql`login = ${by}`
      : sql`organisation_id = ${by.organisation_id} and account_id = ${by.actor.account_id}`
  const { rows } = await sql<Login>`
    select login, organisation_id, account_id, password_hash, must_change_password
    from staff.logins where ${where} and closed_at is null`.execute(db)
  return rows[0]
}

const locked = (until: Date): Refusal =>
  new Refusal('account_locked', { minutes: Math.max(1, Math.ceil((until.getTime() - Date.now()) / 60_000)) })

/** Refuses `account_locked`. */
export const checkNotLocked = async (db: Db, { login }: Pick<Login, 'login'>): Promise<void> => {
  const { rows } = await sql<{ locked_until: Date }>`
    select locked_until from staff.logins where login = ${login} and locked_until > ${new Date()}`.execute(db)
  if (rows[0]) throw locked(rows[0].locked_until)
}

/**
 * Counts the attempt and says why it is refused, if it is. `half`: the password is right, but a code is still due, so that the failures
 * before it are not forgotten: otherwise the password would buy four guesses at the code again and again. Both updates skip a locked row, so that guesses sent all at once do not
 * pass the limit together.
 */
export const recordAttempt = async (
  db: Db,
  { login }: Pick<Login, 'login'>,
  right: boolean,
  half = false,
): Promise<Refusal | undefined> => {
  const now = new Date()
  const lockedUntil = new Date(now.getTime() + LOCK_MINUTES * 60_000)
  const counted = await sql<{ locked_until: Date | null }>`
    update staff.logins set
      failed_count = case when ${right} and ${half} then failed_count when ${right} or failed_count + 1 >= ${FAILURES} then 0 else failed_count + 1 end,
      locked_until = case when not ${right} and failed_count + 1 >= ${FAILURES} then ${lockedUntil}::timestamptz end
    where login = ${login} and (locked_until is null or locked_until <= ${now})
    returning locked_until`.execute(db)
  const row = counted.rows[0]
  if (row) return row.locked_until ? locked(row.locked_until) : right ? undefined : new Refusal('sign_in_failed')
  const { rows } = await sql<{ locked_until: Date }>`select locked_until from staff.logins where login = ${login}`.execute(db)
  return locked(rows[0]?.locked_until ?? lockedUntil)
}

/** Names that do not exist are locked like those that do; otherwise the lock would tell which is which. */
export const openStrangers = (most = 10_000) => {
  const tried = new Map<string, { failed: number; until: Date | undefined }>()
  return {
    refuse: (login: string): Refusal => {
      const now = new Date()
      const known = tried.get(login)
      if (known?.until && known.until > now) return locked(known.until)
      const failed = known?.until ? 1 : (known?.failed ?? 0) + 1
      const until = failed >= FAILURES ? new Date(now.getTime() + LOCK_MINUTES * 60_000) : undefined
      tried.delete(login)
      tried.set(login, { failed, until })
      if (tried.size > most) tried.delete(tried.keys().next().value!)
      return until ? locked(until) : new Refusal('sign_in_failed')
    },
  }
}
