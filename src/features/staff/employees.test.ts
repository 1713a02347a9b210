import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { expectRefused, newWorld, type Caller, type World } from '../../../test/world.ts'
import { getEmployee, listEmployees, recordEmployee, revealEmployee } from './contract.ts'
import { recordEmployees, type EmployeeEntry } from './employees.ts'

const id_number = '44040319971102904X'
const entry = {
  name: '简丽芳',
  id_number,
  phone: '+86 199 0851 0197',
  post: '活动助理',
  employee_no: 'HA001',
  hired_on: '2017-10-16',
}

let world: World
let accountant: Caller
beforeEach(async () => {
  world = await newWorld()
  accountant = await world.account('accountant')
})

describe('recordEmployee', () => {
  it('refuses who is not signed in, and who may not', async () => {
    expectRefused(await world.nobody.call(recordEmployee, entry), 401, 'not_signed_in')
    expectRefused(await (await world.account('social_worker')).call(recordEmployee, entry), 403, 'not_allowed')
  })

  it.each([
    ['id_number', { id_number: '440403199711029040' }, 'id_check_digit'],
    ['id_number', { id_number: '44040319971302904X' }, 'id_bad_date'],
    ['name', { name: ' ' }, 'bad_input'],
    ['left_on', { left_on: '2017-10-15' }, 'bad_value'],
  ])('names the wrong field %s: %o', async (field, wrong, code) => {
    const answer = await accountant.call(recordEmployee, { ...entry, ...wrong })
    expect({ code: answer.body.code, field: answer.body.field }).toEqual({ code, field })
  })

  it('the same ID twice is refused, also as 15 digits and full width', async () => {
    await accountant.call(recordEmployee, { ...entry, id_number: '440403197705239180' })
    expectRefused(await accountant.call(recordEmployee, { ...entry, id_number: '440403770523918' }), 409, 'duplicate')
    expectRefused(
      await accountant.call(recordEmployee, { ...entry, id_number: '４４０４０３１９７７０５２３９１８０' }),
      409,
      'duplicate',
    )
  })

  it('sent twice with its own id it is there once', async () => {
    const employee_id = '0190f5e2-0000-7000-8000-000000000001'
    const sent = { ...entry, employee_id }
    expect((await accountant.call(recordEmployee, sent)).body).toEqual({ employee_id })
    expect((await accountant.call(recordEmployee, sent)).body).toEqual({ employee_id })
    expect((await accountant.call(listEmployees, {})).body.total).toBe(1)
  })

  it('somebody who left may come again', async () => {
    await accountant.call(recordEmployee, { ...entry, left_on: '2021-11-30' })
    expect((await accountant.call(recordEmployee, { ...entry, hired_on: '2022-03-01' })).status).toBe(200)
    const { rows } = (await accountant.call(listEmployees, { on_roll: 'true' })).body
    expect(rows.map((row) => row.hired_on)).toEqual(['2022-03-01'])
  })
})

describe('recordEmployees', () => {
  it('counts by the roll of the day: left, interns and repeats are told apart', async () => {
    const person = (name: string, id: string, parts: Partial<EmployeeEntry> = {}): EmployeeEntry => ({
      name,
      id_number: id,
      employment_kind: 'full_time',
      hired_on: '2018-01-01',
      ...parts,
    })
    const outcomes = await world.run((ctx) =>
      recordEmployees(
        ctx,
        [
          person('赖银容', '440981197409109185'),
          person('曾瑞卿', '440404198504199240', { left_on: '2021-11-30' }),
          person('欧金容', '440404196707209868', { employment_kind: 'intern' }),
          person('赖银容 ', '440981197409109185'),
          person('冯福华', '４４０４０４１９６８１２１９９２３５', { left_on: '2023-02-01' }),
        ],
        '2022-12-31',
      ),
    )
    expect(outcomes.map((o) => ('refused' in o ? o.refused : (o.not_counted ?? 'valid')))).toEqual([
      'valid',
      'staff_left',
      'intern',
      'duplicate',
      'valid',
    ])
    expect(outcomes[3]).toMatchObject({ repeats_id: (outcomes[0] as { id: string }).id })
  })
})

describe('the ID number and the telephone', () => {
  const record = async () => (await accountant.call(recordEmployee, entry)).body.employee_id

  it('are masked, and not in the database as text', async () => {
    const employee_id = await record()
    const { body } = await accountant.call(getEmployee, { employee_id })
    expect(body).toMatchObject({
      name: '简丽芳',
      sex: 'female',
      masked_id_number: '440403********904X',
      masked_phone: '199****0197',
    })
    const { rows } = await world.run(({ db, organisation_id }) =>
      sql<{ text: string }>`
      select e::text as text from staff.employees e where organisation_id = ${organisation_id}`.execute(db),
    )
    for (const secret of [id_number, '19908510197']) expect(rows[0]!.text).not.toContain(secret)
  })

  it('are shown to whoever may reveal them and says why; the act is kept', async () => {
    const employee_id = await record()
    expectRefused(await accountant.call(revealEmployee, { employee_id, reason: '工资' }), 403, 'not_allowed')
    const director = await world.account('director')
    expectRefused(await director.call(revealEmployee, { employee_id, reason: '' }), 400, 'bad_input')
    expect((await director.call(revealEmployee, { employee_id, reason: '办理社保' })).body).toEqual({
      id_number,
      phone: '19908510197',
    })
    const { rows } = await world.run(({ db, organisation_id }) =>
      sql<{ account_id: string; after: object }>`
      select account_id, after from audit.entries where organisation_id = ${organisation_id} and action = 'revealEmployee'`.execute(
        db,
      ),
    )
    expect(rows).toEqual([{ account_id: director.account_id, after: { revealed: ['id_number', 'phone'], reason: '办理社保' } }])
  })

  it("of another organisation's employee stay there", async () => {
    const employee_id = await record()
    const foreign = await (await newWorld()).account('director')
    expectRefused(await foreign.call(getEmployee, { employee_id }), 404, 'not_found')
    expectRefused(await foreign.call(revealEmployee, { employee_id, reason: '好奇' }), 404, 'not_found')
    expect((await foreign.call(listEmployees, {})).body).toEqual({ rows: [], total: 0 })
  })
})
