/** 节假日: days off and days worked instead, as the State Council announces them each autumn for the next year. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/database.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { addDays, type Day } from '../../shared/day.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { Refusal } from '../../shared/refusal.ts'
import type * as contract from './contract.ts'

/** 国务院办公厅关于2026年部分节假日安排的通知, 4 November 2025. */
const source_2026 = '国办发明电〔2025〕7号'
const arrangement_2026 = [
  ['2026-01-01', '2026-01-03', 'off', '元旦'],
  ['2026-01-04', '2026-01-04', 'work', '元旦'],
  ['2026-02-14', '2026-02-14', 'work', '春节'],
  ['2026-02-15', '2026-02-23', 'off', '春节'],
  ['2026-02-28', '2026-02-28', 'work', '春节'],
  ['2026-04-04', '2026-04-06', 'off', '清明节'],
  ['2026-05-01', '2026-05-05', 'off', '劳动节'],
  ['2026-05-09', '2026-05-09', 'work', '劳动节'],
  ['2026-06-19', '2026-06-21', 'off', '端午节'],
  ['2026-09-20', '2026-09-20', 'work', '国庆节'],
  ['2026-09-25', '2026-09-27', 'off', '中秋节'],
  ['2026-10-01', '2026-10-07', 'off', '国庆节'],
  ['2026-10-10', '2026-10-10', 'work', '国庆节'],
] as const

const daysBetween = (from: Day, to: Day): Day[] => {
  const days: Day[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  return days
}

/** Seeds the days of a new organisation. */
export const insertHolidays = (tx: Tx, organisation_id: string): Promise<unknown> =>
  insertRows(
    tx,
    'orgs.holidays',
    arrangement_2026.flatMap(([from, to, kind, name]) =>
      daysBetween(from, to).map((day) => ({ organisation_id, day, kind, name, source: source_2026 })),
    ),
  )

type Holiday = OutputOf<typeof contract.listHolidays>['rows'][number]

/** Every day named between two days, in order. */
export const holidaysBetween = async (ctx: Ctx, from: Day, to: Day): Promise<Holiday[]> => {
  const { rows } = await sql<Holiday>`select day, kind, name, source from orgs.holidays
    where organisation_id = ${ctx.organisation_id} and day between ${from} and ${to} order by day`.execute(ctx.db)
  return rows
}

export const listHolidays = async (
  ctx: Ctx,
  input: ParsedOf<typeof contract.listHolidays>,
): Promise<OutputOf<typeof contract.listHolidays>> => {
  const all = await holidaysBetween(ctx, input.from ?? '1900-01-01', input.to ?? '2200-12-31')
  const rows = all
    .filter(({ kind, name }) => (!input.kind || kind === input.kind) && (!input.q || name.includes(input.q.trim())))
    .toReversed()
  const start = (input.page - 1) * input.page_size
  return { rows: rows.slice(start, start + input.page_size), total: rows.length }
}

/** As long as no arrangement is: a wrong year would fill the calendar. */
const MOST_DAYS = 31

/** Puts down a stretch of days; what stood for one of them before is replaced. Refused: `bad_value` (it ends before it begins, or is too long). */
export const saveHolidays = async (ctx: Ctx, { from, to, kind, name, source }: ParsedOf<typeof contract.saveHolidays>) => {
  const last = to ?? from
  if (last < from || last > addDays(from, MOST_DAYS - 1)) throw new Refusal('bad_value', { field: 'to', value: last }, 'to')
  const days = daysBetween(from, last)
  await insertRows(
    ctx.db,
    'orgs.holidays',
    days.map((day) => ({
      organisation_id: ctx.organisation_id,
      day,
      kind,
      name,
      source,
      recorded_by: ctx.actor.account_id,
      recorded_at: ctx.now,
    })),
    {
      conflict: `on conflict (organisation_id, day) do update set kind = excluded.kind, name = excluded.name, source = excluded.source,
        recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at`,
    },
  )
  ctx.wrote({ entity: 'orgs.holidays', entity_ids: [], after: { from, to: last, kind, name, source } })
  return { days: days.length }
}

/** Refused: `not_found`. */
export const removeHoliday = async (ctx: Ctx, { day }: ParsedOf<typeof contract.removeHoliday>) => {
  const { rows } = await sql<Holiday>`delete from orgs.holidays
    where organisation_id = ${ctx.organisation_id} and day = ${day} returning day, kind, name, source`.execute(ctx.db)
  if (!rows[0]) throw new Refusal('not_found')
  ctx.wrote({ entity: 'orgs.holidays', entity_ids: [], before: { ...rows[0] } })
  return {}
}
