/**
 * A request that is sent again, because the first answer got lost on the way, counts once: for every mounted endpoint named record….
 * An endpoint that is added needs an entry here.
 */
import { sql } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import { registerMembers } from '../src/features/people/register.ts'
import { FIRST_WEIGHTS } from '../src/features/people/rules.ts'
import { newId } from '../src/platform/new-id.ts'
import type { MountedEndpoint } from '../src/platform/mount.ts'
import { readTables } from './rows-everywhere.ts'
import { newWorld, type Caller, type World } from './world.ts'

const [session, contract, trainee, volunteering, series, sheet] = [newId(), newId(), newId(), newId(), newId(), newId()]

/** In this order: what stands further down builds on what stands above. `person_id` and `station_id` are filled in where they are asked for. */
const entriesOf = (station_id: string, person_id: string): Readonly<Record<string, object>> => {
  const who = { station_id, member_no: 'KY0001', occurred_on: '2022-03-05' }
  const meal = { charge_fen: 1200, subsidy_fen: 400, paid_fen: 800 }
  return {
    recordStation: { station_id: newId(), code: 'S9', name: '海澄第九服务站', town: '三灶镇' },
    recordContract: {
      contract_id: contract,
      code: 'XM-1',
      name: '康园项目',
      amount_fen: 1,
      starts_on: '2022-01-01',
      ends_on: '2022-12-31',
      station_ids: [station_id],
    },
    recordIndicator: {
      indicator_id: newId(),
      contract_code: 'XM-1',
      number: 1,
      wording: '探访100人次',
      target: 100,
      metric: 'kangyuan.trainees',
    },
    recordEmployee: { employee_id: newId(), name: '王芳', id_number: '440402199003070029' },
    recordActivity: {
      activity_id: session,
      station_id,
      title: '节日聚会',
      kind: '节日活动',
      occurred_on: '2022-03-05',
      minutes: 60,
    },
    recordAttendance: {
      activity_id: session,
      people: [
        { attendance_id: newId(), member_no: 'KY0001' },
        { attendance_id: newId(), headcount: 9 },
      ],
    },
    recordCheckIn: { check_in_id: newId(), activity_id: session, person_id, way: 'card' },
    recordSheet: { sheet_id: sheet, activity_id: session, blank_rows: 4 },
    recordSheetRows: {
      sheet_id: sheet,
      rows: [{ row_no: 1, attendance_id: newId(), name: '许彩娇' }],
      headcount: { attendance_id: newId(), people: 3 },
    },
    recordPicture: { source: 'activities.activities', entry_id: session, picture_id: newId(), content: '/9j/4AAQSkZJRg==' },
    recordSeries: { series_id: series, station_id, kind: '小组', title: '记忆小组' },
    recordPlan: {
      station_id,
      title: '记忆小组',
      kind: '小组',
      series_id: series,
      sessions: [
        { activity_id: newId(), occurred_on: '2022-03-08' },
        { activity_id: newId(), occurred_on: '2022-03-15' },
      ],
      started_at: '09:00',
      minutes: 60,
      workers: '王芳',
    },
    recordOutcome: { activity_id: session, outcome_id: newId(), measure: '知道 3 条以上', asked: 9, reached: 7 },
    recordTests: {
      series_id: series,
      scale: '记忆自评',
      phase: 'before',
      occurred_on: '2022-03-05',
      scores: [{ group_test_id: newId(), person_id, score: 12 }],
    },
    recordEnrolment: { enrolment_id: newId(), series_id: series, person_id },
    recordRecreation: { recreation_id: newId(), ...who, period: 'morning', pastime: '象棋' },
    recordMeal: { meal_id: newId(), ...who, meal: 'lunch', ...meal },
    recordDay: { attendance_id: newId(), ...who },
    recordHomeService: { home_service_id: newId(), ...who, service: '助洁', started_at: '09:00', hours: 2 },
    recordVisit: { visit_id: newId(), ...who },
    recordCall: { call_id: newId(), ...who, called_at: '10:00', outcome: 'answered', willingness: 'willing' },
    recordDose: { dose_id: newId(), ...who, dose: '1' },
    recordCheck: { check_id: newId(), ...who, part_of_day: 'morning' },
    recordMeasurement: { measurement_id: newId(), ...who, taken_at: '09:00', systolic: 120, diastolic: 80 },
    recordTrainee: { trainee_id: trainee, station_id, member_no: 'KY0001', admitted_on: '2022-01-01' },
    recordSkill: { skill_id: newId(), ...who, skill: '编织', result: 'mastered' },
    recordSale: { sale_id: newId(), ...who, bill_no: 'XS1', category: '编织', pieces: 2, unit_price_fen: 500, amount_fen: 1000 },
    recordDailyRoll: { occurred_on: '2022-03-05', checks: [{ check_id: newId(), station_id, person_id, temperature: 36.5 }] },
    recordGoal: { goal_id: newId(), ...who, goal: '独立出行', result: 'reached' },
    recordExerciseMonth: { exercise_id: newId(), station_id, member_no: 'KY0001', month: '2022-03', planned: 8, done: 7 },
    recordKnowledgeTest: { test_id: newId(), ...who, facts: 5 },
    recordDeparture: { trainee_id: trainee, departure_id: newId(), left_on: '2022-12-01', reason: '搬家' },
    recordVolunteer: { volunteer_id: newId(), volunteer_no: 'ZY1', name: '李明', team: '邻里队' },
    recordVolunteerActivity: {
      activity_id: volunteering,
      number: 'ZH1',
      team: '邻里队',
      occurred_on: '2022-03-05',
      hours: 2,
      served: 10,
    },
    recordVolunteerHours: { activity_id: volunteering, volunteers: [{ hours_id: newId(), volunteer_no: 'ZY1', hours: 2 }] },
    recordResponse: { response_id: newId(), contract_code: 'XM-1', occurred_on: '2022-03-05', overall: 5 },
    recordMedia: { media_id: newId(), occurred_on: '2022-03-05', title: '社区长者饭堂开张', level: 'city' },
    recordReception: { reception_id: newId(), occurred_on: '2022-03-05', visitor: '区民政局' },
    recordHonour: {
      honour_id: newId(),
      occurred_on: '2022-03-05',
      winner_kind: 'organisation',
      winner: '机构',
      title: '先进单位',
      level: 'city',
    },
    recordEntry: {
      entry_id: newId(),
      member_no: 'KY0001',
      occurred_on: '2022-03-05',
      kind: 'earned',
      amount: 5,
      reason: '参加活动',
    },
    recordCoinRule: {
      rule_id: newId(),
      service_type: 'activity',
      per: 'time',
      coins: 2,
      fund: 'own',
      valid_from: '2999-01-01',
      source: '站务会议纪要',
    },
    recordDuplicateWeights: {
      weights_id: newId(),
      ...FIRST_WEIGHTS.points,
      shown_from: 60,
      valid_from: '2999-01-01',
      source: '站务会议纪要',
    },
    recordCoinTerms: { terms_id: newId(), by_hand_most: 50, notice_days: 30, valid_from: '2999-01-01', source: '内控制度' },
  }
}

let world: World
let director: Caller
let tables: readonly string[]
let entries: Readonly<Record<string, object>>
let endpoints: readonly MountedEndpoint[]

beforeAll(async () => {
  world = await newWorld()
  director = await world.account('director')
  const station_id = await world.station({ code: 'KY', name: '海澄村康园中心', kind: 'disability_centre' })
  const [member] = await world.run((ctx) =>
    registerMembers(ctx, [
      {
        station_id,
        member_no: 'KY0001',
        name: '杨彩梅',
        id_number: undefined,
        status: 'active',
        private: {},
        health: {},
        evidence: 'witnessed',
      },
    ]),
  )
  expect(member).toHaveProperty('id')
  const { rows } = await world.run(({ db }) =>
    sql<{
      person_id: string
    }>`select person_id from people.registrations where organisation_id = ${world.organisation_id}`.execute(db),
  )
  entries = entriesOf(station_id, rows[0]!.person_id)
  endpoints = world.server.endpoints.filter(({ name }) => /^record[A-Z]/.test(name))
  // Every request leaves a line of audit, also one that changes nothing.
  tables = (await readTables(world.database)).map(({ table }) => table).filter((table) => !table.startsWith('audit.'))
})

/** Rows of this organisation in every table. */
const rowsEverywhere = async (): Promise<Record<string, number>> => {
  const { rows } = await world.run(({ db }) =>
    sql<{ name: string; rows: number }>`${sql.join(
      tables
        .filter((table) => !['staff.logins', 'staff.sessions', 'staff.tenants'].includes(table))
        .map(
          (table) =>
            sql`select ${table}::text as name, count(*) as rows from ${sql.table(table)} where organisation_id = ${world.organisation_id}`,
        ),
      sql` union all `,
    )}`.execute(db),
  )
  return Object.fromEntries(rows.map((row) => [row.name, row.rows]))
}

it('every record endpoint has an entry here', () => {
  expect(Object.keys(entries).toSorted()).toEqual(endpoints.map(({ name }) => name).toSorted())
})

it('the same request sent twice has one answer and writes once', async () => {
  const wrong: object[] = []
  for (const [name, entry] of Object.entries(entries)) {
    const { endpoint } = endpoints.find((each) => each.name === name)!
    const before = await rowsEverywhere()
    const first = await director.call(endpoint, entry)
    const between = await rowsEverywhere()
    const second = await director.call(endpoint, entry)
    const after = await rowsEverywhere()
    const grown = tables.filter((table) => after[table] !== between[table])
    const wrote = tables.some((table) => between[table] !== before[table])
    const same = JSON.stringify(second.body) === JSON.stringify(first.body)
    if (first.status !== 200 || second.status !== 200 || !same || !wrote || grown.length > 0)
      wrong.push({ name, wrote, grown, first: first.body, second: second.body })
  }
  expect(wrong).toEqual([])
}, 60_000)
