/** 第二因素: the secret of an account, its recovery codes, and what a session has to ask for. */
import { randomBytes, randomInt } from 'node:crypto'
import { sql } from 'kysely'
import type { Asks, Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { Refusal } from '../../shared/refusal.ts'
import { findRequiredFrom } from './account-rules.ts'
import { lockAccount } from './lock-account.ts'
import { addressOf, base32, findStep } from './totp.ts'

/** RFC 4226, 4: 160 bits. */
const SECRET_BYTES = 20
const RECOVERY_CODES = 10

interface Factor {
  readonly secret: Buffer
  readonly confirmed_at: Date | null
  readonly last_step: number
}

const placeOf = (ctx: Ctx, account_id: string) => ({
  column: 'staff.second_factors.secret_sealed',
  organisation_id: ctx.organisation_id,
  row_id: account_id,
})

const find = async (ctx: Ctx, account_id: string): Promise<Factor | undefined> => {
  const { rows } = await sql<{ secret_sealed: Buffer; confirmed_at: Date | null; last_step: number }>`
    select secret_sealed, confirmed_at, last_step from staff.second_factors
    where organisation_id = ${ctx.organisation_id} and account_id = ${account_id} for update`.execute(ctx.db)
  const row = rows[0]
  if (!row) return undefined
  return { ...row, secret: Buffer.from(ctx.keys.open(row.secret_sealed, placeOf(ctx, account_id)), 'hex') }
}

/** What a new session of the account asks first. */
export const asksOf = async (ctx: Ctx, account_id: string): Promise<Asks | undefined> => {
  const { rows } = await sql`select 1 from staff.second_factors
    where organisation_id = ${ctx.organisation_id} and account_id = ${account_id} and confirmed_at is not null`.execute(ctx.db)
  if (rows.length > 0) return 'second_factor'
  const required_from = await findRequiredFrom(ctx, account_id)
  return required_from !== undefined && required_from <= ctx.today ? 'enrolment' : undefined
}

/** Sessions of an account that was given a role go on only when they have what the role requires: asked at their next request. */
export const askForFactor = async (ctx: Ctx, account_id: string): Promise<void> => {
  if ((await asksOf(ctx, account_id)) !== 'enrolment') return
  await sql`select staff.ask_session(${account_id}, null, 'enrolment')`.execute(ctx.db)
}

export const getSecondFactor = async (ctx: Ctx) => {
  const { account_id } = ctx.actor
  const { rows } = await sql<{ confirmed_at: Date | null; recovery_codes_left: number }>`
    select (select f.confirmed_at from staff.second_factors f where f.organisation_id = ${ctx.organisation_id} and f.account_id = ${account_id}) as confirmed_at,
      (select count(*)::int from staff.recovery_codes c where c.organisation_id = ${ctx.organisation_id} and c.account_id = ${account_id}
        and c.used_at is null) as recovery_codes_left`.execute(ctx.db)
  const { confirmed_at, recovery_codes_left } = rows[0]!
  return {
    confirmed_at: confirmed_at?.toISOString() ?? null,
    recovery_codes_left,
    required_from: (await findRequiredFrom(ctx, account_id)) ?? null,
  }
}

/** Refused: `second_factor_held`. */
export const startSecondFactor = async (ctx: Ctx) => {
  const { account_id } = ctx.actor
  const { organisation_id } = ctx
  if ((await find(ctx, account_id))?.confirmed_at) throw new Refusal('second_factor_held')
  const secret = randomBytes(SECRET_BYTES)
  const secret_sealed = ctx.keys.seal(secret.toString('hex'), placeOf(ctx, account_id))
  await sql`insert into staff.second_factors (organisation_id, account_id, secret_sealed, created_at)
    values (${organisation_id}, ${account_id}, ${secret_sealed}, ${ctx.now})
    on conflict (organisation_id, account_id) do update set secret_sealed = excluded.secret_sealed, created_at = excluded.created_at, last_step = 0`.execute(
    ctx.db,
  )
  ctx.wrote({ entity: 'staff.second_factors', entity_ids: [account_id], after: { result: 'second_factor_started' } })
  const { rows } = await sql<{ login: string }>`select login from staff.list_logins() where account_id = ${account_id}`.execute(
    ctx.db,
  )
  return { secret: base32(secret), address: addressOf(secret, rows[0]!.login) }
}

/** Without characters that are mistaken for each other; 10 of 31 are 49 bits, two groups to read out. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const newRecoveryCode = (): string => {
  const letters = Array.from({ length: 10 }, () => LETTERS[randomInt(LETTERS.length)])
  return `${letters.slice(0, 5).join('')}-${letters.slice(5).join('')}`
}

const plain = (code: string): string => code.normalize('NFKC').toLowerCase().replaceAll(/[\s-]/g, '')

const recoveryHash = (ctx: Ctx, account_id: string, code: string): Buffer =>
  ctx.keys.blind(`${account_id}|${plain(code)}`, 'recovery-code', ctx.organisation_id)

/** Makes the codes anew; those of before are void. */
export const makeRecoveryCodes = async (ctx: Ctx, account_id: string): Promise<string[]> => {
  const { organisation_id } = ctx
  await sql`delete from staff.recovery_codes where organisation_id = ${organisation_id} and account_id = ${account_id}`.execute(
    ctx.db,
  )
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode)
  await insertRows(
    ctx.db,
    'staff.recovery_codes',
    codes.map((code) => ({ organisation_id, account_id, code_hash: recoveryHash(ctx, account_id, code), made_at: ctx.now })),
  )
  return codes
}

const takeRecoveryCode = async (ctx: Ctx, account_id: string, code: string): Promise<boolean> => {
  const { rows } = await sql`update staff.recovery_codes set used_at = ${ctx.now}
    where organisation_id = ${ctx.organisation_id} and account_id = ${account_id} and code_hash = ${recoveryHash(ctx, account_id, code)}
      and used_at is null returning 1`.execute(ctx.db)
  return rows.length > 0
}

/** Which kind of code it was; undefined when it is wrong or used already. Taken, it is used up. */
export const takeCode = async (
  ctx: Ctx,
  account_id: string,
  code: string,
  awaiting: 'confirmed' | 'unconfirmed',
): Promise<'code' | 'recovery_code' | undefined> => {
  const factor = await find(ctx, account_id)
  if (!factor || (factor.confirmed_at !== null) !== (awaiting === 'confirmed')) return undefined
  const digits = plain(code)
  if (!/^\d{6}$/.test(digits))
    return awaiting === 'confirmed' && (await takeRecoveryCode(ctx, account_id, code)) ? 'recovery_code' : undefined
  const step = findStep(factor.secret, digits, ctx.now, factor.last_step)
  if (step === undefined) return undefined
  await sql`update staff.second_factors set last_step = ${step}
    where organisation_id = ${ctx.organisation_id} and account_id = ${account_id}`.execute(ctx.db)
  return 'code'
}

export const confirmFactor = async (ctx: Ctx, account_id: string): Promise<void> => {
  await sql`update staff.second_factors set confirmed_at = ${ctx.now}
    where organisation_id = ${ctx.organisation_id} and account_id = ${account_id}`.execute(ctx.db)
}

/** With the recovery codes; the account has none afterwards. */
export const removeFactor = async (ctx: Ctx, account_id: string): Promise<boolean> => {
  const { organisation_id } = ctx
  await sql`delete from staff.recovery_codes where organisation_id = ${organisation_id} and account_id = ${account_id}`.execute(
    ctx.db,
  )
  const { rows } = await sql`delete from staff.second_factors
    where organisation_id = ${organisation_id} and account_id = ${account_id} returning 1`.execute(ctx.db)
  return rows.length > 0
}

/** Refused: `own_account`, `second_factor_none`. */
export const resetSecondFactor = async (ctx: Ctx, { account_id }: { account_id: string }) => {
  if (account_id === ctx.actor.account_id) throw new Refusal('own_account')
  await lockAccount(ctx, account_id)
  if (!(await removeFactor(ctx, account_id))) throw new Refusal('second_factor_none')
  await sql`select staff.end_sessions(${account_id}, ${ctx.now})`.execute(ctx.db)
  ctx.wrote({ entity: 'staff.second_factors', entity_ids: [account_id], after: { result: 'second_factor_reset' } })
  return {}
}
