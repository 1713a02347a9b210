/** 康园: what can be asked of the disability centre. */
import {
  day,
  endpoint,
  id,
  listInput,
  listOutput,
  month,
  namedPerson,
  nullable,
  optional,
  recordedFields,
  whole,
  words,
  z,
} from '../../shared/endpoint.ts'

export const STANDINGS = ['formal', 'trial'] as const
export const EMPLOYMENTS = ['none', 'assisted', 'open'] as const
export const SKILL_RESULTS = ['mastered', 'basic', 'learning'] as const
export const MEDICATIONS = ['not_needed', 'taken', 'not_taken'] as const
export const MOODS = ['calm', 'happy', 'low'] as const

/** Who is meant: chosen from the register, or by number, or by name at this station. */
const who = { station_id: id(), ...namedPerson }

const person = {
  station_id: z.string(),
  station_name: z.string(),
  person_id: z.string(),
  person_name: z.string(),
  evidence: z.string(),
}

const trainee = {
  trainee_id: z.string(),
  ...person,
  roster_year: z.number(),
  standing: z.string(),
  disability_category: nullable(z.string()),
  disability_grade: nullable(z.number()),
  admitted_on: nullable(z.string()),
  left_on: nullable(z.string()),
  health_file_no: nullable(z.string()),
  health_file_on: nullable(z.string()),
  employment: nullable(z.string()),
  employed_on: nullable(z.string()),
}

export const listTrainees = endpoint({
  method: 'GET',
  path: '/api/rehab/trainees',
  permission: 'rehab.read',
  summary: '康园学员名册，可按站点、年度、类别、就业情况、姓名筛选',
  input: listInput({
    roster_year: optional(whole(2200)),
    standing: optional(z.enum(STANDINGS)),
    employment: optional(z.enum(EMPLOYMENTS)),
  }),
  output: listOutput(trainee),
})

export const getTrainee = endpoint({
  method: 'GET',
  path: '/api/rehab/trainees/:trainee_id',
  permission: 'rehab.read',
  summary: '一位学员；监护人姓名和电话遮蔽',
  input: z.object({ trainee_id: id() }),
  output: z.object({
    ...trainee,
    note: nullable(z.string()),
    guardian: nullable(z.string()),
    /** Recorded at the desk; null when the roster itself tells of it, or nobody left. */
    departure_id: nullable(z.string()),
    departure_reason: nullable(z.string()),
    ...recordedFields,
  }),
})

export const revealGuardian = endpoint({
  method: 'POST',
  path: '/api/rehab/trainees/:trainee_id/guardian',
  permission: 'people.reveal',
  summary: '查看监护人姓名和电话，写明原因，记入审计',
  input: z.object({ trainee_id: id(), reason: words(200) }),
  output: z.object({ name: z.string(), phone: z.string() }),
})

export const recordTrainee = endpoint({
  method: 'POST',
  path: '/api/rehab/trainees',
  permission: 'rehab.record',
  summary: '学员入园：同一人同一年度名册只计一次，试训不计',
  input: z.object({
    trainee_id: optional(id()),
    ...who,
    standing: z._default(z.enum(STANDINGS), 'formal'),
    admitted_on: day(),
    disability_category: optional(words(20)),
    disability_grade: optional(z.coerce.number().check(z.int(), z.gte(1), z.lte(4))),
    guardian_name: optional(words(40)),
    guardian_phone: optional(words(40)),
    health_file_no: optional(words(40)),
    health_file_on: optional(day()),
    employment: optional(z.enum(EMPLOYMENTS)),
    employed_on: optional(day()),
    note: optional(words(500)),
  }),
  output: z.object({ trainee_id: z.string() }),
})

export const recordDeparture = endpoint({
  method: 'POST',
  path: '/api/rehab/trainees/:trainee_id/departure',
  permission: 'rehab.record',
  summary: '学员离园：自离园日期起不再在册',
  input: z.object({ trainee_id: id(), departure_id: optional(id()), left_on: day(), reason: words(200) }),
  output: z.object({ departure_id: z.string() }),
})

export const getTraineeYear = endpoint({
  method: 'GET',
  path: '/api/rehab/trainees/:trainee_id/years/:year',
  permission: 'rehab.read',
  summary: '一位学员一年的进展：技能、康复目标、运动计划、健康知识、产量与销售、每日健康',
  input: z.object({ trainee_id: id(), year: whole(2200).check(z.gte(1950)) }),
  output: z.object({
    skills: z.array(z.object({ skill_id: z.string(), occurred_on: z.string(), skill: z.string(), result: z.string(), training_hours: nullable(z.number()), assessed_by: nullable(z.string()) })),
    goals: z.array(z.object({ goal_id: z.string(), occurred_on: z.string(), goal: z.string(), baseline: nullable(z.string()), target: nullable(z.string()), result: z.string() })),
    exercise: z.array(z.object({ exercise_id: z.string(), month: z.string(), planned: z.number(), done: z.number() })),
    tests: z.array(z.object({ test_id: z.string(), occurred_on: z.string(), facts: z.number() })),
    sales: z.array(z.object({ sale_id: z.string(), occurred_on: z.string(), category: z.string(), product: nullable(z.string()), kind: z.string(), pieces: z.number(), amount_fen: z.number() })),
    checks: z.array(z.object({ check_id: z.string(), occurred_on: z.string(), temperature: nullable(z.number()), systolic: nullable(z.number()), diastolic: nullable(z.number()), pulse: nullable(z.number()), spo2: nullable(z.number()) })),
  }),
}) // prettier-ignore

const skill = {
  skill_id: z.string(),
  ...person,
  occurred_on: z.string(),
  skill: z.string(),
  training_hours: nullable(z.number()),
  result: z.string(),
  assessed_by: nullable(z.string()),
}

export const listSkills = endpoint({
  method: 'GET',
  path: '/api/rehab/skills',
  permission: 'rehab.read',
  summary: '职业技能评估，可按日期、技能、结果、姓名筛选',
  input: listInput({ result: optional(z.enum(SKILL_RESULTS)), skill: optional(words(40)) }),
  output: listOutput(skill),
})

export const getSkill = endpoint({
  method: 'GET',
  path: '/api/rehab/skills/:skill_id',
  permission: 'rehab.read',
  summary: '一次职业技能评估',
  input: z.object({ skill_id: id() }),
  output: z.object({ ...skill, ...recordedFields }),
})

export const recordSkill = endpoint({
  method: 'POST',
  path: '/api/rehab/skills',
  permission: 'rehab.record',
  summary: '评估一项职业技能：同一学员同一技能同一结果每年只计一次',
  input: z.object({
    skill_id: optional(id()),
    ...who,
    occurred_on: day(),
    skill: words(40),
    training_hours: optional(z.coerce.number().check(z.gte(0), z.lte(10_000))),
    result: z.enum(SKILL_RESULTS),
    assessed_by: optional(words(40)),
  }),
  output: z.object({ skill_id: z.string() }),
})

const sale = {
  sale_id: z.string(),
  ...person,
  occurred_on: z.string(),
  bill_no: z.string(),
  kind: z.string(),
  category: z.string(),
  product: nullable(z.string()),
  pieces: z.number(),
  unit_price_fen: z.number(),
  amount_fen: z.number(),
  buyer: nullable(z.string()),
}

export const listSales = endpoint({
  method: 'GET',
  path: '/api/rehab/sales',
  permission: 'rehab.read',
  summary: '辅助性就业产量与销售，可按日期、类型、单号、姓名筛选',
  input: listInput({ kind: optional(z.enum(['sale', 'refund'])), category: optional(words(40)) }),
  output: listOutput(sale),
})

export const getSale = endpoint({
  method: 'GET',
  path: '/api/rehab/sales/:sale_id',
  permission: 'rehab.read',
  summary: '一笔销售或退货',
  input: z.object({ sale_id: id() }),
  output: z.object({ ...sale, note: nullable(z.string()), ...recordedFields }),
})

export const recordSale = endpoint({
  method: 'POST',
  path: '/api/rehab/sales',
  permission: 'rehab.record',
  summary: '记一笔销售或退货：金额 = 件数 × 单价（分），同一单号每年只计一次',
  input: z.object({
    sale_id: optional(id()),
    ...who,
    occurred_on: day(),
    bill_no: words(40),
    kind: z._default(z.enum(['sale', 'refund']), 'sale'),
    category: words(40),
    product: optional(words(40)),
    pieces: z.coerce.number().check(z.gt(0), z.lte(1_000_000), z.multipleOf(0.01)),
    unit_price_fen: whole(100_000_000),
    amount_fen: whole(2_000_000_000),
    buyer: optional(words(40)),
    note: optional(words(500)),
  }),
  output: z.object({ sale_id: z.string() }),
})

const measured = {
  temperature: nullable(z.number()),
  systolic: nullable(z.number()),
  diastolic: nullable(z.number()),
  pulse: nullable(z.number()),
  spo2: nullable(z.number()),
}

const check = {
  check_id: z.string(),
  ...person,
  occurred_on: z.string(),
  ...measured,
  medication: nullable(z.string()),
  mood: nullable(z.string()),
  measured_by: nullable(z.string()),
}

export const listDailyChecks = endpoint({
  method: 'GET',
  path: '/api/rehab/daily-checks',
  permission: 'rehab.read',
  summary: '每日健康，可按日期、服药、情绪、姓名筛选',
  input: listInput({ medication: optional(words(20)), mood: optional(words(20)) }),
  output: listOutput(check),
})

export const getDailyCheck = endpoint({
  method: 'GET',
  path: '/api/rehab/daily-checks/:check_id',
  permission: 'rehab.read',
  summary: '一条每日健康记录',
  input: z.object({ check_id: id() }),
  output: z.object({ ...check, ...recordedFields }),
})

export const getDailyRoll = endpoint({
  method: 'GET',
  path: '/api/rehab/daily-roll',
  permission: 'rehab.read',
  summary: '某日在册学员，以及谁已测过',
  input: z.object({ on: day(), station_id: optional(id()) }),
  output: z.object({
    trainees: z.array(
      z.object({ person_id: z.string(), person_name: z.string(), station_id: z.string(), check_id: nullable(z.string()) }),
    ),
  }),
})

const value = (least: number, most: number) => optional(z.coerce.number().check(z.gte(least), z.lte(most)))

export const recordDailyRoll = endpoint({
  method: 'POST',
  path: '/api/rehab/daily-roll',
  permission: 'rehab.record',
  summary: '一次记多位学员的每日健康：每人每天计一次；每人各有结果，一人不成不影响其他人',
  input: z.object({
    occurred_on: day(),
    measured_by: optional(words(40)),
    checks: z
      .array(
        z.object({
          check_id: optional(id()),
          station_id: id(),
          person_id: id(),
          // Wider than any limit: whether a value can be true is asked of the organisation's own limits.
          temperature: value(0, 1000),
          systolic: value(0, 1000),
          diastolic: value(0, 1000),
          pulse: value(0, 1000),
          spo2: value(0, 1000),
          medication: optional(z.enum(MEDICATIONS)),
          mood: optional(z.enum(MOODS)),
        }),
      )
      .check(z.minLength(1), z.maxLength(200)),
  }),
  output: z.object({
    recorded: z.number(),
    /** In the order given: the id, or why not. */
    outcomes: z.array(
      z.object({
        person_id: z.string(),
        check_id: nullable(z.string()),
        refused: nullable(z.string()),
        message: nullable(z.string()),
      }),
    ),
  }),
})

export const recordGoal = endpoint({
  method: 'POST',
  path: '/api/rehab/goals',
  permission: 'rehab.record',
  summary: '评估一个康复目标：同一学员同一目标同日计一次',
  input: z.object({
    goal_id: optional(id()),
    ...who,
    occurred_on: day(),
    goal: words(40),
    baseline: optional(words(200)),
    target: optional(words(200)),
    result: z.enum(['reached', 'partly', 'not_reached']),
    assessed_by: optional(words(40)),
  }),
  output: z.object({ goal_id: z.string() }),
})

export const recordExerciseMonth = endpoint({
  method: 'POST',
  path: '/api/rehab/exercise-months',
  permission: 'rehab.record',
  summary: '记一位学员一个月的运动计划：自主完成次数不多于计划次数',
  input: z.object({
    exercise_id: optional(id()),
    ...who,
    month: month(),
    planned: whole(1000),
    done: whole(1000),
    noted_by: optional(words(40)),
  }),
  output: z.object({ exercise_id: z.string() }),
})

export const recordKnowledgeTest = endpoint({
  method: 'POST',
  path: '/api/rehab/knowledge-tests',
  permission: 'rehab.record',
  summary: '记一次健康知识测验（0–10 点），以最近一次为准',
  input: z.object({ test_id: optional(id()), ...who, occurred_on: day(), facts: whole(10), tested_by: optional(words(40)) }),
  output: z.object({ test_id: z.string() }),
})
