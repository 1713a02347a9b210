/**
 * People (服务对象·会员). A person is registered once per station (`register.ts`, for the desk and for workbooks), found by whatever is typed
 * (`find.ts`), seen masked and whole only for a reason (`profile.ts`). Two rows that turn out to be one person are merged, which can be undone
 * (`merge.ts`, `merge-undo.ts`). Which other tables hold rows of a person only the application knows: it hands them over.
 */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { Refusal } from '../../shared/refusal.ts'
import { blockCard, findCard, issueCard, issueCards } from './cards.ts'
import { listCards } from './card-list.ts'
import type * as contract from './contract.ts'
import { changeStatus, registerMember } from './desk.ts'
import { decideDuplicate, listDuplicates } from './doubts.ts'
import { listPeople, listPeopleWords, searchPeople } from './find.ts'
import { countMoved, listMerges, type Moved } from './merge-list.ts'
import { undo } from './merge-undo.ts'
import { applyForMembership, decideApplication, listApplications, renewMembership } from './membership.ts'
import { merge, type PersonRows } from './merge.ts'
import { getPerson, revealPerson } from './profile.ts'
import { cancelDuplicateScan, continueDuplicateScan, getLastDuplicateScan, startDuplicateScan } from './scan.ts'
import { listDuplicateWeights, recordDuplicateWeights } from './weights.ts'

type In<K extends keyof typeof contract> = ParsedOf<(typeof contract)[K]>
type Out<K extends keyof typeof contract> = Promise<OutputOf<(typeof contract)[K]>>

/** The merge of this id, when the same request was sent before. */
const findMerge = async (ctx: Ctx, { merge_id, kept_id, gone_id }: In<'mergePeople'>): Promise<Moved | undefined> => {
  if (!merge_id) return undefined
  const { rows } = await sql<{ kept_id: string; gone_id: string; moved: Moved }>`
    select m.kept_id, m.gone_id, m.moved from people.merges m
    join people.persons k on k.organisation_id = m.organisation_id and k.person_id = m.kept_id
    where m.organisation_id = ${ctx.organisation_id} and m.merge_id = ${merge_id}`.execute(ctx.db)
  if (rows[0] && (rows[0].kept_id !== kept_id || rows[0].gone_id !== gone_id)) throw new Refusal('merge_done')
  return rows[0]?.moved
}

export const peopleService = (rows: PersonRows) => ({
  searchPeople,
  listPeople,
  listPeopleWords,
  getPerson,
  revealPerson,
  registerMember,
  changeStatus,
  listDuplicates,
  decideDuplicate: (ctx: Ctx, input: In<'decideDuplicate'>): Out<'decideDuplicate'> => decideDuplicate(ctx, rows, input),
  mergePeople: async (ctx: Ctx, input: In<'mergePeople'>): Out<'mergePeople'> => {
    const before = await findMerge(ctx, input)
    if (before) return { merge_id: input.merge_id!, ...countMoved(before) }
    const made = await merge(ctx, rows, input)
    return { merge_id: made.merge_id, ...countMoved(made) }
  },
  listMerges,
  undoMerge: (ctx: Ctx, { merge_id }: In<'undoMerge'>): Out<'undoMerge'> => undo(ctx, rows, merge_id),
})

/** Cards and membership: its contract is `contract-cards.ts`. */
export const cardsService = {
  findCard,
  listCards,
  issueCard,
  issueCards,
  blockCard,
  renewMembership,
  applyForMembership,
  listApplications,
  decideApplication,
}

/** Searching the register for duplicates: its contract is `contract-duplicates.ts`. */
export const duplicatesService = {
  startDuplicateScan,
  continueDuplicateScan,
  cancelDuplicateScan,
  getLastDuplicateScan,
  listDuplicateWeights,
  recordDuplicateWeights,
}
