import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { newCareWorld, type CareWorld } from '../../../test/care-world.ts'
import { expectRefused, newWorld, type Caller } from '../../../test/world.ts'
import { newId } from '../../platform/new-id.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { recordCalls } from './calls.ts'
import { getCall, getDose, getFunnel, listCalls, listDoses, recordCall, recordDose } from './contract.ts'
import { recordDoses, type DoseEntry } from './doses.ts'
import { standingOf } from './rules.ts'

let care: CareWorld

beforeEach(async () => {
  care = await newCareWorld()
  await care.member('HC0001', '陈桂英', { born_on: '1940-05-01' })
  await care.member('HC0002', '李大海', { born_on: '1962-03-05' })
})

const called = (parts: Partial<InputOf<typeof recordCall>> = {}, by: Caller = care.worker) =>
  by.call(recordCall, {
    station_id: care.station_id,
    occurred_on: '2022-03-01',
    called_at: '10:21',
    member_no: 'HC0001',
    outcome: 'answered',
    ...parts,
  })

const given = (parts: Partial<InputOf<typeof recordDose>> = {}, by: Caller = care.worker) =>
  by.call(recordDose, { station_id: care.station_id, occurred_on: '2022-03-05', member_no: 'HC0001', dose: '1', ...parts })

const value = async (key: string) => (await care.figure(key)).value
const total = async (input: InputOf<typeof listDoses>) => (await care.worker.call(listDoses, input)).body.total

describe('the doors', () => {
  const everything = async (by: Caller) => [
    await called({}, by),
    await given({}, by),
    await by.call(listCalls, {}),
    await by.call(listDoses, {}),
    await by.call(getFunnel, {}),
    await by.call(getCall, { call_id: newId() }),
    await by.call(getDose, { dose_id: newId() }),
  ]

  it('refuse who is not signed in', async () => {
    for (const answer of await everything(care.world.nobody)) expectRefused(answer, 401, 'not_signed_in')
  })

  it('refuse a role without the permission', async () => {
    for (const answer of await everything(await care.world.account('front_desk'))) expectRefused(answer, 403, 'not_allowed')
  })

  it("do not show another organisation's or another station's calls and doses", async () => {
    const { call_id } = (await called()).body
    const { dose_id } = (await given()).body
    const strangers = [
      await (await newWorld()).account('director'),
      await care.world.account('social_worker', await care.world.station()),
    ]
    for (const stranger of strangers) {
      expectRefused(await stranger.call(getCall, { call_id }), 404, 'not_found')
      expectRefused(await stranger.call(getDose, { dose_id }), 404, 'not_found')
      expect((await stranger.call(listCalls, {})).body.total).toBe(0)
      expect((await stranger.call(listDoses, {})).body.total).toBe(0)
      expect((await stranger.call(getFunnel, {})).body).toEqual({ called: 0, answered: 0, willing: 0, vaccinated: 0 })
      expect((await stranger.call(getFunnel, { station_id: care.station_id })).body.called).toBe(0)
    }
  })

  it('do not take a record for a station the role was not given for', async () => {
    const stranger = await care.world.account('social_worker', await care.world.station())
    expectRefused(await called({}, stranger), 404, 'not_found')
    expectRefused(await given({}, stranger), 404, 'not_found')
  })

  it('name the field that is wrong', async () => {
    const wrong = [
      [await called({ called_at: '10点' }), 'called_at'],
      [await called({ outcome: '接通' as 'answered' }), 'outcome'],
      [await given({ dose: '5' as '1' }), 'dose'],
      [await given({ occurred_on: 'x' }), 'occurred_on'],
    ] as const
    for (const [answer, field] of wrong) {
      expectRefused(answer, 400, 'bad_input')
      expect(answer.body.field).toBe(field)
    }
  })
})

describe('a call', () => {
  it('that was answered counts once for one person, day and time', async () => {
    expect((await called()).status).toBe(200)
    expectRefused(await called(), 409, 'duplicate')
    expectRefused(await called({ station_id: await care.world.station() }), 409, 'duplicate')
    expect((await called({ called_at: '10:22' })).status).toBe(200)
    expect([await value('vaccination.calls'), await value('vaccination.persons_called')]).toEqual([2, 1])
    expect(await value('service.person_times.total')).toBe(2)
  })

  it('that was not answered is kept and adds nothing, also when it is sent twice', async () => {
    const call_id = newId()
    for (let times = 0; times < 2; times += 1)
      expect((await called({ call_id, outcome: 'switched_off' })).body.call_id).toBe(call_id)
    expect([await value('vaccination.calls'), await value('vaccination.calls_not_answered')]).toEqual([0, 1])
    expect(await value('service.person_times.total')).toBe(0)
  })

  it('opens with its campaign, made for its year when there is none yet', async () => {
    const { call_id } = (await called({ willingness: 'willing', caller: '卢梅' })).body
    expect((await care.worker.call(getCall, { call_id })).body).toMatchObject({
      campaign_name: '疫苗接种动员 2022',
      person_name: '陈桂英',
      called_at: '10:21:00',
      willingness: 'willing',
      caller: '卢梅',
      recorded_by_name: 'social_worker',
    })
    await called({ occurred_on: '2021-12-31' })
    const years = await care.world.run((ctx) =>
      recordCalls(ctx, [
        {
          station_id: care.station_id,
          occurred_on: '2021-12-30',
          member_no: 'HC0001',
          outcome: 'answered',
          evidence: 'imported',
        },
      ]),
    )
    expect(years).toEqual([{ id: expect.any(String) }])
  })
})

describe('a dose', () => {
  it('of one person counts once, whichever day and station', async () => {
    await called()
    expect((await given()).status).toBe(200)
    expectRefused(await given({ occurred_on: '2022-04-05' }), 409, 'duplicate')
    expectRefused(await given({ station_id: await care.world.station() }), 409, 'duplicate')
    expect((await given({ dose: '2' })).status).toBe(200)
    expect([await value('vaccination.dose_1'), await value('vaccination.dose_2')]).toEqual([1, 1])
    expect(await value('vaccination.elders_vaccinated')).toBe(1)
  })

  it('is no service', async () => {
    await called({ outcome: 'no_answer' })
    await given()
    expect(await value('service.person_times.total')).toBe(0)
  })

  it('counts from the sixtieth birthday on', async () => {
    await called({ member_no: 'HC0002' })
    await given({ member_no: 'HC0002', occurred_on: '2022-03-04' })
    expect([await value('vaccination.elders_vaccinated'), await total({ standing_code: 'under_60' })]).toEqual([0, 1])
    await given({ member_no: 'HC0002', occurred_on: '2022-03-05', dose: '2' })
    expect(await value('vaccination.elders_vaccinated')).toBe(1)
  })

  it('counts as soon as the call before it is known, also when the call is written down later', async () => {
    const { dose_id } = (await given()).body
    expect((await care.worker.call(getDose, { dose_id })).body.standing_code).toBe('not_mobilised')
    await called({ occurred_on: '2022-03-06' })
    expect(await value('vaccination.elders_vaccinated')).toBe(0)
    await called({ occurred_on: '2022-03-05', outcome: 'no_answer' })
    expect(await value('vaccination.elders_vaccinated')).toBe(0)
    await called({ occurred_on: '2022-03-05' })
    expect(await value('vaccination.elders_vaccinated')).toBe(1)
    expect((await care.worker.call(getDose, { dose_id })).body).toMatchObject({
      standing_code: null,
      first_answered_on: '2022-03-05',
    })
  })

  it('written once before and once after it counted is still one dose', async () => {
    await given({ occurred_on: '2022-02-01' })
    await called({ occurred_on: '2022-03-01' })
    expect((await given()).status).toBe(200)
    await called({ occurred_on: '2022-01-15' })
    expect([await value('vaccination.dose_1'), await total({})]).toEqual([1, 2])
  })

  it('of a workbook that names no dose is refused with what stood there', async () => {
    const outcomes = await care.world.run((ctx) =>
      recordDoses(ctx, [
        {
          station_id: care.station_id,
          occurred_on: '2022-03-05',
          member_no: 'HC0001',
          dose: undefined,
          dose_text: '第五针',
          evidence: 'imported',
        },
      ]),
    )
    expect(outcomes).toMatchObject([{ refused: 'bad_dose', details: { value: '第五针' } }])
  })
})

describe('the funnel', () => {
  it('counts persons, each once, by how far they came', async () => {
    await called({ willingness: 'undecided' })
    await called({ called_at: '16:00', willingness: 'willing' })
    await called({ member_no: 'HC0002', outcome: 'no_answer' })
    await given()
    await given({ dose: '2' })
    expect((await care.worker.call(getFunnel, {})).body).toEqual({ called: 2, answered: 1, willing: 1, vaccinated: 1 })
    expect((await care.worker.call(getFunnel, { from: '2022-03-02' })).body).toEqual({
      called: 0,
      answered: 0,
      willing: 0,
      vaccinated: 1,
    })
  })
})

describe('counting', () => {
  const days = ['2022-01-10', '2022-02-10', '2022-03-10'] as const
  const born = { HC0001: '1940-05-01', HC0002: '1962-02-10', HC0003: null } as const
  const person = fc.constantFrom('HC0001', 'HC0002', 'HC0003')
  const call = fc.record({ member_no: person, occurred_on: fc.constantFrom(...days), answered: fc.boolean() })
  const dose = fc.record({ member_no: person, occurred_on: fc.constantFrom(...days), dose: fc.constantFrom(1, 2, 3) })

  it('agrees with a recount by hand', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(call, { maxLength: 8 }), fc.array(dose, { maxLength: 12 }), async (calls, doses) => {
        const own = await newCareWorld()
        for (const [no, name] of [
          ['HC0001', '陈桂英'],
          ['HC0002', '李大海'],
          ['HC0003', '何琼'],
        ] as const)
          await own.member(no, name, born[no] === null ? {} : { born_on: born[no] })
        const at = { station_id: own.station_id, evidence: 'imported' } as const
        await own.world.run((ctx) =>
          recordCalls(
            ctx,
            calls.map(({ answered, ...one }) => ({
              ...at,
              ...one,
              called_at: '10:00',
              outcome: answered ? 'answered' : 'no_answer',
            })),
          ),
        )
        await own.world.run((ctx) =>
          recordDoses(
            ctx,
            doses.map((one): DoseEntry => ({ ...at, ...one, dose: one.dose })),
          ),
        )
        const firstAnswer = (no: string) =>
          calls
            .filter((one) => one.answered && one.member_no === no)
            .map((one) => one.occurred_on)
            .sort()[0] ?? null
        const counting = doses.filter(
          (one) =>
            standingOf(one.occurred_on, { born_on: born[one.member_no], first_answered_on: firstAnswer(one.member_no) }) ===
            undefined,
        )
        const of = async (key: string) => (await own.figure(`vaccination.${key}`)).value
        expect(await of('elders_vaccinated')).toBe(new Set(counting.map((one) => one.member_no)).size)
        for (const number of [1, 2, 3])
          expect(await of(`dose_${number}`)).toBe(
            new Set(counting.filter((one) => one.dose === number).map((one) => one.member_no)).size,
          )
        const answered = new Set(calls.filter((one) => one.answered).map((one) => `${one.member_no} ${one.occurred_on}`))
        expect(await of('calls')).toBe(answered.size)
      }),
      { numRuns: 12 },
    )
  })
})
