import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { expectRefused, newWorld, type Caller, type World } from '../../../test/world.ts'
import { sliceFigures } from '../../app/figures.ts'
import { newId } from '../../platform/new-id.ts'
import { figuresService } from '../figures/service.ts'
import { holdNumbers, recordActivities, recordHoursOf } from './activities.ts'
import * as contract from './contract.ts'
import { minutesOf, servedIsSound } from './rules.ts'
import { recordVolunteers } from './volunteers.ts'

let world: World
let worker: Caller
beforeEach(async () => {
  world = await newWorld()
  worker = await world.account('social_worker')
})

const id_number = '440404196605019166'
const volunteer = (parts: object = {}) => ({
  volunteer_no: 'V1',
  name: '张顺霞',
  team: '海澄助残志愿服务队',
  id_number,
  phone: '15103778792',
  ...parts,
})
const activity = (parts: object = {}) => ({
  number: 'ZY-1',
  team: '海澄助残志愿服务队',
  occurred_on: '2022-03-05',
  title: '清洁家居',
  hours: 2.5,
  served: 23,
  ...parts,
})

const figuresOf = async (from = '2022-01-01', to = '2022-12-31') => {
  const values = await world.run((ctx) => figuresService(sliceFigures).computeAll(ctx, { from, to }))
  return (key: string) => values.find((value) => value.key === `volunteers.${key}`)?.value
}

const roster = (...rows: readonly (readonly [string, string, string?])[]) =>
  world.run((ctx) =>
    recordVolunteers(
      ctx,
      rows.map(([volunteer_no, name, id]) => ({
        volunteer_no,
        name,
        id_number: id,
        roster_year: 2022,
        team: '银龄志愿服务队',
        evidence: 'imported' as const,
      })),
    ),
  )

it.each([
  [3.5, 210],
  [12, 720],
  [0.1, 6],
  [0, undefined],
  [-2, undefined],
  [12.01, undefined],
  [240, undefined],
  [undefined, undefined],
  [Number.NaN, undefined],
])('%s hours are %s minutes', (hours, minutes) => expect(minutesOf(hours)).toBe(minutes))

it.each([
  [0, true],
  [23, true],
  [-1, false],
  [1.5, false],
  [undefined, false],
])('%s served: sound is %s', (served, sound) => expect(servedIsSound(served)).toBe(sound))

describe('who may', () => {
  it('nobody without a session, no role without the permission', async () => {
    expectRefused(await world.nobody.call(contract.recordVolunteer, volunteer()), 401, 'not_signed_in')
    expectRefused(await (await world.account('trainer')).call(contract.recordVolunteerActivity, activity()), 403, 'not_allowed')
    expectRefused(await (await world.account('accountant')).call(contract.listVolunteers, {}), 403, 'not_allowed')
  })

  it('another organisation’s volunteers and activities are not there', async () => {
    const { volunteer_id } = (await worker.call(contract.recordVolunteer, volunteer())).body
    const { activity_id } = (await worker.call(contract.recordVolunteerActivity, activity())).body
    const foreign = await (await newWorld()).account('director')
    expectRefused(await foreign.call(contract.getVolunteer, { volunteer_id }), 404, 'not_found')
    expectRefused(await foreign.call(contract.getVolunteerActivity, { activity_id }), 404, 'not_found')
    expectRefused(
      await foreign.call(contract.recordVolunteerHours, { activity_id, volunteers: [{ volunteer_no: 'V1', hours: 1 }] }),
      404,
      'not_found',
    )
    expectRefused(await foreign.call(contract.revealVolunteer, { volunteer_id, reason: '好奇' }), 404, 'not_found')
  })

  it('volunteers belong to the organisation: a worker of one station sees them', async () => {
    await worker.call(contract.recordVolunteer, volunteer())
    const desk = await world.account('front_desk', await world.station())
    expect((await desk.call(contract.listVolunteers, {})).body.total).toBe(1)
  })

  it('ID and telephone are masked and sealed; whoever may reveals them, and the look is kept', async () => {
    const { volunteer_id } = (await worker.call(contract.recordVolunteer, volunteer())).body
    expect((await worker.call(contract.getVolunteer, { volunteer_id })).body).toMatchObject({
      id_number: '440*************66',
      phone: '151****8792',
      sex: 'female',
    })
    expectRefused(
      await (await world.account('front_desk')).call(contract.revealVolunteer, { volunteer_id, reason: '核对' }),
      403,
      'not_allowed',
    )
    expect((await worker.call(contract.revealVolunteer, { volunteer_id, reason: '办理保险' })).body).toEqual({
      id_number,
      phone: '15103778792',
    })
    const { rows } = await world.run(({ db }) =>
      sql<{
        row: string
      }>`select v::text as row from volunteering.volunteers v where organisation_id = ${world.organisation_id}`.execute(db),
    )
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${id_number}|15103778792`))
    const audit = await world.run(({ db }) =>
      sql`select after from audit.entries where organisation_id = ${world.organisation_id} and action = 'revealVolunteer'`.execute(
        db,
      ),
    )
    expect(audit.rows).toEqual([{ after: { revealed: ['id_number', 'phone'], reason: '办理保险' } }])
  })
})

describe('volunteers', () => {
  it('the same ID under two numbers is one person, in whatever way it is written', async () => {
    await roster(
      ['V1', '张顺霞', '４４０４０４１９６６０５０１９１６６'],
      ['V2', '张顺霞', ' 440404196605019166'],
      ['V3', '李文荣'],
      ['V4', '李文荣'],
    )
    expect((await figuresOf())('registered')).toBe(3)
    const { rows } = (await worker.call(contract.listVolunteers, { q: 'V2' })).body
    expect((await worker.call(contract.getVolunteer, { volunteer_id: rows[0]!.volunteer_id })).body.other_numbers).toEqual(['V1'])
  })

  it('a number stands on a roster once; a wrong ID is named at the desk', async () => {
    expect((await worker.call(contract.recordVolunteer, volunteer())).status).toBe(200)
    expectRefused(await worker.call(contract.recordVolunteer, volunteer({ volunteer_no: ' v1' })), 409, 'duplicate')
    expectRefused(
      await worker.call(contract.recordVolunteer, volunteer({ volunteer_no: 'V2', id_number: '440404196605019167' })),
      422,
      'id_check_digit',
    )
    expectRefused(await worker.call(contract.recordVolunteer, volunteer({ volunteer_no: 'V2', name: '' })), 400, 'bad_input')
  })

  it('a later roster replaces the one before', async () => {
    await roster(['V1', '张顺霞', id_number], ['V2', '李文荣'])
    await world.run((ctx) =>
      recordVolunteers(ctx, [{ volunteer_no: 'V2', name: '李文荣', roster_year: 2023, evidence: 'imported' }]),
    )
    expect((await figuresOf())('registered')).toBe(2)
    expect((await figuresOf('2023-01-01', '2023-12-31'))('registered')).toBe(1)
  })
})

describe('activities and hours', () => {
  const recordHours = (...rows: readonly (readonly [string, string, number, string?])[]) =>
    world.run((ctx) =>
      recordHoursOf(
        ctx,
        rows.map(([number, volunteer_no, hours, occurred_on]) => ({
          number,
          volunteer_no,
          hours,
          occurred_on,
          evidence: 'imported' as const,
        })),
        2022,
      ),
    )

  it('a number counts once, also when sent twice; hours and persons served must be possible', async () => {
    const sent = { ...activity(), activity_id: newId() }
    expect((await worker.call(contract.recordVolunteerActivity, sent)).status).toBe(200)
    expect((await worker.call(contract.recordVolunteerActivity, sent)).body).toEqual({ activity_id: sent.activity_id })
    expectRefused(await worker.call(contract.recordVolunteerActivity, activity({ number: 'ＺＹ-1' })), 409, 'duplicate')
    expectRefused(await worker.call(contract.recordVolunteerActivity, activity({ number: 'ZY-2', hours: 13 })), 422, 'bad_hours')
    expectRefused(await worker.call(contract.recordVolunteerActivity, activity({ number: 'ZY-2', served: -1 })), 400, 'bad_input')
    expectRefused(
      await worker.call(contract.recordVolunteerActivity, activity({ number: 'ZY-2', contract_code: 'HA1999-1' })),
      422,
      'unknown_contract',
    )
    await worker.call(contract.recordVolunteerActivity, activity({ number: 'ZY-2', team: '银龄志愿服务队', hours: 3, served: 5 }))
    const figure = await figuresOf()
    expect(
      [
        'disability_team.activities',
        'disability_team.activity_hours',
        'disability_team.person_times_served',
        'all.activities',
        'all.activity_hours',
      ].map(figure),
    ).toEqual([1, 2.5, 23, 2, 5.5])
  })

  it('are looked at in order: activity, day, volunteer, hours, repeat', async () => {
    await roster(['V1', '张顺霞', id_number], ['V2', '张顺霞', id_number])
    await world.run((ctx) => recordActivities(ctx, [{ ...activity(), evidence: 'imported' }]))
    await world.run((ctx) => holdNumbers(ctx, [{ number: 'ZY-9', code: 'out_of_year' }]))
    const outcomes = await recordHours(
      ['ZY-8', 'V9', 99, '2023-01-07'],
      ['ZY-9', 'V9', 99, '2023-01-07'],
      ['ZY-1', 'V9', 99, '2023-01-07'],
      ['ZY-1', 'V9', 99],
      ['ZY-1', 'V1', 99],
      ['zy-1', 'V1', 2],
      ['ZY-1', 'V2', 2],
    )
    expect(outcomes.map((outcome) => ('refused' in outcome ? [outcome.refused, outcome.details?.cause] : 'id'))).toEqual([
      ['unknown_activity', undefined], ['activity_not_counted', 'OUT_OF_YEAR'], ['out_of_year', undefined], ['unknown_volunteer', undefined], ['bad_hours', undefined], 'id', ['duplicate', undefined],
    ]) // prettier-ignore
    expect(outcomes.at(-1)).toMatchObject({ repeats_id: (outcomes.at(-2) as { id: string }).id })
  })

  it('at the desk each volunteer has an own answer; a name that two people bear is nobody', async () => {
    await roster(['V1', '张顺霞', id_number], ['V2', '李文荣', '440404199711199619'], ['V3', '李文荣'])
    const { activity_id } = (await worker.call(contract.recordVolunteerActivity, activity())).body
    const answer = await worker.call(contract.recordVolunteerHours, {
      activity_id,
      volunteers: [
        { name: '張 順霞', hours: 2.5 },
        { name: '李文荣', hours: 1 },
        { volunteer_no: 'v2', hours: 1.5 },
      ],
    })
    expect(answer.body).toMatchObject({
      recorded: 2,
      outcomes: [{ refused: null }, { refused: 'unknown_volunteer' }, { refused: null }],
    })
    expect((await worker.call(contract.getVolunteerActivity, { activity_id })).body).toMatchObject({
      volunteers: 2,
      volunteer_minutes: 240,
    })
    const { rows } = (await worker.call(contract.listVolunteerHours, { q: '张顺' })).body
    expect(rows).toMatchObject([{ volunteer_name: '张顺霞', activity_title: '清洁家居', minutes: 150 }])
    expect((await worker.call(contract.getVolunteerHours, { hours_id: rows[0]!.hours_id })).body).toMatchObject({
      volunteer_no: 'V1',
      recorded_by_name: 'social_worker',
    })
  })

  it('hours and persons equal a recount by hand', async () => {
    const people = [
      ['V1', 'A'],
      ['V2', 'A'],
      ['V3', 'B'],
    ] as const
    const row = fc.record({
      volunteer: fc.constantFrom(...people),
      number: fc.constantFrom('ZY-1', 'ZY-2', 'ZY-3'),
      hours: fc.constantFrom(-1, 0, 0.1, 1.25, 3.3, 12, 12.5),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 14 }), async (rows) => {
        world = await newWorld()
        await roster(['V1', '甲', id_number], ['V2', '甲', id_number], ['V3', '乙'])
        await world.run((ctx) =>
          recordActivities(
            ctx,
            ['ZY-1', 'ZY-2'].map((number) => ({ ...activity({ number }), evidence: 'imported' as const })),
          ),
        )
        await recordHours(...rows.map((one) => [one.number, one.volunteer[0], one.hours] as const))
        const first = new Map<string, number>()
        for (const {
          volunteer: [, who],
          number,
          hours,
        } of rows)
          if (number !== 'ZY-3' && hours > 0 && hours <= 12 && !first.has(`${who}${number}`)) first.set(`${who}${number}`, hours)
        const figure = await figuresOf()
        expect(figure('all.volunteer_hours')).toBeCloseTo(
          [...first.values()].reduce((sum, hours) => sum + hours, 0),
          6,
        )
        expect(figure('served_in_year')).toBe(new Set([...first.keys()].map((key) => key[0])).size)
      }),
      { numRuns: 10 },
    )
  }, 60_000)
})
