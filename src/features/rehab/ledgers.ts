/** The ledgers of the centre: skills (职业技能), sales (辅助性就业), goals (康复目标), exercise (运动计划), health knowledge (健康知识). */
import type { Ctx } from '../../platform/context.ts'
import type { Outcome } from '../../shared/sheet-form.ts'
import { recordAtCentre, type CentreEntry } from './centre.ts'
import { addsUp, exerciseIsSound, factsAreSound, signed, type Sale } from './rules.ts'

export interface SkillEntry extends CentreEntry {
  readonly skill: string
  readonly training_hours?: number | undefined
  /** A code of `skillResultOf`. */
  readonly result: string
  readonly assessed_by?: string | undefined
}

/** The same trainee, skill and result counts once a year (rule R30). */
export const recordSkills = (ctx: Ctx, entries: readonly SkillEntry[]): Promise<Outcome[]> =>
  recordAtCentre(ctx, entries, {
    table: 'rehab.skills',
    id: 'skill_id',
    check: ({ skill, result, training_hours }) => {
      if (skill === '') return { refused: 'bad_value', details: { field: '技能名称', value: '' }, field: 'skill' }
      if (result === '') return { refused: 'bad_value', details: { field: '评估结果', value: '' }, field: 'result' }
      return training_hours !== undefined && !(training_hours >= 0 && training_hours < 100_000)
        ? { refused: 'bad_value', details: { field: '训练课时', value: training_hours }, field: 'training_hours' }
        : undefined
    },
    once: ({ skill, result, occurred_on }) => [skill, result, occurred_on.slice(0, 4)],
    columns: ({ skill, result, training_hours, assessed_by }) => ({ skill, result, training_hours, assessed_by }),
  })

export interface SaleEntry extends CentreEntry, Sale {
  readonly bill_no: string
  /** A code of `categoryOf`. */
  readonly category: string
  readonly product?: string | undefined
  readonly buyer?: string | undefined
  readonly note?: string | undefined
}

const yuan = (fen: number): string => String(fen / 100)

/** A bill counts once, whoever made what it sold (rule R31); amounts in fen. */
export const recordSales = (ctx: Ctx, entries: readonly SaleEntry[]): Promise<Outcome[]> =>
  recordAtCentre(
    ctx,
    entries.map((entry) => ({ ...entry, ...signed(entry) })),
    {
      table: 'rehab.sales',
      id: 'sale_id',
      check: (entry) => {
        if (entry.bill_no === '') return { refused: 'number_missing', field: 'bill_no' }
        return addsUp(entry)
          ? undefined
          : {
              refused: 'amount_mismatch',
              details: { sum: `${entry.pieces} × ${yuan(entry.unit_price_fen)} ≠ ${yuan(entry.amount_fen)}` },
              field: 'amount_fen',
            }
      },
      // One bill, whoever is named on it: the person is not part of what counts once.
      once: ({ bill_no, occurred_on }) => [bill_no, occurred_on.slice(0, 4)],
      once_for_all: true,
      columns: ({ bill_no, kind, category, product, pieces, unit_price_fen, amount_fen, buyer, note }) => ({
      bill_no, kind, category, product, pieces, unit_price_fen, amount_fen, buyer, note,
    }), // prettier-ignore
    },
  )

export interface GoalEntry extends CentreEntry {
  /** A code of `goalOf`. */
  readonly goal: string
  readonly baseline?: string | undefined
  readonly target?: string | undefined
  /** A code of `goalResultOf`. */
  readonly result: string
  readonly assessed_by?: string | undefined
}

/** The same trainee, goal and day counts once (rule R34). */
export const recordGoals = (ctx: Ctx, entries: readonly GoalEntry[]): Promise<Outcome[]> =>
  recordAtCentre(ctx, entries, {
    table: 'rehab.goals',
    id: 'goal_id',
    check: ({ goal, result }) => {
      if (goal === '') return { refused: 'bad_value', details: { field: '目标类型', value: '' }, field: 'goal' }
      return result === '' ? { refused: 'bad_value', details: { field: '达成情况', value: '' }, field: 'result' } : undefined
    },
    once: ({ goal, occurred_on }) => [goal, occurred_on],
    columns: ({ goal, baseline, target, result, assessed_by }) => ({ goal, baseline, target, result, assessed_by }),
  })

/** `occurred_on` is the first day of the month. */
export interface ExerciseEntry extends CentreEntry {
  readonly planned?: number | undefined
  readonly done?: number | undefined
  /** The cells as written, for the refusal. */
  readonly written?: string | undefined
  readonly noted_by?: string | undefined
}

/** One month of one trainee's exercise plan counts once (rule R32). */
export const recordExercise = (ctx: Ctx, entries: readonly ExerciseEntry[]): Promise<Outcome[]> =>
  recordAtCentre(ctx, entries, {
    table: 'rehab.exercise_months',
    id: 'exercise_id',
    whole_month: true,
    check: ({ planned, done, written }) =>
      exerciseIsSound(planned, done)
        ? undefined
        : {
            refused: 'bad_value',
            details: { field: '自主完成次数', value: written ?? `${done ?? ''}/${planned ?? ''}` },
            field: 'done',
          },
    once: ({ occurred_on }) => [occurred_on.slice(0, 7)],
    columns: ({ planned, done, noted_by }) => ({ planned, done, noted_by }),
  })

export interface KnowledgeEntry extends CentreEntry {
  readonly facts?: number | undefined
  readonly written?: string | undefined
  readonly tested_by?: string | undefined
}

/** Tests may be repeated; the latest of a period decides (rule R33). */
export const recordKnowledgeTests = (ctx: Ctx, entries: readonly KnowledgeEntry[]): Promise<Outcome[]> =>
  recordAtCentre(ctx, entries, {
    table: 'rehab.knowledge_tests',
    id: 'test_id',
    check: ({ facts, written }) =>
      factsAreSound(facts)
        ? undefined
        : { refused: 'bad_value', details: { field: '知识点数', value: written ?? String(facts ?? '') }, field: 'facts' },
    columns: ({ facts, tested_by }) => ({ facts, tested_by }),
  })
