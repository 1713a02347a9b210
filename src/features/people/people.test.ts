import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../platform/new-id.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { expectRefused, newWorld, type Caller, type World } from '../../../test/world.ts'
import {
  changeStatus, decideDuplicate, getPerson, listDuplicates, listMerges, listPeople, listPeopleWords, mergePeople, registerMember,
  revealPerson, searchPeople, undoMerge,
} from './contract.ts' // prettier-ignore
import { listDisclosures } from '../audit/contract.ts'

let world: World
let near: string
let far: string
let manager: Caller
let worker: Caller

beforeEach(async () => {
  world = await newWorld()
  near = await world.station()
  far = await world.station()
  manager = await world.account('station_manager', near)
  worker = await world.account('social_worker', near)
})

/** A woman born on 5 March 1948, number with a right check character. */
const ID = '440402194803050023'
const lady = { name: '陈桂英', id_number: ID, phone: '13800001234' }

const register = async (caller: Caller, parts: Partial<InputOf<typeof registerMember>> = {}) => {
  const answer = await caller.call(registerMember, { station_id: near, name: '陈桂英', ...parts })
  expect({ status: answer.status, message: answer.body.message }).toEqual({ status: 200, message: undefined })
  return answer.body
}

const found = async (q: string, caller = worker) => (await caller.call(searchPeople, { q })).body.rows.map((row) => row.name)

describe('people', () => {
  it('are nobody to somebody who is not signed in', async () => {
    expectRefused(await world.nobody.call(searchPeople, { q: '陈' }), 401, 'not_signed_in')
    expectRefused(await world.nobody.call(listPeople, {}), 401, 'not_signed_in')
    expectRefused(await world.nobody.call(registerMember, { station_id: near, name: '陈桂英' }), 401, 'not_signed_in')
    expectRefused(
      await world.nobody.call(mergePeople, { kept_id: newId(), gone_id: newId(), reason: '同一人' }),
      401,
      'not_signed_in',
    )
  })

  it('are closed to roles without the permission', async () => {
    const assessor = await world.account('assessor')
    const { person_id } = await register(manager, lady)
    expectRefused(await assessor.call(listPeople, {}), 403, 'not_allowed')
    expectRefused(await assessor.call(getPerson, { person_id }), 403, 'not_allowed')
    const desk = await world.account('front_desk', near)
    expectRefused(await desk.call(revealPerson, { person_id, what: 'phone', reason: '回访' }), 403, 'not_allowed')
    expectRefused(await desk.call(mergePeople, { kept_id: newId(), gone_id: newId(), reason: '同一人' }), 403, 'not_allowed')
    expectRefused(await worker.call(undoMerge, { merge_id: newId() }), 403, 'not_allowed')
  })

  it('of another organisation or another station are not there', async () => {
    const { person_id, registration_id } = await register(manager, lady)
    const stranger = await (await newWorld()).account('director')
    const neighbour = await world.account('station_manager', far)
    for (const caller of [stranger, neighbour]) {
      expectRefused(await caller.call(getPerson, { person_id }), 404, 'not_found')
      expectRefused(await caller.call(revealPerson, { person_id, what: 'phone', reason: '回访' }), 404, 'not_found')
      expectRefused(await caller.call(listDisclosures, { person_id }), 404, 'not_found')
      expectRefused(
        await caller.call(changeStatus, { registration_id, status: 'withdrawn', status_on: '2022-05-01', reason: '搬迁' }),
        404,
        'not_found',
      )
      expectRefused(await caller.call(mergePeople, { kept_id: person_id, gone_id: newId(), reason: '同一人' }), 404, 'not_found')
      expect(await found('陈桂英', caller)).toEqual([])
      expect((await caller.call(listPeople, {})).body).toMatchObject({ rows: [], total: 0 })
    }
    expectRefused(await neighbour.call(registerMember, { station_id: near, name: '李四' }), 404, 'not_found')
  })

  it('are refused by name when the input is not right', async () => {
    expectRefused(await worker.call(registerMember, { station_id: near, name: '' }), 400, 'bad_input')
    const wrong = await worker.call(registerMember, { station_id: near, name: '陈桂英', id_number: '440402194803050021' })
    expectRefused(wrong, 422, 'id_check_digit')
    expect(wrong.body.field).toBe('id_number')
    expectRefused(
      await worker.call(registerMember, { station_id: near, name: '陈桂英', joined_on: '2999-01-01' }),
      422,
      'future_date',
    )
    expectRefused(await worker.call(registerMember, { station_id: near, name: '陈桂英', born_on: '昨天' }), 400, 'bad_input')
  })
})

describe('registering', () => {
  it('takes birth date and sex from the ID number', async () => {
    const { person_id } = await register(worker, lady)
    expect((await worker.call(getPerson, { person_id })).body).toMatchObject({
      born_on: '1948-03-05',
      sex: 'female',
      status: 'active',
      id_kind: 'mainland',
    })
  })

  it('sent twice registers once', async () => {
    const registration_id = newId()
    const first = await register(worker, { ...lady, registration_id })
    expect(await register(worker, { ...lady, registration_id })).toEqual(first)
    expect((await worker.call(listPeople, {})).body.total).toBe(1)
  })

  it('knows somebody of another station again, without showing that register', async () => {
    const there = await world.account('social_worker', far)
    const first = await register(there, { ...lady, station_id: far })
    const second = await register(worker, lady)
    expect(second).toMatchObject({ person_id: first.person_id, already_known: true })
    const { body } = await worker.call(getPerson, { person_id: second.person_id })
    expect(body.registrations.map((row) => row.station_id)).toEqual([near])
    const director = await world.account('director')
    expect((await director.call(getPerson, { person_id: second.person_id })).body.registrations).toHaveLength(2)
  })

  it('refuses a member number that is taken', async () => {
    await register(worker, { ...lady, member_no: 'SZ-0001' })
    expectRefused(await worker.call(registerMember, { station_id: near, name: '李四', member_no: 'sz-0001' }), 409, 'duplicate')
  })
})

describe('search', () => {
  it('finds 陈桂英 by characters, pinyin, initials, traditional characters, telephone and numbers', async () => {
    await register(worker, { ...lady, member_no: 'SZ-0001' })
    await register(worker, { name: '李国强', phone: '13911115678' })
    for (const q of [
      '陈桂英',
      '陈桂',
      '桂英',
      '陳桂英',
      'cgy',
      'CGY',
      'chengui',
      'chenguiying',
      '1234',
      '13800001234',
      'sz-0001',
      ID,
    ])
      expect({ q, names: await found(q) }).toEqual({ q, names: ['陈桂英'] })
    expect(await found('王')).toEqual([])
    expect(await found('')).toEqual([])
  })

  it('shows at most twenty, and telephone numbers masked', async () => {
    for (let i = 0; i < 22; i++) await register(worker, { name: '陈桂英', phone: `1380000${1000 + i}` })
    const { rows } = (await worker.call(searchPeople, { q: 'cgy' })).body
    expect(rows).toHaveLength(20)
    for (const row of rows) expect(row.masked_phone).toMatch(/^138\*{4}\d{4}$/)
  })
})

describe('the register', () => {
  it('is filtered by age, sex, category, status and name, and sorted by pinyin', async () => {
    await register(worker, { name: '陈桂英', born_on: '1948-03-05', sex: 'female', categories: ['低保'] })
    await register(worker, { name: '阿强', born_on: '1990-01-01', sex: 'male', living_status: '独居' })
    const gone = await register(worker, { name: '赵一', born_on: '1930-01-01', sex: 'male' })
    await worker.call(changeStatus, {
      registration_id: gone.registration_id,
      status: 'withdrawn',
      status_on: '2022-05-01',
      reason: '搬迁',
    })
    const names = async (input: InputOf<typeof listPeople>) =>
      (await worker.call(listPeople, input)).body.rows.map((row) => row.name)
    expect(await names({})).toEqual(['阿强', '陈桂英', '赵一'])
    expect(await names({ sort: 'age' })).toEqual(['阿强', '陈桂英', '赵一'])
    expect(await names({ sort: '-age' })).toEqual(['赵一', '陈桂英', '阿强'])
    expect(await names({ age_from: 60 })).toEqual(['陈桂英', '赵一'])
    expect(await names({ age_to: 60 })).toEqual(['阿强'])
    expect(await names({ sex: 'female' })).toEqual(['陈桂英'])
    expect(await names({ category: '低保' })).toEqual(['陈桂英'])
    expect(await names({ living_status: '独居' })).toEqual(['阿强'])
    expect(await names({ status: 'withdrawn' })).toEqual(['赵一'])
    expect(await names({ q: 'zy' })).toEqual(['赵一'])
    expect(await names({ page: 2, page_size: 2 })).toEqual(['赵一'])
    expect((await worker.call(listPeopleWords, {})).body).toEqual({ categories: ['低保'], living_statuses: ['独居'] })
  })
})

describe('what is private', () => {
  const full = { ...lady, address: '三灶镇海澄村8号', contact1_name: '陈小明', contact1_phone: '13822220000', chronic: '高血压' }

  it('is masked everywhere until somebody gives a reason', async () => {
    const { person_id } = await register(worker, full)
    const answers = [
      await worker.call(getPerson, { person_id }),
      await worker.call(listPeople, {}),
      await worker.call(searchPeople, { q: '陈桂英' }),
    ]
    for (const answer of answers)
      for (const secret of [ID, lady.phone, full.address, full.contact1_name, full.chronic])
        expect(JSON.stringify(answer.body)).not.toContain(secret)
    expect(answers[0]!.body).toMatchObject({
      masked_id: `440${'*'.repeat(13)}23`,
      masked_phone: '138****1234',
      has_addresses: true,
      has_contacts: true,
      has_health: true,
    })
  })

  it('is shown whole for a reason, and everybody sees who looked, when and why', async () => {
    const { person_id } = await register(worker, full)
    const reveal = async (what: InputOf<typeof revealPerson>['what']) =>
      (await worker.call(revealPerson, { person_id, what, reason: '电话回访' })).body.values.map((value) => value.text)
    expect(await reveal('id_number')).toEqual([ID])
    expect(await reveal('phone')).toEqual([lady.phone])
    expect(await reveal('addresses')).toEqual([full.address])
    expect(await reveal('contacts')).toEqual([full.contact1_name, full.contact1_phone])
    expect(await reveal('health')).toEqual([full.chronic])
    const { rows } = (await manager.call(listDisclosures, { person_id })).body
    expect(rows.map((row) => [row.what, row.reason, row.account_name])).toEqual(
      ['健康情况', '联系人', '住址', '电话', '证件号'].map((what) => [what, '电话回访', 'social_worker']),
    )
    expectRefused(await worker.call(revealPerson, { person_id, what: 'phone', reason: ' ' }), 400, 'bad_input')
  })

  it('leaves no value in the audit trail', async () => {
    const { person_id } = await register(worker, full)
    await worker.call(revealPerson, { person_id, what: 'id_number', reason: '核对' })
    const { rows } = await world.run(({ db }) =>
      sql<{ text: string }>`select coalesce(before::text, '') || coalesce(after::text, '') as text from audit.entries`.execute(
        db,
      ),
    )
    for (const secret of [ID, lady.phone, full.address, full.chronic])
      expect(rows.map((row) => row.text).join()).not.toContain(secret)
  })

  it('keeps health from those who may not read it', async () => {
    const { person_id } = await register(worker, full)
    const desk = await world.account('front_desk', near)
    expect((await desk.call(getPerson, { person_id })).body.has_health).toBeNull()
  })
})

describe('leaving and coming back', () => {
  it('is kept as an event with its reason; the same request twice changes once', async () => {
    const { person_id, registration_id } = await register(worker, lady)
    const leave = { registration_id, status: 'withdrawn', status_on: '2022-05-01', reason: '搬到市区' } as const
    expect((await worker.call(changeStatus, leave)).body.changed).toBe(1)
    expect((await worker.call(changeStatus, leave)).body.changed).toBe(0)
    await worker.call(changeStatus, { registration_id, status: 'active', status_on: '2022-08-01', reason: '搬回来了' })
    const { body } = await worker.call(getPerson, { person_id })
    expect(body.status).toBe('active')
    expect(body.status_changes.map((change) => [change.was_status, change.status, change.reason])).toEqual([
      ['withdrawn', 'active', '搬回来了'],
      ['active', 'withdrawn', '搬到市区'],
    ])
  })

  it('by death closes the registers of every station, also of those the recorder does not see', async () => {
    const there = await world.account('social_worker', far)
    const other = await register(there, { ...lady, station_id: far })
    const { registration_id } = await register(worker, lady)
    expect(
      (await worker.call(changeStatus, { registration_id, status: 'deceased', status_on: '2022-09-09', reason: '家属告知' })).body
        .changed,
    ).toBe(2)
    expect((await there.call(getPerson, { person_id: other.person_id })).body).toMatchObject({ status: 'deceased' })
    expectRefused(
      await worker.call(changeStatus, { registration_id, status: 'withdrawn', status_on: '2999-01-01', reason: '误' }),
      422,
      'future_date',
    )
  })
})

describe('doubtful pairs', () => {
  const pair = async () => {
    const a = await register(manager, { name: '陈桂英', born_on: '1948-03-05', phone: '13800001234' })
    const b = await register(manager, { name: '陈桂英', born_on: '1948-03-05', phone: '13900009999' })
    const { rows } = (await manager.call(listDuplicates, {})).body
    expect(rows).toHaveLength(1)
    return { a, b, duplicate_id: rows[0]!.duplicate_id, row: rows[0]! }
  }

  it('stand side by side with the reasons of their score', async () => {
    const { row, a, b } = await pair()
    expect(row.reasons).toEqual([
      { reason: 'same_name', points: 40 },
      { reason: 'same_birth', points: 30 },
    ])
    expect([row.a.person_id, row.b.person_id]).toEqual([a.person_id, b.person_id])
    expect((await manager.call(getPerson, { person_id: a.person_id })).body.open_duplicates).toBe(1)
  })

  it('that are not the same are not asked about again', async () => {
    const { duplicate_id } = await pair()
    expect((await manager.call(decideDuplicate, { duplicate_id, decision: 'not_same' })).body.merge_id).toBeNull()
    expect((await manager.call(listDuplicates, {})).body.total).toBe(0)
    expect((await manager.call(listDuplicates, { state: 'not_same' })).body.total).toBe(1)
  })

  it('that are the same become one person, found under both numbers, until it is undone', async () => {
    const { a, b, duplicate_id } = await pair()
    const { merge_id } = (await manager.call(decideDuplicate, { duplicate_id, decision: 'same', kept_id: a.person_id })).body
    expect(await found('cgy')).toEqual(['陈桂英'])
    const kept = (await manager.call(getPerson, { person_id: b.person_id })).body
    expect(kept).toMatchObject({ person_id: a.person_id, merged: [{ merge_id, gone_id: b.person_id }] })
    expect(kept.registrations).toHaveLength(2)
    expectRefused(
      await manager.call(mergePeople, { kept_id: a.person_id, gone_id: b.person_id, reason: '再来' }),
      422,
      'merge_done',
    )
    expectRefused(
      await manager.call(mergePeople, { kept_id: a.person_id, gone_id: a.person_id, reason: '自己' }),
      422,
      'merge_same',
    )
    expect((await manager.call(undoMerge, { merge_id: merge_id! })).body.restored).toBe(1)
    expectRefused(await manager.call(undoMerge, { merge_id: merge_id! }), 422, 'merge_not_undoable')
    expect((await manager.call(listMerges, {})).body.rows[0]).toMatchObject({ merge_id, undone_by_name: 'station_manager' })
    expect(await found('cgy')).toEqual(['陈桂英', '陈桂英'])
    expect((await manager.call(listDuplicates, {})).body.total).toBe(1)
  })
})
