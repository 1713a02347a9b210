/** Who turned out to be one person, and who did not: told after an import. */
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
      select p.name_key as name, min(r.member_no) as member from people.persons p
      join people.registrations r on r.organisation_id = p.organisation_id and r.person_id = p.person_id and r.void_id is null
      where p.organisation_id = ${ctx.organisation_id} and p.void_id is null and p.merged_into is null
      group by p.person_id, p.name_key) one
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
