/**
 * Volunteering (志愿服务). Volunteers (志愿者) stand on a roster; a team's activity (志愿活动) is recorded once, and the hours (时长) of
 * each volunteer in it. The desk and the workbook record through the same functions: `recordVolunteers`, `recordActivities`,
 * `recordHoursOf`. Volunteers belong to the organisation, not to a station. None of it is a service person-time (rule R18).
 */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { readIdNumber } from '../../shared/id-card.ts'
import { Refusal } from '../../shared/refusal.ts'
import { accept, checkNotFuture } from '../../platform/accept.ts'
import { getRow, listRows, type ListOf } from '../records/list.ts'
import { toldOf } from '../records/told.ts'
import { recordActivities, recordHoursOf } from './activities.ts'
import type * as contract from './contract.ts'
import { openSecrets, recordVolunteers, type Sealed } from './volunteers.ts'

type In<K extends keyof typeof contract> = ParsedOf<(typeof contract)[K]>
type Out<K extends keyof typeof contract> = Promise<OutputOf<(typeof contract)[K]>>
type RowOf<K extends keyof typeof contract> = OutputOf<(typeof contract)[K]> extends { rows: (infer R)[] } ? R : never

const volunteers: ListOf = {
  table: 'volunteering.volunteers',
  id: 'volunteer_id',
  columns: ['volunteer_no', 'name', 'sex', 'team', 'member_no', 'person_id', 'registered_on', 'roster_year', 'evidence'],
  search: ['name', 'name_key', 'volunteer_no', 'team'],
  filters: { team: 'team', roster_year: 'roster_year' },
  sort: 'volunteer_no',
}

export const listVolunteers = (ctx: Ctx, input: In<'listVolunteers'>): Out<'listVolunteers'> => listRows(ctx, volunteers, input)

type Secret = Sealed & { readonly person_key: string; readonly note: string | null }

const withSecrets: ListOf = { ...volunteers, columns: [...volunteers.columns, 'note', 'person_key', 'id_sealed', 'phone_sealed'] }

const stars = (text: string | null, first: number, last: number): string | null =>
  text === null
    ? null
    : text.length > first + last
      ? `${text.slice(0, first)}${'*'.repeat(text.length - first - last)}${text.slice(-last)}`
      : '*'.repeat(text.length)

export const getVolunteer = async (ctx: Ctx, { volunteer_id }: In<'getVolunteer'>): Out<'getVolunteer'> => {
  const { person_key, id_sealed, phone_sealed, ...row } = await getRow<OutputOf<typeof contract.getVolunteer> & Secret>(
    ctx,
    withSecrets,
    volunteer_id,
  )
  const secrets = openSecrets(ctx, volunteer_id, { id_sealed, phone_sealed })
  const served = await sql<{ minutes: number; activities: number }>`
    select coalesce(sum(h.minutes), 0) as minutes, count(*) as activities from volunteering.hours h
    join volunteering.activities a on a.organisation_id = h.organisation_id and a.activity_id = h.activity_id and a.void_id is null
    where h.organisation_id = ${ctx.organisation_id} and h.void_id is null and h.person_key = ${person_key}`.execute(ctx.db)
  const others = await sql<{ volunteer_no: string }>`
    select distinct volunteer_no from volunteering.volunteers
    where organisation_id = ${ctx.organisation_id} and void_id is null and person_key = ${person_key} and volunteer_no <> ${row.volunteer_no}
    order by volunteer_no`.execute(ctx.db)
  return {
    ...row,
    ...served.rows[0]!,
    id_number: stars(secrets.id_number, 3, 2),
    phone: stars(secrets.phone, 3, 4),
    other_numbers: others.rows.map((other) => other.volunteer_no),
  }
}

export const revealVolunteer = async (ctx: Ctx, { volunteer_id, reason }: In<'revealVolunteer'>): Out<'revealVolunteer'> => {
  const secrets = openSecrets(ctx, volunteer_id, await getRow<Secret>(ctx, withSecrets, volunteer_id))
  ctx.wrote({
    entity: 'volunteering.volunteers',
    entity_ids: [volunteer_id],
    after: { revealed: ['id_number', 'phone'], reason },
  })
  return secrets
}

export const recordVolunteer = async (ctx: Ctx, { volunteer_id, ...input }: In<'recordVolunteer'>): Out<'recordVolunteer'> => {
  const id = readIdNumber(input.id_number)
  // A sheet may hold such a number; at the desk somebody can still look at the card.
  if (id.kind === 'refused') throw new Refusal(id.refused, {}, 'id_number')
  if (input.registered_on) checkNotFuture(ctx, input.registered_on, 'registered_on')
  const sex = id.kind === 'mainland' ? id.sex : undefined
  const [outcome] = await recordVolunteers(ctx, [
    { ...input, id: volunteer_id, sex, roster_year: Number(ctx.today.slice(0, 4)), evidence: 'witnessed' },
  ])
  return { volunteer_id: accept(outcome, volunteer_id) }
}

const activities: ListOf = {
  table: 'volunteering.activities',
  id: 'activity_id',
  columns: [
    'number',
    'team',
    'contract_id',
    'occurred_on',
    'title',
    'minutes',
    'person_times_served',
    'volunteers_reported',
    'noted_by',
    'evidence',
  ],
  day: 'occurred_on',
  search: ['number', 'title', 'team'],
  filters: { team: 'team' },
  sort: '-occurred_on',
}

export const listVolunteerActivities = (ctx: Ctx, input: In<'listVolunteerActivities'>): Out<'listVolunteerActivities'> =>
  listRows(ctx, activities, input)

export const getVolunteerActivity = async (
  ctx: Ctx,
  { activity_id }: In<'getVolunteerActivity'>,
): Out<'getVolunteerActivity'> => {
  const row = await getRow<OutputOf<typeof contract.getVolunteerActivity>>(ctx, activities, activity_id)
  const { rows } = await sql<{ volunteers: number; volunteer_minutes: number }>`
    select count(*) as volunteers, coalesce(sum(minutes), 0) as volunteer_minutes from volunteering.hours
    where organisation_id = ${ctx.organisation_id} and void_id is null and activity_id = ${activity_id}`.execute(ctx.db)
  return { ...row, ...rows[0]! }
}

export const recordVolunteerActivity = async (
  ctx: Ctx,
  { activity_id, ...input }: In<'recordVolunteerActivity'>,
): Out<'recordVolunteerActivity'> => {
  checkNotFuture(ctx, input.occurred_on)
  const [outcome] = await recordActivities(ctx, [{ ...input, id: activity_id, evidence: 'witnessed' }])
  return { activity_id: accept(outcome, activity_id) }
}

const hours: ListOf = {
  table: 'volunteering.hours',
  id: 'hours_id',
  columns: ['activity_id', 'volunteer_id', 'contract_id', 'occurred_on', 'minutes', 'note', 'evidence'],
  day: 'occurred_on',
  filters: { activity_id: 'activity_id', volunteer_id: 'volunteer_id' },
  also: (ctx, like) => sql`t.volunteer_id in (
    select volunteer_id from volunteering.volunteers
    where organisation_id = ${ctx.organisation_id} and (name ilike ${like} or name_key ilike ${like} or volunteer_no ilike ${like} or team ilike ${like}))`,
  sort: '-occurred_on',
}

type BareHours = Omit<
  RowOf<'listVolunteerHours'>,
  'activity_number' | 'activity_title' | 'team' | 'volunteer_no' | 'volunteer_name'
>

const withWords = async <R extends BareHours>(ctx: Ctx, rows: readonly R[]) => {
  const known = await sql<{ activity_id: string; activity_number: string; activity_title: string | null; team: string }>`
    select activity_id, number as activity_number, title as activity_title, team from volunteering.activities
    where organisation_id = ${ctx.organisation_id} and activity_id = any(${[...new Set(rows.map((row) => row.activity_id))]}::uuid[])`.execute(
    ctx.db,
  )
  const people = await sql<{ volunteer_id: string; volunteer_no: string; volunteer_name: string }>`
    select volunteer_id, volunteer_no, name as volunteer_name from volunteering.volunteers
    where organisation_id = ${ctx.organisation_id} and volunteer_id = any(${[...new Set(rows.map((row) => row.volunteer_id))]}::uuid[])`.execute(
    ctx.db,
  )
  const byActivity = new Map(known.rows.map((row) => [row.activity_id, row]))
  const byVolunteer = new Map(people.rows.map((row) => [row.volunteer_id, row]))
  return rows.map((row) => ({ ...row, ...byActivity.get(row.activity_id)!, ...byVolunteer.get(row.volunteer_id)! }))
}

export const listVolunteerHours = async (ctx: Ctx, input: In<'listVolunteerHours'>): Out<'listVolunteerHours'> => {
  const { rows, total } = await listRows<BareHours>(ctx, hours, input)
  return { rows: await withWords(ctx, rows), total }
}

export const getVolunteerHours = async (ctx: Ctx, { hours_id }: In<'getVolunteerHours'>): Out<'getVolunteerHours'> => {
  const row = await getRow<BareHours & OutputOf<typeof contract.getVolunteerHours>>(ctx, hours, hours_id)
  return (await withWords(ctx, [row]))[0]!
}

export const recordVolunteerHours = async (ctx: Ctx, input: In<'recordVolunteerHours'>): Out<'recordVolunteerHours'> => {
  const activity = await getRow<{ occurred_on: string; void_id: string | null }>(ctx, activities, input.activity_id)
  if (activity.void_id) throw new Refusal('already_voided')
  const { activity_id } = input
  const found = await recordHoursOf(
    ctx,
    input.volunteers.map(({ hours_id, ...one }) => ({ ...one, id: hours_id, activity_id, evidence: 'witnessed' as const })),
  )
  const outcomes = found.map((outcome, i) => {
    const { id, ...why } = toldOf(ctx, outcome, input.volunteers[i]!.hours_id)
    return { hours_id: id, ...why }
  })
  return { recorded: outcomes.filter((one) => one.hours_id !== null).length, outcomes }
}
