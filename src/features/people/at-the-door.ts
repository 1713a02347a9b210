/**
 * Members as the door of their station knows them (签到台): the few fields a tablet in a public room may hold. The name is masked, of
 * the telephone there are four digits, and an allergy or an open doubt about who somebody is says no more than “please see the desk”.
 */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { maskedName } from './names-of.ts'
import { openRegistration, openSecret, type SealedPerson } from './secrets.ts'

export interface DoorMember {
  readonly person_id: string
  readonly name: string
  readonly initials: string
  readonly phone_tail: string | null
  /** Member numbers, and the card in force. */
  readonly codes: string[]
  /** Cards reported lost, replaced or taken back. */
  readonly blocked: string[]
  /** `MM-DD` */
  readonly birthday: string | null
  /** The last day of the membership. */
  readonly ends_on: string | null
  readonly see_desk: boolean
}

interface Row extends SealedPerson {
  readonly name: string
  readonly initials: string
  readonly born_on: string | null
  readonly registration_id: string
  readonly member_no: string
  readonly health_sealed: Buffer | null
  readonly ends_on: string | null
  readonly codes: string[] | null
  readonly blocked: string[] | null
  readonly doubted: boolean
}

/** “无” and its like say that there is none. */
const NONE = /^(无|没有|否|不详|none|no|-|—|\/)?$/i

const hasAllergy = (ctx: Ctx, { registration_id, health_sealed }: Row): boolean =>
  !NONE.test((openRegistration(ctx, registration_id, 'health', health_sealed)['allergy'] ?? '').trim())

const memberOf = (ctx: Ctx, row: Row): DoorMember => ({
  person_id: row.person_id,
  name: maskedName(row.name),
  initials: row.initials,
  phone_tail: /\d{4}$/.exec(openSecret(ctx, row, 'phone') ?? '')?.[0] ?? null,
  codes: [row.member_no, ...(row.codes ?? [])],
  blocked: row.blocked ?? [],
  birthday: row.born_on?.slice(5) ?? null,
  ends_on: row.ends_on,
  see_desk: row.doubted || hasAllergy(ctx, row),
})

/** Members in force of a station by pinyin, at most `most`; `person_id`: that one, wherever registered within reach. */
export const findMembersAtDoor = async (
  ctx: Ctx,
  { station_id, person_id, most }: { readonly station_id: string; readonly person_id?: string; readonly most: number },
): Promise<{ readonly members: DoorMember[]; readonly total: number }> => {
  const { organisation_id } = ctx
  const who = person_id
    ? sql`r.person_id = ${person_id} order by (r.station_id = ${station_id}) desc, (r.status = 'active') desc`
    : sql`r.station_id = ${station_id} and r.status = 'active' order by p.pinyin, r.person_id`
  const { rows } = await sql<Row & { total: number }>`
    select r.person_id, r.registration_id, r.member_no, r.health_sealed, p.name, p.initials, p.born_on, p.id_sealed, p.phone_sealed,
      t.ends_on, c.codes, c.blocked, count(*) over () as total, exists (select 1 from people.duplicates d
        where d.organisation_id = ${organisation_id} and d.state = 'open' and (d.person_a = r.person_id or d.person_b = r.person_id)) as doubted
    from people.registrations r join people.persons p on p.organisation_id = r.organisation_id and p.person_id = r.person_id
    left join (select registration_id, max(ends_on) as ends_on from people.membership_terms
      where organisation_id = ${organisation_id} group by registration_id) t on t.registration_id = r.registration_id
    left join (select registration_id, array_agg(code) filter (where blocked_at is null) as codes,
      array_agg(code) filter (where blocked_at is not null) as blocked from people.cards
      where organisation_id = ${organisation_id} group by registration_id) c on c.registration_id = r.registration_id
    where r.organisation_id = ${organisation_id} and r.void_id is null and ${who} limit ${most}`.execute(ctx.db)
  const members = new Map<string, DoorMember>()
  for (const row of rows) {
    const known = members.get(row.person_id)
    if (known) known.codes.push(row.member_no, ...(row.codes ?? []))
    else members.set(row.person_id, memberOf(ctx, row))
  }
  // Somebody may be registered twice at one station: only where rows were cut off is their number told.
  return { members: [...members.values()], total: rows.length < most ? members.size : (rows[0]?.total ?? 0) }
}
