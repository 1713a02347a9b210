/**
 * What takes a code of the second factor. Mounted by hand: the attempt is counted and kept although the request is refused, and it counts
 * towards the same lock as a wrong password.
 */
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { checkEntered, mountPublic, type Mounting } from '../../platform/mount.ts'
import { runAs } from '../../platform/request.ts'
import { sessionToken, type Session } from '../../platform/session.ts'
import { Refusal } from '../../shared/refusal.ts'
import * as contract from './contract-security.ts'
import { asksOf, confirmFactor, makeRecoveryCodes, removeFactor, takeCode } from './second-factor.ts'
import { checkNotLocked, findLogin, recordAttempt } from './sign-in.ts'

const { confirmSecondFactor, passSecondFactor, endSecondFactor, renewRecoveryCodes } = contract
export const secondFactorDoor = { confirmSecondFactor, passSecondFactor, endSecondFactor, renewRecoveryCodes }

interface Step {
  readonly name: keyof typeof secondFactorDoor
  readonly code: string
  readonly awaiting: 'confirmed' | 'unconfirmed'
}

const openSteps = ({ db, keys, findSession }: Mounting) => {
  const enter = async (request: FastifyRequest, name: Step['name']): Promise<Session> => {
    const session = await findSession(sessionToken(request))
    if (!session) throw new Refusal('not_signed_in')
    checkEntered(session.actor, name)
    return session
  }

  /** Takes the code, counts the attempt, and only then does the work. */
  const afterCode = async <T>(request: FastifyRequest, session: Session, step: Step, work: (ctx: Ctx) => Promise<T>) => {
    const login = await findLogin(db, session)
    if (!login) throw new Refusal('not_signed_in')
    await checkNotLocked(db, login)
    const { account_id } = session.actor
    const asking = { ...session, stations: [], request_id: request.id, action: step.name }
    const inTrail = (ctx: Ctx, result: string) =>
      ctx.wrote({ entity: 'staff.second_factors', entity_ids: [account_id], after: { result, address: request.ip } })
    const taken = await runAs(db, keys, asking, async (ctx) => {
      const kind = await takeCode(ctx, account_id, step.code, step.awaiting)
      if (!kind) inTrail(ctx, 'second_factor_wrong')
      return kind
    })
    const refusal = await recordAttempt(db, login, taken !== undefined)
    if (refusal) throw refusal.code === 'account_locked' ? refusal : new Refusal('second_factor_wrong', {}, 'code')
    return runAs(db, keys, asking, async (ctx) => {
      inTrail(ctx, taken === 'recovery_code' ? 'recovery_code_used' : 'second_factor_right')
      return work(ctx)
    })
  }
  return { enter, afterCode }
}

const askSession = async (ctx: Ctx, { session_id, actor }: Session, asks: string | null): Promise<void> => {
  await sql`select staff.ask_session(${actor.account_id}, ${session_id}, ${asks})`.execute(ctx.db)
}

export const mountSecondFactor = (mounting: Mounting): void => {
  const { app } = mounting
  const { enter, afterCode } = openSteps(mounting)
  mountPublic(app, passSecondFactor, async ({ code }, request) => {
    const session = await enter(request, 'passSecondFactor')
    if (session.actor.asks !== 'second_factor') return {}
    await afterCode(request, session, { name: 'passSecondFactor', code, awaiting: 'confirmed' }, (ctx) =>
      askSession(ctx, session, null),
    )
    return {}
  })
  mountPublic(app, confirmSecondFactor, async ({ code }, request) => {
    const session = await enter(request, 'confirmSecondFactor')
    const step = { name: 'confirmSecondFactor', code, awaiting: 'unconfirmed' } as const
    return afterCode(request, session, step, async (ctx) => {
      await confirmFactor(ctx, session.actor.account_id)
      await askSession(ctx, session, null)
      return { recovery_codes: await makeRecoveryCodes(ctx, session.actor.account_id) }
    })
  })
  mountPublic(app, endSecondFactor, async ({ code }, request) => {
    const session = await enter(request, 'endSecondFactor')
    await afterCode(request, session, { name: 'endSecondFactor', code, awaiting: 'confirmed' }, async (ctx) => {
      await removeFactor(ctx, session.actor.account_id)
      await askSession(ctx, session, (await asksOf(ctx, session.actor.account_id)) ?? null)
    })
    return {}
  })
  mountPublic(app, renewRecoveryCodes, async ({ code }, request) => {
    const session = await enter(request, 'renewRecoveryCodes')
    const step = { name: 'renewRecoveryCodes', code, awaiting: 'confirmed' } as const
    return afterCode(request, session, step, async (ctx) => ({
      recovery_codes: await makeRecoveryCodes(ctx, session.actor.account_id),
    }))
  })
}
