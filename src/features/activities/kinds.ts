/** Kinds of activities (活动类型) that can be chosen, and the rooms (活动室) of a station. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { normalText } from '../../shared/normal.ts'
import { Refusal } from '../../shared/refusal.ts'
import { isWithinReach, openStations } from '../orgs/stations.ts'
import type * as contract from './contract-planning.ts'
import { kindCodeOf, type KindCode } from './rules.ts'

/** What an organisation starts with: the kinds of the annual report of 2022 and of the course programmes it names. */
const first_kinds: readonly (readonly [string, KindCode])[] = [
  ['社区活动', 'other'],
  ['节日活动', 'other'],
  ['文体活动', 'other'],
  ['健康讲座', 'health_lecture'],
  ['防诈骗讲座', 'fraud_lecture'],
  ['讲座', 'lecture'],
  ['银龄学堂课程', 'course'],
  ['健康管理学堂课程', 'course'],
  ['智慧助老课程', 'course'],
  ['防诈课程', 'course'],
  ['小组', 'group'],
  ['长者议事会', 'council'],
  ['义诊', 'other'],
]

type Kind = OutputOf<typeof contract.listKinds>['rows'][number]

const storedKinds = async (ctx: Ctx): Promise<Kind[]> => {
  const { rows } = await sql<Kind>`select kind, kind_code, position, ended_on from activities.kinds
    where organisation_id = ${ctx.organisation_id} order by position, kind`.execute(ctx.db)
  return rows
}

const seeds = (): Kind[] => first_kinds.map(([kind, kind_code], i) => ({ kind, kind_code, position: i + 1, ended_on: null }))

const readKinds = async (ctx: Ctx): Promise<Kind[]> => {
  const stored = await storedKinds(ctx)
  return stored.length > 0 ? stored : seeds()
}

export const listKinds = async (ctx: Ctx, { ended }: ParsedOf<typeof contract.listKinds>) => {
  const all = await readKinds(ctx)
  const rows = all.filter(
    ({ ended_on }) => ended === undefined || (ended === 'true') === (ended_on !== null && ended_on <= ctx.today),
  )
  return { rows, total: rows.length }
}

/** What a kind means for counting: as the list says; a word that is not in it is read as a ledger's is. */
export const kindCodeFor = async (ctx: Ctx, kind: string): Promise<KindCode> =>
  (await readKinds(ctx)).find((each) => normalText(each.kind) === normalText(kind))?.kind_code ?? kindCodeOf(kind)

const writeKind = (ctx: Ctx, kinds: readonly (Kind & { recorded_by: string | null })[]): Promise<unknown> =>
  insertRows(
    ctx.db,
    'activities.kinds',
    kinds.map((each) => ({ organisation_id: ctx.organisation_id, ...each, recorded_at: ctx.now })),
    {
      conflict: `on conflict (organisation_id, kind) do update set kind_code = excluded.kind_code, position = excluded.position,
        ended_on = excluded.ended_on, recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at`,
    },
  )

export const saveKind = async (ctx: Ctx, { kind, kind_code, position, ended_on }: ParsedOf<typeof contract.saveKind>) => {
  const stored = await storedKinds(ctx)
  if (stored.length === 0)
    await writeKind(
      ctx,
      seeds().map((each) => ({ ...each, recorded_by: null })),
    )
  const row = { kind: normalText(kind), kind_code, position, ended_on: ended_on ?? null }
  const was = (stored.length > 0 ? stored : seeds()).find((each) => each.kind === row.kind)
  await writeKind(ctx, [{ ...row, recorded_by: ctx.actor.account_id }])
  ctx.wrote({ entity: 'activities.kinds', entity_ids: [], ...(was ? { before: { ...was } } : {}), after: row })
  return {}
}

export interface Room {
  readonly room_id: string
  readonly station_id: string
  readonly name: string
  readonly capacity: number | null
  readonly ended_on: string | null
}

const readRooms = async (ctx: Ctx, station_id?: string): Promise<Room[]> => {
  const { rows } = await sql<Room>`select room_id, station_id, name, capacity, ended_on from activities.rooms
    where organisation_id = ${ctx.organisation_id} and (${station_id ?? null}::uuid is null or station_id = ${station_id ?? null}::uuid)
    order by station_id, name`.execute(ctx.db)
  return rows
}

export const listRooms = async (ctx: Ctx, { station_id }: ParsedOf<typeof contract.listRooms>) => {
  const stations = new Map((await openStations(ctx)).all.map((each) => [each.station_id, each.name]))
  const rows = (await readRooms(ctx, station_id)).map((room) => ({ ...room, station_name: stations.get(room.station_id) ?? '' }))
  return { rows, total: rows.length }
}

/** A room of this station that is in use; refuses `not_found`. */
export const getRoom = async (ctx: Ctx, station_id: string, room_id: string): Promise<Room> => {
  const room = (await readRooms(ctx, station_id)).find((each) => each.room_id === room_id)
  if (!room || (room.ended_on !== null && room.ended_on <= ctx.today)) throw new Refusal('not_found', {}, 'room_id')
  return room
}

/** Refused: `not_found` (the station, or a room of another one), `room_exists`. */
export const saveRoom = async (ctx: Ctx, input: ParsedOf<typeof contract.saveRoom>) => {
  const { room_id, station_id, name, capacity = null, ended_on = null } = input
  if (!isWithinReach(ctx, await openStations(ctx), station_id)) throw new Refusal('not_found', {}, 'station_id')
  const rooms = await readRooms(ctx)
  const was = rooms.find((each) => each.room_id === room_id)
  if (was && was.station_id !== station_id) throw new Refusal('not_found', {}, 'room_id')
  if (rooms.some((each) => each.station_id === station_id && each.name === name && each.room_id !== room_id))
    throw new Refusal('room_exists', { name }, 'name')
  const row = { name, capacity, ended_on }
  const by = { recorded_by: ctx.actor.account_id, recorded_at: ctx.now }
  if (was)
    await sql`update activities.rooms set name = ${name}, capacity = ${capacity}, ended_on = ${ended_on},
        recorded_by = ${by.recorded_by}, recorded_at = ${by.recorded_at}
      where organisation_id = ${ctx.organisation_id} and room_id = ${room_id}`.execute(ctx.db)
  else
    await insertRows(ctx.db, 'activities.rooms', [{ organisation_id: ctx.organisation_id, room_id, station_id, ...row, ...by }])
  ctx.wrote({ entity: 'activities.rooms', entity_ids: [room_id], ...(was ? { before: { ...was } } : {}), after: row })
  return {}
}
