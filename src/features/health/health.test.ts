import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { newCareWorld, type CareWorld } from '../../../test/care-world.ts'
import { expectRefused, newWorld, type Caller } from '../../../test/world.ts'
import { newId } from '../../platform/new-id.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { getCheck, getMeasurement, getTrend, listChecks, listMeasurements, recordCheck, recordMeasurement } from './contract.ts'
import { recordMeasurements, type MeasurementEntry } from './measurements.ts'

let care: CareWorld

beforeEach(async () => {
  care = await newCareWorld()
  await care.member('HC0001', '陈桂英')
  await care.member('HC0002', '李大海')
})

const checked = (parts: Partial<InputOf<typeof recordCheck>> = {}, by: Caller = care.worker) =>
  by.call(recordCheck, {
    station_id: care.station_id,
    occurred_on: '2022-03-05',
    member_no: 'HC0001',
    part_of_day: 'morning',
    measured: ['血压', '血糖'],
    ...parts,
  })

const measured = (parts: Partial<InputOf<typeof recordMeasurement>> = {}, by: Caller = care.worker) =>
  by.call(recordMeasurement, {
    station_id: care.station_id,
    occurred_on: '2022-03-05',
    taken_at: '10:00',
    member_no: 'HC0001',
    systolic: 130,
    diastolic: 85,
    ...parts,
  })

const value = async (key: string) => (await care.figure(key)).value

describe('the doors', () => {
  const everything = async (by: Caller) => [
    await checked({}, by),
    await measured({}, by),
    await by.call(listChecks, {}),
    await by.call(listMeasurements, {}),
    await by.call(getCheck, { check_id: newId() }),
    await by.call(getMeasurement, { measurement_id: newId() }),
    await by.call(getTrend, { person_id: newId() }),
  ]

  it('refuse who is not signed in', async () => {
    for (const answer of await everything(care.world.nobody)) expectRefused(answer, 401, 'not_signed_in')
  })

  it('refuse a role without the permission', async () => {
    for (const answer of await everything(await care.world.account('front_desk'))) expectRefused(answer, 403, 'not_allowed')
  })

  it("do not show another organisation's or another station's health", async () => {
    const { check_id } = (await checked()).body
    const { measurement_id } = (await measured()).body
    const { person_id } = (await care.worker.call(getMeasurement, { measurement_id })).body
    const strangers = [
      await (await newWorld()).account('director'),
      await care.world.account('social_worker', await care.world.station()),
    ]
    for (const stranger of strangers) {
      expectRefused(await stranger.call(getCheck, { check_id }), 404, 'not_found')
      expectRefused(await stranger.call(getMeasurement, { measurement_id }), 404, 'not_found')
      expect((await stranger.call(listChecks, {})).body.total).toBe(0)
      expect((await stranger.call(listMeasurements, {})).body.total).toBe(0)
      expect((await stranger.call(getTrend, { person_id })).body.rows).toEqual([])
    }
  })

  it('do not take a record for a station the role was not given for', async () => {
    const stranger = await care.world.account('social_worker', await care.world.station())
    expectRefused(await checked({}, stranger), 404, 'not_found')
    expectRefused(await measured({}, stranger), 404, 'not_found')
  })

  it('name the field that is wrong', async () => {
    const wrong = [
      [await checked({ part_of_day: '夜里' as 'morning' }), 'part_of_day'],
      [await measured({ taken_at: '十点' }), 'taken_at'],
      [await measured({ systolic: '高' as unknown as number }), 'systolic'],
    ] as const
    for (const [answer, field] of wrong) {
      expectRefused(answer, 400, 'bad_input')
      expect(answer.body.field).toBe(field)
    }
  })

  it('of the tables stay shut for a session that may not see health rows, whatever it asks', async () => {
    await checked()
    await measured()
    const seen = await care.world.run(async (ctx) => {
      await sql`select app.enter(${ctx.organisation_id}, 'all', '')`.execute(ctx.db)
      const { rows } = await sql<{ n: number }>`
        select (select count(*) from health.checks) + (select count(*) from health.measurements) + (select count(*) from health.graded_measurements) as n`.execute(
        ctx.db,
      )
      return rows[0]!.n
    })
    expect(seen).toBe(0)
  })
})

describe('a check', () => {
  it('of one person and part of a day counts once, at whichever station', async () => {
    expect((await checked()).status).toBe(200)
    expectRefused(await checked({ measured: ['体温'] }), 409, 'duplicate')
    expectRefused(await checked({ station_id: await care.world.station() }), 409, 'duplicate')
    expect((await checked({ part_of_day: 'afternoon' })).status).toBe(200)
    expect([await value('service.health.person_times'), await value('service.health.persons')]).toEqual([2, 1])
  })

  it('sent twice under one id counts once', async () => {
    const check_id = newId()
    for (let times = 0; times < 2; times += 1) expect((await checked({ check_id })).body.check_id).toBe(check_id)
    expect(await value('service.health.person_times')).toBe(1)
  })

  it('opens with what was checked', async () => {
    const { check_id } = (await checked({ measured_by: '鲍彩霞' })).body
    expect((await care.worker.call(getCheck, { check_id })).body).toMatchObject({
      person_name: '陈桂英',
      part_of_day: 'morning',
      measured: ['血压', '血糖'],
      measured_by: '鲍彩霞',
      recorded_by_name: 'social_worker',
    })
    expect((await care.worker.call(listChecks, { part_of_day: 'evening' })).body.total).toBe(0)
  })
})

describe('a measurement', () => {
  it('of one person, day and time counts once and is no service', async () => {
    expect((await measured()).status).toBe(200)
    expectRefused(await measured({ systolic: 128 }), 409, 'duplicate')
    expect((await measured({ taken_at: '10:01' })).status).toBe(200)
    expect([await value('measurements.valid_rows'), await value('measurements.persons')]).toEqual([2, 1])
    expect(await value('service.person_times.total')).toBe(0)
  })

  it('that cannot be is refused and says what was written', async () => {
    for (const [parts, written] of [
      [{ systolic: 1310, diastolic: 79 }, '1310/79'],
      [{ systolic: 82, diastolic: 138 }, '82/138'],
      [{ glucose: 78 }, '130/85 78 mmol/L'],
    ] as const) {
      const answer = await measured(parts)
      expectRefused(answer, 422, 'implausible_value')
      expect(answer.body.details).toEqual({ value: written })
    }
    expectRefused(await measured({ systolic: undefined, diastolic: undefined }), 422, 'bad_value')
    expect(await value('measurements.valid_rows')).toBe(0)
  })

  it.each([
    [119, 79, 'normal', false],
    [120, 79, 'high_normal', false],
    [119, 80, 'high_normal', false],
    [140, 70, 'grade_1', false],
    [139, 90, 'grade_1', false],
    [160, 99, 'grade_2', false],
    [150, 100, 'grade_2', false],
    [179, 109, 'grade_2', false],
    [180, 70, 'grade_3', true],
    [150, 110, 'grade_3', true],
  ])('of %d/%d is of class %s, the higher one deciding; critical: %s', async (systolic, diastolic, bp_class, bp_critical) => {
    const { body } = await measured({ systolic, diastolic })
    expect(body).toMatchObject({ bp_class, bp_critical, glucose_critical: false })
  })

  it.each([
    [3.9, true],
    [4, false],
    [16.6, false],
    [16.7, true],
  ])('of glucose %d is critical: %s', async (glucose, glucose_critical) => {
    const { body } = await measured({ glucose, systolic: undefined, diastolic: undefined })
    expect(body).toMatchObject({ bp_class: null, bp_critical: false, glucose_critical })
  })

  it('is found among the critical ones, and its person by their course over time', async () => {
    const { measurement_id } = (await measured({ systolic: 190, occurred_on: '2022-04-01' })).body
    await measured({ glucose: 6.1 })
    await measured({ member_no: 'HC0002' })
    const critical = await care.worker.call(listMeasurements, { bp_critical: 'true' })
    expect(critical.body.rows.map((row) => row.measurement_id)).toEqual([measurement_id])
    const { person_id } = critical.body.rows[0]!
    const { rows } = (await care.worker.call(getTrend, { person_id })).body
    expect(rows.map((row) => [row.occurred_on, row.systolic, row.glucose])).toEqual([
      ['2022-03-05', 130, 6.1],
      ['2022-04-01', 190, null],
    ])
  })

  it('keeps the class of its day when the guideline changes', async () => {
    await measured({ systolic: 135 })
    await care.world.run(async (ctx) => {
      const of = sql`organisation_id = ${ctx.organisation_id} and kind = 'class'`
      await sql`update health.thresholds set valid_to = '2022-12-31' where ${of}`.execute(ctx.db)
      await sql`insert into health.thresholds (organisation_id, kind, measure, band, lowest, highest, valid_from, source)
        select organisation_id, kind, measure, band, lowest - 10, highest, '2023-01-01', 'a later edition' from health.thresholds where ${of}`.execute(
        ctx.db,
      )
    })
    await measured({ systolic: 135, occurred_on: '2023-01-01' })
    const { rows } = (await care.worker.call(listMeasurements, { sort: 'occurred_on' })).body
    expect(rows.map((row) => row.bp_class)).toEqual(['high_normal', 'grade_1'])
  })
})

describe('counting', () => {
  const one = fc.record({
    member_no: fc.constantFrom('HC0001', 'HC0002'),
    occurred_on: fc.constantFrom('2021-12-31', '2022-01-10', '2022-02-10'),
    taken_at: fc.constantFrom('09:00', '15:00'),
    systolic: fc.constantFrom(118, 139, 140, 180, 300),
    diastolic: fc.constantFrom(70, 90, 110),
    glucose: fc.constantFrom(undefined, 3.9, 6, 16.7),
  })

  it('agrees with a recount by hand', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(one, { maxLength: 16 }), fc.nat(16), async (rows, cut) => {
        const own = await newCareWorld()
        for (const [no, name] of [
          ['HC0001', '陈桂英'],
          ['HC0002', '李大海'],
        ] as const)
          await own.member(no, name)
        const entries = rows.map((row): MeasurementEntry => ({ ...row, station_id: own.station_id, evidence: 'imported' }))
        await own.world.run((ctx) => recordMeasurements(ctx, entries.slice(0, cut)))
        await own.world.run((ctx) => recordMeasurements(ctx, entries.slice(cut)))
        const stand = new Map<string, (typeof rows)[number]>()
        for (const row of rows) {
          const key = `${row.occurred_on} ${row.taken_at} ${row.member_no}`
          if (row.systolic <= 260 && !stand.has(key)) stand.set(key, row)
        }
        const year = [...stand]
          .filter(([key]) => key >= '2022')
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([, row]) => row)
        const latest = [...new Map(year.map((row) => [row.member_no, row])).values()]
        const of = async (key: string) => (await own.figure(`measurements.${key}`)).value
        expect(await of('valid_rows')).toBe(year.length)
        expect(await of('critical_blood_pressure_rows')).toBe(
          year.filter((row) => row.systolic >= 180 || row.diastolic >= 110).length,
        )
        expect(await of('critical_glucose_rows')).toBe(year.filter((row) => row.glucose === 3.9 || row.glucose === 16.7).length)
        const ratio = await own.figure('measurements.last_blood_pressure_below_140_90')
        expect([ratio.numerator, ratio.denominator]).toEqual([
          latest.filter((row) => row.systolic < 140 && row.diastolic < 90).length,
          latest.length,
        ])
      }),
      { numRuns: 12 },
    )
  })
})
