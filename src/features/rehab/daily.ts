/** Daily health of the trainees (每日健康), and the limits a measured value is held against. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import type { Outcome } from '../../shared/sheet-form.ts'
import { recordAtCentre, type CentreEntry } from './centre.ts'
import { implausible, standardLimits, type Limit, type Measured } from './rules.ts'

export interface DailyCheckEntry extends CentreEntry, Measured {
  /** Codes of `medicationOf` and `moodOf`. */
  readonly medication?: string | undefined
  readonly mood?: string | undefined
  readonly measured_by?: string | undefined
}

const readLimits = async (ctx: Ctx): Promise<Limit[]> => {
  const { rows } = await sql<Limit>`
    select measure, at_least, at_most, valid_from, valid_to from rehab.limits
    where organisation_id = ${ctx.organisation_id} order by measure, valid_from desc`.execute(ctx.db)
  return rows
}

/** The organisation's limits; its first use writes the standard ones, which are its own from then on. */
export const openLimits = async (ctx: Ctx): Promise<Limit[]> => {
  const own = await readLimits(ctx)
  if (own.length > 0) return own
  await insertRows(
    ctx.db,
    'rehab.limits',
    standardLimits.map((limit) => ({ organisation_id: ctx.organisation_id, ...limit })),
    { conflict: 'on conflict do nothing' },
  )
  return readLimits(ctx)
}

/** One check per trainee and day; a row with an impossible value is refused whole (rule R35). */
export const recordDailyChecks = async (ctx: Ctx, entries: readonly DailyCheckEntry[]): Promise<Outcome[]> => {
  const limits = await openLimits(ctx)
  return recordAtCentre(ctx, entries, {
    table: 'rehab.daily_checks',
    id: 'check_id',
    check: (entry) => {
      const wrong = implausible(entry, limits, entry.occurred_on)
      return wrong
        ? {
            refused: 'implausible_value',
            details: { value: wrong.value },
            field: wrong.measure === 'nothing' ? 'temperature' : wrong.measure,
          }
        : undefined
    },
    once: ({ occurred_on }) => [occurred_on],
    columns: ({ temperature, systolic, diastolic, pulse, spo2, medication, mood, measured_by }) => ({
      temperature, systolic, diastolic, pulse, spo2, medication, mood, measured_by,
    }), // prettier-ignore
  })
}
