import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { asOwner } from '../../../test/rows-everywhere.ts'
import { callerOf, expectRefused, newWorld, type Answer, type Caller, type World } from '../../../test/world.ts'
import { SESSION_COOKIE, hashToken } from '../../platform/session.ts'
import { changePassword, getSession, saveLanguage, signIn, signOut } from './contract.ts'
import { openAccount, setPasswordOf } from './service.ts'

const password = 'Haicheng-2022'

let world: World
let login: string
let account_id: string
beforeEach(async () => {
  world = await newWorld()
  login = `chen.${world.organisation_id.slice(-12)}`
  account_id = await world.run((ctx) => openAccount(ctx, { login, name: '陈桂英', role: 'front_desk' }, password, false))
})

const tokenOf = (answer: Answer<unknown>): string =>
  new RegExp(`${SESSION_COOKIE}=([^;]*)`).exec(String(answer.headers['set-cookie']))?.[1] ?? ''
const withCookie = (answer: Answer<unknown>): Caller => callerOf(world.server, account_id, tokenOf(answer))
const enter = async (text = password) => world.nobody.call(signIn, { login, password: text })

describe('signIn', () => {
  it('opens a session with a cookie scripts cannot read', async () => {
    const answer = await enter()
    expect(answer.status).toBe(200)
    expect(String(answer.headers['set-cookie'])).toMatch(/HttpOnly.*SameSite=Lax/)
    expect(String(answer.headers['set-cookie'])).not.toContain('Secure')
    const session = await withCookie(answer).call(getSession, {})
    expect(session.body.account).toMatchObject({ login, name: '陈桂英', language: 'zh', must_change_password: false })
    expect(session.body.roles).toEqual([{ role: 'front_desk', name_zh: '前台', name_en: 'Front desk', station_id: null }])
    expect(session.body.permissions).toContain('people.record')
  })

  it('takes the name in any width and case, and the password as it is', async () => {
    const wide = login.replace('chen', 'ＣＨＥＮ')
    expect((await world.nobody.call(signIn, { login: wide, password })).status).toBe(200)
    expectRefused(await enter(password.toLowerCase()), 401, 'sign_in_failed')
  })

  it('stores neither password nor token', async () => {
    const token = tokenOf(await enter())
    const { rows } = await sql<{ row: string }>`select l::text as row from staff.logins l where login = ${login}
      union all select s::text from staff.sessions s where account_id = ${account_id}`.execute(world.database.db)
    expect(rows).toHaveLength(2)
    for (const { row } of rows) {
      expect(row).not.toContain(password)
      expect(row).not.toContain(token)
    }
    expect(rows[0]!.row).toContain('$argon2id$v=19$m=19456,t=2,p=1$')
  })

  it('locks after five wrong passwords for 15 minutes, even for the right one', async () => {
    for (let n = 0; n < 4; n++) expectRefused(await enter('wrong'), 401, 'sign_in_failed')
    expectRefused(await enter('wrong'), 429, 'account_locked')
    const answer = await enter()
    expectRefused(answer, 429, 'account_locked')
    expect(answer.body.details).toEqual({ minutes: 15 })
    await sql`update staff.logins set locked_until = now() - interval '1 second' where login = ${login}`.execute(
      world.database.db,
    )
    expect((await enter()).status).toBe(200)
  })

  it('lets no more than five guesses through when they come all at once', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => enter('wrong')))
    expect(answers.filter((a) => a.body.code === 'sign_in_failed')).toHaveLength(4)
    expectRefused(await enter(), 429, 'account_locked')
  })

  it('a success forgets the failures before it', async () => {
    for (let n = 0; n < 4; n++) await enter('wrong')
    expect((await enter()).status).toBe(200)
    for (let n = 0; n < 4; n++) expectRefused(await enter('wrong'), 401, 'sign_in_failed')
  })

  it('answers for a name that does not exist exactly as for one that does', async () => {
    const stranger = () => world.nobody.call(signIn, { login: `nobody.${world.organisation_id}`, password: 'wrong' })
    for (let n = 0; n < 4; n++) expectRefused(await stranger(), 401, 'sign_in_failed')
    expectRefused(await stranger(), 429, 'account_locked')
  })

  it('takes as long for a name that does not exist', async () => {
    const time = async (name: string) => {
      // The processor's time: the clock's also holds what other processes of a busy machine do.
      const started = process.cpuUsage()
      await world.nobody.call(signIn, { login: name, password: 'wrong' })
      const { user, system } = process.cpuUsage(started)
      return user + system
    }
    await time('warm.up')
    const [known, stranger] = [
      [await time(login), await time(login), await time(login)],
      [await time('a.b1'), await time('a.b2'), await time('a.b3')],
    ]
    // Without the hash the stranger's answer comes in about a tenth of the time.
    expect(Math.min(...stranger)).toBeGreaterThan(Math.min(...known) * 0.4)
  })

  it('writes success and failure into the audit trail', async () => {
    await enter('wrong')
    await enter()
    const { rows } = await world.run(({ db, organisation_id }) =>
      sql<{ result: string }>`select after->>'result' as result from audit.entries
        where organisation_id = ${organisation_id} and action = 'signIn' order by at, audit_id`.execute(db),
    )
    expect(rows.map((row) => row.result)).toEqual(['sign_in_failed', 'signed_in'])
  })
})

describe('a session', () => {
  const age = (token: string, column: 'last_seen_at' | 'created_at', by: string) =>
    sql`update staff.sessions set ${sql.ref(column)} = now() - ${by}::interval where token_hash = ${hashToken(token)}`.execute(
      world.database.db,
    )

  it('ends after 30 idle minutes', async () => {
    const answer = await enter()
    await age(tokenOf(answer), 'last_seen_at', '29 minutes')
    expect((await withCookie(answer).call(getSession, {})).status).toBe(200)
    await age(tokenOf(answer), 'last_seen_at', '31 minutes')
    expectRefused(await withCookie(answer).call(getSession, {}), 401, 'not_signed_in')
  })

  it('is kept open by being used', async () => {
    const answer = await enter()
    await age(tokenOf(answer), 'last_seen_at', '29 minutes')
    await withCookie(answer).call(getSession, {})
    const { rows } = await sql<{
      idle: number
    }>`select extract(epoch from now() - last_seen_at)::float8 as idle from staff.sessions
      where token_hash = ${hashToken(tokenOf(answer))}`.execute(world.database.db)
    expect(rows[0]!.idle).toBeLessThan(30)
  })

  it('ends after 12 hours, used or not', async () => {
    const answer = await enter()
    await age(tokenOf(answer), 'created_at', '12 hours 1 second')
    expectRefused(await withCookie(answer).call(getSession, {}), 401, 'not_signed_in')
  })

  it('ends with sign-out', async () => {
    const me = withCookie(await enter())
    expect((await me.call(signOut, {})).status).toBe(200)
    expectRefused(await me.call(getSession, {}), 401, 'not_signed_in')
  })

  it('remembers the language', async () => {
    const me = withCookie(await enter())
    await me.call(saveLanguage, { language: 'en' })
    expect((await me.call(getSession, {})).body.account.language).toBe('en')
  })

  it('refuses a write that another site started', async () => {
    const me = withCookie(await enter())
    expectRefused(await me.call(saveLanguage, { language: 'en' }, { origin: 'https://elsewhere.example' }), 403, 'foreign_origin')
  })
})

describe('changePassword', () => {
  const new_password = 'Sanzao-Meiping-8'

  it('refuses who is not signed in', async () => {
    expectRefused(await world.nobody.call(changePassword, { old_password: password, new_password }), 401, 'not_signed_in')
  })

  it('asks for the old password, five times at most', async () => {
    const me = withCookie(await enter())
    for (let n = 0; n < 4; n++)
      expectRefused(await me.call(changePassword, { old_password: 'wrong', new_password }), 422, 'old_password_wrong')
    expectRefused(await me.call(changePassword, { old_password: 'wrong', new_password }), 429, 'account_locked')
  })

  it.each([
    ['short', 'Kurz-1'],
    ['of one kind', 'abcdefghijkl'],
  ])('refuses a password that is %s', async (_, weak) => {
    const me = withCookie(await enter())
    expectRefused(await me.call(changePassword, { old_password: password, new_password: weak }), 422, 'password_weak')
  })

  it('refuses a password that holds the user name, and the old one again', async () => {
    const me = withCookie(await enter())
    expectRefused(await me.call(changePassword, { old_password: password, new_password: `${login}-1` }), 422, 'password_weak')
    expectRefused(await me.call(changePassword, { old_password: password, new_password: password }), 422, 'password_same')
  })

  it('refuses the last five passwords, and takes the sixth again', async () => {
    let me = withCookie(await enter())
    const change = async (old_password: string, next: string) => {
      const answer = await me.call(changePassword, { old_password, new_password: next })
      if (answer.status === 200) me = withCookie(answer)
      return answer
    }
    const used = [password, ...[1, 2, 3, 4].map((n) => `Meiping-Zhucan-${n}`)]
    for (let n = 1; n < used.length; n++) expect((await change(used[n - 1]!, used[n]!)).status).toBe(200)
    for (const before of used.slice(0, 4)) {
      const refused = await change(used[4]!, before)
      expectRefused(refused, 422, 'password_used_before')
      expect(refused.body).toMatchObject({ field: 'new_password', details: { count: 5 } })
    }
    expect((await change(used[4]!, 'Meiping-Zhucan-5')).status).toBe(200)
    expect((await change('Meiping-Zhucan-5', password)).status).toBe(200)
  })

  it('remembers the password before a reset, and not the one given for one use', async () => {
    await world.run((ctx) => setPasswordOf(ctx, account_id, 'k7mq-x3vd-9hpt', true))
    const entered = withCookie(await enter('k7mq-x3vd-9hpt'))
    const old_password = 'k7mq-x3vd-9hpt'
    expectRefused(await entered.call(changePassword, { old_password, new_password: password }), 422, 'password_used_before')
    expect((await entered.call(changePassword, { old_password, new_password })).status).toBe(200)
    const { rows } = await asOwner(world.database, world.organisation_id, (tx) =>
      sql<{ n: number }>`select count(*)::int as n from staff.old_passwords where account_id = ${account_id}`.execute(tx),
    )
    expect(rows[0]!.n).toBe(1)
  })

  it('ends every other session and opens a new one', async () => {
    const [here, elsewhere] = [withCookie(await enter()), withCookie(await enter())]
    const changed = await here.call(changePassword, { old_password: password, new_password })
    expect(changed.status).toBe(200)
    expectRefused(await elsewhere.call(getSession, {}), 401, 'not_signed_in')
    expectRefused(await here.call(getSession, {}), 401, 'not_signed_in')
    expect((await withCookie(changed).call(getSession, {})).status).toBe(200)
    expectRefused(await enter(), 401, 'sign_in_failed')
    expect((await enter(new_password)).status).toBe(200)
  })
})
