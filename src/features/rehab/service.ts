/**
 * The disability centre (康园). Trainees (学员) stand on a year's roster; what they learn, make, reach and know is kept in ledgers, and their
 * health is checked every day (每日健康). The desk and the workbook record through the same functions: `recordTrainees`, `recordSkills`,
 * `recordSales`, `recordGoals`, `recordExercise`, `recordKnowledgeTests`, `recordDailyChecks`. None of it is a service person-time
 * (rule R18): coming to the centre is day care, and that slice counts it.
 */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { normalCode, normalText } from '../../shared/normal.ts'
import { Refusal } from '../../shared/refusal.ts'
import { namesOf } from '../people/names-of.ts'
import { accept, checkNotFuture } from '../../platform/accept.ts'
import { getRow, listRows, type ListOf } from '../records/list.ts'
import { toldOf } from '../records/told.ts'
import type * as contract from './contract.ts'
import { recordDailyChecks } from './daily.ts'
import { recordExercise, recordGoals, recordKnowledgeTests, recordSales, recordSkills } from './ledgers.ts'
import { onRoll } from './on-roll.ts'
import { categoryOf, goalOf } from './rules.ts'
import { openGuardian, recordDepartureOf, recordTrainees } from './trainees.ts'

type In<K extends keyof typeof contract> = ParsedOf<(typeof contract)[K]>
type Out<K extends keyof typeof contract> = Promise<OutputOf<(typeof contract)[K]>>

const shared = { station: true, person: true } as const

const trainees: ListOf = {
  table: 'rehab.trainees',
  id: 'trainee_id',
  columns: [
    'station_id', 'contract_id', 'person_id', 'roster_year', 'standing', 'disability_category', 'disability_grade', 'admitted_on', 'left_on',
    'health_file_no', 'health_file_on', 'employment', 'employed_on', 'evidence',
  ], // prettier-ignore
  ...shared,
  filters: { roster_year: 'roster_year', standing: 'standing', employment: 'employment' },
  sort: '-roster_year',
}

interface Departure {
  readonly departure_id: string
  readonly trainee_id: string
  readonly left_on: string
  readonly reason: string
}

const departuresOf = async (ctx: Ctx, ids: readonly string[]): Promise<Map<string, Departure>> => {
  const { rows } = await sql<Departure>`
    select departure_id, trainee_id, left_on, reason from rehab.departures
    where organisation_id = ${ctx.organisation_id} and void_id is null and trainee_id = any(${ids}::uuid[])`.execute(ctx.db)
  return new Map(rows.map((row) => [row.trainee_id, row]))
}

export const listTrainees = async (ctx: Ctx, input: In<'listTrainees'>): Out<'listTrainees'> => {
  const { rows, total } = await listRows<OutputOf<typeof contract.listTrainees>['rows'][number]>(ctx, trainees, input)
  const left = await departuresOf(
    ctx,
    rows.map((row) => row.trainee_id),
  )
  return { rows: rows.map((row) => ({ ...row, left_on: row.left_on ?? left.get(row.trainee_id)?.left_on ?? null })), total }
}

const maskedPhone = (phone: string): string => (phone.length > 7 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : '****')

type TraineeRow = OutputOf<typeof contract.getTrainee> & { guardian_sealed: Buffer | null }

const withGuardian: ListOf = { ...trainees, columns: [...trainees.columns, 'note', 'guardian_sealed'] }

export const getTrainee = async (ctx: Ctx, { trainee_id }: In<'getTrainee'>): Out<'getTrainee'> => {
  const { guardian_sealed, ...row } = await getRow<TraineeRow>(ctx, withGuardian, trainee_id)
  const known = openGuardian(ctx, trainee_id, guardian_sealed)
  const guardian = known
    ? [known.name ? `${known.name.slice(0, 1)}**` : '', known.phone ? maskedPhone(known.phone) : ''].filter(Boolean).join(' ')
    : null
  const departure = (await departuresOf(ctx, [trainee_id])).get(trainee_id)
  return {
    ...row,
    guardian,
    left_on: row.left_on ?? departure?.left_on ?? null,
    departure_id: departure?.departure_id ?? null,
    departure_reason: departure?.reason ?? null,
  }
}

export const revealGuardian = async (ctx: Ctx, { trainee_id, reason }: In<'revealGuardian'>): Out<'revealGuardian'> => {
  const { guardian_sealed } = await getRow<TraineeRow>(ctx, withGuardian, trainee_id)
  const known = openGuardian(ctx, trainee_id, guardian_sealed)
  if (!known) throw new Refusal('not_found')
  ctx.wrote({ entity: 'rehab.trainees', entity_ids: [trainee_id], after: { revealed: ['guardian'], reason } })
  return { name: known.name ?? '', phone: known.phone ?? '' }
}

export const recordTrainee = async (ctx: Ctx, { trainee_id, ...input }: In<'recordTrainee'>): Out<'recordTrainee'> => {
  checkNotFuture(ctx, input.admitted_on, 'admitted_on')
  const [outcome] = await recordTrainees(ctx, [{ ...input, id: trainee_id, occurred_on: ctx.today, evidence: 'witnessed' }])
  return { trainee_id: accept(outcome, trainee_id) }
}

export const recordDeparture = async (ctx: Ctx, { departure_id, ...input }: In<'recordDeparture'>): Out<'recordDeparture'> => {
  checkNotFuture(ctx, input.left_on, 'left_on')
  return { departure_id: accept(await recordDepartureOf(ctx, { ...input, id: departure_id }), departure_id) }
}

export const getTraineeYear = async (ctx: Ctx, { trainee_id, year }: In<'getTraineeYear'>): Out<'getTraineeYear'> => {
  const { person_id } = await getRow<{ person_id: string }>(ctx, trainees, trainee_id)
  const of = async <R>(table: `rehab.${string}`, columns: string): Promise<R[]> => {
    const { rows } = await sql<R>`
      select ${sql.raw(columns)} from ${sql.table(table)}
      where organisation_id = ${ctx.organisation_id} and void_id is null and person_id = ${person_id}
        and occurred_on between ${`${year}-01-01`} and ${`${year}-12-31`}
      order by occurred_on, recorded_at`.execute(ctx.db)
    return rows
  }
  return {
    skills: await of('rehab.skills', 'skill_id, occurred_on, skill, result, training_hours, assessed_by'),
    goals: await of('rehab.goals', 'goal_id, occurred_on, goal, baseline, target, result'),
    exercise: await of('rehab.exercise_months', "exercise_id, to_char(occurred_on, 'YYYY-MM') as month, planned, done"),
    tests: await of('rehab.knowledge_tests', 'test_id, occurred_on, facts'),
    sales: await of('rehab.sales', 'sale_id, occurred_on, category, product, kind, pieces, amount_fen'),
    checks: await of('rehab.daily_checks', 'check_id, occurred_on, temperature, systolic, diastolic, pulse, spo2'),
  }
}

const skills: ListOf = {
  table: 'rehab.skills',
  id: 'skill_id',
  columns: [
    'station_id',
    'contract_id',
    'person_id',
    'occurred_on',
    'skill',
    'training_hours',
    'result',
    'assessed_by',
    'evidence',
  ],
  ...shared,
  day: 'occurred_on',
  search: ['skill'],
  filters: { result: 'result', skill: 'skill' },
  sort: '-occurred_on',
}

export const listSkills = (ctx: Ctx, input: In<'listSkills'>): Out<'listSkills'> => listRows(ctx, skills, input)

export const getSkill = (ctx: Ctx, { skill_id }: In<'getSkill'>): Out<'getSkill'> => getRow(ctx, skills, skill_id)

export const recordSkill = async (ctx: Ctx, { skill_id, ...input }: In<'recordSkill'>): Out<'recordSkill'> => {
  checkNotFuture(ctx, input.occurred_on)
  const [outcome] = await recordSkills(ctx, [{ ...input, id: skill_id, skill: normalText(input.skill), evidence: 'witnessed' }])
  return { skill_id: accept(outcome, skill_id) }
}

const sales: ListOf = {
  table: 'rehab.sales',
  id: 'sale_id',
  columns: [
    'station_id',
    'contract_id',
    'person_id',
    'occurred_on',
    'bill_no',
    'kind',
    'category',
    'product',
    'pieces',
    'unit_price_fen',
    'amount_fen',
    'buyer',
    'evidence',
  ],
  ...shared,
  day: 'occurred_on',
  search: ['bill_no', 'product', 'buyer'],
  filters: { kind: 'kind', category: 'category' },
  sort: '-occurred_on',
}

export const listSales = (ctx: Ctx, input: In<'listSales'>): Out<'listSales'> => listRows(ctx, sales, input)

export const getSale = (ctx: Ctx, { sale_id }: In<'getSale'>): Out<'getSale'> =>
  getRow(ctx, { ...sales, columns: [...sales.columns, 'note'] }, sale_id)

export const recordSale = async (ctx: Ctx, { sale_id, ...input }: In<'recordSale'>): Out<'recordSale'> => {
  checkNotFuture(ctx, input.occurred_on)
  const [outcome] = await recordSales(ctx, [
    { ...input, id: sale_id, bill_no: normalCode(input.bill_no), category: categoryOf(input.category), evidence: 'witnessed' },
  ])
  return { sale_id: accept(outcome, sale_id) }
}

const checks: ListOf = {
  table: 'rehab.daily_checks',
  id: 'check_id',
  columns: [
    'station_id',
    'contract_id',
    'person_id',
    'occurred_on',
    'temperature',
    'systolic',
    'diastolic',
    'pulse',
    'spo2',
    'medication',
    'mood',
    'measured_by',
    'evidence',
  ],
  ...shared,
  day: 'occurred_on',
  filters: { medication: 'medication', mood: 'mood' },
  sort: '-occurred_on',
}

export const listDailyChecks = (ctx: Ctx, input: In<'listDailyChecks'>): Out<'listDailyChecks'> => listRows(ctx, checks, input)

export const getDailyCheck = (ctx: Ctx, { check_id }: In<'getDailyCheck'>): Out<'getDailyCheck'> => getRow(ctx, checks, check_id)

export const getDailyRoll = async (ctx: Ctx, { on, station_id }: In<'getDailyRoll'>): Out<'getDailyRoll'> => {
  const { rows } = await sql<{ person_id: string; station_id: string; check_id: string | null }>`
    select r.person_id, r.station_id, c.check_id from (${onRoll(ctx, on)}) r
    left join rehab.daily_checks c on c.organisation_id = r.organisation_id and c.person_id = r.person_id and c.occurred_on = ${on} and c.void_id is null
    ${station_id ? sql`where r.station_id = ${station_id}` : sql``}`.execute(ctx.db)
  const names = await namesOf(
    ctx,
    rows.map((row) => row.person_id),
  )
  const named = rows.map((row) => ({ ...row, person_name: names.get(row.person_id) ?? '' }))
  return { trainees: named.toSorted((one, other) => one.person_name.localeCompare(other.person_name, 'zh-CN')) }
}

export const recordDailyRoll = async (ctx: Ctx, input: In<'recordDailyRoll'>): Out<'recordDailyRoll'> => {
  checkNotFuture(ctx, input.occurred_on)
  const { occurred_on, measured_by } = input
  const found = await recordDailyChecks(
    ctx,
    input.checks.map(({ check_id, ...one }) => ({
      ...one,
      id: check_id,
      occurred_on,
      measured_by,
      evidence: 'witnessed' as const,
    })),
  )
  const outcomes = found.map((outcome, i) => {
    const { person_id, check_id } = input.checks[i]!
    const { id, ...why } = toldOf(ctx, outcome, check_id)
    return { person_id, check_id: id, ...why }
  })
  return { recorded: outcomes.filter((one) => one.check_id !== null).length, outcomes }
}

export const recordGoal = async (ctx: Ctx, { goal_id, ...input }: In<'recordGoal'>): Out<'recordGoal'> => {
  checkNotFuture(ctx, input.occurred_on)
  const [outcome] = await recordGoals(ctx, [{ ...input, id: goal_id, goal: goalOf(input.goal), evidence: 'witnessed' }])
  return { goal_id: accept(outcome, goal_id) }
}

export const recordExerciseMonth = async (
  ctx: Ctx,
  { exercise_id, month, ...input }: In<'recordExerciseMonth'>,
): Out<'recordExerciseMonth'> => {
  const occurred_on = `${month}-01`
  checkNotFuture(ctx, occurred_on, 'month')
  const [outcome] = await recordExercise(ctx, [{ ...input, id: exercise_id, occurred_on, evidence: 'witnessed' }])
  return { exercise_id: accept(outcome, exercise_id) }
}

export const recordKnowledgeTest = async (
  ctx: Ctx,
  { test_id, ...input }: In<'recordKnowledgeTest'>,
): Out<'recordKnowledgeTest'> => {
  checkNotFuture(ctx, input.occurred_on)
  const [outcome] = await recordKnowledgeTests(ctx, [{ ...input, id: test_id, evidence: 'witnessed' }])
  return { test_id: accept(outcome, test_id) }
}
