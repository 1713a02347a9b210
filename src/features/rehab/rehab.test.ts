import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { expectRefused, newWorld, type Caller, type World } from '../../../test/world.ts'
import { sliceFigures } from '../../app/figures.ts'
import { figuresService } from '../figures/service.ts'
import { registerMembers } from '../people/register.ts'
import { voidEntry } from '../records/contract.ts'
import { newId } from '../../platform/new-id.ts'
import * as contract from './contract.ts'
import { recordDailyChecks } from './daily.ts'
import { recordSkills } from './ledgers.ts'
import { recordTrainees } from './trainees.ts'

let world: World
let centre: string
let home: string
let trainer: Caller
beforeEach(async () => {
  world = await newWorld()
  centre = await world.station({ code: 'KY', name: '海澄村康园中心', kind: 'disability_centre' })
  home = await world.station()
  trainer = await world.account('trainer', centre)
  await register('KY0001', '杨彩梅')
  await register('KY0002', '陆金容')
})

const register = async (member_no: string, name: string, station_id = centre) => {
  await world.run((ctx) =>
    registerMembers(ctx, [
      { station_id, member_no, name, id_number: undefined, status: 'active', private: {}, health: {}, evidence: 'witnessed' },
    ]),
  )
}

const entry = (member_no = 'KY0001') => ({ station_id: centre, member_no, occurred_on: '2022-03-05' })
const skill = (parts: object = {}) => ({ ...entry(), skill: '编织', result: 'mastered' as const, ...parts })
const sale = (parts: object = {}) => ({
  ...entry(),
  bill_no: 'XS1',
  category: '编织',
  pieces: 2,
  unit_price_fen: 1000,
  amount_fen: 2000,
  ...parts,
})

const figuresOf = async (from = '2022-01-01', to = '2022-12-31') => {
  const values = await world.run((ctx) => figuresService(sliceFigures).computeAll(ctx, { from, to }))
  return (key: string) => values.find((value) => value.key === `kangyuan.${key}`)
}

/** A person's registration at the centre, as day care or the roll names them. */
const personOf = async (member_no: string) => {
  const { rows } = await world.run(({ db }) =>
    sql<{
      person_id: string
    }>`select person_id from people.registrations where organisation_id = ${world.organisation_id} and member_no = ${member_no}`.execute(
      db,
    ),
  )
  return rows[0]!.person_id
}

describe('who may', () => {
  it('nobody without a session, no role without the permission', async () => {
    expectRefused(await world.nobody.call(contract.recordSkill, skill()), 401, 'not_signed_in')
    expectRefused(await (await world.account('front_desk')).call(contract.recordSkill, skill()), 403, 'not_allowed')
    expectRefused(await (await world.account('accountant')).call(contract.listDailyChecks, {}), 403, 'not_allowed')
  })

  it('a record of another organisation, or of another station, is not there', async () => {
    const { skill_id } = (await trainer.call(contract.recordSkill, skill())).body
    expect((await trainer.call(contract.getSkill, { skill_id })).body.person_name).toBe('杨彩梅')
    const foreign = await (await newWorld()).account('director')
    expectRefused(await foreign.call(contract.getSkill, { skill_id }), 404, 'not_found')
    const elsewhere = await world.account('trainer', home)
    expectRefused(await elsewhere.call(contract.getSkill, { skill_id }), 404, 'not_found')
    expect((await elsewhere.call(contract.listSkills, {})).body.total).toBe(0)
  })

  it('nothing is recorded at a station that is no centre, or not one’s own', async () => {
    const director = await world.account('director')
    expectRefused(await director.call(contract.recordSkill, skill({ station_id: home })), 422, 'not_centre')
    const elsewhere = await world.account('trainer', home)
    expectRefused(await elsewhere.call(contract.recordSkill, skill()), 422, 'not_centre')
  })

  it('the guardian is masked, and shown to whoever says why; the look is kept', async () => {
    const { trainee_id } = (
      await trainer.call(contract.recordTrainee, {
        ...entry(),
        admitted_on: '2022-01-01',
        guardian_name: '胡先生',
        guardian_phone: '13609306499',
      })
    ).body
    expect((await trainer.call(contract.getTrainee, { trainee_id })).body.guardian).toBe('胡** 136****6499')
    expectRefused(await trainer.call(contract.revealGuardian, { trainee_id, reason: ' ' }), 400, 'bad_input')
    expect((await trainer.call(contract.revealGuardian, { trainee_id, reason: '接送' })).body).toEqual({
      name: '胡先生',
      phone: '13609306499',
    })
    const { rows } = await world.run(({ db }) =>
      sql`select after from audit.entries where organisation_id = ${world.organisation_id} and action = 'revealGuardian'`.execute(
        db,
      ),
    )
    expect(rows).toEqual([{ after: { revealed: ['guardian'], reason: '接送' } }])
    const raw = await world.run(({ db }) =>
      sql<{
        text: string
      }>`select t::text as text from rehab.trainees t where organisation_id = ${world.organisation_id}`.execute(db),
    )
    expect(JSON.stringify(raw.rows)).not.toMatch(/胡先生|13609306499/)
  })
})

describe('a trainee', () => {
  it('stands on a year’s roster once; on trial is kept and not counted', async () => {
    const outcomes = await world.run((ctx) =>
      recordTrainees(ctx, [
        { ...entry(), occurred_on: '2022-12-31', standing: 'formal', evidence: 'imported' },
        { ...entry('KY0002'), occurred_on: '2022-12-31', standing: 'trial', evidence: 'imported' },
        { ...entry(), occurred_on: '2022-12-31', standing: 'formal', evidence: 'imported' },
        { ...entry('KY0002'), occurred_on: '2022-12-31', standing: 'formal', left_unreadable: '2022年6', evidence: 'imported' },
      ]),
    )
    expect(outcomes).toMatchObject([
      { id: expect.any(String) },
      { not_counted: 'trainee_on_trial' },
      { refused: 'duplicate', repeats_id: (outcomes[0] as { id: string }).id },
      { refused: 'bad_date' },
    ])
    expect((await figuresOf())('trainees')?.value).toBe(1)
  })

  it('who departs is on roll until the day before', async () => {
    const { trainee_id } = (await trainer.call(contract.recordTrainee, { ...entry(), admitted_on: '2022-01-01' })).body
    expectRefused(
      await trainer.call(contract.recordDeparture, { trainee_id, left_on: '2021-12-31', reason: '搬家' }),
      422,
      'bad_value',
    )
    const year = new Date().getUTCFullYear()
    const on = (day: string) => trainer.call(contract.getDailyRoll, { on: day }).then((answer) => answer.body.trainees.length)
    expect(await on(`${year}-01-02`)).toBe(1)
    const departure = { trainee_id, departure_id: newId(), left_on: `${year}-01-02`, reason: '搬家' }
    expect((await trainer.call(contract.recordDeparture, departure)).body).toEqual({ departure_id: departure.departure_id })
    expect((await trainer.call(contract.recordDeparture, departure)).body).toEqual({ departure_id: departure.departure_id })
    expectRefused(await trainer.call(contract.recordDeparture, { ...departure, departure_id: newId() }), 409, 'duplicate')
    expect(await on(`${year}-01-01`)).toBe(1)
    expect(await on(`${year}-01-02`)).toBe(0)
    expect((await trainer.call(contract.getTrainee, { trainee_id })).body).toMatchObject({
      left_on: `${year}-01-02`,
      departure_reason: '搬家',
    })
  })

  it('a roster row taken back takes its departure with it; the trainee can be admitted anew', async () => {
    const admitted = { ...entry(), admitted_on: '2022-01-01' }
    const { trainee_id } = (await trainer.call(contract.recordTrainee, admitted)).body
    const departure = { departure_id: newId(), left_on: '2022-06-01', reason: '搬家' }
    await trainer.call(contract.recordDeparture, { trainee_id, ...departure })
    const manager = await world.account('station_manager', centre)
    await manager.call(voidEntry, { source: 'rehab.trainees', entry_id: trainee_id, reason: '登记错人' })
    const again = (await trainer.call(contract.recordTrainee, admitted)).body.trainee_id
    expect((await trainer.call(contract.getTrainee, { trainee_id: again })).body.left_on).toBeNull()
    const left = { ...departure, trainee_id: again, departure_id: newId() }
    expect((await trainer.call(contract.recordDeparture, left)).status).toBe(200)
    const { rows } = await world.run(({ db }) =>
      sql<{ departure_id: string }>`
        select departure_id from rehab.departures where organisation_id = ${world.organisation_id} and void_id is null`.execute(
        db,
      ),
    )
    expect(rows).toEqual([{ departure_id: left.departure_id }])
  })

  it('a later year’s roster replaces the one before, and leaves the earlier year as it was', async () => {
    const roster = (year: number, ...numbers: string[]) =>
      world.run((ctx) =>
        recordTrainees(
          ctx,
          numbers.map((member_no) => ({
            ...entry(member_no),
            occurred_on: `${year}-12-31`,
            standing: 'formal' as const,
            evidence: 'imported' as const,
          })),
        ),
      )
    await roster(2022, 'KY0001', 'KY0002')
    await roster(2023, 'KY0001')
    expect((await figuresOf())('trainees')?.value).toBe(2)
    expect((await figuresOf('2023-01-01', '2023-12-31'))('trainees')?.value).toBe(1)
  })
})

describe('ledgers', () => {
  it('the same entry sent twice counts once, a repeat is refused', async () => {
    const sent = { ...skill(), skill_id: newId() }
    expect((await trainer.call(contract.recordSkill, sent)).status).toBe(200)
    expect((await trainer.call(contract.recordSkill, sent)).body).toEqual({ skill_id: sent.skill_id })
    expectRefused(
      await trainer.call(contract.recordSkill, skill({ skill: ' 编织 ', occurred_on: '2022-09-01' })),
      409,
      'duplicate',
    )
    expect((await trainer.call(contract.recordSkill, skill({ occurred_on: '2023-03-05' }))).status).toBe(200)
    expect((await trainer.call(contract.listSkills, { to: '2022-12-31' })).body.total).toBe(1)
  })

  it('a name that is not the number’s, an unknown number and a day to come are named', async () => {
    expectRefused(await trainer.call(contract.recordSkill, skill({ name: '陆金容' })), 422, 'name_mismatch')
    expectRefused(await trainer.call(contract.recordSkill, skill({ member_no: 'KY9999' })), 422, 'unknown_member')
    expectRefused(await trainer.call(contract.recordSkill, skill({ occurred_on: '2999-01-01' })), 422, 'future_date')
    expectRefused(await trainer.call(contract.recordSkill, skill({ result: 'wizard' })), 400, 'bad_input')
  })

  it('a bill counts once whoever is on it; a refund takes away; amounts must add up', async () => {
    expect((await trainer.call(contract.recordSale, sale())).status).toBe(200)
    expectRefused(await trainer.call(contract.recordSale, sale({ member_no: 'KY0002' })), 409, 'duplicate')
    expectRefused(await trainer.call(contract.recordSale, sale({ bill_no: 'XS2', amount_fen: 2100 })), 422, 'amount_mismatch')
    await trainer.call(contract.recordSale, sale({ bill_no: 'XS3', kind: 'refund', pieces: 1, amount_fen: 1000 }))
    await trainer.call(contract.recordSale, sale({ bill_no: 'XS4', category: '代加工' }))
    const figure = await figuresOf()
    expect([figure('weaving_income_yuan')?.value, figure('other_income_yuan')?.value]).toEqual([10, 20])
  })

  it('a test may be repeated; more done than planned is refused', async () => {
    const test = { ...entry(), facts: 3 }
    expect((await trainer.call(contract.recordKnowledgeTest, test)).status).toBe(200)
    expect((await trainer.call(contract.recordKnowledgeTest, test)).status).toBe(200)
    const { occurred_on: _, ...who } = entry()
    expectRefused(
      await trainer.call(contract.recordExerciseMonth, { ...who, month: '2022-03', planned: 10, done: 11 }),
      422,
      'bad_value',
    )
    expect((await trainer.call(contract.recordExerciseMonth, { ...who, month: '2022-03', planned: 10, done: 8 })).status).toBe(
      200,
    )
    expectRefused(
      await trainer.call(contract.recordExerciseMonth, { ...who, month: '2022-03', planned: 10, done: 9 }),
      409,
      'duplicate',
    )
  })

  it('with two centres a row goes to the one that registered the person', async () => {
    const other = await world.station({ code: 'KY2', name: '平沙康园中心', kind: 'disability_centre' })
    await register('PK0001', '周顺', other)
    await world.run((ctx) =>
      recordSkills(ctx, [
        { member_no: 'PK0001', occurred_on: '2022-03-05', skill: '洗车', result: 'mastered', evidence: 'imported' },
      ]),
    )
    const { rows } = (await (await world.account('director')).call(contract.listSkills, {})).body
    expect(rows.map((row) => row.station_id)).toEqual([other])
  })
})

describe('the daily roll', () => {
  it('each line has its own answer, one day counts once, impossible values are named', async () => {
    const [one, two] = [await personOf('KY0001'), await personOf('KY0002')]
    const line = { station_id: centre, temperature: 36.5, systolic: 120, diastolic: 80 }
    const first = await trainer.call(contract.recordDailyRoll, {
      occurred_on: '2022-03-05',
      checks: [
        { ...line, person_id: one },
        { ...line, person_id: two, temperature: 365 },
      ],
    })
    expect(first.body).toMatchObject({
      recorded: 1,
      outcomes: [
        { person_id: one, refused: null },
        { person_id: two, refused: 'implausible_value' },
      ],
    })
    const again = await trainer.call(contract.recordDailyRoll, {
      occurred_on: '2022-03-05',
      checks: [
        { ...line, person_id: one, temperature: 37.2 },
        { ...line, person_id: two },
      ],
    })
    expect(again.body.outcomes.map((outcome) => outcome.refused)).toEqual(['duplicate', null])
    expect((await figuresOf())('daily_checks')?.value).toBe(2)
  })

  it('the organisation’s own limits decide', async () => {
    const check = (occurred_on: string) => ({ ...entry(), occurred_on, temperature: 41, evidence: 'imported' as const })
    expect(await world.run((ctx) => recordDailyChecks(ctx, [check('2022-03-05')]))).toMatchObject([{ id: expect.any(String) }])
    await world.run(({ db }) =>
      sql`insert into rehab.limits (organisation_id, measure, valid_from, at_least, at_most, source)
      values (${world.organisation_id}, 'temperature', '2022-04-01', 34, 40, '本机构规定')`.execute(db),
    )
    expect(await world.run((ctx) => recordDailyChecks(ctx, [check('2022-04-05')]))).toMatchObject([
      { refused: 'implausible_value' },
    ])
  })

  it('is closed to who may not see health, whatever else they may', async () => {
    await world.run((ctx) => recordDailyChecks(ctx, [{ ...entry(), temperature: 36.5, evidence: 'imported' }]))
    await world.run(({ db }) =>
      sql`delete from staff.role_permissions where organisation_id = ${world.organisation_id} and role = 'trainer' and permission = 'health.read'`.execute(
        db,
      ),
    )
    expect((await trainer.call(contract.listDailyChecks, {})).body.total).toBe(0)
  })
})
