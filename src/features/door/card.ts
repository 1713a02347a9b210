/** What a card holds (卡上的码), decided in this one place. */
import type { Ctx } from '../../platform/context.ts'
import { normalCode } from '../../shared/normal.ts'
import { findByCard } from '../people/cards.ts'
import type { Clue } from '../people/directory.ts'
import { looksLikeCard } from './rules.ts'

/** Whom a code that was read means: the number of a card, else a member number as older cards hold it. Refuses a lost card. */
export const clueOfCode = async (ctx: Ctx, code: string): Promise<Clue> =>
  looksLikeCard(code) ? { person_id: (await findByCard(ctx, code)).person_id } : { member_no: normalCode(code) }
