import type { Ctx } from '../../platform/context.ts'
import { refusalText } from '../../shared/refusal-texts.ts'
import type { Outcome } from '../../shared/sheet-form.ts'

/** What the desk is told of one entry among several: the id it stands under, or why not, as a code and in words. */
export interface Told {
  readonly id: string | null
  readonly refused: string | null
  readonly message: string | null
}

/** `id`: the caller's own; what was sent before under it stands already, and the answer is the same as the first time. */
export const toldOf = (ctx: Ctx, outcome: Outcome, id?: string): Told => {
  if (!('refused' in outcome)) return { id: outcome.id, refused: null, message: null }
  if (id !== undefined && outcome.repeats_id === id) return { id, refused: null, message: null }
  const { refused, details } = outcome
  return { id: null, refused, message: refusalText(refused, details ?? {}, ctx.language) }
}
