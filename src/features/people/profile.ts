/** One person: what every worker of the station sees, with numbers masked; and the whole values for a reason. */
import { sql } from 'kysely'
import { mayHere, type Ctx } from '../../platform/context.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { ageOn } from '../../shared/day.ts'
import { Refusal } from '../../shared/refusal.ts'
import { openStations } from '../orgs/stations.ts'
import { accountNames } from '../staff/account-names.ts'
import type * as contract from './contract.ts'
import { listMergesInto, mergedInto } from './merge-list.ts'
import { maskedId, maskedPhone, openRegistration, openSecret, type SealedPerson } from './secrets.ts'

type Profile = OutputOf<typeof contract.getPerson>
type Person = SealedPerson & Pick<Profile, 'name' | 'sex' | 'born_on' | 'id_kind'>

type Row = Omit<Profile['registrations'][number], 'station_name' | 'recorded_by_name' | 'recorded_at'> & {
  private_sealed: Buffer | null
  health_sealed: Buffer | null
  recorded_by: string
  recorded_at: Date
}

const ADDRESSES = ['address', 'household_address']
const CONTACTS = ['contact1', 'contact2']
  .flatMap((contact) => ['name', 'relation', 'phone'].map((part) => `${contact}_${part}`))
  .concat('guardian', 'guardian_relation', 'guardian_phone')

/** The person, or the one they were merged into; refuses when this actor serves neither. */
const findPerson = async (ctx: Ctx, asked_id: string): Promise<Person> => {
  const person_id = await mergedInto(ctx, asked_id)
  const { rows } = await sql<Person>`
    select person_id, name, sex, born_on, id_kind, id_sealed, phone_sealed from people.persons
    where organisation_id = ${ctx.organisation_id} and person_id = ${person_id} and void_id is null`.execute(ctx.db)
  if (!rows[0]) throw new Refusal('not_found')
  return rows[0]
}

const registrationsOf = async (ctx: Ctx, person_id: string): Promise<Row[]> => {
  const { rows } = await sql<Row>`
    select registration_id, station_id, member_no, name, community, categories, living_status, ability, disability_category, disability_grade,
      consent_no, pendant_no, is_volunteer, joined_on, status, status_on, warnings, evidence, private_sealed, health_sealed, recorded_by, recorded_at
    from people.registrations
    where organisation_id = ${ctx.organisation_id} and person_id = ${person_id} and void_id is null
    order by joined_on nulls last, registration_id`.execute(ctx.db)
  return rows
}

/** Who died at one station died at all; else one register in force is enough. */
const statusOf = (rows: readonly Row[]): Profile['status'] =>
  rows.some((row) => row.status === 'deceased')
    ? 'deceased'
    : rows.some((row) => row.status === 'active')
      ? 'active'
      : 'withdrawn'

type Change = Omit<Profile['status_changes'][number], 'station_name' | 'changed_by_name' | 'changed_at'> & {
  station_id: string
  changed_by: string
  changed_at: Date
}

const changesOf = async (ctx: Ctx, registration_ids: readonly string[]): Promise<Change[]> => {
  const { rows } = await sql<Change>`
    select change_id, station_id, was_status, status, status_on, reason, changed_by, changed_at from people.status_changes
    where organisation_id = ${ctx.organisation_id} and registration_id = any(${registration_ids}::uuid[]) order by change_id desc`.execute(
    ctx.db,
  )
  return rows
}

const openDuplicates = async (ctx: Ctx, person_id: string): Promise<number> => {
  const { rows } = await sql<{ open: number }>`
    select count(*) as open from people.duplicates d
    join people.persons o on o.organisation_id = d.organisation_id and o.person_id = case when d.person_a = ${person_id} then d.person_b else d.person_a end
      and o.merged_into is null and o.void_id is null
    where d.organisation_id = ${ctx.organisation_id} and d.state = 'open' and (d.person_a = ${person_id} or d.person_b = ${person_id})`.execute(
    ctx.db,
  )
  return rows[0]!.open
}

export const getPerson = async (ctx: Ctx, input: ParsedOf<typeof contract.getPerson>): Promise<Profile> => {
  const person = await findPerson(ctx, input.person_id)
  const rows = await registrationsOf(ctx, person.person_id)
  const changes = await changesOf(
    ctx,
    rows.map((row) => row.registration_id),
  )
  const accounts = await accountNames(ctx, [...rows.map((row) => row.recorded_by), ...changes.map((change) => change.changed_by)])
  const stations = new Map((await openStations(ctx)).all.map((station) => [station.station_id, station.name]))
  const kept = rows.map((row) => openRegistration(ctx, row.registration_id, 'private', row.private_sealed))
  const has = (fields: readonly string[]) => kept.some((each) => fields.some((field) => each[field]))
  return {
    ...person,
    age: person.born_on ? ageOn(person.born_on, ctx.today) : null,
    status: statusOf(rows),
    masked_id: maskedId(ctx, person),
    masked_phone: maskedPhone(ctx, person),
    has_addresses: has(ADDRESSES),
    has_contacts: has(CONTACTS),
    has_health: mayHere(ctx, 'health.read') ? rows.some((row) => row.health_sealed !== null) : null,
    registrations: rows.map((row) => ({
      ...row,
      station_name: stations.get(row.station_id) ?? '',
      recorded_by_name: accounts.get(row.recorded_by) ?? '',
      recorded_at: row.recorded_at.toISOString(),
    })),
    status_changes: changes.map((change) => ({
      ...change,
      station_name: stations.get(change.station_id) ?? '',
      changed_by_name: accounts.get(change.changed_by) ?? '',
      changed_at: change.changed_at.toISOString(),
    })),
    open_duplicates: await openDuplicates(ctx, person.person_id),
    merged: await listMergesInto(ctx, person.person_id),
  }
}

type What = ParsedOf<typeof contract.revealPerson>['what']

/** Every station keeps its own register: what they say, each once. */
const valuesOf = (ctx: Ctx, what: What, person: Person, rows: readonly Row[]): { field: string; text: string }[] => {
  const opened = (column: 'private' | 'health') =>
    rows.map((row) => openRegistration(ctx, row.registration_id, column, row[`${column}_sealed`]))
  const pick = (of: readonly Readonly<Record<string, string>>[], fields?: readonly string[]) =>
    of.flatMap((each) =>
      Object.entries(each).flatMap(([field, text]) => (fields === undefined || fields.includes(field) ? [{ field, text }] : [])),
    )
  const own = (field: string, text: string | null) => (text ? [{ field, text }] : [])
  const all = {
    id_number: () => own('id_number', openSecret(ctx, person, 'id')),
    phone: () => [...own('phone', openSecret(ctx, person, 'phone')), ...pick(opened('private'), ['phone'])],
    addresses: () => pick(opened('private'), ADDRESSES),
    contacts: () => pick(opened('private'), CONTACTS),
    health: () => pick(opened('health')),
  }[what]()
  return [...new Map(all.map((value) => [`${value.field}|${value.text}`, value])).values()]
}

export const revealPerson = async (
  ctx: Ctx,
  { person_id: asked_id, what, reason }: ParsedOf<typeof contract.revealPerson>,
): Promise<OutputOf<typeof contract.revealPerson>> => {
  if (what === 'health' && !mayHere(ctx, 'health.read')) throw new Refusal('not_allowed')
  const person = await findPerson(ctx, asked_id)
  const values = valuesOf(ctx, what, person, await registrationsOf(ctx, person.person_id))
  ctx.wrote({ entity: 'people.persons', entity_ids: [person.person_id], after: { what, reason } })
  return { values }
}
