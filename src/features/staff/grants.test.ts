import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../platform/new-id.ts'
import { expectRefused, newWorld, type Caller, type World } from '../../../test/world.ts'
import { closeAccount, createAccount, endGrant, getAccount, grantRole } from './contract.ts'
import { confirmGrant, listAdministrators, listGrantRequests, refuseGrant } from './contract-security.ts'
import { needsSecondFactor, needsSecondPerson, powersOf } from './powers.ts'
import { roles } from './roles.ts'

let world: World
let security: Caller
beforeEach(async () => {
  world = await newWorld()
  security = await world.account('security_administrator')
})

const permissionsOf = (role: string) => roles.find((each) => each.role === role)!.permissions
const rolesOf = async (account_id: string) =>
  (await security.call(getAccount, { account_id })).body.grants.map((grant) => grant.role)
/** A further role, as an earlier time left it. */
const alsoHolds = ({ account_id }: Caller, role: string) =>
  world.run(({ db, organisation_id, now }) =>
    sql`insert into staff.grants (organisation_id, grant_id, account_id, role, granted_at)
        values (${organisation_id}, ${newId()}, ${account_id}, ${role}, ${now})`.execute(db),
  )
const newLogin = () => `g.${Math.random().toString(36).slice(2)}`

describe('the three administrators', () => {
  it('hold one power each, see no people, and the director is none of them', () => {
    expect(powersOf(permissionsOf('administrator'))).toEqual(['system'])
    expect(powersOf(permissionsOf('security_administrator'))).toEqual(['security'])
    expect(powersOf(permissionsOf('auditor'))).toEqual(['audit'])
    for (const role of ['director', 'station_manager', 'accountant', 'assessor'])
      expect(powersOf(permissionsOf(role))).toEqual([])
    for (const role of ['administrator', 'security_administrator', 'auditor'])
      expect(permissionsOf(role).filter((permission) => /^(people|health|records|figures)\./.test(permission))).toEqual([])
  })

  it('are different people as soon as there are two', async () => {
    const system = await world.account('administrator')
    const refused = await security.call(grantRole, { account_id: system.account_id, role: 'security_administrator' })
    expectRefused(refused, 422, 'powers_apart')
    expectRefused(await security.call(grantRole, { account_id: system.account_id, role: 'auditor' }), 422, 'powers_apart')
    expect((await security.call(listAdministrators, {})).body).toMatchObject({
      apart: true,
      rows: [{ powers: ['system'] }, { powers: ['security'] }],
    })
  })

  it('may be one person while nobody else is one; whoever comes second takes a power over', async () => {
    await alsoHolds(security, 'administrator')
    expect((await security.call(listAdministrators, {})).body).toMatchObject({
      apart: false,
      rows: [{ powers: ['security', 'system'] }],
    })
    const second = (await security.call(createAccount, { login: newLogin(), name: '何家颖', role: 'administrator' })).body
    expect(second.request_id).toBeUndefined()
    expect(await rolesOf(second.account_id)).toEqual(['administrator'])
    expect(await rolesOf(security.account_id)).toEqual(['security_administrator'])
    expect((await security.call(listAdministrators, {})).body.apart).toBe(true)
  })

  it('at one station only, the second takes nothing over', async () => {
    await alsoHolds(security, 'administrator')
    const local = { login: newLogin(), name: '何家颖', role: 'administrator', station_id: await world.station() }
    await security.call(createAccount, local)
    expect(await rolesOf(security.account_id)).toEqual(['administrator', 'security_administrator'])
  })
})

describe('a role that sees personal data or administers', () => {
  it('is told by its permissions', () => {
    expect(
      ['front_desk', 'director', 'trainer', 'administrator', 'auditor'].filter((role) => !needsSecondPerson(permissionsOf(role))),
    ).toEqual([])
    expect(['accountant', 'assessor'].filter((role) => needsSecondPerson(permissionsOf(role)))).toEqual([])
    expect(['front_desk', 'accountant', 'assessor'].filter((role) => needsSecondFactor(permissionsOf(role)))).toEqual([])
  })

  it('holds at once where there is no second person, and waits where there is one', async () => {
    const entry = () => ({ login: newLogin(), name: '唐永财', role: 'front_desk' })
    expect((await security.call(createAccount, entry())).body.request_id).toBeUndefined()
    await world.account('director')
    const { account_id, request_id } = (await security.call(createAccount, entry())).body
    expect(request_id).toBeDefined()
    expect(await rolesOf(account_id)).toEqual([])
    const plain = (await security.call(grantRole, { account_id, role: 'accountant' })).body
    expect(plain.grant_id).toBeDefined()
  })

  it('is confirmed by somebody else than who asked and whom it is for', async () => {
    const [system, colleague] = [await world.account('administrator'), await world.account('accountant')]
    const { request_id } = (await security.call(grantRole, { account_id: colleague.account_id, role: 'director' })).body
    expectRefused(await security.call(confirmGrant, { request_id: request_id! }), 422, 'second_person_needed')
    expectRefused(await colleague.call(confirmGrant, { request_id: request_id! }), 403, 'not_allowed')
    expectRefused(await (await world.account('auditor')).call(confirmGrant, { request_id: request_id! }), 403, 'not_allowed')
    const foreign = await (await newWorld()).account('director')
    expectRefused(await foreign.call(confirmGrant, { request_id: request_id! }), 404, 'not_found')
    const [waiting] = (await system.call(listGrantRequests, {})).body.rows
    expect(waiting).toMatchObject({ account_name: 'accountant', requested_by_name: 'security_administrator', may_confirm: true })
    expect((await security.call(listGrantRequests, {})).body.rows[0]!.may_confirm).toBe(false)
    expect((await system.call(confirmGrant, { request_id: request_id! })).status).toBe(200)
    expect(await rolesOf(colleague.account_id)).toEqual(['director', 'accountant'])
    expectRefused(await system.call(confirmGrant, { request_id: request_id! }), 404, 'not_found')
  })

  it('cannot be opened to oneself with a second account: that one waits too', async () => {
    await world.account('director')
    const helper = (await security.call(createAccount, { login: newLogin(), name: '第二个', role: 'administrator' })).body
    expect(helper.request_id).toBeDefined()
    expect(await rolesOf(helper.account_id)).toEqual([])
    expectRefused(await security.call(grantRole, { account_id: security.account_id, role: 'director' }), 422, 'own_account')
  })

  it('is refused or taken back, asked for once, and can be asked for again', async () => {
    const [director, colleague] = [await world.account('director'), await world.account('accountant')]
    const ask = async () => security.call(grantRole, { account_id: colleague.account_id, role: 'trainer' })
    const first = (await ask()).body.request_id!
    expectRefused(await ask(), 422, 'role_held')
    expect((await director.call(refuseGrant, { request_id: first })).status).toBe(200)
    expectRefused(await director.call(confirmGrant, { request_id: first }), 404, 'not_found')
    const second = (await ask()).body.request_id!
    expect((await security.call(refuseGrant, { request_id: second })).status).toBe(200)
    expect((await director.call(listGrantRequests, {})).body.rows).toEqual([])
    expect(await rolesOf(colleague.account_id)).toEqual(['accountant'])
  })

  it('confirmed too late, when the powers no longer stay apart, is refused and goes on waiting', async () => {
    const [director, colleague] = [await world.account('director'), await world.account('accountant')]
    const { request_id } = (await security.call(grantRole, { account_id: colleague.account_id, role: 'administrator' })).body
    await alsoHolds(colleague, 'auditor')
    expectRefused(await director.call(confirmGrant, { request_id: request_id! }), 422, 'powers_apart')
    expect((await director.call(listGrantRequests, {})).body.total).toBe(1)
  })

  it.each(['closed', 'no longer entitled'])('is not confirmed once the account that asked is %s', async (how) => {
    const [director, colleague] = [await world.account('director'), await world.account('accountant')]
    const other = await world.account('security_administrator')
    const { request_id } = (await security.call(grantRole, { account_id: colleague.account_id, role: 'trainer' })).body
    expect((await director.call(listGrantRequests, {})).body.rows[0]!.may_confirm).toBe(true)
    const { account_id } = security
    const { grants } = (await other.call(getAccount, { account_id })).body
    if (how === 'closed') await other.call(closeAccount, { account_id })
    else await other.call(endGrant, { account_id, grant_id: grants[0]!.grant_id })
    expect((await director.call(listGrantRequests, {})).body.rows[0]!.may_confirm).toBe(false)
    expectRefused(await director.call(confirmGrant, { request_id: request_id! }), 422, 'requester_gone')
    expect((await director.call(refuseGrant, { request_id: request_id! })).status).toBe(200)
  })

  it('ends without a second person: taking away is never held up', async () => {
    const [, colleague] = [await world.account('director'), await world.account('front_desk')]
    const { grants } = (await security.call(getAccount, { account_id: colleague.account_id })).body
    const ended = await security.call(endGrant, { account_id: colleague.account_id, grant_id: grants[0]!.grant_id })
    expect(ended.status).toBe(200)
  })
})
