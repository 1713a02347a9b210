/**
 * Who turned out to be one person, and who did not: told after an import, in its transaction. Nothing is joined: the planner has no
 * statistics of rows that came in just now, and read the register once for each person.
 */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'

export interface SamePersons {
  readonly same_person: { members: string[]; name: string; basis: 'ID' | 'NAME_BIRTH_PHONE' }[]
  /** Namesakes kept apart. */
  readonly not_the_same_person: { name: string; members: string[] }[]
  /** Different persons under one telephone. */
  readonly shared_phone: { members: string[]; names: string[] }[]
}

export const samePersons = async (ctx: Ctx): Promise<SamePersons> => {
  const same = await sql<{ members: string[]; name: string; ids: number }>`
    select array_agg(member_no order by member_no) as members, min(name_key) as name,
      (case when count(id_blind) = count(*) then count(distinct id_blind) else 0 end)::int as ids
    from people.registrations where organisation_id = ${ctx.organisation_id} and void_id is null
    group by person_id having count(*) > 1 order by min(member_no)`.execute(ctx.db)
  const apart = await sql<{ members: string[]; name: string }>`
    select name, array_agg(member order by member) as members from (
      select max(name) as name, min(member) as member from (
        select person_id, name_key as name, null as member from people.persons
        where organisation_id = ${ctx.organisation_id} and void_id is null and merged_into is null
        union all
        select person_id, null, member_no from people.registrations
        where organisation_id = ${ctx.organisation_id} and void_id is null) told
      group by person_id having max(name) is not null and min(member) is not null) one
    group by name having count(*) > 1 order by name`.execute(ctx.db)
  const phones = await sql<{ members: string[]; names: string[] }>`
    select array_agg(member order by member) as members, array_agg(name order by member) as names from (
      select phone_blind, person_id, min(member_no) as member, min(name_key) as name from people.registrations
      where organisation_id = ${ctx.organisation_id} and void_id is null and phone_blind is not null group by phone_blind, person_id) one
    group by phone_blind having count(*) > 1 order by 1`.execute(ctx.db)
  return {
    shared_phone: phones.rows,
    same_person: same.rows.map(({ members, name, ids }) => ({ members, name, basis: ids === 1 ? 'ID' : 'NAME_BIRTH_PHONE' })),
    not_the_same_person: apart.rows,
  }
}
