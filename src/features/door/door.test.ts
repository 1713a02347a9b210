import { sql } from 'kysely'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { newActivityWorld, type ActivityWorld } from '../../../test/activity-world.ts'
import { expectRefused, type Caller } from '../../../test/world.ts'
import { newId } from '../../platform/new-id.ts'
import { listAttendances } from '../activities/contract.ts'
import { issueCard, listCards } from '../people/contract-cards.ts'
import { today } from '../../shared/day.ts'
import { getDoor, listDoorMembers, recordCheckIn } from './contract.ts'

let at: ActivityWorld
let tablet: Caller
let activity_id = ''
const here = today(new Date(), 'Asia/Shanghai')

beforeAll(async () => {
  at = await newActivityWorld()
  await at.member('KY0001', '陈桂英')
  await at.member('KY0002', '李明')
  activity_id = await at.hold({ occurred_on: here, title: '早操' })
  tablet = await at.world.account('door_tablet', at.station_id)
})

const arrive = (parts: object = {}, who: Caller = tablet) =>
  who.call(recordCheckIn, { check_in_id: newId(), activity_id, way: 'card', code: 'KY0001', ...parts })

const members = async () => (await tablet.call(listDoorMembers, { station_id: at.station_id })).body.members

describe('what a tablet is told', () => {
  it('is the day of its own station and nothing of another', async () => {
    const elsewhere = await at.world.station()
    const { status, body } = await tablet.call(getDoor, { station_id: at.station_id })
    expect(status).toBe(200)
    expect(body.sessions.map(({ title }) => title)).toContain('早操')
    expect(Buffer.from(body.key, 'base64')).toHaveLength(32)
    expectRefused(await tablet.call(getDoor, { station_id: elsewhere }), 404, 'not_found')
    expectRefused(await tablet.call(listDoorMembers, { station_id: elsewhere }), 404, 'not_found')
  })

  it('is masked: no whole name, number or birth date is in the window', async () => {
    const { body } = await tablet.call(listDoorMembers, { station_id: at.station_id })
    expect(body.members.map(({ name }) => name).toSorted()).toEqual(['李*', '陈*英'])
    expect(JSON.stringify(body)).not.toMatch(/陈桂英|\d{17}|19\d\d-/)
    expect(Object.keys(body.members[0]!).toSorted()).toEqual([
      'balance',
      'birthday',
      'blocked',
      'codes',
      'ends_on',
      'initials',
      'name',
      'person_id',
      'phone_tail',
      'see_desk',
    ])
  })

  it('opens no other page: the role of the tablet reads no register', async () => {
    for (const permission of ['people.read', 'activities.read', 'points.read'])
      expect(
        (await at.world.server.app.inject({ url: '/api/session', headers: { cookie: `hengai_session=${tablet.cookie}` } })).json()
          .permissions,
      ).not.toContain(permission)
  })
})

describe('an arrival', () => {
  it('counts once; the second time on one day is told since when', async () => {
    const first = await arrive({ came_at: new Date(Date.now() - 600_000).toISOString() })
    expect(first.body).toMatchObject({ name: '陈*英', already_since: null, flags: [] })
    const again = await arrive({ way: 'name' })
    expect(Date.now() - Date.parse(again.body.already_since!)).toBeGreaterThan(590_000)
    expect(await at.onTheSpine(activity_id)).toBe(1)
  })

  it('is told apart by its grade: a card is scanned, a name is self entered', async () => {
    const one = await at.hold({ occurred_on: here, title: '合唱' })
    const [, li] = (await members()).toSorted((a, b) => a.codes[0]!.localeCompare(b.codes[0]!))
    await arrive({ activity_id: one })
    await arrive({ activity_id: one, way: 'phone', code: undefined, person_id: li!.person_id })
    const { body } = await at.worker.call(listAttendances, { activity_id: one })
    expect(Object.fromEntries(body.rows.map((row) => [row.person_name, row.evidence]))).toEqual({
      陈桂英: 'scanned',
      李明: 'self_entered',
    })
  })

  it('by the desk and by the tablet are one attendance', async () => {
    const one = await at.hold({ occurred_on: here, title: '手工' })
    await at.signIn([{ activity_id: one, member_no: 'KY0002', evidence: 'witnessed' }])
    const answer = await arrive({ activity_id: one, code: 'KY0002' })
    expect(answer.body.already_since).not.toBeNull()
    expect(await at.onTheSpine(one)).toBe(1)
  })

  it('of a card nobody has is refused and writes nothing', async () => {
    const one = await at.hold({ occurred_on: here })
    expectRefused(await arrive({ activity_id: one, code: 'XX9' }), 422, 'unknown_member')
    expectRefused(await arrive({ activity_id: one, code: undefined }), 422, 'unknown_member')
    expect(await at.onTheSpine(one)).toBe(0)
  })

  it('is refused to who may not, also after the right was taken away', async () => {
    const elsewhere = await at.world.account('door_tablet', await at.world.station())
    expectRefused(await arrive({}, await at.world.account('assessor')), 403, 'not_allowed')
    expectRefused(await arrive({}, at.world.nobody), 401, 'not_signed_in')
    expectRefused(await arrive({}, elsewhere), 422, 'unknown_activity')
    const revoked = await at.world.account('door_tablet', at.station_id)
    await at.world.run(({ db, now, organisation_id }) =>
      sql`update staff.grants set ended_at = ${now} where organisation_id = ${organisation_id} and account_id = ${revoked.account_id}`.execute(
        db,
      ),
    )
    expectRefused(await arrive({}, revoked), 403, 'not_allowed')
  })

  it('at a session of a day to come is refused', async () => {
    const [outcome] = await at.ledger([{ occurred_on: '2099-01-01' }])
    expect(outcome).toHaveProperty('id')
    expectRefused(await arrive({ activity_id: (outcome as { id: string }).id }), 422, 'future_date')
  })

  it('at a planned session of today holds it', async () => {
    const [outcome] = await at.ledger([{ occurred_on: here, title: '计划中的合唱', state: 'planned' }])
    const { id } = outcome as { id: string }
    expect((await tablet.call(getDoor, { station_id: at.station_id })).body.sessions.map((each) => each.activity_id)).toContain(
      id,
    )
    expect((await arrive({ activity_id: id })).status).toBe(200)
    expect(await at.onTheSpine(id)).toBe(1)
  })

  it('told by a clock that runs ahead came now', async () => {
    const one = await at.hold({ occurred_on: here })
    await arrive({ activity_id: one, came_at: '2099-01-01T00:00:00Z' })
    const again = await arrive({ activity_id: one })
    expect(Math.abs(Date.parse(again.body.already_since!) - Date.now())).toBeLessThan(60_000)
  })
})

it('two tablets without network, sent in any order and more than once: one attendance each', async () => {
  const people = ['KY0001', 'KY0002']
  const told = fc.record({
    tablet: fc.constantFrom(0, 1),
    who: fc.constantFrom(...people),
    minutes: fc.integer({ min: 0, max: 90 }),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(told, { minLength: 1, maxLength: 8 }),
      fc.array(fc.nat(), { maxLength: 16 }),
      async (arrivals, order) => {
        const one = await at.hold({ occurred_on: here })
        const queue = arrivals.map(({ who, minutes }) => ({
          check_in_id: newId(),
          activity_id: one,
          code: who,
          came_at: new Date(Date.now() - minutes * 60_000).toISOString(),
        }))
        const sent = [...queue, ...order.map((at_place) => queue[at_place % queue.length]!)]
        const answers = await Promise.all(sent.map((input) => arrive(input)))
        expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
        const came = new Set(arrivals.map(({ who }) => who)).size
        expect(await at.onTheSpine(one)).toBe(came)
        const first = new Set(answers.filter(({ body }) => body.already_since === null).map(({ body }) => body.check_in_id))
        expect(first.size).toBe(came)
        const { rows } = await at.world.run(({ db, organisation_id }) =>
          sql<{
            kept: number
          }>`select count(*) as kept from door.check_ins where organisation_id = ${organisation_id} and activity_id = ${one}`.execute(
            db,
          ),
        )
        expect(rows[0]!.kept).toBe(queue.length)
      },
    ),
    { numRuns: 12 },
  )
}, 60_000)

describe('a card', () => {
  it('of the member opens; the lost one is refused, and the tablet knows both without network', async () => {
    const one = await at.hold({ occurred_on: here })
    const desk = await at.world.account('front_desk', at.station_id)
    const cards = await desk.call(listCards, { state: 'without', page_size: 50 })
    const { registration_id } = cards.body.rows.find(({ member_no }) => member_no === 'KY0002')!
    const lost = (await desk.call(issueCard, { registration_id })).body.code
    const valid = (await desk.call(issueCard, { registration_id, instead_of: 'lost' })).body.code
    expectRefused(await arrive({ activity_id: one, code: lost }), 422, 'card_replaced')
    expect((await arrive({ activity_id: one, code: valid.replace(/(\d{4})(?=\d)/g, '$1 ') })).body.name).toBe('李*')
    const li = (await members()).find(({ name }) => name === '李*')!
    expect(li).toMatchObject({ codes: ['KY0002', valid], blocked: [lost] })
  })
})
