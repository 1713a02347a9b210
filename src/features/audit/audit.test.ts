import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { asOwner } from '../../../test/rows-everywhere.ts'
import { expectRefused, newWorld, type Caller, type World } from '../../../test/world.ts'
import { newId } from '../../platform/new-id.ts'
import { endpoint, z, type InputOf } from '../../shared/endpoint.ts'
import { getPerson, listPeople, mergePeople, registerMember, revealPerson } from '../people/contract.ts'
import { createAccount, endGrant, grantRole, listAccounts } from '../staff/contract.ts'
import { getAuditEntry, getAuditState, listAuditEntries, listDisclosures, verifyAuditEntry } from './contract.ts'
import { sealOrganisation } from './sealing.ts'

let world: World
let near: string
let auditor: Caller
let worker: Caller

const exportList = endpoint({
  method: 'GET',
  path: '/api/export',
  permission: 'signed_in',
  summary: '',
  input: z.any(),
  output: z.any(),
})

const lady = { name: '陈桂英', phone: '13800001234', address: '珠海市金湾区三灶镇映月路 1 号' }
const seal = () => sealOrganisation(world.database.db, world.organisation_id)
const find = async (input: InputOf<typeof listAuditEntries> = {}) => (await auditor.call(listAuditEntries, input)).body

beforeEach(async () => {
  world = await newWorld()
  near = await world.station()
  auditor = await world.account('auditor')
  worker = await world.account('social_worker', near)
})

const register = async (parts: Record<string, unknown> = {}) =>
  (await worker.call(registerMember, { station_id: near, joined_on: '2022-03-01', ...lady, ...parts })).body.person_id

describe('who may', () => {
  it('the auditor, for the whole organisation and no part of it', async () => {
    expect((await auditor.call(listAuditEntries, {})).status).toBe(200)
    expectRefused(await worker.call(listAuditEntries, {}), 403, 'not_allowed')
    expectRefused(await world.nobody.call(listAuditEntries, {}), 401, 'not_signed_in')
    expectRefused(await (await world.account('administrator')).call(listAuditEntries, {}), 403, 'not_allowed')
    const half = await world.account('auditor', near)
    for (const each of [listAuditEntries, getAuditState]) expectRefused(await half.call(each, {}), 403, 'not_allowed')
  })

  it('the auditor sees no person', async () => {
    const person_id = await register()
    expectRefused(await auditor.call(listPeople, {}), 403, 'not_allowed')
    expectRefused(await auditor.call(getPerson, { person_id }), 403, 'not_allowed')
    expectRefused(await auditor.call(listDisclosures, { person_id }), 403, 'not_allowed')
  })

  it('another organisation sees none of it', async () => {
    await register()
    const { rows } = await find()
    const stranger = await (await newWorld()).account('auditor')
    const [entry] = rows
    expectRefused(await stranger.call(getAuditEntry, { audit_id: entry!.audit_id }), 404, 'not_found')
    expectRefused(await stranger.call(verifyAuditEntry, { audit_id: entry!.audit_id }), 404, 'not_found')
    const seen = (await stranger.call(listAuditEntries, { page_size: 500 })).body.rows.map((row) => row.audit_id)
    expect(seen).not.toContain(entry!.audit_id)
  })
})

describe('the trail', () => {
  it('is found by kind, account, action, entity, period and id', async () => {
    const person_id = await register()
    await worker.call(revealPerson, { person_id, what: 'phone', reason: '电话回访' })
    const acts = async (input: InputOf<typeof listAuditEntries>) =>
      (await find(input)).rows.map((row) => `${row.act} ${row.subject}`)
    expect(await acts({ kind: 'reveal' })).toEqual(['查看原文 服务对象'])
    expect(await acts({ account_id: worker.account_id })).toEqual(['查看原文 服务对象', '登记 会员登记'])
    expect(await acts({ action: 'revealPerson' })).toEqual(['查看原文 服务对象'])
    expect(await acts({ entity: 'people.registrations' })).toEqual(['登记 会员登记'])
    expect(await acts({ entity: 'people' })).toHaveLength(2)
    expect(await acts({ entity: 'peo' })).toEqual([])
    expect(await acts({ q: person_id })).toEqual(['查看原文 服务对象'])
    expect(await acts({ q: person_id.slice(0, 13).toUpperCase(), kind: 'reveal' })).toEqual(['查看原文 服务对象'])
    expect(await acts({ q: '%' })).toEqual([])
    expect(await acts({ from: '2999-01-01' })).toEqual([])
    expect(await acts({ to: '2001-01-01' })).toEqual([])
  })

  it('is found by person: registration, records and reveals alike, also of somebody merged into them', async () => {
    const person_id = await register()
    const other = await register({ name: '陈贵英', phone: '13900005678' })
    await worker.call(revealPerson, { person_id: other, what: 'phone', reason: '核对' })
    const director = await world.account('director')
    await director.call(mergePeople, { kept_id: person_id, gone_id: other, reason: '同一人' })
    const { rows } = await find({ person_id })
    expect(rows.map((row) => row.act)).toEqual(['查看原文', '登记', '登记'])
    expect((await find({ person_id: newId() })).total).toBe(0)
  })

  it('comes in pages, the latest first', async () => {
    for (const name of ['甲一', '甲二', '甲三']) await register({ name, phone: undefined })
    const all = (await find({ entity: 'people' })).rows.map((row) => row.audit_id)
    const second = await find({ entity: 'people', page: 2, page_size: 1 })
    expect(second).toMatchObject({ total: 3, rows: [{ audit_id: all[1] }] })
    expect(all).toEqual(all.toSorted().toReversed())
  })

  it('tells what changed in words, with personal fields masked', async () => {
    const audit_id = await world.run(async (ctx) => {
      const found = await sql<{ audit_id: string }>`
        insert into audit.entries (organisation_id, audit_id, at, account_id, request_id, action, entity, entity_ids, before, after)
        values (${world.organisation_id}, gen_random_uuid(), now(), ${worker.account_id}, 'r', 'changeStatus', 'people.registrations', '{}',
          '{"status":"active","name":"陈桂英","contacts":[{"phone":"13800001234"}]}', '{"status":"deceased","name":"陈桂","reason":"家属来电"}')
        returning audit_id`.execute(ctx.db)
      return found.rows[0]!.audit_id
    })
    const answer = await auditor.call(getAuditEntry, { audit_id })
    expect(answer.body.differences).toEqual([
      { field: 'name', label: '名称', before: '＊＊＊', after: '＊＊＊' },
      { field: 'status', label: '状态', before: '在册', after: '去世' },
      { field: 'contacts', label: 'contacts', before: '＊＊＊', after: null },
      { field: 'reason', label: '原因', before: null, after: '家属来电' },
    ])
    expect(JSON.stringify([answer.body, await find()])).not.toMatch(/陈桂|13800001234/)
  })

  it('goes out as Excel, and that is an entry too', async () => {
    await register()
    const answer = await auditor.call(exportList, { endpoint: 'listAuditEntries', columns: 'at,act,detail', sheet: '操作留痕' })
    expect(answer.status).toBe(200)
    expect((await find({ kind: 'export' })).rows).toMatchObject([{ act: '导出', subject: '导出文件', account_name: 'auditor' }])
  })

  it('holds every kind exactly once', async () => {
    await register()
    const person_id = await register({ name: '李四', phone: '13700001111' })
    await worker.call(revealPerson, { person_id, what: 'phone', reason: '回访' })
    await auditor.call(exportList, { endpoint: 'listAuditEntries' })
    const administrator = await world.account('security_administrator')
    await administrator.call(createAccount, { login: `u-${near}`, name: '新人', role: 'front_desk' })
    const all = await find({ page_size: 500 })
    const kinds = ['reveal', 'export', 'sign_in', 'accounts', 'void', 'merge', 'import', 'write'] as const
    let sum = 0
    for (const kind of kinds) {
      const { rows, total } = await find({ kind, page_size: 500 })
      expect(new Set(rows.map((row) => row.kind))).toEqual(new Set(total > 0 ? [kind] : []))
      sum += total
    }
    expect(sum).toBe(all.total)
  })
})

describe('an entry and its seal', () => {
  it('waits, then is sealed and can be verified at once; a change is told', async () => {
    await register()
    const [entry] = (await find({ entity: 'people.registrations' })).rows
    const { audit_id } = entry!
    expect((await auditor.call(getAuditEntry, { audit_id })).body.seal).toBeNull()
    expect((await auditor.call(verifyAuditEntry, { audit_id })).body).toMatchObject({ holds: null, problems: [] })
    expect((await auditor.call(getAuditState, {})).body).toMatchObject({ newest: null })
    const [made] = await seal()
    expect((await auditor.call(getAuditEntry, { audit_id })).body.seal).toMatchObject({
      number: 1,
      hash: made!.hash,
      late_reason: null,
    })
    expect((await auditor.call(verifyAuditEntry, { audit_id })).body).toMatchObject({ holds: true, problems: [] })
    expect((await auditor.call(getAuditState, {})).body).toMatchObject({ newest: { number: 1, hash: made!.hash }, waiting: 0 })
    await asOwner(world.database, world.organisation_id, (tx) =>
      sql`update audit.entries set account_id = ${auditor.account_id} where organisation_id = ${world.organisation_id} and audit_id = ${audit_id}`.execute(
        tx,
      ),
    )
    const after = (await auditor.call(verifyAuditEntry, { audit_id })).body
    expect(after.holds).toBe(false)
    expect(after.problems).toEqual([expect.stringContaining(audit_id)])
  })

  it('every entry finds the seal it lies in, among many', async () => {
    for (const name of ['甲一', '甲二', '甲三']) {
      await register({ name, phone: undefined })
      await seal()
    }
    const { rows } = await find({ page_size: 500 })
    for (const { audit_id } of rows) {
      const { seal: found } = (await auditor.call(getAuditEntry, { audit_id })).body
      const listed = await world.run((ctx) =>
        sql<{
          number: number
          place: number
        }>`select number, array_position(audit_ids, ${audit_id}::uuid) as place from audit.sealed_rows
          where organisation_id = ${world.organisation_id} and ${audit_id}::uuid = any(audit_ids)`.execute(ctx.db),
      )
      expect(listed.rows).toEqual([{ number: found!.number, place: found!.place }])
    }
  })
})

describe('who saw and who exported', () => {
  it('stands on the page of the person it concerns, and of no other', async () => {
    const [person_id, other] = [await register(), await register({ name: '李四', phone: '13700001111' })]
    await worker.call(revealPerson, { person_id, what: 'addresses', reason: '上门' })
    await worker.call(exportList, { endpoint: 'listPeople', q: '陈桂英', columns: 'name', sheet: '名单' })
    const about = async (id: string) => (await worker.call(listDisclosures, { person_id: id })).body
    expect(await about(person_id)).toMatchObject({
      reveals: 1,
      exports: 1,
      rows: [
        { kind: 'export', what: '服务对象名单', rows: 1, account_name: 'social_worker' },
        { kind: 'reveal', what: '住址', reason: '上门' },
      ],
    })
    expect(await about(other)).toMatchObject({ reveals: 0, exports: 0, rows: [] })
  })

  it('is not there for who does not serve the person', async () => {
    const person_id = await register()
    const neighbour = await world.account('social_worker', await world.station())
    expectRefused(await neighbour.call(listDisclosures, { person_id }), 404, 'not_found')
  })
})

describe('roles', () => {
  it('whoever gives roles leaves a trail that is not theirs to read', async () => {
    const administrator = await world.account('security_administrator')
    const { account_id } = (await administrator.call(createAccount, { login: `v-${near}`, name: '新人', role: 'front_desk' }))
      .body
    await administrator.call(grantRole, { account_id, role: 'trainer' })
    const granted = (await administrator.call(listAccounts, {})).body.rows.find((row) => row.account_id === account_id)!
    await administrator.call(endGrant, { account_id, grant_id: granted.grants[0]!.grant_id })
    const told = (await find({ kind: 'accounts' })).rows.map((row) => `${row.act} ${row.subject} ${row.detail}`)
    expect(told).toHaveLength(4)
    expect(told[0]).toMatch(/^终止 授权 角色：/)
  })
})
