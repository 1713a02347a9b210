/**
 * Registration (会员登记): one row of a station's register, at the desk or from a workbook. The same human being is found by ID number,
 * or by name, birth date and telephone together where an ID is missing (rules R05–R07, R24); anything weaker is queued for a person.
 */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import { beyondStations } from '../../platform/request.ts'
import type { Evidence } from '../../shared/evidence.ts'
import { disabilityCard, readIdNumber, type IdNumber } from '../../shared/id-card.ts'
import { normalCode, normalName, normalPhone, trimmed } from '../../shared/normal.ts'
import type { RefusalCode } from '../../shared/refusal.ts'
import type { Cell, Outcome } from '../../shared/sheet-form.ts'
import { queueDuplicates } from './duplicates.ts'
import { loadKnown, personKey, type KnownPersons } from './known.ts'
import { nameKeys } from './names.ts'

export interface RegistrationEntry {
  readonly id?: string | undefined
  readonly station_id: string
  readonly member_no: string | undefined
  readonly name: string | undefined
  /** The cell, because an 18-digit number cell has lost its last digits. */
  readonly id_number: Cell | string | undefined
  readonly sex?: 'male' | 'female' | undefined
  readonly born_on?: string | undefined
  readonly phone?: string | undefined
  readonly card_no?: string | undefined
  readonly community?: string | undefined
  readonly categories?: readonly string[] | undefined
  readonly living_status?: string | undefined
  readonly ability?: string | undefined
  readonly consent_no?: string | undefined
  readonly pendant_no?: string | undefined
  readonly is_volunteer?: boolean | undefined
  readonly joined_on?: string | undefined
  readonly status: 'active' | 'withdrawn' | 'deceased'
  readonly status_on?: string | undefined
  /** Addresses, contacts, guardian …: sealed together. */
  readonly private: Readonly<Record<string, string>>
  /** Chronic conditions, medication, allergies …: sealed together. */
  readonly health: Readonly<Record<string, string>>
  readonly evidence: Evidence
}

interface Read {
  readonly entry: RegistrationEntry
  readonly registration_id: string
  readonly member_no: string
  readonly name: string
  readonly name_key: string
  readonly identity: IdNumber
  readonly id_text: string | undefined
  readonly born_on: string | undefined
  readonly sex: 'male' | 'female' | undefined
  readonly phone: string
  readonly id_blind: Buffer | null
  readonly phone_blind: Buffer | null
  person_id: string
}

const readEntry = (ctx: Ctx, entry: RegistrationEntry): Read | { refused: RefusalCode; field: string } => {
  const identity = readIdNumber(entry.id_number)
  if (identity.kind === 'refused') return { refused: identity.refused, field: 'id_number' }
  const name_key = normalName(entry.name ?? '')
  if (name_key === '') return { refused: 'name_missing', field: 'name' }
  const registration_id = entry.id ?? newId()
  const phone = normalPhone(entry.phone ?? '')
  const id_text = identity.kind === 'mainland' ? identity.id18 : identity.kind === 'permit' ? identity.id : undefined
  return {
    entry,
    registration_id,
    member_no: normalCode(entry.member_no ?? '') || `M-${registration_id.slice(-12).toUpperCase()}`,
    name: trimmed(entry.name!),
    name_key,
    identity,
    id_text,
    born_on: identity.kind === 'mainland' ? identity.born_on : entry.born_on,
    sex: identity.kind === 'mainland' ? identity.sex : entry.sex,
    phone,
    id_blind: id_text ? ctx.keys.blind(id_text, 'id', ctx.organisation_id) : null,
    phone_blind: phone ? ctx.keys.blind(phone, 'phone', ctx.organisation_id) : null,
    person_id: '',
  }
}

/** What the register says and does not agree with itself; the ID decides, the row stays. */
const warningsOf = ({ entry, identity }: Read, card: object | undefined): string[] => {
  const warnings: string[] = []
  if (identity.kind === 'mainland' && entry.sex && entry.sex !== identity.sex) warnings.push('sex_differs_from_id')
  if (identity.kind === 'mainland' && entry.born_on && entry.born_on !== identity.born_on) warnings.push('birth_differs_from_id')
  if (entry.card_no && !card) warnings.push('card_invalid')
  return warnings
}

const personRow = (ctx: Ctx, read: Read) => ({
  organisation_id: ctx.organisation_id,
  person_id: read.person_id,
  name: read.name_key,
  ...nameKeys(read.name_key),
  sex: read.sex ?? null,
  born_on: read.born_on ?? null,
  id_kind: read.identity.kind === 'none' ? null : read.identity.kind,
  id_sealed: read.id_text
    ? ctx.keys.seal(read.id_text, { column: 'people.persons.id', organisation_id: ctx.organisation_id, row_id: read.person_id })
    : null,
  id_blind: read.id_blind,
  phone_sealed: read.phone
    ? ctx.keys.seal(read.phone, { column: 'people.persons.phone', organisation_id: ctx.organisation_id, row_id: read.person_id })
    : null,
  phone_blind: read.phone_blind,
  phone_tail_blind: read.phone.length >= 4 ? ctx.keys.blind(read.phone.slice(-4), 'phone-tail', ctx.organisation_id) : null,
  station_ids: [read.entry.station_id],
  recorded_by: ctx.actor.account_id,
  recorded_at: ctx.now,
})

const registrationRow = (ctx: Ctx, read: Read) => {
  const { entry, identity } = read
  const card = identity.kind === 'mainland' && entry.card_no ? disabilityCard(entry.card_no, identity.id18) : undefined
  const sealed = (column: string, content: Readonly<Record<string, string>>) => {
    const filled = Object.entries(content).filter(([, text]) => text !== '')
    const at = { column: `people.registrations.${column}`, organisation_id: ctx.organisation_id, row_id: read.registration_id }
    return filled.length > 0 ? ctx.keys.seal(JSON.stringify(Object.fromEntries(filled)), at) : null
  }
  return {
    organisation_id: ctx.organisation_id,
    registration_id: read.registration_id,
    person_id: read.person_id,
    station_id: entry.station_id,
    member_no: read.member_no,
    name: read.name,
    name_key: read.name_key,
    sex: read.sex ?? null,
    born_on: read.born_on ?? null,
    id_blind: read.id_blind,
    phone_blind: read.phone_blind,
    community: entry.community || null,
    categories: entry.categories ?? [],
    living_status: entry.living_status || null,
    ability: entry.ability || null,
    disability_category: card?.category ?? null,
    disability_grade: card?.grade ?? null,
    consent_no: entry.consent_no || null,
    pendant_no: entry.pendant_no || null,
    is_volunteer: entry.is_volunteer ?? null,
    joined_on: entry.joined_on ?? null,
    status: entry.status,
    status_on: entry.status_on ?? null,
    private_sealed: sealed('private', { ...entry.private, phone: read.phone, card_no: entry.card_no ?? '' }),
    health_sealed: sealed('health', entry.health),
    warnings: warningsOf(read, card),
    evidence: entry.evidence,
    recorded_by: ctx.actor.account_id,
    recorded_at: ctx.now,
  }
}

const hold = async (ctx: Ctx, entries: readonly RegistrationEntry[], outcomes: readonly Outcome[]): Promise<void> => {
  const rows = outcomes.flatMap((outcome, i) => {
    const member_no = normalCode(entries[i]!.member_no ?? '')
    if (!('refused' in outcome) || outcome.refused === 'duplicate' || member_no === '') return []
    return [
      {
        organisation_id: ctx.organisation_id,
        held_id: newId(),
        station_id: entries[i]!.station_id,
        member_no,
        code: outcome.refused,
        recorded_at: ctx.now,
      },
    ]
  })
  await insertRows(ctx.db, 'people.held_registrations', rows)
}

const release = async (ctx: Ctx, numbers: readonly string[], void_id: string): Promise<void> => {
  await sql`update people.held_registrations set void_id = ${void_id}
    where organisation_id = ${ctx.organisation_id} and void_id is null and member_no = any(${numbers})`.execute(ctx.db)
}

/** Persons already known get the station; a person known without an ID gets the ID a later register brings. */
const enrich = async (ctx: Ctx, reads: readonly Read[], known: KnownPersons): Promise<void> => {
  for (const read of reads) {
    const person = known.person(read.person_id)
    if (!person) continue
    const station = !person.station_ids.includes(read.entry.station_id)
    const identity = person.id_blind === null && read.id_blind !== null
    if (!station && !identity) continue
    const row = personRow(ctx, read)
    if (station) person.station_ids.push(read.entry.station_id)
    if (identity) person.id_blind = read.id_blind.toString('hex')
    await sql`update people.persons set station_ids = ${person.station_ids}::uuid[],
        id_kind = coalesce(id_kind, ${row.id_kind}), id_sealed = coalesce(id_sealed, ${row.id_sealed}), id_blind = coalesce(id_blind, ${row.id_blind}),
        sex = case when ${identity} then ${row.sex} else coalesce(sex, ${row.sex}) end,
        born_on = case when ${identity} then ${row.born_on}::date else coalesce(born_on, ${row.born_on}::date) end
      where organisation_id = ${ctx.organisation_id} and person_id = ${read.person_id}`.execute(ctx.db)
  }
}

/**
 * Registers members in the order given. Refused: `id_*`, `name_missing`, `duplicate` (the member number stands already). With
 * `hold`, refused member numbers are remembered, so that services under them say why they wait.
 */
export const registerMembers = async (
  ctx: Ctx,
  entries: readonly RegistrationEntry[],
  { holdRefused = false } = {},
): Promise<Outcome[]> => {
  const reads = entries.map((entry) => readEntry(ctx, entry))
  const sound = reads.filter((read): read is Read => !('refused' in read))
  // Somebody known at another station is known, though this actor does not see that register.
  const known = await beyondStations(ctx, () => loadKnown(ctx, sound))
  const fresh: Read[] = []
  const joined: Read[] = []
  const outcomes: Outcome[] = []
  for (const read of reads) {
    if ('refused' in read) {
      outcomes.push({ refused: read.refused, field: read.field })
      continue
    }
    const standing = known.registration(read.member_no)
    if (standing) {
      outcomes.push({ refused: 'duplicate', repeats_id: standing, field: 'member_no' })
      continue
    }
    const key = personKey(read)
    const same = known.same(key)
    read.person_id = same ?? newId()
    if (same) joined.push(read)
    else fresh.push(read)
    known.add(read.person_id, key, read.member_no, read.registration_id, same ? undefined : [read.entry.station_id])
    outcomes.push({ id: read.registration_id })
  }
  await insertRows(
    ctx.db,
    'people.persons',
    fresh.map((read) => personRow(ctx, read)),
  )
  await beyondStations(ctx, () => enrich(ctx, joined, known))
  const written = [...fresh, ...joined].toSorted((a, b) => (a.registration_id < b.registration_id ? -1 : 1))
  await insertRows(
    ctx.db,
    'people.registrations',
    written.map((read) => registrationRow(ctx, read)),
  )
  await beyondStations(ctx, () =>
    queueDuplicates(
      ctx,
      fresh.map((read) => ({ ...personKey(read), person_id: read.person_id })),
    ),
  )
  if (holdRefused) await hold(ctx, entries, outcomes)
  else if (written.length > 0)
    await release(
      ctx,
      written.map((read) => read.member_no),
      newId(),
    )
  for (let start = 0; start < written.length; start += 1000)
    ctx.wrote({
      entity: 'people.registrations',
      entity_ids: written.slice(start, start + 1000).map((read) => read.registration_id),
    })
  return outcomes
}
