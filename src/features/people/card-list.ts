/** Cards as a list: those in use, those blocked, and the members who have none yet. */
import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { today } from '../../shared/day.ts'
import { openStations } from '../orgs/stations.ts'
import type * as contract from './contract-cards.ts'
import { findPersonIds } from './names-of.ts'

type Listed = OutputOf<typeof contract.listCards>['rows'][number]
type Row = Omit<Listed, 'station_name' | 'issued_on' | 'blocked_on'> & { issued_at: Date | null; blocked_at: Date | null }
type Input = ParsedOf<typeof contract.listCards>

const STATES: Readonly<Record<Input['state'], RawBuilder<unknown>>> = {
  standing: sql`c.card_id is not null and c.blocked_at is null`,
  blocked: sql`c.blocked_at is not null`,
  without: sql`c.card_id is null and r.status = 'active'`,
}

const ORDERS: ReadonlyMap<string, RawBuilder<unknown>> = new Map([
  ['name', sql`p.pinyin, p.name_key, r.registration_id, c.card_id`],
  ['-name', sql`p.pinyin desc, p.name_key desc, r.registration_id, c.card_id`],
  ['issued_on', sql`c.issued_at nulls last, r.member_no, c.card_id`],
  ['-issued_on', sql`c.issued_at desc nulls last, r.member_no, c.card_id`],
  ['ends_on', sql`t.ends_on nulls last, r.member_no, c.card_id`],
  ['-ends_on', sql`t.ends_on desc nulls last, r.member_no, c.card_id`],
  ['member_no', sql`r.member_no, c.card_id`],
  ['-member_no', sql`r.member_no desc, c.card_id`],
])

export const listCards = async (ctx: Ctx, input: Input): Promise<OutputOf<typeof contract.listCards>> => {
  const parts = [sql`r.organisation_id = ${ctx.organisation_id}`, sql`r.void_id is null`, STATES[input.state]]
  if (input.station_id) parts.push(sql`r.station_id = ${input.station_id}`)
  if (input.q?.trim()) parts.push(sql`r.person_id = any(${await findPersonIds(ctx, input.q)}::uuid[])`)
  const from = sql`from people.registrations r
    join people.persons p on p.organisation_id = r.organisation_id and p.person_id = r.person_id
    left join people.cards c on c.organisation_id = r.organisation_id and c.registration_id = r.registration_id
    left join (select registration_id, max(ends_on) as ends_on from people.membership_terms
      where organisation_id = ${ctx.organisation_id} group by registration_id) t on t.registration_id = r.registration_id
    where ${sql.join(parts, sql` and `)}`
  const { rows } = await sql<Row>`
    select r.registration_id, r.person_id, p.name, r.member_no, r.station_id, c.card_id, c.code, c.issued_at, c.blocked_for, c.blocked_at, t.ends_on
    ${from} order by ${ORDERS.get(input.sort ?? '') ?? ORDERS.get('member_no')!}
    limit ${input.page_size} offset ${(input.page - 1) * input.page_size}`.execute(ctx.db)
  const counted = await sql<{ total: number }>`select count(*) as total ${from}`.execute(ctx.db)
  const stations = new Map((await openStations(ctx)).all.map((station) => [station.station_id, station.name]))
  const dayOf = (at: Date | null) => at && today(at, ctx.time_zone)
  return {
    rows: rows.map((row) => ({
      ...row,
      station_name: stations.get(row.station_id) ?? '',
      issued_on: dayOf(row.issued_at),
      blocked_on: dayOf(row.blocked_at),
    })),
    total: counted.rows[0]!.total,
  }
}
