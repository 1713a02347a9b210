import type { Ctx } from './context.ts'
import { Refusal } from '../shared/refusal.ts'
import type { Outcome } from '../shared/sheet-form.ts'

/**
 * At the desk a refused entry is an answer to the person in front of it. Returns the id of what was written. `id`: the caller's own; what
 * was sent before under it stands already, and the answer is the same as the first time.
 */
export const accept = (outcome: Outcome | undefined, id?: string): string => {
  if (!outcome) throw new Error('no outcome')
  if ('refused' in outcome && id !== undefined && outcome.repeats_id === id) return id
  if ('refused' in outcome) throw new Refusal(outcome.refused, outcome.details ?? {}, outcome.field)
  return outcome.id
}

/** Nothing can be recorded as done on a day that has not come. */
export const checkNotFuture = (ctx: Ctx, day: string, field = 'occurred_on'): void => {
  if (day > ctx.today) throw new Refusal('future_date', { date: day }, field)
}
