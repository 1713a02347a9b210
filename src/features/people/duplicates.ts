/** 疑似重复: doubtful pairs are found when a person is registered or the register is searched, and wait for somebody who knows them. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import type { PersonKey } from './known.ts'
import { isNearId } from './near.ts'
import { atMost, mayBeMistyped, reasonsOf, sumOf, type Comparable, type Given, type Reason, type Weights } from './rules.ts'
import { openSecret, type SealedPerson } from './secrets.ts'
import { weightsInForce } from './weights.ts'

export interface Candidate extends Comparable {
  readonly person_id: string
}

/** Columns of a candidate, of `people.persons p`. */
export const CANDIDATE = sql`p.person_id, p.name_key, p.pinyin, p.sex, p.born_on, encode(p.id_blind, 'hex') as id_blind, encode(p.phone_blind, 'hex') as phone_blind`

interface Doubt {
  readonly a: Candidate
  readonly b: Candidate
  readonly reasons: Reason[]
}

/** Pairs that may reach the threshold, once each, with what the rows say; the rest is forgotten at once. */
export const doubtsOf = (pairs: Iterable<readonly [Candidate, Candidate]>, weights: Weights): Map<string, Doubt> => {
  const doubts = new Map<string, Doubt>()
  for (const [one, other] of pairs) {
    if (one.person_id === other.person_id) continue
    const reasons = reasonsOf(one, other)
    if (atMost(reasons, weights) < weights.shown_from) continue
    const [a, b] = one.person_id < other.person_id ? [one, other] : [other, one]
    doubts.set(`${a.person_id}|${b.person_id}`, { a, b, reasons })
  }
  return doubts
}

/** Person id → communities of the registrations. */
const communitiesOf = async (ctx: Ctx, ids: readonly string[]): Promise<Map<string, string[]>> => {
  const { rows } = await sql<{ person_id: string; communities: string[] }>`
    select person_id, array_agg(distinct community) as communities from people.registrations
    where organisation_id = ${ctx.organisation_id} and void_id is null and community is not null and person_id = any(${ids}::uuid[])
    group by person_id`.execute(ctx.db)
  return new Map(rows.map((row) => [row.person_id, row.communities]))
}

/** Person id → the ID number, opened in memory for comparing and kept nowhere. */
const numbersOf = async (ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> => {
  const { rows } = await sql<SealedPerson>`select person_id, id_sealed, phone_sealed from people.persons
    where organisation_id = ${ctx.organisation_id} and person_id = any(${ids}::uuid[]) and id_sealed is not null`.execute(ctx.db)
  return new Map(rows.map((row) => [row.person_id, openSecret(ctx, row, 'id')!]))
}

interface Pair {
  readonly person_a: string
  readonly person_b: string
  readonly score: number
  readonly reasons: Given[]
}

/** What registrations and opened numbers add; and who then reaches the threshold. */
const judge = async (ctx: Ctx, doubts: readonly Doubt[], weights: Weights): Promise<Pair[]> => {
  const idsOf = (some: readonly Doubt[]) => [...new Set(some.flatMap(({ a, b }) => [a.person_id, b.person_id]))]
  const communities = await communitiesOf(ctx, idsOf(doubts))
  const mistyped = doubts.filter(({ reasons }) => reasons.includes('other_id') && mayBeMistyped(reasons))
  const numbers = mistyped.length > 0 ? await numbersOf(ctx, idsOf(mistyped)) : new Map<string, string>()
  return doubts.flatMap(({ a, b, reasons }): Pair[] => {
    const near = communities.get(a.person_id)?.some((one) => communities.get(b.person_id)?.includes(one)) ?? false
    const [mine, theirs] = [numbers.get(a.person_id), numbers.get(b.person_id)]
    const slipped = mayBeMistyped(reasons) && mine !== undefined && theirs !== undefined && isNearId(mine, theirs)
    const all = reasons.map((reason): Reason => (reason === 'other_id' && slipped ? 'near_id' : reason))
    if (near) all.push('same_community')
    const sum = sumOf(all, weights)
    if (sum < weights.shown_from) return []
    const given = all.map((reason) => ({ reason, points: weights.points[reason] }))
    return [{ person_a: a.person_id, person_b: b.person_id, score: Math.min(100, sum), reasons: given }]
  })
}

/** Pairs already asked about, whatever was decided. */
const askedBefore = async (ctx: Ctx, pairs: readonly Pair[]): Promise<Set<string>> => {
  const { rows } = await sql<{ pair: string }>`select person_a || '|' || person_b as pair from people.duplicates
    where organisation_id = ${ctx.organisation_id} and person_a = any(${[...new Set(pairs.map((pair) => pair.person_a))]}::uuid[])`.execute(
    ctx.db,
  )
  return new Set(rows.map((row) => row.pair))
}

/** Queues the doubtful ones of these pairs, each once for ever: what was decided is not asked again. Returns how many are new. */
export const queuePairs = async (
  ctx: Ctx,
  pairs: Iterable<readonly [Candidate, Candidate]>,
  weights: Weights,
): Promise<number> => {
  const doubts = [...doubtsOf(pairs, weights).values()]
  if (doubts.length === 0) return 0
  const found = await judge(ctx, doubts, weights)
  const asked = await askedBefore(ctx, found)
  const written = await insertRows(
    ctx.db,
    'people.duplicates',
    found
      .filter(({ person_a, person_b }) => !asked.has(`${person_a}|${person_b}`))
      .map(({ reasons, ...pair }) => ({
        organisation_id: ctx.organisation_id,
        duplicate_id: newId(),
        ...pair,
        reasons: JSON.stringify(reasons),
      })),
    { conflict: 'on conflict do nothing', returning: 'duplicate_id' },
  )
  return written.length
}

const candidates = async (ctx: Ctx, persons: readonly (PersonKey & { person_id: string })[]): Promise<Candidate[]> => {
  const names = [...new Set(persons.map((p) => p.name_key))]
  const births = [...new Set(persons.flatMap((p) => (p.born_on ? [p.born_on] : [])))]
  const phones = [...new Set(persons.flatMap((p) => (p.phone_blind ? [Buffer.from(p.phone_blind, 'hex')] : [])))]
  const { rows } = await sql<Candidate>`
    select ${CANDIDATE} from people.persons p
    where p.organisation_id = ${ctx.organisation_id} and p.merged_into is null and p.void_id is null
      and (p.name_key = any(${names}) or p.born_on = any(${births}::date[]) or p.phone_blind = any(${phones}::bytea[]))`.execute(
    ctx.db,
  )
  return rows
}

/** Compares new persons with everybody of the same name, birth date or telephone and queues the doubtful pairs, once each. */
export const queueDuplicates = async (ctx: Ctx, persons: readonly (PersonKey & { person_id: string })[]): Promise<void> => {
  if (persons.length === 0) return
  const all = await candidates(ctx, persons)
  const byHandle = new Map<string, Candidate[]>()
  const handles = (one: Candidate) => [
    `n:${one.name_key}`,
    ...(one.born_on ? [`b:${one.born_on}|${one.pinyin[0]}`, `b:${one.born_on}|$${one.pinyin.at(-1)}`] : []),
    ...(one.phone_blind ? [`p:${one.phone_blind}`] : []),
  ]
  for (const one of all)
    for (const handle of handles(one)) {
      const held = byHandle.get(handle)
      if (held) held.push(one)
      else byHandle.set(handle, [one])
    }
  const byId = new Map(all.map((one) => [one.person_id, one]))
  const pairs = function* (): Generator<readonly [Candidate, Candidate]> {
    for (const { person_id } of persons) {
      const mine = byId.get(person_id)
      if (mine) for (const handle of handles(mine)) for (const other of byHandle.get(handle) ?? []) yield [mine, other]
    }
  }
  await queuePairs(ctx, pairs(), await weightsInForce(ctx))
}
