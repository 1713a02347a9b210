import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { asOwner } from '../../../test/rows-everywhere.ts'
import { callerOf, expectRefused, newWorld, type Answer, type Caller, type World } from '../../../test/world.ts'
import { SESSION_COOKIE } from '../../platform/session.ts'
import { listStations } from '../orgs/contract.ts'
import { changePassword, getSession, grantRole, listAccounts, signIn, signOut } from './contract.ts'
import {
  confirmGrant, confirmSecondFactor, endDevice, endOtherDevices, endSecondFactor, getSecondFactor, listDevices, passSecondFactor, saveAccountRule,
  renewRecoveryCodes, resetSecondFactor, startSecondFactor, unlockAccount,
} from './contract-security.ts' // prettier-ignore
import { openAccount } from './service.ts'
import { codeOf, stepAt } from './totp.ts'

const password = 'Haicheng-2022'
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** As an authenticator app reads it. */
const bytesOf = (secret: string): Buffer => {
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)))
}
const codeNow = (secret: string, away = 0): string => codeOf(bytesOf(secret), stepAt(new Date()) + away)

let world: World
let login: string
let account_id: string

const openLogin = async (role: string): Promise<void> => {
  login = `tan.${Math.random().toString(36).slice(2)}`
  account_id = await world.run((ctx) => openAccount(ctx, { login, name: '谭凤珍', role }, password, false))
}
beforeEach(async () => {
  world = await newWorld()
  await openLogin('director')
})

const cookieOf = (answer: Answer<unknown>) =>
  new RegExp(`${SESSION_COOKIE}=([^;]*)`).exec(String(answer.headers['set-cookie']))?.[1]
const enter = async (agent = 'test') => {
  const answer = await world.nobody.call(signIn, { login, password }, { 'user-agent': agent })
  return { answer, me: callerOf(world.server, account_id, cookieOf(answer)) }
}
/** Signs in and sets the second factor up; returns the secret and the codes. */
const enrol = async (): Promise<{ me: Caller; secret: string; recovery_codes: string[] }> => {
  const { me } = await enter()
  const { secret } = (await me.call(startSecondFactor, {})).body
  const { recovery_codes } = (await me.call(confirmSecondFactor, { code: codeNow(secret, -1) })).body
  return { me, secret, recovery_codes }
}

describe('who must have a second factor', () => {
  it('sets it up before anything else', async () => {
    const { answer, me } = await enter()
    expect(answer.body.asks).toBe('enrolment')
    expectRefused(await me.call(listStations, {}), 403, 'second_factor_missing')
    expect((await me.call(getSession, {})).body).toMatchObject({ account: { asks: 'enrolment' }, permissions: [] })
    const started = (await me.call(startSecondFactor, {})).body
    expect(started.address).toContain(`secret=${started.secret}`)
    expectRefused(await me.call(confirmSecondFactor, { code: '000000' }), 422, 'second_factor_wrong')
    const { recovery_codes } = (await me.call(confirmSecondFactor, { code: codeNow(started.secret) })).body
    expect(new Set(recovery_codes).size).toBe(10)
    expect((await me.call(listStations, {})).status).toBe(200)
    expect((await me.call(getSession, {})).body.permissions).toContain('people.reveal')
  })

  it('is whoever administers or reveals; the front desk may do without', async () => {
    await openLogin('front_desk')
    const { answer, me } = await enter()
    expect(answer.body.asks).toBeNull()
    expect((await me.call(getSecondFactor, {})).body.required_from).toBeNull()
    await openLogin('auditor')
    expect((await enter()).answer.body.asks).toBe('enrolment')
  })

  it('is asked at the next request of a session whose account was given such a role', async () => {
    await openLogin('front_desk')
    const { me } = await enter()
    expect((await me.call(listStations, {})).status).toBe(200)
    const security = await world.account('security_administrator')
    expect((await security.call(grantRole, { account_id, role: 'accountant' })).body.grant_id).toBeDefined()
    expect((await me.call(listStations, {})).status).toBe(200)
    const { request_id } = (await security.call(grantRole, { account_id, role: 'director' })).body
    expect((await me.call(listStations, {})).status).toBe(200)
    await (await world.account('director')).call(confirmGrant, { request_id: request_id! })
    expectRefused(await me.call(listStations, {}), 403, 'second_factor_missing')
    const { secret } = (await me.call(startSecondFactor, {})).body
    expect((await me.call(confirmSecondFactor, { code: codeNow(secret) })).status).toBe(200)
    expect((await me.call(listStations, {})).status).toBe(200)
  })

  it('is nobody while the rule of the organisation says so, and everybody again from its day on', async () => {
    const security = await world.account('security_administrator')
    const rule = { grace_days: 3, remembered_passwords: 5, source: '示范' }
    const today = await world.run(async (ctx) => ctx.today)
    const off = { ...rule, valid_from: today, second_factor: false }
    const { rule_id } = (await security.call(saveAccountRule, off)).body
    // sent again because the answer got lost
    expect((await security.call(saveAccountRule, off)).body).toEqual({ rule_id })
    expect((await enter()).answer.body.asks).toBeNull()
    await security.call(saveAccountRule, { ...rule, valid_from: today, second_factor: true })
    expect((await enter()).answer.body.asks).toBe('enrolment')
    const past = { ...rule, valid_from: '2022-03-05', second_factor: false }
    expectRefused(await security.call(saveAccountRule, past), 422, 'rule_in_past')
    expectRefused(await (await world.account('director')).call(saveAccountRule, past), 403, 'not_allowed')
  })

  it('has the days of grace when the account was made before the rule', async () => {
    const age = (days: number) =>
      asOwner(world.database, world.organisation_id, (tx) =>
        sql`update staff.accounts set created_at = now() - ${days} * interval '1 day' where account_id = ${account_id}`.execute(
          tx,
        ),
      )
    await age(10)
    const { answer, me } = await enter()
    expect(answer.body.asks).toBeNull()
    const day = (await me.call(getSecondFactor, {})).body.required_from!
    await asOwner(world.database, world.organisation_id, (tx) =>
      sql`update staff.account_rules set valid_from = valid_from - 14 where organisation_id = ${world.organisation_id}`.execute(
        tx,
      ),
    )
    await age(30)
    expect((await enter()).answer.body.asks).toBe('enrolment')
    expect(Date.parse(day) - Date.now()).toBeGreaterThan(12 * 86_400_000)
  })
})

describe('signing in with it', () => {
  it('shows and does nothing before the code, not even a change of the password', async () => {
    const { secret } = await enrol()
    const { answer, me } = await enter()
    expect(answer.body.asks).toBe('second_factor')
    expect((await me.call(getSession, {})).body).toMatchObject({ roles: [], permissions: [], stations: [] })
    expectRefused(await me.call(listStations, {}), 403, 'second_factor_due')
    expectRefused(await me.call(startSecondFactor, {}), 403, 'second_factor_due')
    expectRefused(await me.call(endSecondFactor, { code: codeNow(secret) }), 403, 'second_factor_due')
    expectRefused(
      await me.call(changePassword, { old_password: password, new_password: 'Sanzao-8-Meiping' }),
      403,
      'second_factor_due',
    )
    expect(
      (await me.call(passSecondFactor, { code: ` ${codeNow(secret).slice(0, 3)} ${codeNow(secret).slice(3)}` })).status,
    ).toBe(200)
    expect((await me.call(listStations, {})).status).toBe(200)
  })

  it('takes no code twice, from no session', async () => {
    const { secret } = await enrol()
    const code = codeNow(secret)
    const [first, second] = [(await enter()).me, (await enter()).me]
    expect((await first.call(passSecondFactor, { code })).status).toBe(200)
    expectRefused(await second.call(passSecondFactor, { code }), 422, 'second_factor_wrong')
    // the one that confirmed it neither
    expectRefused(await second.call(passSecondFactor, { code: codeNow(secret, -1) }), 422, 'second_factor_wrong')
  })

  it('locks after five wrong codes, and the right password in between buys no more of them', async () => {
    const { secret } = await enrol()
    for (let n = 0; n < 4; n++)
      expectRefused(await (await enter()).me.call(passSecondFactor, { code: '12345' }), 422, 'second_factor_wrong')
    const { me } = await enter()
    expectRefused(await me.call(passSecondFactor, { code: '000000' }), 429, 'account_locked')
    expectRefused(await me.call(passSecondFactor, { code: codeNow(secret) }), 429, 'account_locked')
    expectRefused((await enter()).answer, 429, 'account_locked')
    const security = await world.account('security_administrator')
    expectRefused(await (await world.account('administrator')).call(unlockAccount, { account_id }), 403, 'not_allowed')
    expectRefused(await security.call(unlockAccount, { account_id: security.account_id }), 422, 'own_account')
    expect((await security.call(unlockAccount, { account_id })).status).toBe(200)
    expect((await me.call(passSecondFactor, { code: codeNow(secret) })).status).toBe(200)
  })

  it('lets no more than five guesses through when they come all at once', async () => {
    await enrol()
    const { me } = await enter()
    const answers = await Promise.all(Array.from({ length: 12 }, () => me.call(passSecondFactor, { code: '000001' })))
    expect(answers.filter((answer) => answer.body.code === 'second_factor_wrong')).toHaveLength(4)
  })

  it('stores neither secret nor recovery code readably, and says nothing of them in the trail', async () => {
    const { secret, recovery_codes } = await enrol()
    const { rows } = await asOwner(world.database, world.organisation_id, (tx) =>
      sql<{ text: string }>`
        select f::text as text from staff.second_factors f where account_id = ${account_id}
        union all select c::text from staff.recovery_codes c where account_id = ${account_id}
        union all select e::text from audit.entries e where organisation_id = ${world.organisation_id}`.execute(tx),
    )
    const all = rows.map((row) => row.text).join('\n')
    const hidden = [secret, bytesOf(secret).toString('hex'), Buffer.from(bytesOf(secret).toString('hex')).toString('hex')]
    for (const text of [...hidden, ...recovery_codes]) expect(all).not.toContain(text)
    expect(all).toContain('second_factor_right')
  })
})

describe('recovery codes', () => {
  it('open once each, however they are typed', async () => {
    const { recovery_codes } = await enrol()
    const code = recovery_codes[3]!
    const { me } = await enter()
    expect((await me.call(passSecondFactor, { code: ` ${code.toUpperCase().replace('-', ' ')}` })).status).toBe(200)
    expect((await me.call(getSecondFactor, {})).body.recovery_codes_left).toBe(9)
    const again = (await enter()).me
    expectRefused(await again.call(passSecondFactor, { code }), 422, 'second_factor_wrong')
    expect((await again.call(passSecondFactor, { code: recovery_codes[4]! })).status).toBe(200)
  })

  it('made anew are the only ones', async () => {
    const { me, secret, recovery_codes } = await enrol()
    const renewed = (await me.call(renewRecoveryCodes, { code: codeNow(secret) })).body.recovery_codes
    expect(renewed).toHaveLength(10)
    const next = (await enter()).me
    expectRefused(await next.call(passSecondFactor, { code: recovery_codes[0]! }), 422, 'second_factor_wrong')
    expect((await next.call(passSecondFactor, { code: renewed[0]! })).status).toBe(200)
  })

  it('confirm no new secret', async () => {
    const { recovery_codes, me, secret } = await enrol()
    expectRefused(await me.call(startSecondFactor, {}), 422, 'second_factor_held')
    expect((await me.call(endSecondFactor, { code: codeNow(secret) })).status).toBe(200)
    expectRefused(await me.call(listStations, {}), 403, 'second_factor_missing')
    await me.call(startSecondFactor, {})
    expectRefused(await me.call(confirmSecondFactor, { code: recovery_codes[0]! }), 422, 'second_factor_wrong')
  })
})

describe('a lost second factor', () => {
  it('is reset by a security administrator, never by oneself nor by others, and the sessions end', async () => {
    const { me } = await enrol()
    const security = await world.account('security_administrator')
    expectRefused(await (await world.account('administrator')).call(resetSecondFactor, { account_id }), 403, 'not_allowed')
    expectRefused(await security.call(resetSecondFactor, { account_id: security.account_id }), 422, 'own_account')
    const foreign = await (await newWorld()).account('security_administrator')
    expectRefused(await foreign.call(resetSecondFactor, { account_id }), 404, 'not_found')
    expect((await security.call(listAccounts, { q: '谭凤珍' })).body.rows[0]!.second_factor).toBe(true)
    expect((await security.call(resetSecondFactor, { account_id })).status).toBe(200)
    expectRefused(await security.call(resetSecondFactor, { account_id }), 422, 'second_factor_none')
    expectRefused(await me.call(getSession, {}), 401, 'not_signed_in')
    expect((await enter()).answer.body.asks).toBe('enrolment')
  })
})

describe('devices', () => {
  const edge =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Edg/120.0'

  it('are told in words, without the whole address, and signed out one by one or all together', async () => {
    await openLogin('front_desk')
    const here = (await enter(edge)).me
    const [second, third] = [(await enter()).me, (await enter()).me]
    const { rows } = (await here.call(listDevices, {})).body
    expect(rows).toHaveLength(3)
    expect(rows.find((row) => row.is_this)).toMatchObject({ browser: 'Edge 120', system: 'Windows', address: '127.0.0.*' })
    const other = (await second.call(listDevices, {})).body.rows.find((row) => row.is_this)!
    expect((await here.call(endDevice, { session_id: other.session_id })).status).toBe(200)
    expectRefused(await second.call(getSession, {}), 401, 'not_signed_in')
    expectRefused(await here.call(endDevice, { session_id: other.session_id }), 404, 'not_found')
    expect((await here.call(endOtherDevices, {})).body.ended).toBe(1)
    expectRefused(await third.call(getSession, {}), 401, 'not_signed_in')
    expect((await here.call(getSession, {})).status).toBe(200)
  })

  it('of somebody else are not there', async () => {
    await openLogin('front_desk')
    const { me } = await enter()
    const mine = (await me.call(listDevices, {})).body.rows[0]!.session_id
    const colleague = await world.account('director')
    expectRefused(await colleague.call(endDevice, { session_id: mine }), 404, 'not_found')
    expect((await colleague.call(listDevices, {})).body.rows.map((row) => row.session_id)).not.toContain(mine)
    expectRefused(await world.nobody.call(listDevices, {}), 401, 'not_signed_in')
    await me.call(signOut, {})
    expectRefused(await me.call(listDevices, {}), 401, 'not_signed_in')
  })
})
