/** 疑似重复 as a queue: two persons side by side, and what somebody who knows them decides. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { Refusal } from '../../shared/refusal.ts'
import type * as contract from './contract.ts'
import { stationNames } from './find.ts'
import { merge, type PersonRows } from './merge.ts'
import type { Given } from './rules.ts'
import { maskedId, maskedPhone, type SealedPerson } from './secrets.ts'

type Compared = OutputOf<typeof contract.listDuplicates>['rows'][number]['a']

type Person = SealedPerson &
  Pick<Compared, 'name' | 'sex' | 'born_on' | 'member_nos' | 'communities' | 'joined_on'> & { station_ids: string[] }

const comparedOf = async (ctx: Ctx, ids: readonly string[]): Promise<Map<string, Compared>> => {
  const { rows } = await sql<Person>`
    select p.person_id, p.name, p.sex, p.born_on, p.id_sealed, p.phone_sealed, p.station_ids, coalesce(r.member_nos, '{}') as member_nos,
      coalesce(r.communities, '{}') as communities, r.joined_on
    from people.persons p
    left join (select person_id, array_agg(member_no order by member_no) as member_nos, min(joined_on) as joined_on,
        array_agg(distinct community) filter (where community is not null) as communities
      from people.registrations where organisation_id = ${ctx.organisation_id} and void_id is null and person_id = any(${ids}::uuid[])
      group by person_id) r on r.person_id = p.person_id
    where p.organisation_id = ${ctx.organisation_id} and p.person_id = any(${ids}::uuid[])`.execute(ctx.db)
  const names = await stationNames(ctx)
  return new Map(
    rows.map((row) => [
      row.person_id,
      { ...row, station_names: names(row.station_ids), masked_id: maskedId(ctx, row), masked_phone: maskedPhone(ctx, row) },
    ]),
  )
}

interface Pair {
  readonly duplicate_id: string
  readonly person_a: string
  readonly person_b: string
  readonly score: number
  readonly reasons: Given[]
  readonly state: 'open' | 'same' | 'not_same'
}

export const listDuplicates = async (
  ctx: Ctx,
  input: ParsedOf<typeof contract.listDuplicates>,
): Promise<OutputOf<typeof contract.listDuplicates>> => {
  // An open pair needs both persons in sight and neither merged away; a decided one is history.
  const standing =
    input.state === 'open'
      ? sql`and a.merged_into is null and b.merged_into is null and a.void_id is null and b.void_id is null`
      : sql``
  const station = input.station_id
    ? sql`and (${input.station_id} = any(a.station_ids) or ${input.station_id} = any(b.station_ids))`
    : sql``
  const person = input.person_id ? sql`and ${input.person_id} in (d.person_a, d.person_b)` : sql``
  const from = sql`from people.duplicates d
    join people.persons a on a.organisation_id = d.organisation_id and a.person_id = d.person_a
    join people.persons b on b.organisation_id = d.organisation_id and b.person_id = d.person_b
    where d.organisation_id = ${ctx.organisation_id} and d.state = ${input.state} ${standing} ${station} ${person}`
  const { rows } = await sql<Pair>`
    select d.duplicate_id, d.person_a, d.person_b, d.score, d.reasons, d.state ${from}
    order by d.score desc, d.duplicate_id limit ${input.page_size} offset ${(input.page - 1) * input.page_size}`.execute(ctx.db)
  const counted = await sql<{ total: number }>`select count(*) as total ${from}`.execute(ctx.db)
  const persons = await comparedOf(
    ctx,
    rows.flatMap((row) => [row.person_a, row.person_b]),
  )
  return {
    rows: rows.map(({ person_a, person_b, ...pair }) => ({ ...pair, a: persons.get(person_a)!, b: persons.get(person_b)! })),
    total: counted.rows[0]!.total,
  }
}

/** Keeps the person registered first unless told otherwise: ids begin with the time. */
export const decideDuplicate = async (
  ctx: Ctx,
  rows: PersonRows,
  { duplicate_id, decision, kept_id, reason }: ParsedOf<typeof contract.decideDuplicate>,
): Promise<OutputOf<typeof contract.decideDuplicate>> => {
  const found = await sql<Pair>`
    select d.duplicate_id, d.person_a, d.person_b, d.score, d.reasons, d.state from people.duplicates d
    join people.persons a on a.organisation_id = d.organisation_id and a.person_id = d.person_a
    join people.persons b on b.organisation_id = d.organisation_id and b.person_id = d.person_b
    where d.organisation_id = ${ctx.organisation_id} and d.duplicate_id = ${duplicate_id} for update of d`.execute(ctx.db)
  const pair = found.rows[0]
  if (!pair) throw new Refusal('not_found')
  const { person_a, person_b } = pair
  if (kept_id && kept_id !== person_a && kept_id !== person_b) throw new Refusal('not_found', {}, 'kept_id')
  if (pair.state === decision) return { merge_id: null }
  if (pair.state === 'same') throw new Refusal('merge_done')
  await sql`update people.duplicates set state = ${decision}, decided_by = ${ctx.actor.account_id}, decided_at = ${ctx.now}
    where organisation_id = ${ctx.organisation_id} and duplicate_id = ${duplicate_id}`.execute(ctx.db)
  ctx.wrote({
    entity: 'people.duplicates',
    entity_ids: [duplicate_id],
    before: { state: pair.state },
    after: { state: decision, reason: reason || null },
  })
  if (decision === 'not_same') return { merge_id: null }
  const kept = kept_id ?? person_a
  const gone_id = kept === person_a ? person_b : person_a
  const { merge_id } = await merge(ctx, rows, {
    kept_id: kept,
    gone_id,
    reason: reason || (ctx.language === 'zh' ? '疑似重复，确认为同一人' : 'Confirmed as one person'),
  })
  return { merge_id }
}
