/** 冲突: another session in the same room, or held by the same worker, at the same time. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { Refusal } from '../../shared/refusal.ts'
import { overlap, spanText, type Span } from './timetable.ts'

export interface Wanted {
  readonly spans: readonly Span[]
  readonly room_id: string | null
  readonly workers: readonly string[]
  /** The sessions asked for: they do not clash with themselves. */
  readonly ids: readonly string[]
}

interface Standing extends Span {
  readonly activity_id: string
  readonly title: string
  readonly room_id: string | null
  readonly place: string | null
  readonly workers: readonly string[]
}

const standingOn = async (ctx: Ctx, { spans, room_id, workers, ids }: Wanted): Promise<Standing[]> => {
  const { rows } = await sql<Standing>`
    select activity_id, title, occurred_on, started_at, minutes, room_id, place, workers from activities.activities
    where organisation_id = ${ctx.organisation_id} and void_id is null and state in ('planned', 'held')
      and occurred_on = any(${spans.map((span) => span.occurred_on)}::date[]) and activity_id <> all(${ids}::uuid[])
      and (room_id = ${room_id}::uuid or workers && ${workers}::text[])
    order by occurred_on, started_at`.execute(ctx.db)
  return rows
}

/** More would not be read. */
const TOLD = 5

/** `2026-10-08 09:00–10:30 《八段锦》 活动室 · 李明`: when, what, and with whom or where. */
const textOf = ({ room_id, workers }: Wanted, one: Standing): string => {
  const shared = [
    ...(room_id !== null && one.room_id === room_id ? [one.place ?? ''] : []),
    ...one.workers.filter((name) => workers.includes(name)),
  ]
  return `${one.occurred_on} ${spanText(one)} 《${one.title}》 ${shared.join(' · ')}`
}

/** Refuses `activity_clash`, saying with what, until the caller says that it may be. */
export const checkClashes = async (ctx: Ctx, wanted: Wanted, despite: boolean): Promise<void> => {
  if (despite || (wanted.room_id === null && wanted.workers.length === 0)) return
  const found = (await standingOn(ctx, wanted)).filter((one) => wanted.spans.some((span) => overlap(span, one)))
  if (found.length === 0) return
  const clashes = found.slice(0, TOLD).map((one) => textOf(wanted, one))
  throw new Refusal('activity_clash', { count: found.length, clashes: clashes.join('；') }, 'despite_clashes')
}
