/** Volunteer activities (志愿活动) and the hours (时长) of each volunteer in them. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import type { Day } from '../../shared/day.ts'
import { normalCode, normalText } from '../../shared/normal.ts'
import type { RefusalCode } from '../../shared/refusal.ts'
import type { Outcome } from '../../shared/sheet-form.ts'
import { openAttribution } from '../contracts/attribution.ts'
import { earnCoins } from '../points/earn.ts'
import { isRefused, type Refused } from '../records/place.ts'
import type { Evidence } from '../../shared/evidence.ts'
import { putOnce, type OwnRow } from '../records/put-once.ts'
import { minutesOf, servedIsSound } from './rules.ts'
import { openVolunteers, type VolunteerClue } from './volunteers.ts'

export interface ActivityEntry {
  readonly id?: string | undefined
  readonly evidence: Evidence
  readonly number: string
  readonly team: string
  readonly contract_code?: string | undefined
  readonly occurred_on: Day
  readonly title?: string | undefined
  readonly hours?: number | undefined
  readonly served?: number | undefined
  readonly volunteers_reported?: number | undefined
  readonly noted_by?: string | undefined
  /** The cells as written, for the refusals. */
  readonly hours_written?: string | undefined
  readonly served_written?: string | undefined
}

const activityRow = (
  entry: ActivityEntry,
  number: string,
  contract_id: string | null,
  station_id: string | undefined,
): OwnRow | Refused => {
  const minutes = minutesOf(entry.hours)
  if (minutes === undefined)
    return { refused: 'bad_hours', details: { value: entry.hours_written ?? entry.hours ?? '' }, field: 'hours' }
  if (!servedIsSound(entry.served))
    return {
      refused: 'bad_value',
      details: { field: '服务人次', value: entry.served_written ?? entry.served ?? '' },
      field: 'served',
    }
  return {
    id: entry.id ?? newId(),
    evidence: entry.evidence,
    once: ['volunteering.activities', number],
    columns: {
      number, contract_id, station_id, minutes,
      team: normalText(entry.team),
      occurred_on: entry.occurred_on,
      title: entry.title,
      person_times_served: entry.served,
      volunteers_reported: entry.volunteers_reported,
      noted_by: entry.noted_by,
    }, // prettier-ignore
  }
}

/** Records activities of teams: contract, number, hours, persons served; a number counts once (rule R37). */
export const recordActivities = async (ctx: Ctx, entries: readonly ActivityEntry[]): Promise<Outcome[]> => {
  const attribution = await openAttribution(ctx)
  const sound = entries.map((entry): OwnRow | Refused => {
    const { contract_code, occurred_on } = entry
    const station_id = contract_code ? attribution.stationOf(contract_code) : undefined
    const taken = attribution.contractOf({ station_id, contract_code, occurred_on })
    if (isRefused(taken)) return { ...taken, field: 'occurred_on' }
    const number = normalCode(entry.number)
    if (number === '') return { refused: 'number_missing', field: 'number' }
    return activityRow(entry, number, taken.contract_id, station_id)
  })
  return putOnce(ctx, { table: 'volunteering.activities', id: 'activity_id' }, sound)
}

/** Remembers the numbers of refused activities, so that hours under them can say why they do not count. */
export const holdNumbers = async (
  ctx: Ctx,
  held: readonly { readonly number: string; readonly code: RefusalCode }[],
): Promise<void> => {
  const rows = held.flatMap(({ number, code }) =>
    normalCode(number) === ''
      ? []
      : [{ organisation_id: ctx.organisation_id, held_id: newId(), number: normalCode(number), code, recorded_at: ctx.now }],
  )
  await insertRows(ctx.db, 'volunteering.held_numbers', rows)
}

interface Standing {
  readonly activity_id: string
  readonly number: string
  readonly occurred_on: Day
  readonly contract_id: string | null
  readonly station_id: string | null
}

export interface HoursEntry extends VolunteerClue {
  readonly id?: string | undefined
  readonly evidence: Evidence
  readonly activity_id?: string | undefined
  readonly number?: string | undefined
  /** Empty: the day of the activity. */
  readonly occurred_on?: Day | undefined
  /** The day as written, when it cannot be read. */
  readonly day_unreadable?: string | undefined
  readonly hours?: number | undefined
  readonly hours_written?: string | undefined
  readonly note?: string | undefined
}

const openActivities = async (ctx: Ctx, entries: readonly HoursEntry[]): Promise<(entry: HoursEntry) => Standing | Refused> => {
  const ids = [...new Set(entries.flatMap((entry) => entry.activity_id ?? []))]
  const numbers = [...new Set(entries.map((entry) => normalCode(entry.number ?? '')))]
  const { rows } = await sql<Standing>`
    select activity_id, number, occurred_on, contract_id, station_id from volunteering.activities
    where organisation_id = ${ctx.organisation_id} and void_id is null and (activity_id = any(${ids}::uuid[]) or number = any(${numbers}))`.execute(
    ctx.db,
  )
  const { rows: held } = await sql<{ number: string; code: string }>`
    select number, code from volunteering.held_numbers
    where organisation_id = ${ctx.organisation_id} and void_id is null and number = any(${numbers}) order by held_id desc`.execute(
    ctx.db,
  )
  const byId = new Map(rows.map((row) => [row.activity_id, row]))
  const byNumber = new Map(rows.map((row) => [row.number, row]))
  const causes = new Map(held.map((row) => [row.number, row.code]))
  return (entry) => {
    const number = normalCode(entry.number ?? '')
    const found = entry.activity_id ? byId.get(entry.activity_id) : byNumber.get(number)
    if (found) return found
    const cause = causes.get(number)
    return cause
      ? { refused: 'activity_not_counted', details: { activity: number, cause: cause.toUpperCase() }, field: 'number' }
      : { refused: 'unknown_activity', details: { activity: number || '—' }, field: 'number' }
  }
}

/**
 * Records hours: activity, day, volunteer, hours; a human being counts once per activity, whichever of their numbers was written
 * (rule R37). `year`: days outside it are refused; the activity is looked at first, because an activity of another year says so itself.
 */
export const recordHoursOf = async (ctx: Ctx, entries: readonly HoursEntry[], year?: number): Promise<Outcome[]> => {
  const activityOf = await openActivities(ctx, entries)
  const volunteerOf = await openVolunteers(ctx, entries)
  const sound = entries.map((entry): OwnRow | Refused => {
    const activity = activityOf(entry)
    if (isRefused(activity)) return activity
    if (entry.day_unreadable) return { refused: 'bad_date', details: { text: entry.day_unreadable }, field: 'occurred_on' }
    const occurred_on = entry.occurred_on ?? activity.occurred_on
    if (year !== undefined && !occurred_on.startsWith(String(year)))
      return { refused: 'out_of_year', details: { date: occurred_on, year }, field: 'occurred_on' }
    const volunteer = volunteerOf(entry)
    if ('refused' in volunteer) return volunteer
    const minutes = minutesOf(entry.hours)
    if (minutes === undefined)
      return { refused: 'bad_hours', details: { value: entry.hours_written ?? entry.hours ?? '' }, field: 'hours' }
    const { activity_id, contract_id, station_id } = activity
    const { volunteer_id, person_key, person_id } = volunteer
    return {
      id: entry.id ?? newId(),
      evidence: entry.evidence,
      once: ['volunteering.hours', person_key, activity_id],
      columns: {
        activity_id,
        volunteer_id,
        person_key,
        person_id,
        contract_id,
        station_id,
        occurred_on,
        minutes,
        note: entry.note || null,
      },
    }
  })
  const outcomes = await putOnce(ctx, { table: 'volunteering.hours', id: 'hours_id' }, sound)
  await earnCoins(
    ctx,
    'volunteering',
    sound.flatMap((one, i) => (isRefused(one) || 'refused' in outcomes[i]! ? [] : servedOf(one))),
  )
  return outcomes
}

/** Nothing for a volunteer who is no member: coins are kept under member numbers. */
const servedOf = ({ id, evidence, columns }: OwnRow) => {
  const { person_id, station_id, contract_id, occurred_on, minutes } = columns as {
    readonly person_id: string | null
    readonly station_id: string | null
    readonly contract_id: string | null
    readonly occurred_on: string
    readonly minutes: number
  }
  return person_id === null ? [] : [{ id, person_id, station_id, contract_id, occurred_on, minutes, evidence }]
}
