/** Volunteers (志愿者): the roster, and who is meant by a number or a name. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { newId } from '../../platform/new-id.ts'
import type { Day } from '../../shared/day.ts'
import { readIdNumber, type Sex } from '../../shared/id-card.ts'
import { normalCode, normalName, normalPhone, normalText } from '../../shared/normal.ts'
import type { RefusalCode, RefusalDetails } from '../../shared/refusal.ts'
import type { Cell, Outcome } from '../../shared/sheet-form.ts'
import { openDirectory } from '../people/directory.ts'
import type { Evidence } from '../../shared/evidence.ts'
import { putOnce } from '../records/put-once.ts'

/** A row of a year's roster. */
export interface VolunteerEntry {
  readonly id?: string | undefined
  readonly evidence: Evidence
  readonly roster_year: number
  /** Given at the desk when the entry names none. */
  readonly volunteer_no: string
  readonly name: string
  readonly sex?: Sex | undefined
  /** As typed, or the cell it stands in. */
  readonly id_number?: Cell | string | undefined
  readonly phone?: string | undefined
  readonly member_no?: string | undefined
  readonly team?: string | undefined
  readonly registered_on?: Day | undefined
  readonly note?: string | undefined
}

/** The number persons are told apart by: the ID with 18 digits, or as it was written when it is none; '' without one. */
const identityOf = (from: Cell | string | undefined): string => {
  const read = readIdNumber(from)
  return read.kind === 'mainland' ? read.id18 : read.kind === 'permit' ? read.id : read.kind === 'refused' ? read.text : ''
}

const uuidOf = (bytes: Buffer): string => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

const rowOf = (ctx: Ctx, id: string, entry: VolunteerEntry, person_id: string | undefined) => {
  const { organisation_id } = ctx
  const volunteer_no = normalCode(entry.volunteer_no)
  const identity = identityOf(entry.id_number)
  const phone = normalPhone(entry.phone ?? '')
  const seal = (column: string, text: string) =>
    text === '' ? null : ctx.keys.seal(text, { column: `volunteering.volunteers.${column}`, organisation_id, row_id: id })
  return {
    volunteer_no,
    name: entry.name,
    name_key: normalName(entry.name),
    sex: entry.sex ?? null,
    person_key: uuidOf(
      identity === ''
        ? ctx.keys.blind(volunteer_no, 'volunteer-no', organisation_id)
        : ctx.keys.blind(identity, 'volunteer-id', organisation_id),
    ),
    id_sealed: seal('id_sealed', identity),
    phone_sealed: seal('phone_sealed', phone),
    member_no: entry.member_no ? normalCode(entry.member_no) : null,
    person_id: person_id ?? null,
    team: entry.team ? normalText(entry.team) : null,
    registered_on: entry.registered_on ?? null,
    roster_year: entry.roster_year,
    note: entry.note || null,
  }
}

export interface Sealed {
  readonly id_sealed: Uint8Array | null
  readonly phone_sealed: Uint8Array | null
}

/** Identity number and telephone, whole. Null where the roster has none. */
export const openSecrets = (
  ctx: Ctx,
  volunteer_id: string,
  sealed: Sealed,
): { id_number: string | null; phone: string | null } => {
  const open = (column: 'id_sealed' | 'phone_sealed') => {
    const bytes = sealed[column]
    return bytes === null
      ? null
      : ctx.keys.open(bytes, {
          column: `volunteering.volunteers.${column}`,
          organisation_id: ctx.organisation_id,
          row_id: volunteer_id,
        })
  }
  return { id_number: open('id_sealed'), phone: open('phone_sealed') }
}

/**
 * Records rows of a roster; a number stands on a year's roster once. Several numbers may be one human being: the roster keeps the
 * rows, figures count by ID (rule R37). A member number that nobody holds links to no member and refuses nothing.
 */
export const recordVolunteers = async (ctx: Ctx, entries: readonly VolunteerEntry[]): Promise<Outcome[]> => {
  const directory = await openDirectory(
    ctx,
    entries.flatMap(({ member_no, name }) => (member_no ? [{ member_no, name }] : [])),
  )
  const sound = entries.map((entry) => {
    if (normalName(entry.name) === '') return { refused: 'name_missing' as const, field: 'name' }
    if (normalCode(entry.volunteer_no) === '') return { refused: 'number_missing' as const, field: 'volunteer_no' }
    const found = entry.member_no ? directory.identify({ member_no: entry.member_no, name: entry.name }) : undefined
    const person_id = found && 'registered' in found ? found.registered.person_id : undefined
    const id = entry.id ?? newId()
    return {
      id,
      evidence: entry.evidence,
      once: ['volunteering.volunteers', normalCode(entry.volunteer_no), String(entry.roster_year)],
      columns: rowOf(ctx, id, entry, person_id),
    }
  })
  return putOnce(ctx, { table: 'volunteering.volunteers', id: 'volunteer_id' }, sound)
}

export interface Volunteer {
  readonly volunteer_id: string
  readonly volunteer_no: string
  readonly name_key: string
  readonly person_key: string
  readonly person_id: string | null
}

/** What an entry says about the volunteer. */
export interface VolunteerClue {
  readonly volunteer_id?: string | undefined
  readonly volunteer_no?: string | undefined
  readonly name?: string | undefined
}

export type VolunteerFound =
  | Volunteer
  | { readonly refused: RefusalCode; readonly details: RefusalDetails; readonly field: string }

/** The latest roster row of each number; a name alone means somebody only when one human being has it. */
export const openVolunteers = async (
  ctx: Ctx,
  clues: readonly VolunteerClue[],
): Promise<(clue: VolunteerClue) => VolunteerFound> => {
  const ids = clues.flatMap((clue) => clue.volunteer_id ?? [])
  const numbers = [...new Set(clues.map((clue) => normalCode(clue.volunteer_no ?? '')))]
  const names = [...new Set(clues.flatMap((clue) => (clue.volunteer_no ? [] : [normalName(clue.name ?? '')])))]
  const { rows } = await sql<Volunteer>`
    select volunteer_id, volunteer_no, name_key, person_key, person_id from volunteering.volunteers
    where organisation_id = ${ctx.organisation_id} and void_id is null
      and (volunteer_id = any(${ids}::uuid[]) or volunteer_no = any(${numbers}) or name_key = any(${names}))
    order by roster_year, volunteer_id`.execute(ctx.db)
  const byId = new Map(rows.map((row) => [row.volunteer_id, row]))
  const byNumber = new Map(rows.map((row) => [row.volunteer_no, row]))
  const byName = new Map<string, Volunteer[]>()
  for (const row of rows) byName.set(row.name_key, [...(byName.get(row.name_key) ?? []), row])
  const onlyOne = (name: string): Volunteer | undefined => {
    const named = byName.get(name) ?? []
    return named.every((row) => row.person_key === named[0]!.person_key) ? named.at(-1) : undefined
  }
  return (clue) => {
    const number = normalCode(clue.volunteer_no ?? '')
    const name = normalName(clue.name ?? '')
    const found = clue.volunteer_id ? byId.get(clue.volunteer_id) : number !== '' ? byNumber.get(number) : onlyOne(name)
    return found ?? { refused: 'unknown_volunteer', details: { volunteer: number || name || '—' }, field: 'volunteer_no' }
  }
}
