/**
 * Sign-in sheets on paper (签到表). A sheet is printed for one session with those expected, and remembers its order (`recordSheet`); later its
 * rows are ticked and become attendances of the grade 补录, recorded by the same function as at the desk (`recordSheetRows`). The photographed
 * paper stands beside it as a picture.
 */
import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { Refusal } from '../../shared/refusal.ts'
import { cameTo, enrolledAt, regularsAt, sessionsById, type SheetSession } from '../activities/arrivals.ts'
import { openStations } from '../orgs/stations.ts'
import { namesOf } from '../people/names-of.ts'
import { noteWritten } from '../records/put.ts'
import { accountNames } from '../staff/account-names.ts'
import { MOST_ROWS } from './contract-sheets.ts'
import type * as contract from './contract-sheets.ts'
import { readSheetCode, sheetCode } from './sheet-code.ts'
import { openSession, rowsOf, standingOf } from './sheet-rows.ts'

/** Whoever came in the two months before is known at the table. */
const REGULAR_DAYS = 60

const codeOf = async (ctx: Ctx, sheet_id: string): Promise<string | undefined> => {
  const { rows } = await sql<{ code: string }>`
    select code from door.sheets where organisation_id = ${ctx.organisation_id} and sheet_id = ${sheet_id}`.execute(ctx.db)
  return rows[0]?.code
}

/** Whose names are printed: those expected, then those who come often; only whom this actor may see. */
const printed = async (ctx: Ctx, session: SheetSession, regulars: number): Promise<string[]> => {
  const expected = await enrolledAt(ctx, session)
  const known = new Set(expected)
  const often = regulars > 0 ? await regularsAt(ctx, session, REGULAR_DAYS, regulars + expected.length) : []
  const added = often.filter((person_id) => !known.has(person_id)).slice(0, regulars)
  const names = await namesOf(ctx, [...expected, ...added])
  const named = added.toSorted((a, b) => (names.get(a) ?? '').localeCompare(names.get(b) ?? '', 'zh'))
  return [...expected, ...named].filter((person_id) => names.has(person_id))
}

export const recordSheet = async (
  ctx: Ctx,
  { sheet_id = newId(), activity_id, regulars, blank_rows }: ParsedOf<typeof contract.recordSheet>,
): Promise<OutputOf<typeof contract.recordSheet>> => {
  const sent_before = await codeOf(ctx, sheet_id)
  if (sent_before) return { sheet_id, code: sent_before }
  const session = await openSession(ctx, activity_id)
  const { organisation_id } = ctx
  const { station_id } = session
  const names = await printed(ctx, session, regulars)
  const blanks = Array.from({ length: Math.max(blank_rows, names.length > 0 ? 0 : 1) }, () => null)
  const persons = [...names, ...blanks].slice(0, MOST_ROWS)
  const code = String(randomInt(10 ** 10)).padStart(10, '0')
  const own = { organisation_id, sheet_id, station_id }
  const sheet = { ...own, activity_id, code, row_count: persons.length, recorded_by: ctx.actor.account_id, recorded_at: ctx.now }
  await insertRows(ctx.db, 'door.sheets', [sheet])
  await insertRows(
    ctx.db,
    'door.sheet_rows',
    persons.map((person_id, i) => ({ ...own, sheet_row_id: newId(), row_no: i + 1, person_id })),
  )
  noteWritten(ctx, 'door.sheets', [sheet_id])
  return { sheet_id, code }
}

interface Sheet {
  readonly sheet_id: string
  readonly code: string
  readonly activity_id: string
  readonly station_id: string
  readonly row_count: number
  readonly headcount_id: string | null
  readonly recorded_by: string
  readonly recorded_at: Date
}

const COLUMNS = sql`sheet_id, code, activity_id, station_id, row_count, headcount_id, recorded_by, recorded_at`

/** What stands on each sheet beside its rows. */
const headsOf = async (ctx: Ctx, sheets: readonly Sheet[]) => {
  const sessions = await sessionsById(
    ctx,
    sheets.map((sheet) => sheet.activity_id),
  )
  const stations = new Map((await openStations(ctx)).all.map((station) => [station.station_id, station.name]))
  const accounts = await accountNames(
    ctx,
    sheets.map((sheet) => sheet.recorded_by),
  )
  return sheets.map(({ recorded_by, recorded_at, ...sheet }) => {
    const { title = '', occurred_on = '', started_at = null, place = null } = sessions.get(sheet.activity_id) ?? {}
    return {
      ...sheet,
      title,
      occurred_on,
      started_at,
      place,
      station_name: stations.get(sheet.station_id) ?? '',
      recorded_by_name: accounts.get(recorded_by) ?? '',
      recorded_at: recorded_at.toISOString(),
    }
  })
}

export const listSheets = async (
  ctx: Ctx,
  { activity_id, station_id, q, page, page_size }: ParsedOf<typeof contract.listSheets>,
): Promise<OutputOf<typeof contract.listSheets>> => {
  const parts = [sql`organisation_id = ${ctx.organisation_id}`]
  if (activity_id) parts.push(sql`activity_id = ${activity_id}`)
  if (station_id) parts.push(sql`station_id = ${station_id}`)
  if (q?.trim()) parts.push(sql`code like ${`${q.replaceAll(/\D/g, '')}%`}`)
  const where = sql.join(parts, sql` and `)
  const { rows } = await sql<Sheet>`select ${COLUMNS} from door.sheets where ${where}
    order by recorded_at desc, sheet_id desc limit ${page_size} offset ${(page - 1) * page_size}`.execute(ctx.db)
  const counted = await sql<{ total: number }>`select count(*) as total from door.sheets where ${where}`.execute(ctx.db)
  const entered = await sql<{ sheet_id: string; entered: number }>`
    select sheet_id, count(attendance_id) as entered from door.sheet_rows
    where organisation_id = ${ctx.organisation_id} and sheet_id = any(${rows.map((row) => row.sheet_id)}::uuid[])
    group by sheet_id`.execute(ctx.db)
  const counts = new Map(entered.rows.map((row) => [row.sheet_id, row.entered]))
  const heads = await headsOf(ctx, rows)
  return { rows: heads.map((head) => ({ ...head, entered: counts.get(head.sheet_id) ?? 0 })), total: counted.rows[0]!.total }
}

export const findSheet = async (
  ctx: Ctx,
  { code }: ParsedOf<typeof contract.findSheet>,
): Promise<OutputOf<typeof contract.findSheet>> => {
  const read = readSheetCode(code)
  if (!read) throw new Refusal('sheet_misread', {}, 'code')
  const { rows } = await sql<{ sheet_id: string }>`
    select sheet_id from door.sheets where organisation_id = ${ctx.organisation_id} and code = ${read.code}`.execute(ctx.db)
  if (!rows[0]) throw new Refusal('sheet_unknown', {}, 'code')
  return { sheet_id: rows[0].sheet_id, row_no: read.row_no }
}

export const getSheet = async (
  ctx: Ctx,
  { sheet_id }: ParsedOf<typeof contract.getSheet>,
): Promise<OutputOf<typeof contract.getSheet>> => {
  const found = await sql<Sheet & { organisation_name: string }>`select ${COLUMNS} from door.sheets
    where organisation_id = ${ctx.organisation_id} and sheet_id = ${sheet_id}`.execute(ctx.db)
  const sheet = found.rows[0]
  if (!sheet) throw new Refusal('not_found')
  const organisation = await sql<{ name: string }>`
    select name from orgs.organisations where organisation_id = ${ctx.organisation_id}`.execute(ctx.db)
  const rows = await rowsOf(ctx, sheet_id)
  const came = await cameTo(ctx, sheet.activity_id)
  const standing = standingOf(came)
  const names = await namesOf(
    ctx,
    rows.map((row) => row.person_id ?? standing(row)?.person_id ?? null),
  )
  const [head] = await headsOf(ctx, [sheet])
  return {
    ...head!,
    organisation_name: organisation.rows[0]?.name ?? '',
    rows: rows.map((row) => {
      const here = standing(row)
      const { row_no, person_id } = row
      return {
        row_no,
        code: sheetCode(sheet.code, row_no),
        person_id,
        person_name: names.get(person_id ?? here?.person_id ?? '') ?? here?.name ?? '',
        attendance_id: here?.attendance_id ?? null,
      }
    }),
    headcount: came.find((one) => one.attendance_id === sheet.headcount_id)?.person_times ?? null,
  }
}
