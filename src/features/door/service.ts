/**
 * The door (签到台): a tablet on which elders sign in alone. It recognises people by a bounded window of its station's members, also with the
 * network down, and tells each arrival with an id of its own, at once or later (`recordCheckIn`). What counts is the attendance, recorded by
 * the same function as at the desk; every arrival beyond it is kept as a check-in that counts nothing.
 */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { Refusal } from '../../shared/refusal.ts'
import { findArrival, holdWhenCame, sessionsOn, type Arrival } from '../activities/arrivals.ts'
import { recordAttendances } from '../activities/attendances.ts'
import { checkStation, openStations } from '../orgs/stations.ts'
import { findMembersAtDoor } from '../people/at-the-door.ts'
import { balancesOf, earnedBy } from '../points/balances.ts'
import { noteWritten } from '../records/put.ts'
import { clueOfCode } from './card.ts'
import type * as contract from './contract.ts'
import { evidenceOf, flagsOf } from './rules.ts'

/** Members a tablet may hold: the largest station of the first user has 1,900; 6,000 of them are some 150 kB on the way. */
const MOST_MEMBERS = 6_000

/** Never changes: blind indexes stay with the first key (docs/decisions/0017), so that what was sealed yesterday opens tomorrow. */
const keyOf = ({ keys, organisation_id }: Ctx, station_id: string): string =>
  Buffer.concat(['door-1', 'door-2'].map((half) => keys.blind(station_id, half, organisation_id))).toString('base64')

const organisationName = async (ctx: Ctx): Promise<string> => {
  const { rows } = await sql<{ name: string }>`
    select name from orgs.organisations where organisation_id = ${ctx.organisation_id}`.execute(ctx.db)
  return rows[0]?.name ?? ''
}

export const getDoor = async (
  ctx: Ctx,
  { station_id }: ParsedOf<typeof contract.getDoor>,
): Promise<OutputOf<typeof contract.getDoor>> => {
  await checkStation(ctx, station_id)
  const station = (await openStations(ctx)).all.find((each) => each.station_id === station_id)!
  return {
    station_id,
    station_name: station.name,
    organisation_name: await organisationName(ctx),
    account_name: ctx.actor.name,
    time_zone: ctx.time_zone,
    now: ctx.now.toISOString(),
    today: ctx.today,
    sessions: await sessionsOn(ctx, station_id, ctx.today),
    key: keyOf(ctx, station_id),
  }
}

export const listDoorMembers = async (
  ctx: Ctx,
  { station_id }: ParsedOf<typeof contract.listDoorMembers>,
): Promise<OutputOf<typeof contract.listDoorMembers>> => {
  await checkStation(ctx, station_id)
  const { members, total } = await findMembersAtDoor(ctx, { station_id, most: MOST_MEMBERS })
  const balances = await balancesOf(
    ctx,
    members.map((member) => member.person_id),
  )
  return {
    as_of: ctx.now.toISOString(),
    most: MOST_MEMBERS,
    total,
    members: members.map((member) => ({ ...member, balance: balances.get(member.person_id) ?? 0 })),
  }
}

type CheckIn = ParsedOf<typeof contract.recordCheckIn>

/** A tablet's clock may be ahead: nobody comes later than they are told of. */
const cameAt = ({ now }: Ctx, told: string | undefined): Date =>
  told === undefined || new Date(told) > now ? now : new Date(told)

/** The attendance that stands for this arrival: its own, or the one that was there before. */
const attend = async (ctx: Ctx, input: CheckIn): Promise<Arrival> => {
  const { check_in_id, activity_id, person_id, code, way } = input
  const clue = person_id ? { person_id } : await clueOfCode(ctx, code ?? '')
  await holdWhenCame(ctx, activity_id)
  const [outcome] = await recordAttendances(ctx, [{ id: check_in_id, activity_id, evidence: evidenceOf(way), ...clue }])
  if (!outcome) throw new Error('no outcome')
  if ('refused' in outcome && outcome.repeats_id === undefined)
    throw new Refusal(outcome.refused, outcome.details ?? {}, outcome.field)
  const arrival = await findArrival(ctx, 'refused' in outcome ? outcome.repeats_id! : outcome.id)
  if (!arrival) throw new Refusal('not_found')
  return arrival
}

/** Keeps the arrival; undefined when the attendance is its own, else when the person had signed in before. */
const keepArrival = async (ctx: Ctx, input: CheckIn, arrival: Arrival): Promise<Date | undefined> => {
  const { check_in_id, activity_id, way } = input
  const { attendance_id, person_id, station_id } = arrival
  const row = {
    organisation_id: ctx.organisation_id,
    check_in_id,
    station_id,
    activity_id,
    attendance_id,
    person_id,
    way,
    came_at: cameAt(ctx, input.came_at),
    recorded_by: ctx.actor.account_id,
    recorded_at: ctx.now,
  }
  await insertRows(ctx.db, 'door.check_ins', [row], { conflict: 'on conflict do nothing' })
  if (attendance_id === check_in_id) return undefined
  noteWritten(ctx, 'door.check_ins', [check_in_id])
  const { rows } = await sql<{ came_at: Date | null }>`
    select min(came_at) as came_at from door.check_ins
    where organisation_id = ${ctx.organisation_id} and attendance_id = ${attendance_id} and check_in_id <> ${check_in_id}`.execute(
    ctx.db,
  )
  return new Date(rows[0]?.came_at ?? arrival.recorded_at)
}

export const recordCheckIn = async (ctx: Ctx, input: CheckIn): Promise<OutputOf<typeof contract.recordCheckIn>> => {
  const arrival = await attend(ctx, input)
  const { person_id, attendance_id, station_id } = arrival
  const since = await keepArrival(ctx, input, arrival)
  const own = attendance_id === input.check_in_id
  const [{ members }, balances, earned] = await Promise.all([
    findMembersAtDoor(ctx, { station_id, person_id, most: 1 }),
    balancesOf(ctx, [person_id]),
    own ? earnedBy(ctx, attendance_id) : 0,
  ])
  return {
    check_in_id: input.check_in_id,
    person_id,
    name: members[0]?.name ?? '*',
    already_since: since?.toISOString() ?? null,
    earned,
    balance: balances.get(person_id) ?? 0,
    flags: members[0] ? flagsOf(members[0], ctx.today) : [],
  }
}
