import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  callerOf,
  expectRefused,
  newWorld,
  openEmptyDatabase,
  keys,
  type Answer,
  type Caller,
  type World,
} from '../../../test/world.ts'
import { openServer } from '../../app/server.ts'
import { SESSION_COOKIE } from '../../platform/session.ts'
import {
  changePassword, closeAccount, createAccount, endGrant, getAccount, getSession, getSetup, grantRole, listAccounts, listRoles, resetPassword,
  setUp, signIn,
} from './contract.ts' // prettier-ignore
import { listStations } from '../orgs/contract.ts'
import { permissions, roles } from './roles.ts'

let world: World
let administrator: Caller
beforeEach(async () => {
  world = await newWorld()
  administrator = await world.account('security_administrator')
})

const newLogin = () => `li.${world.organisation_id.slice(-8)}${Math.random().toString(36).slice(2, 6)}`
const cookieOf = (answer: Answer<unknown>) =>
  new RegExp(`${SESSION_COOKIE}=([^;]*)`).exec(String(answer.headers['set-cookie']))?.[1]

describe('createAccount', () => {
  const entry = () => ({ login: newLogin(), name: '李金珍', role: 'front_desk' })

  it('refuses who is not signed in, and who may not', async () => {
    expectRefused(await world.nobody.call(createAccount, entry()), 401, 'not_signed_in')
    expectRefused(await (await world.account('director')).call(createAccount, entry()), 403, 'not_allowed')
  })

  it("refuses another organisation's station", async () => {
    const foreign = await (await newWorld()).station()
    expectRefused(await administrator.call(createAccount, { ...entry(), station_id: foreign }), 404, 'not_found')
  })

  it('refuses an unknown role, the system role, and a login with spaces', async () => {
    expectRefused(await administrator.call(createAccount, { ...entry(), role: 'king' }), 422, 'bad_value')
    expectRefused(await administrator.call(createAccount, { ...entry(), role: 'system' }), 422, 'bad_value')
    expectRefused(await administrator.call(createAccount, { ...entry(), login: 'li jin' }), 400, 'bad_input')
  })

  it('a login is unique over all organisations, in any case and width', async () => {
    const first = entry()
    await administrator.call(createAccount, first)
    const elsewhere = await (await newWorld()).account('security_administrator')
    const answer = await elsewhere.call(createAccount, { ...first, login: first.login.toUpperCase() })
    expectRefused(answer, 422, 'login_taken')
    expect(answer.body.field).toBe('login')
  })

  it('gives a password that works once: then it must be changed before anything else', async () => {
    const { login, ...rest } = entry()
    const { body } = await administrator.call(createAccount, { login, ...rest })
    const entered = await world.nobody.call(signIn, { login, password: body.one_time_password })
    expect(entered.body.must_change_password).toBe(true)
    const li = callerOf(world.server, body.account_id, cookieOf(entered))
    expectRefused(await li.call(listStations, {}), 403, 'password_must_change')
    const changed = await li.call(changePassword, { old_password: body.one_time_password, new_password: 'Lunch-at-eleven-30' })
    expect(changed.status).toBe(200)
    expect((await callerOf(world.server, body.account_id, cookieOf(changed)).call(listStations, {})).status).toBe(200)
  })
})

describe('grants', () => {
  it('a role at one station shows that station only; ended, it shows nothing, at once', async () => {
    const [own] = [await world.station(), await world.station()]
    const { body } = await administrator.call(createAccount, {
      login: newLogin(),
      name: '唐永财',
      role: 'front_desk',
      station_id: own,
    })
    const account = (await administrator.call(getAccount, body)).body
    expect(account.grants.map((grant) => [grant.role, grant.station_id])).toEqual([['front_desk', own]])
    const worker = await world.account('front_desk', own)
    expect((await worker.call(listStations, {})).body.rows.map((row) => row.station_id)).toEqual([own])
    const grant_id = (await administrator.call(getAccount, { account_id: worker.account_id })).body.grants[0]!.grant_id
    expect((await administrator.call(endGrant, { account_id: worker.account_id, grant_id })).status).toBe(200)
    expectRefused(await worker.call(listStations, {}), 403, 'not_allowed')
    expectRefused(await administrator.call(endGrant, { account_id: worker.account_id, grant_id }), 404, 'not_found')
  })

  it('the same role twice is refused; at another station it is another grant', async () => {
    const [first, second] = [await world.station(), await world.station()]
    const { account_id } = await world.account('trainer', first)
    expectRefused(await administrator.call(grantRole, { account_id, role: 'trainer', station_id: first }), 422, 'role_held')
    expect((await administrator.call(grantRole, { account_id, role: 'trainer', station_id: second })).status).toBe(200)
  })

  it('who manages one station gives roles there and nowhere else, and to nobody with more', async () => {
    const [own, other] = [await world.station(), await world.station()]
    const local = await world.account('security_administrator', own)
    const entry = { login: newLogin(), name: '谭凤珍', role: 'director' }
    expectRefused(await local.call(createAccount, entry), 403, 'not_allowed')
    expectRefused(await local.call(createAccount, { ...entry, station_id: other }), 404, 'not_found')
    expect((await local.call(createAccount, { ...entry, role: 'trainer', station_id: own })).status).toBe(200)
    expectRefused(
      await local.call(grantRole, {
        account_id: (await world.account('trainer', own)).account_id,
        role: 'director',
        station_id: null,
      }),
      403,
      'not_allowed',
    )
    expectRefused(await local.call(resetPassword, administrator), 404, 'not_found')
    const roaming = await world.account('trainer', own, other)
    expectRefused(await local.call(closeAccount, roaming), 404, 'not_found')
    expect((await local.call(listAccounts, {})).body.rows.map((row) => row.name).sort()).toEqual([
      'security_administrator',
      'trainer',
    ])
    // Made, but its role waits for a second person: so far it is nobody's of this station.
    expect((await administrator.call(listAccounts, { q: '谭凤珍' })).body.rows[0]!.grants).toEqual([])
  })

  it("another organisation's account is not there", async () => {
    const foreign = await (await newWorld()).account('front_desk')
    expectRefused(await administrator.call(grantRole, { account_id: foreign.account_id, role: 'director' }), 404, 'not_found')
    expectRefused(await administrator.call(resetPassword, { account_id: foreign.account_id }), 404, 'not_found')
    expectRefused(await administrator.call(closeAccount, { account_id: foreign.account_id }), 404, 'not_found')
    expect((await foreign.call(getSession, {})).status).toBe(200)
  })

  it('the last administrator cannot be taken away', async () => {
    const mine = (await administrator.call(getAccount, administrator)).body.grants[0]!
    expectRefused(
      await administrator.call(endGrant, { account_id: administrator.account_id, grant_id: mine.grant_id }),
      422,
      'last_administrator',
    )
    await world.account('security_administrator')
    expect((await administrator.call(endGrant, { account_id: administrator.account_id, grant_id: mine.grant_id })).status).toBe(
      200,
    )
  })
})

describe('closing and resetting', () => {
  it('a closed account is out at once and its login stays taken', async () => {
    const login = newLogin()
    const { body } = await administrator.call(createAccount, { login, name: '阮汉权', role: 'trainer' })
    const entered = await world.nobody.call(signIn, { login, password: body.one_time_password })
    await administrator.call(closeAccount, { account_id: body.account_id })
    expectRefused(await callerOf(world.server, '', cookieOf(entered)).call(getSession, {}), 401, 'not_signed_in')
    expectRefused(await world.nobody.call(signIn, { login, password: body.one_time_password }), 401, 'sign_in_failed')
    expectRefused(await administrator.call(createAccount, { login, name: '阮汉权', role: 'trainer' }), 422, 'login_taken')
    const { rows } = (await administrator.call(listAccounts, { closed: 'true' })).body
    expect(rows.map((row) => row.account_id)).toEqual([body.account_id])
  })

  it('nobody closes or resets their own account, nor gives themselves a role', async () => {
    const { account_id } = administrator
    expectRefused(await administrator.call(grantRole, { account_id, role: 'director' }), 422, 'own_account')
    expectRefused(await administrator.call(closeAccount, administrator), 422, 'own_account')
    expectRefused(await administrator.call(resetPassword, administrator), 422, 'own_account')
  })

  it('a reset ends the sessions and the old password', async () => {
    const login = newLogin()
    const { body } = await administrator.call(createAccount, { login, name: '刘芳', role: 'trainer' })
    const entered = await world.nobody.call(signIn, { login, password: body.one_time_password })
    const reset = await administrator.call(resetPassword, { account_id: body.account_id })
    expect(reset.body.one_time_password).not.toBe(body.one_time_password)
    expectRefused(await callerOf(world.server, '', cookieOf(entered)).call(getSession, {}), 401, 'not_signed_in')
    expectRefused(await world.nobody.call(signIn, { login, password: body.one_time_password }), 401, 'sign_in_failed')
    expect((await world.nobody.call(signIn, { login, password: reset.body.one_time_password })).status).toBe(200)
  })

  it('no answer and no audit row holds a hash or a password', async () => {
    const { body } = await administrator.call(createAccount, { login: newLogin(), name: '高添强', role: 'trainer' })
    expect(JSON.stringify((await administrator.call(listAccounts, {})).body)).not.toContain('argon2')
    const { rows } = await world.run(({ db, organisation_id }) =>
      sql<{ text: string }>`
      select e::text as text from audit.entries e where organisation_id = ${organisation_id}`.execute(db),
    )
    expect(rows.length).toBeGreaterThan(0)
    for (const { text } of rows) {
      expect(text).not.toContain(body.one_time_password)
      expect(text).not.toContain('argon2')
    }
  })
})

describe('roles', () => {
  it('are listed with their permissions, without the system role', async () => {
    const { rows } = (await administrator.call(listRoles, {})).body
    expect(rows.map((row) => row.role)).toEqual(roles.filter((role) => !role.for_system).map((role) => role.role))
    for (const row of rows) expect(permissions).toEqual(expect.arrayContaining(row.permissions))
  })

  it('the administrator sees no people and no health, the assessor writes nothing and reveals nothing', () => {
    const held = (role: string) => roles.find((each) => each.role === role)!.permissions
    expect(held('administrator').filter((p) => !/^(orgs|staff|backup)\./.test(p))).toEqual([])
    expect(held('administrator')).not.toContain('staff.reveal')
    // counts sensitive services, under masked names
    expect(held('assessor').filter((p) => !p.endsWith('.read'))).toEqual(['records.sensitive'])
    expect(held('assessor').filter((p) => /^(people|health)\./.test(p))).toEqual([])
  })
})

describe('setUp', () => {
  const entry = {
    code: 'a-b-c',
    organisation_name: '金湾恒爱',
    admin_name: '何家颖',
    login: 'hejiaying',
    password: 'Pingsha-Sanzao-6',
  }

  it('makes organisation, roles, catalogue and first administrator, once', async () => {
    const database = await openEmptyDatabase()
    try {
      const server = await openServer({ database, keys, log: false, rate: 0, setup: { code: 'a-b-c' } })
      const nobody = callerOf(server, '')
      expect((await nobody.call(getSetup, {})).body).toEqual({ setup_needed: true, key_file: null })
      expectRefused(await nobody.call(setUp, { ...entry, code: 'a-b-d' }), 422, 'setup_code_wrong')
      expectRefused(await nobody.call(setUp, { ...entry, password: 'short' }), 422, 'password_weak')
      const twice = await Promise.all([nobody.call(setUp, entry), nobody.call(setUp, { ...entry, login: 'other' })])
      expect(twice.map((answer) => answer.status).sort()).toEqual([200, 422])
      expect((await nobody.call(getSetup, {})).body).toEqual({ setup_needed: false, key_file: null })
      expectRefused(await nobody.call(setUp, entry), 422, 'setup_done')
      const session = (await callerOf(server, '', cookieOf(twice.find((answer) => answer.status === 200)!)).call(getSession, {}))
        .body
      expect(session.organisation.name).toBe('金湾恒爱')
      expect(session.roles.map((role) => role.role)).toEqual(['director', 'administrator', 'security_administrator'])
      // Nothing yet: whoever administers sets a second factor up first.
      expect({ asks: session.account.asks, permissions: session.permissions }).toEqual({ asks: 'enrolment', permissions: [] })
      await server.app.close()
    } finally {
      await database.close()
    }
  })

  it('refuses every code when the server was started without one', async () => {
    const database = await openEmptyDatabase()
    try {
      const server = await openServer({ database, keys, log: false, rate: 0 })
      expectRefused(await callerOf(server, '').call(setUp, entry), 422, 'setup_code_wrong')
      await server.app.close()
    } finally {
      await database.close()
    }
  })
})
