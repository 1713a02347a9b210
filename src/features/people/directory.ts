/**
 * Who is meant (对象识别): a row names somebody by member number, or by name and telephone, or by name at a station. One rule for
 * the desk and for workbooks (rules R08, R09 of the example year).
 */
import { sql } from 'kysely'
import { normalCode, normalName, normalPhone } from '../../shared/normal.ts'
import type { RefusalCode, RefusalDetails } from '../../shared/refusal.ts'
import type { Ctx } from '../../platform/context.ts'
import { executeByOnePlan } from '../../platform/statements.ts'

/** What a record says about the person. Texts as they stand. */
export interface Clue {
  readonly member_no?: string | undefined
  readonly name?: string | undefined
  readonly phone?: string | undefined
  /** Chosen from a list at the desk: no guessing needed. */
  readonly person_id?: string | undefined
  /** The station whose register is searched when there is neither number nor telephone. */
  readonly station_id?: string | undefined
}

export interface Registered {
  readonly registration_id: string
  readonly person_id: string
  readonly station_id: string
  readonly member_no: string
  readonly name_key: string
  readonly phone_blind: string | null
  readonly status: 'active' | 'withdrawn' | 'deceased'
  readonly status_on: string | null
}

export type Identified = { readonly registered: Registered } | { readonly refused: RefusalCode; readonly details: RefusalDetails }

/** Registrations and held numbers that the clues can mean, ready to be asked. */
export interface Directory {
  identify(clue: Clue): Identified
}

const held = async (ctx: Ctx, numbers: readonly string[]) => {
  const { rows } = await sql<{ member_no: string; code: string }>`
    select member_no, code from people.held_registrations
    where organisation_id = ${ctx.organisation_id} and void_id is null and member_no = any(${numbers})`.execute(ctx.db)
  return new Map(rows.map((r) => [r.member_no, r.code]))
}

/** By what the clues name, and by nothing else: each way has an index of its own. */
const registrations = async (ctx: Ctx, numbers: readonly string[], names: readonly string[], persons: readonly string[]) => {
  const ways = [
    ...(numbers.length > 0 ? [sql`member_no = any(${numbers})`] : []),
    ...(names.length > 0 ? [sql`name_key = any(${names})`] : []),
    ...(persons.length > 0 ? [sql`person_id = any(${persons}::uuid[])`] : []),
  ]
  if (ways.length === 0) return []
  const found = sql<Registered>`
    select registration_id, person_id, station_id, member_no, name_key, encode(phone_blind, 'hex') as phone_blind, status, status_on
    from people.registrations
    where organisation_id = ${ctx.organisation_id} and void_id is null and (${sql.join(ways, sql` or `)})
    order by registration_id`
  // One clue is somebody at the desk: the plan takes longer than the finding. For a sheet's thousands it depends on how many they are.
  const { rows } = await (numbers.length + names.length + persons.length === 1
    ? executeByOnePlan(found, ctx.db)
    : found.execute(ctx.db))
  return rows
}

const groupBy = (rows: readonly Registered[], key: (row: Registered) => string): Map<string, Registered[]> => {
  const groups = new Map<string, Registered[]>()
  for (const row of rows) {
    const group = groups.get(key(row))
    if (group) group.push(row)
    else groups.set(key(row), [row])
  }
  return groups
}

/** One of several registrations of one person: that of the station if there is one. Two persons: nobody can tell. */
const only = (rows: readonly Registered[] | undefined, who: string, station_id: string | undefined): Identified => {
  if (!rows?.length) return { refused: 'unknown_member', details: { who } }
  if (rows.some((row) => row.person_id !== rows[0]!.person_id)) return { refused: 'ambiguous_person', details: { who } }
  return { registered: rows.find((row) => row.station_id === station_id) ?? rows[0]! }
}

export const openDirectory = async (ctx: Ctx, clues: readonly Clue[]): Promise<Directory> => {
  const numbers = new Set<string>()
  const names = new Set<string>()
  const persons = new Set<string>()
  for (const clue of clues) {
    if (clue.person_id) persons.add(clue.person_id)
    else if (clue.member_no && normalCode(clue.member_no)) numbers.add(normalCode(clue.member_no))
    else if (clue.name) names.add(normalName(clue.name))
  }
  const [rows, holds] = await Promise.all([
    registrations(ctx, [...numbers], [...names], [...persons]),
    numbers.size > 0 ? held(ctx, [...numbers]) : new Map<string, string>(),
  ])
  const byNumber = new Map(rows.map((row) => [row.member_no, row]))
  const byPerson = groupBy(rows, (row) => row.person_id)
  const byNameAndPhone = groupBy(rows, (row) => `${row.name_key}|${row.phone_blind}`)
  const byNameAndStation = groupBy(rows, (row) => `${row.name_key}|${row.station_id}`)

  const byMemberNumber = (member_no: string, name: string): Identified => {
    const row = byNumber.get(member_no)
    if (row)
      return name === '' || row.name_key === name
        ? { registered: row }
        : { refused: 'name_mismatch', details: { member_no, name } }
    const cause = holds.get(member_no)
    if (cause) return { refused: 'member_quarantined', details: { member_no, cause: cause.toUpperCase() } }
    return { refused: 'unknown_member', details: { who: member_no } }
  }
  return {
    identify: (clue) => {
      if (clue.person_id) return only(byPerson.get(clue.person_id), clue.name ?? clue.person_id, clue.station_id)
      const member_no = normalCode(clue.member_no ?? '')
      const name = normalName(clue.name ?? '')
      if (member_no !== '') return byMemberNumber(member_no, name)
      const phone = normalPhone(clue.phone ?? '')
      if (name === '') return { refused: 'unknown_member', details: { who: '—' } }
      if (phone === '') return only(byNameAndStation.get(`${name}|${clue.station_id}`), name, clue.station_id)
      const blind = ctx.keys.blind(phone, 'phone', ctx.organisation_id).toString('hex')
      return only(byNameAndPhone.get(`${name}|${blind}`), name, clue.station_id)
    },
  }
}

/** Whether a service on this day came after the member had left or died; that day itself still counts (R08). */
export const afterExit = (row: Registered, occurred_on: string): RefusalDetails | undefined =>
  row.status !== 'active' && row.status_on !== null && occurred_on > row.status_on
    ? { exit_on: row.status_on, status: row.status === 'deceased' ? '去世' : '退会' }
    : undefined
