/** 成效·前后测: what can be asked about what came of a session, and of a group. */
import { day, endpoint, id, listInput, listOutput, nullable, optional, whole, words, z } from '../../shared/endpoint.ts'

export const listOutcomes = endpoint({
  method: 'GET',
  path: '/api/activities/:activity_id/outcomes',
  permission: 'activities.read',
  summary: '一场活动的成效：问了几人，几人达到',
  input: z.object({ activity_id: id() }),
  output: listOutput({
    outcome_id: z.string(),
    measure: z.string(),
    asked: z.number(),
    reached: z.number(),
    note: nullable(z.string()),
    recorded_by_name: z.string(),
    recorded_at: z.string(),
  }),
})

export const recordOutcome = endpoint({
  method: 'POST',
  path: '/api/activities/:activity_id/outcomes',
  permission: 'activities.record',
  summary: '记一场已开展活动的一项成效；同一项只记一次，记错了先作废',
  input: z.object({
    activity_id: id(),
    outcome_id: optional(id()),
    measure: words(100),
    asked: whole(5000).check(z.gte(1)),
    reached: whole(5000),
    note: optional(words(500)),
  }),
  output: z.object({ outcome_id: z.string() }),
})

export const listMeasures = endpoint({
  method: 'GET',
  path: '/api/activities/measures',
  permission: 'activities.read',
  summary: '用过的成效指标，最近用过的在前',
  input: z.object({}),
  output: listOutput({ measure: z.string(), times: z.number() }),
})

export const PHASES = ['before', 'after'] as const
export const BETTER = ['higher', 'lower'] as const

export const listMembers = endpoint({
  method: 'GET',
  path: '/api/activities/series/:series_id/members',
  permission: 'activities.read',
  summary: '一个课程或小组的组员：报了名的和到过场的',
  input: z.object({ series_id: id() }),
  output: listOutput({ person_id: z.string(), person_name: z.string() }),
})

export const listTests = endpoint({
  method: 'GET',
  path: '/api/activities/tests',
  permission: 'activities.read',
  summary: '课程或小组的前后测：每位组员每份量表一行，前测、后测、变化',
  input: listInput({ series_id: optional(id()) }),
  output: listOutput({
    row_id: z.string(),
    series_id: z.string(),
    person_id: z.string(),
    person_name: z.string(),
    scale: z.string(),
    better: z.string(),
    before_on: nullable(z.string()),
    before: nullable(z.number()),
    after_on: nullable(z.string()),
    after: nullable(z.number()),
    change: nullable(z.number()),
    /** better, same or worse; null until both are there. */
    verdict: nullable(z.enum(['better', 'same', 'worse'])),
    before_id: nullable(z.string()),
    after_id: nullable(z.string()),
  }),
})

export const recordTests = endpoint({
  method: 'POST',
  path: '/api/activities/series/:series_id/tests',
  permission: 'activities.record',
  summary: '记组员的前测或后测分数；再记一次即更正，原分数作废',
  input: z.object({
    series_id: id(),
    scale: words(60),
    better: z._default(z.enum(BETTER), 'higher'),
    phase: z.enum(PHASES),
    occurred_on: day(),
    scores: z
      .array(
        z.object({
          group_test_id: optional(id()),
          person_id: id(),
          score: z.coerce.number().check(z.gte(0), z.lte(10_000)),
        }),
      )
      .check(z.minLength(1), z.maxLength(200)),
  }),
  /** Scores that stand now as given. */
  output: z.object({ recorded: z.number() }),
})
