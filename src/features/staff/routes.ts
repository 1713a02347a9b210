/**
 * The door: first run, sign-in, sign-out, change of password. They work on logins and sessions before a request has entered an
 * organisation (GB/T 22239 level 2: unique identity, limited attempts, idle time-out, every important act in the audit trail).
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { checkEntered, mount, mountPublic, type MountedEndpoint, type Mounting } from '../../platform/mount.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import { runAs } from '../../platform/request.ts'
import { SESSION_COOKIE, sessionToken } from '../../platform/session.ts'
import { Refusal } from '../../shared/refusal.ts'
import * as contract from './contract.ts'
import * as security from './contract-security.ts'
import { mountSecondFactor, secondFactorDoor } from './door-second-factor.ts'
import { checkNotUsedBefore } from './old-passwords.ts'
import { createOrganisation } from './organisation.ts'
import { checkPassword, hashPassword, isPassword, normalLogin } from './password.ts'
import { asksOf } from './second-factor.ts'
import * as service from './service.ts'
import { endSession, openSession, type Holder } from './session.ts'
import { findLogin, openStrangers, recordAttempt } from './sign-in.ts'

/** What only the program's start knows: the code printed in the terminal, while there is no organisation. */
export interface Setup {
  readonly code: string | undefined
}

const isSame = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())

const isSetupNeeded = async ({ db }: Pick<Mounting, 'db'>): Promise<boolean> =>
  (await sql`select 1 from staff.tenants limit 1`.execute(db)).rows.length === 0

const setCookie = (request: FastifyRequest, reply: FastifyReply, token: string): void => {
  reply.setCookie(SESSION_COOKIE, token, { path: '/', httpOnly: true, sameSite: 'lax', secure: request.protocol === 'https' })
}

const holder = (request: FastifyRequest, who: Pick<Holder, 'organisation_id' | 'account_id'>): Holder => ({
  organisation_id: who.organisation_id,
  account_id: who.account_id,
  address: request.ip,
  agent: request.headers['user-agent'],
})

const mountSetUp = (mounting: Mounting, setup: Setup): void => {
  const { app, db, keys } = mounting
  mountPublic(app, contract.getSetup, async () => {
    const setup_needed = await isSetupNeeded(mounting)
    return { setup_needed, key_file: (setup_needed && keys.file?.()?.path) || null }
  })
  mountPublic(app, contract.setUp, async (input, request, reply) => {
    if (!(await isSetupNeeded(mounting))) throw new Refusal('setup_done')
    if (!setup.code || !isSame(input.code.trim(), setup.code)) throw new Refusal('setup_code_wrong', {}, 'code')
    checkPassword(input.password, input.login)
    const password_hash = await hashPassword(input.password)
    const account_id = newId()
    const organisation_id = await db.transaction().execute(async (tx) => {
      // Two browsers at once: the second waits here and finds it done.
      await sql`lock table staff.tenants in exclusive mode`.execute(tx)
      if (!(await isSetupNeeded({ db: tx }))) throw new Refusal('setup_done')
      const made = await createOrganisation(tx, { name: input.organisation_name })
      const login = normalLogin(input.login)
      const now = new Date()
      await insertRows(tx, 'staff.accounts', [
        { organisation_id: made, account_id, name: input.admin_name, created_by: account_id, created_at: now },
      ])
      await sql`select staff.add_login(${login}, ${account_id}, ${password_hash}, false, ${now})`.execute(tx)
      const grants = ['administrator', 'security_administrator', 'director'].map((role) => ({
        organisation_id: made,
        grant_id: newId(),
        account_id,
        role,
        granted_by: account_id,
        granted_at: now,
      }))
      await insertRows(tx, 'staff.grants', grants)
      const entry = { organisation_id: made, audit_id: newId(), at: now, account_id, request_id: request.id, action: 'setUp' }
      await insertRows(tx, 'audit.entries', [
        {
          ...entry,
          entity: 'orgs.organisations',
          entity_ids: [made],
          after: JSON.stringify({ name: input.organisation_name, login }),
        },
      ])
      return made
    })
    // Made under the rule of today, so it asks for the second factor at once.
    const who = { ...holder(request, { organisation_id, account_id }), asks: 'enrolment' as const }
    setCookie(request, reply, await openSession(db, who))
    return {}
  })
}

const mountSignIn = ({ app, db, keys, findSession }: Mounting): void => {
  const strangers = openStrangers()
  mountPublic(app, contract.signIn, async (input, request, reply) => {
    const name = normalLogin(input.login)
    const login = await findLogin(db, name)
    const right = await isPassword(input.password, login?.password_hash)
    if (!login) throw strangers.refuse(name)
    const asks = right ? await inTrail(undefined) : undefined
    const refusal = await recordAttempt(db, login, right, asks === 'second_factor')
    if (refusal) {
      await inTrail(refusal.code)
      throw refusal
    }
    const token = await openSession(db, { ...holder(request, login), asks })
    await inTrail(asks === 'second_factor' ? 'second_factor_due' : 'signed_in')
    setCookie(request, reply, token)
    return { must_change_password: login.must_change_password, asks: asks ?? null }

    /** Notes the result; without one, looks what the session will ask for. */
    function inTrail(result: string | undefined) {
      const { organisation_id, account_id } = login!
      const actor = { account_id, name, language: 'zh' as const, grants: new Map(), must_change_password: false }
      const asking = {
        organisation_id,
        time_zone: 'Asia/Shanghai',
        actor,
        stations: [],
        request_id: request.id,
        action: 'signIn',
      }
      return runAs(db, keys, asking, async (ctx) => {
        if (result === undefined) return asksOf(ctx, account_id)
        ctx.wrote({ entity: 'staff.logins', entity_ids: [account_id], after: { result, address: request.ip } })
        return undefined
      })
    }
  })
  mountPublic(app, contract.signOut, async (_, request, reply) => {
    const token = sessionToken(request)
    const session = await findSession(token)
    reply.clearCookie(SESSION_COOKIE, { path: '/' })
    if (!session || !token) return {}
    await endSession(db, token)
    const { account_id } = session.actor
    await runAs(db, keys, { ...session, stations: [], request_id: request.id, action: 'signOut' }, async (ctx) =>
      ctx.wrote({ entity: 'staff.sessions', entity_ids: [session.session_id], after: { account_id } }),
    )
    return {}
  })
}

const mountChangePassword = ({ app, db, keys, findSession }: Mounting): void => {
  mountPublic(app, contract.changePassword, async (input, request, reply) => {
    const session = await findSession(sessionToken(request))
    if (!session) throw new Refusal('not_signed_in')
    checkEntered(session.actor, 'changePassword')
    const { account_id } = session.actor
    const login = await findLogin(db, session)
    if (!login) throw new Refusal('not_signed_in')
    const right = await isPassword(input.old_password, login.password_hash)
    // A stolen session must not become a way to try passwords without end.
    const refusal = await recordAttempt(db, login, right)
    if (refusal) throw refusal.code === 'account_locked' ? refusal : new Refusal('old_password_wrong', {}, 'old_password')
    if (input.new_password === input.old_password) throw new Refusal('password_same', {}, 'new_password')
    checkPassword(input.new_password, login.login)
    const password_hash = await hashPassword(input.new_password)
    const asking = { ...session, stations: [], request_id: request.id, action: 'changePassword' }
    await runAs(db, keys, asking, async (ctx) => {
      await checkNotUsedBefore(ctx, account_id, input.new_password)
      await sql`select staff.set_password(${account_id}, ${password_hash}, false, ${ctx.now}), staff.end_sessions(${account_id}, ${ctx.now})`.execute(
        ctx.db,
      )
      ctx.wrote({ entity: 'staff.logins', entity_ids: [account_id] })
    })
    const who = holder(request, { organisation_id: session.organisation_id, account_id })
    setCookie(request, reply, await openSession(db, { ...who, asks: session.actor.asks }))
    return {}
  })
}

const { getSetup, setUp, signIn, signOut, changePassword, ...signedIn } = contract
const { confirmSecondFactor: _1, passSecondFactor: _2, endSecondFactor: _3, renewRecoveryCodes: _4, ...secured } = security

/** What is mounted here by hand. */
export const door = { getSetup, setUp, signIn, signOut, changePassword, ...secondFactorDoor }

/** Mounts the whole slice: the door by hand, the rest from the contract. */
export const mountStaff = (mounting: Mounting, setup: Setup): MountedEndpoint[] => {
  mountSetUp(mounting, setup)
  mountSignIn(mounting)
  mountChangePassword(mounting)
  mountSecondFactor(mounting)
  return mount(mounting, { ...signedIn, ...secured }, service)
}
