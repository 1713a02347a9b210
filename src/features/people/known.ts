/** Persons and registrations that new register rows must be compared with, loaded once per call. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'

/** What makes a person comparable. Blind indexes as hexadecimal text. */
export interface PersonKey {
  readonly name_key: string
  readonly born_on: string | undefined
  readonly id_blind: string | undefined
  readonly phone_blind: string | undefined
}

export const personKey = (read: {
  name_key: string
  born_on: string | undefined
  id_blind: Buffer | null
  phone_blind: Buffer | null
}): PersonKey => ({
  name_key: read.name_key,
  born_on: read.born_on,
  id_blind: read.id_blind?.toString('hex'),
  phone_blind: read.phone_blind?.toString('hex'),
})

export interface KnownPerson {
  station_ids: string[]
  id_blind: string | null
}

export interface KnownPersons {
  /** The person this key surely means (R07), if there is one. */
  same(key: PersonKey): string | undefined
  registration(member_no: string): string | undefined
  person(person_id: string): KnownPerson | undefined
  add(person_id: string, key: PersonKey, member_no: string, registration_id: string, station_ids: string[] | undefined): void
}

interface Row {
  registration_id: string
  person_id: string
  member_no: string
  name_key: string
  born_on: string | null
  id_blind: string | null
  phone_blind: string | null
}

const wide = (key: PersonKey): string | undefined =>
  key.born_on && key.phone_blind ? `${key.name_key}|${key.born_on}|${key.phone_blind}` : undefined

export const loadKnown = async (
  ctx: Ctx,
  reads: readonly { member_no: string; name_key: string; id_blind: Buffer | null }[],
): Promise<KnownPersons> => {
  const { rows } = await sql<Row>`
    select registration_id, person_id, member_no, name_key, born_on, encode(id_blind, 'hex') as id_blind, encode(phone_blind, 'hex') as phone_blind
    from people.registrations
    where organisation_id = ${ctx.organisation_id} and void_id is null
      and (member_no = any(${reads.map((r) => r.member_no)}) or name_key = any(${[...new Set(reads.map((r) => r.name_key))]})
        or id_blind = any(${reads.flatMap((r) => (r.id_blind ? [r.id_blind] : []))}::bytea[]))
    order by registration_id`.execute(ctx.db)
  const ids = [...new Set(rows.map((row) => row.person_id))]
  const persons = await sql<{ person_id: string; station_ids: string[]; id_blind: string | null }>`
    select person_id, station_ids, encode(id_blind, 'hex') as id_blind from people.persons
    where organisation_id = ${ctx.organisation_id} and person_id = any(${ids}::uuid[])`.execute(ctx.db)

  const byId = new Map<string, string>()
  /** Name, birth date and telephone → the person and whether that row had an ID. */
  const byWide = new Map<string, { person_id: string; has_id: boolean }[]>()
  const byNumber = new Map<string, string>()
  const byPerson = new Map<string, KnownPerson>(
    persons.rows.map((p) => [p.person_id, { station_ids: p.station_ids, id_blind: p.id_blind }]),
  )
  const remember = (person_id: string, key: PersonKey) => {
    if (key.id_blind) byId.set(key.id_blind, person_id)
    const text = wide(key)
    if (text) byWide.set(text, [...(byWide.get(text) ?? []), { person_id, has_id: key.id_blind !== undefined }])
  }
  for (const row of rows) {
    byNumber.set(row.member_no, row.registration_id)
    remember(row.person_id, {
      name_key: row.name_key,
      born_on: row.born_on ?? undefined,
      id_blind: row.id_blind ?? undefined,
      phone_blind: row.phone_blind ?? undefined,
    })
  }
  return {
    same: (key) => {
      const exact = key.id_blind ? byId.get(key.id_blind) : undefined
      if (exact) return exact
      const text = wide(key)
      const near = text ? (byWide.get(text) ?? []) : []
      // With an ID of its own the row can only join somebody whose row has none.
      return near.find((one) => key.id_blind === undefined || !one.has_id)?.person_id
    },
    registration: (member_no) => byNumber.get(member_no),
    person: (person_id) => byPerson.get(person_id),
    add: (person_id, key, member_no, registration_id, station_ids) => {
      byNumber.set(member_no, registration_id)
      if (station_ids) byPerson.set(person_id, { station_ids: [...station_ids], id_blind: key.id_blind ?? null })
      remember(person_id, key)
    },
  }
}
