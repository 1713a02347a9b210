/** The ratios of the trainees on roll against a recount by hand. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newWorld, type World } from '../../../test/world.ts'
import { sliceFigures } from '../../app/figures.ts'
import { figuresService } from '../figures/service.ts'
import { registerMembers, type RegistrationEntry } from '../people/register.ts'
import { recordServices } from '../records/put.ts'
import { recordDailyChecks } from './daily.ts'
import { recordExercise, recordGoals, recordKnowledgeTests, recordSkills } from './ledgers.ts'
import { recordTrainees } from './trainees.ts'

const member = (station_id: string, member_no: string): RegistrationEntry => ({
  station_id,
  member_no,
  name: `学员${member_no}`,
  id_number: undefined,
  status: 'active',
  private: {},
  health: {},
  evidence: 'witnessed',
})

const figuresOf = async (world: World) => {
  const values = await world.run((ctx) => figuresService(sliceFigures).computeAll(ctx, { from: '2022-01-01', to: '2022-12-31' }))
  return (key: string) => values.find((value) => value.key === `kangyuan.${key}`)
}

describe('the ratios of the trainees on roll', () => {
  it('equal a recount by hand of whatever was recorded', async () => {
    const numbers = ['KY0001', 'KY0002']
    const who = fc.constantFrom(...numbers)
    const month = fc.integer({ min: 1, max: 3 }).map((n) => `2022-0${n}-01`)
    const rows = fc.record({
      skills: fc.array(
        fc.record({ who, skill: fc.constantFrom('编织', '洗车', '烘焙'), result: fc.constantFrom('mastered', 'learning') }),
        { maxLength: 8 },
      ),
      exercise: fc.array(
        fc.record({ who, month, planned: fc.integer({ min: 0, max: 5 }), done: fc.integer({ min: 0, max: 6 }) }),
        { maxLength: 6 },
      ),
      tests: fc.array(fc.record({ who, month, facts: fc.integer({ min: 0, max: 11 }) }), { maxLength: 5 }),
      came: fc.array(fc.record({ who, month }), { maxLength: 5 }),
      checked: fc.array(fc.record({ who, month }), { maxLength: 5 }),
    })
    await fc.assert(
      fc.asyncProperty(rows, async (made) => {
        const world = await newWorld()
        const station_id = await world.station({ code: 'KY', name: '海澄村康园中心', kind: 'disability_centre' })
        await world.run((ctx) =>
          registerMembers(
            ctx,
            numbers.map((number) => member(station_id, number)),
          ),
        )
        const of = (member_no: string, occurred_on = '2022-03-05') => ({
          station_id,
          member_no,
          occurred_on,
          evidence: 'imported' as const,
        })
        const exercised = await world.run(async (ctx) => {
          await recordTrainees(
            ctx,
            numbers.map((number) => ({ ...of(number, '2022-12-31'), standing: 'formal' as const, health_file_no: 'JK1' })),
          )
          await recordSkills(
            ctx,
            made.skills.map((row) => ({ ...of(row.who), skill: row.skill, result: row.result })),
          )
          await recordKnowledgeTests(
            ctx,
            made.tests.map((row) => ({ ...of(row.who, row.month), facts: row.facts })),
          )
          await recordGoals(ctx, [{ ...of('KY0001'), goal: 'go_out_alone', result: 'reached' }])
          await recordServices(
            ctx,
            made.came.map((row) => of(row.who, row.month)),
            { service_type: 'daycare', source: 'daycare.attendances', mode: () => 'on_site', once: (day) => [day.occurred_on] },
            async () => {},
          )
          await recordDailyChecks(
            ctx,
            made.checked.map((row) => ({ ...of(row.who, row.month), temperature: 36.5 })),
          )
          return recordExercise(
            ctx,
            made.exercise.map((row) => ({ ...of(row.who, row.month), planned: row.planned, done: row.done })),
          )
        })
        const figure = await figuresOf(world)
        const counting = (met: (number: string) => boolean) => numbers.filter(met).length
        const sum = (number: string, field: 'planned' | 'done') =>
          made.exercise.reduce((total, row, i) => total + (row.who === number && 'id' in exercised[i]! ? row[field] : 0), 0)
        const latest = (number: string) =>
          made.tests
            .filter((row) => row.who === number && row.facts <= 10)
            .reduce<{ month: string; facts: number } | undefined>(
              (best, row) => (best && best.month > row.month ? best : row),
              undefined,
            )
        expect({
          skills: figure('two_or_more_skills')?.numerator,
          exercise: figure('exercise_plan_followed')?.numerator,
          facts: figure('knows_three_health_facts')?.numerator,
          health: figure('health_file_and_daily_check')?.numerator,
          all: figure('two_or_more_skills')?.denominator,
        }).toEqual({
          skills: counting(
            (number) =>
              new Set(made.skills.filter((row) => row.who === number && row.result === 'mastered').map((row) => row.skill))
                .size >= 2,
          ),
          exercise: counting((number) => sum(number, 'planned') > 0 && sum(number, 'done') >= sum(number, 'planned') * 0.8),
          facts: counting((number) => (latest(number)?.facts ?? 0) >= 3),
          health: counting((number) =>
            made.came
              .filter((row) => row.who === number)
              .every((day) => made.checked.some((row) => row.who === number && row.month === day.month)),
          ),
          all: 2,
        })
      }),
      { numRuns: 10 },
    )
  }, 60_000)
})
