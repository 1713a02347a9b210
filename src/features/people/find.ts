/** Finding people: by what somebody types, and as the register. */
import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { ageOn } from '../../shared/day.ts'
import { readIdNumber } from '../../shared/id-card.ts'
import { normalCode } from '../../shared/normal.ts'
import { openStations } from '../orgs/stations.ts'
import type * as contract from './contract.ts'
import { findPersonIds } from './names-of.ts'
import { maskedPhone, type SealedPerson } from './secrets.ts'

const HITS = 20

/** Station id → name, of the stations this actor works at. */
export const stationNames = async (ctx: Ctx): Promise<(ids: readonly string[]) => string[]> => {
  const { all } = await openStations(ctx)
  const seen = all.filter((station) => ctx.stations === 'all' || ctx.stations.includes(station.station_id))
  return (ids) => seen.filter((station) => ids.includes(station.station_id)).map((station) => station.name)
}

/** By a member number, or by the number of a card that was read. */
const findByNumber = async (ctx: Ctx, typed: string): Promise<string[]> => {
  const code = normalCode(typed)
  if (!/\d{3}/.test(code)) return []
  const identity = readIdNumber(code)
  const id_text = identity.kind === 'mainland' ? identity.id18 : identity.kind === 'permit' ? identity.id : undefined
  const blind = id_text ? ctx.keys.blind(id_text, 'id', ctx.organisation_id) : null
  const { rows } = await sql<{ person_id: string }>`
    select distinct person_id from people.registrations
    where organisation_id = ${ctx.organisation_id} and void_id is null and (member_no = ${code} or id_blind = ${blind}::bytea) limit ${HITS}`.execute(
    ctx.db,
  )
  return rows.map((row) => row.person_id)
}

/** Ids of people who match what was typed, best first. */
const findAll = async (ctx: Ctx, typed: string, limit: number): Promise<string[]> => {
  const byName = await findPersonIds(ctx, typed, limit)
  return byName.length > 0 ? byName : findByNumber(ctx, typed)
}

type Found = SealedPerson & { name: string; born_on: string | null; station_ids: string[] }

export const searchPeople = async (
  ctx: Ctx,
  { q }: ParsedOf<typeof contract.searchPeople>,
): Promise<OutputOf<typeof contract.searchPeople>> => {
  const ids = await findAll(ctx, q, HITS)
  if (ids.length === 0) return { rows: [] }
  const { rows } = await sql<Found>`
    select person_id, name, born_on, station_ids, id_sealed, phone_sealed from people.persons
    where organisation_id = ${ctx.organisation_id} and merged_into is null and void_id is null and person_id = any(${ids}::uuid[])`.execute(
    ctx.db,
  )
  const byId = new Map(rows.map((row) => [row.person_id, row]))
  const names = await stationNames(ctx)
  return {
    rows: ids.flatMap((id) => {
      const person = byId.get(id)
      if (!person) return []
      const { person_id, name, born_on, station_ids } = person
      return [
        {
          person_id,
          name,
          masked_phone: maskedPhone(ctx, person),
          station_names: names(station_ids),
          birth_year: born_on ? Number(born_on.slice(0, 4)) : null,
        },
      ]
    }),
  }
}

type Listing = ParsedOf<typeof contract.listPeople>

/** What one row of a register must be for its person to be listed. */
const registrationFilter = (input: Listing): RawBuilder<unknown> => {
  const parts = [sql`true`]
  if (input.station_id) parts.push(sql`station_id = ${input.station_id}`)
  if (input.category) parts.push(sql`${input.category} = any(categories)`)
  if (input.living_status) parts.push(sql`living_status = ${input.living_status}`)
  if (input.disability_category) parts.push(sql`disability_category = ${input.disability_category}`)
  if (input.disability_grade) parts.push(sql`disability_grade = ${input.disability_grade}`)
  if (input.from) parts.push(sql`joined_on >= ${input.from}`)
  if (input.to) parts.push(sql`joined_on <= ${input.to}`)
  return sql`(${sql.join(parts, sql` and `)})`
}

const years = (on: string) => sql`(extract(year from ${on}::date) - extract(year from p.born_on)
  - case when to_char(p.born_on, 'MMDD') > to_char(${on}::date, 'MMDD') then 1 else 0 end)`

const personFilter = async (ctx: Ctx, input: Listing): Promise<RawBuilder<unknown>> => {
  const parts = [sql`p.organisation_id = ${ctx.organisation_id}`, sql`p.merged_into is null`, sql`p.void_id is null`]
  if (input.sex) parts.push(sql`p.sex = ${input.sex}`)
  if (input.status) parts.push(sql`r.status = ${input.status}`)
  if (input.age_from !== undefined) parts.push(sql`${years(ctx.today)} >= ${input.age_from}`)
  if (input.age_to !== undefined) parts.push(sql`${years(ctx.today)} <= ${input.age_to}`)
  if (input.q?.trim()) parts.push(sql`p.person_id = any(${await findAll(ctx, input.q, 500)}::uuid[])`)
  return sql.join(parts, sql` and `)
}

/** One row per person over the registers this actor sees. Who died at one station died at all; else one register in force is enough. */
const registers = (ctx: Ctx, input: Listing) => sql`
  select person_id, array_agg(distinct station_id) as station_ids, array_agg(distinct member_no) as member_nos, min(joined_on) as joined_on,
    case when bool_or(status = 'deceased') then 'deceased'
      when bool_or(status = 'active' and ${input.station_id ? sql`station_id = ${input.station_id}` : sql`true`}) then 'active' else 'withdrawn' end as status,
    max(living_status) as living_status, max(ability) as ability, min(disability_category) as disability_category, min(disability_grade) as disability_grade,
    array_agg(distinct category) filter (where category is not null) as categories
  from people.registrations left join lateral unnest(categories) category on true
  where organisation_id = ${ctx.organisation_id} and void_id is null
  group by person_id having bool_or(${registrationFilter(input)})`

const ORDERS: ReadonlyMap<string, RawBuilder<unknown>> = new Map([
  ['name', sql`p.pinyin, p.name_key, p.person_id`],
  ['-name', sql`p.pinyin desc, p.name_key desc, p.person_id`],
  ['age', sql`p.born_on desc nulls last, p.person_id`],
  ['-age', sql`p.born_on nulls last, p.person_id`],
  ['joined_on', sql`r.joined_on nulls last, p.person_id`],
  ['-joined_on', sql`r.joined_on desc nulls last, p.person_id`],
])

type Listed = Omit<
  OutputOf<typeof contract.listPeople>['rows'][number],
  'age' | 'station_names' | 'masked_phone' | 'categories'
> &
  SealedPerson & { born_on: string | null; station_ids: string[]; categories: string[] | null }

export const listPeople = async (ctx: Ctx, input: Listing): Promise<OutputOf<typeof contract.listPeople>> => {
  const from = sql`from people.persons p join (${registers(ctx, input)}) r on r.person_id = p.person_id where ${await personFilter(ctx, input)}`
  const { rows } = await sql<Listed>`
    select p.person_id, p.name, p.sex, p.born_on, p.id_sealed, p.phone_sealed, r.station_ids, r.member_nos, r.joined_on, r.status,
      r.living_status, r.ability, r.disability_category, r.disability_grade, r.categories
    ${from} order by ${ORDERS.get(input.sort ?? '') ?? ORDERS.get('name')!} limit ${input.page_size} offset ${(input.page - 1) * input.page_size}`.execute(
    ctx.db,
  )
  const counted = await sql<{ total: number }>`select count(*) as total ${from}`.execute(ctx.db)
  const names = await stationNames(ctx)
  return {
    rows: rows.map((row) => ({
      ...row,
      age: row.born_on ? ageOn(row.born_on, ctx.today) : null,
      station_names: names(row.station_ids),
      masked_phone: maskedPhone(ctx, row),
      categories: row.categories ?? [],
    })),
    total: counted.rows[0]!.total,
  }
}

/** The words the registers use, for filters and forms. */
export const listPeopleWords = async (ctx: Ctx): Promise<OutputOf<typeof contract.listPeopleWords>> => {
  const words = async (column: RawBuilder<unknown>, table: RawBuilder<unknown>) => {
    const { rows } = await sql<{ word: string }>`
      select ${column} as word from ${table} where organisation_id = ${ctx.organisation_id} and void_id is null and ${column} is not null
      group by 1 order by count(*) desc, 1 limit 30`.execute(ctx.db)
    return rows.map((row) => row.word)
  }
  return {
    categories: await words(sql`category`, sql`people.registrations cross join unnest(categories) category`),
    living_statuses: await words(sql`living_status`, sql`people.registrations`),
  }
}
