import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../platform/new-id.ts'
import { expectRefused, newWorld, type Caller, type World } from '../../../test/world.ts'
import { cardCode, readCardCode } from './card-code.ts'
import {
  applyForMembership, blockCard, decideApplication, findCard, issueCard, issueCards, listApplications, listCards, renewMembership,
} from './contract-cards.ts' // prettier-ignore
import { changeStatus, getPerson, listPeople, registerMember } from './contract.ts'

let world: World
let near: string
let far: string
let desk: Caller
let manager: Caller

beforeEach(async () => {
  world = await newWorld()
  near = await world.station()
  far = await world.station()
  desk = await world.account('front_desk', near)
  manager = await world.account('station_manager', near)
})

const lady = { name: '陈桂英', id_number: '440402194803050023' }

const register = async (caller: Caller = desk, parts: object = {}) =>
  (await caller.call(registerMember, { station_id: near, ...lady, ...parts })).body

const issue = async (registration_id: string, parts: object = {}, caller = desk) => {
  const answer = await caller.call(issueCard, { registration_id, ...parts })
  expect(answer.status).toBe(200)
  return answer.body
}

describe('the number of a card', () => {
  it('finds every single wrong digit and every two neighbours exchanged but 09 and 90', () => {
    const code = cardCode('372910485566109')
    expect(readCardCode(code)).toEqual({ code })
    for (let at = 0; at < code.length; at++)
      for (const digit of '0123456789')
        if (digit !== code[at]) expect(readCardCode(`${code.slice(0, at)}${digit}${code.slice(at + 1)}`)).toBe('misread')
    for (let at = 0; at + 1 < code.length; at++) {
      const pair = [code[at]!, code[at + 1]!]
      if (pair[0] === pair[1] || pair.toSorted().join('') === '09') continue
      expect(readCardCode(`${code.slice(0, at)}${pair[1]}${pair[0]}${code.slice(at + 2)}`)).toBe('misread')
    }
  })

  it('is read with spaces, dashes and full-width digits, and nothing else is a card', () => {
    const code = cardCode('372910485566109')
    expect(readCardCode(' 3729 1048-5566 109８'.replace('８', code.at(-1)!))).toEqual({ code })
    for (const other of ['13800001234', '440402194803050023', 'SZ-0001', '', '12345678901234567'])
      expect(readCardCode(other)).toBeUndefined()
  })

  it('is another one each time, for the same person too', async () => {
    const { registration_id } = await register()
    const codes = new Set([(await issue(registration_id)).code])
    for (let i = 0; i < 5; i++) codes.add((await issue(registration_id, { instead_of: 'damaged' })).code)
    expect(codes.size).toBe(6)
  })
})

describe('a card', () => {
  it('names its bearer at the door', async () => {
    const { registration_id, person_id } = await register(desk, { member_no: 'SZ-0001' })
    const { card_id, code } = await issue(registration_id)
    expect((await desk.call(findCard, { code })).body).toEqual({
      card_id, person_id, registration_id, station_id: near, member_no: 'SZ-0001', name: '陈桂英', expired_on: null,
    }) // prettier-ignore
  })

  it('asked for twice under one id is one card', async () => {
    const { registration_id } = await register()
    const card_id = newId()
    expect(await issue(registration_id, { card_id })).toEqual(await issue(registration_id, { card_id }))
    expectRefused(await desk.call(issueCard, { registration_id }), 422, 'card_standing')
  })

  it('that is lost is refused at once, and the new one takes its place', async () => {
    const { registration_id } = await register()
    const first = await issue(registration_id)
    await desk.call(blockCard, { card_id: first.card_id, blocked_for: 'lost' })
    const lost = await desk.call(findCard, { code: first.code })
    expectRefused(lost, 422, 'card_lost')
    expect(lost.body.message).toContain('挂失')
    const second = await issue(registration_id)
    expectRefused(await desk.call(findCard, { code: first.code }), 422, 'card_replaced')
    expect((await desk.call(findCard, { code: second.code })).body.registration_id).toBe(registration_id)
    const { rows } = (await desk.call(listCards, { state: 'blocked' })).body
    expect(rows.map((row) => [row.card_id, row.blocked_for])).toEqual([[first.card_id, 'lost']])
  })

  it('read wrongly, unknown, or of people served elsewhere finds nobody', async () => {
    const there = await world.account('front_desk', far)
    const { registration_id } = await register(there, { station_id: far })
    const { code } = await issue(registration_id, {}, there)
    expectRefused(await desk.call(findCard, { code }), 422, 'card_unknown')
    expectRefused(await desk.call(findCard, { code: cardCode('999999999999999') }), 422, 'card_unknown')
    expectRefused(
      await desk.call(findCard, { code: `${code.slice(0, -1)}${(Number(code.at(-1)) + 1) % 10}` }),
      422,
      'card_misread',
    )
    const stranger = await (await newWorld()).account('director')
    expectRefused(await stranger.call(findCard, { code }), 422, 'card_unknown')
  })

  it('of one station opens the door of another that serves the same person', async () => {
    const there = await world.account('front_desk', far)
    const other = await register(there, { station_id: far })
    const { code } = await issue(other.registration_id, {}, there)
    const own = await register()
    expect((await desk.call(findCard, { code })).body).toMatchObject({ registration_id: own.registration_id, station_id: near })
    expect((await there.call(findCard, { code })).body).toMatchObject({ registration_id: other.registration_id, station_id: far })
  })

  it('of somebody who left or died is refused, and none is made for them', async () => {
    const { registration_id } = await register()
    const { code } = await issue(registration_id)
    await desk.call(changeStatus, { registration_id, status: 'withdrawn', status_on: '2022-05-01', reason: '搬到市区' })
    expectRefused(await desk.call(findCard, { code }), 422, 'card_of_former')
    expectRefused(await desk.call(issueCard, { registration_id, instead_of: 'lost' }), 422, 'card_not_member')
    await desk.call(changeStatus, { registration_id, status: 'active', status_on: '2022-06-01', reason: '搬回来了' })
    expect((await desk.call(findCard, { code })).status).toBe(200)
  })

  it('is made for all members of a station who have none, once', async () => {
    for (const name of ['陈一', '陈二', '陈三']) await register(desk, { name, id_number: undefined })
    expect((await desk.call(issueCards, { station_id: near })).body).toEqual({ issued: 3, left: 0 })
    expect((await desk.call(issueCards, { station_id: near })).body).toEqual({ issued: 0, left: 0 })
    expect((await desk.call(listCards, {})).body.total).toBe(3)
    expect((await desk.call(listCards, { state: 'without' })).body.total).toBe(0)
  })

  it('leaves no number in the audit trail', async () => {
    const { registration_id } = await register()
    const { code } = await issue(registration_id)
    const { rows } = await world.run(({ db }) => sql<{ after: string }>`select after::text from audit.entries`.execute(db))
    expect(rows.map((row) => row.after).join()).not.toContain(code)
  })
})

describe('membership', () => {
  it('that was applied for is none until a manager approves', async () => {
    const form = { station_id: near, ...lady, address: '三灶镇海澄村8号', application_id: newId() }
    const { application_id } = (await desk.call(applyForMembership, form)).body
    expect((await desk.call(applyForMembership, form)).body).toEqual({ application_id })
    expect((await desk.call(listPeople, {})).body.total).toBe(0)
    expect((await desk.call(listApplications, { decision: 'waiting' })).body.rows.map((row) => row.name)).toEqual(['陈桂英'])
    expectRefused(await desk.call(decideApplication, { application_id, decision: 'approved' }), 403, 'not_allowed')
    const made = (await manager.call(decideApplication, { application_id, decision: 'approved', ends_on: '2999-12-31' })).body
    expect((await manager.call(decideApplication, { application_id, decision: 'approved' })).body).toEqual(made)
    expect((await desk.call(getPerson, { person_id: made.person_id! })).body).toMatchObject({
      born_on: '1948-03-05',
      has_addresses: true,
    })
    expectRefused(
      await manager.call(decideApplication, { application_id, decision: 'refused', reason: '误' }),
      422,
      'application_decided',
    )
    expect((await desk.call(listPeople, {})).body.total).toBe(1)
  })

  it('that is refused says why and makes nobody', async () => {
    const { application_id } = (await desk.call(applyForMembership, { station_id: near, ...lady })).body
    expectRefused(await manager.call(decideApplication, { application_id, decision: 'refused' }), 422, 'reason_missing')
    await manager.call(decideApplication, { application_id, decision: 'refused', reason: '不住在本社区' })
    expect((await desk.call(listApplications, {})).body.rows[0]).toMatchObject({
      decision: 'refused',
      decision_reason: '不住在本社区',
    })
    expect((await desk.call(listPeople, {})).body.total).toBe(0)
  })

  it('with a wrong number is not even applied for', async () => {
    expectRefused(
      await desk.call(applyForMembership, { station_id: near, name: '陈桂英', id_number: '440402194803050021' }),
      422,
      'id_check_digit',
    )
  })

  it('that has run out is told at the door, until it is renewed', async () => {
    const { registration_id } = await register()
    const { code } = await issue(registration_id)
    await desk.call(renewMembership, { registration_id, starts_on: '2021-01-01', ends_on: '2021-12-31' })
    expect((await desk.call(findCard, { code })).body.expired_on).toBe('2021-12-31')
    const term = { registration_id, term_id: newId(), starts_on: '2022-01-01', ends_on: '2999-12-31' }
    await desk.call(renewMembership, term)
    await desk.call(renewMembership, term)
    expect((await desk.call(findCard, { code })).body.expired_on).toBeNull()
    expectRefused(
      await desk.call(renewMembership, { registration_id, starts_on: '2022-02-01', ends_on: '2022-01-01' }),
      422,
      'term_backwards',
    )
  })
})
