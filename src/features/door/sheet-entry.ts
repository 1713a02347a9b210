/** Entering a printed sign-in sheet (录入签到表): what was ticked, each row once, and the unnamed people counted on it. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { refusalText } from '../../shared/refusal-texts.ts'
import { Refusal } from '../../shared/refusal.ts'
import { cameTo, holdWhenCame, type Came } from '../activities/arrivals.ts'
import { recordAttendances, type AttendanceEntry } from '../activities/attendances.ts'
import { toldOf } from '../records/told.ts'
import type * as contract from './contract-sheets.ts'
import { openSession, rowsOf, standingOf, type SheetRow } from './sheet-rows.ts'

type Input = ParsedOf<typeof contract.recordSheetRows>
type Output = OutputOf<typeof contract.recordSheetRows>
type Outcome = Output['outcomes'][number]
type Ticked = Input['rows'][number]

/** Held fast: of two who enter one sheet the second finds what the first wrote. */
const lockSheet = async (ctx: Ctx, sheet_id: string) => {
  const { rows } = await sql<{ activity_id: string; headcount_id: string | null }>`
    select activity_id, headcount_id from door.sheets
    where organisation_id = ${ctx.organisation_id} and sheet_id = ${sheet_id} for update`.execute(ctx.db)
  if (!rows[0]) throw new Refusal('not_found')
  return rows[0]
}

const writeRows = (ctx: Ctx, sheet_id: string, stood: readonly Outcome[]) =>
  sql`update door.sheet_rows r set attendance_id = stood.attendance_id
    from unnest(${stood.map((one) => one.row_no)}::int[], ${stood.map((one) => one.attendance_id)}::uuid[]) stood (row_no, attendance_id)
    where r.organisation_id = ${ctx.organisation_id} and r.sheet_id = ${sheet_id} and r.row_no = stood.row_no`.execute(ctx.db)

const entryOf = (activity_id: string, ticked: Ticked, row: SheetRow): AttendanceEntry => {
  const { attendance_id, person_id, member_no, name } = ticked
  const who = row.person_id ? { person_id: row.person_id } : { person_id, member_no, name }
  return { ...who, id: attendance_id, activity_id, evidence: 'back_filled' }
}

type Standing = ReturnType<typeof standingOf>

const whoOf = ({ person_id }: Came): string => (person_id ? 'person' : 'walk_in')

interface Fresh {
  readonly ticked: Ticked
  readonly row: SheetRow
}

/** Records what does not stand yet; of two rows that are one person the first stands. */
const recordFresh = async (ctx: Ctx, sheet_id: string, activity_id: string, fresh: readonly Fresh[]): Promise<Outcome[]> => {
  const outcomes = await recordAttendances(
    ctx,
    fresh.map(({ ticked, row }) => entryOf(activity_id, ticked, row)),
  )
  const told = fresh.map(({ ticked }, i): Outcome => {
    const { id, message } = toldOf(ctx, outcomes[i]!, ticked.attendance_id)
    return { row_no: ticked.row_no, attendance_id: id, who: outcomes[i]!.who ?? null, message }
  })
  const stood = told.filter((one) => one.attendance_id !== null)
  if (stood.length > 0) await writeRows(ctx, sheet_id, stood)
  return told
}

const enterRows = async (ctx: Ctx, { sheet_id, rows }: Input, activity_id: string, standing: Standing): Promise<Outcome[]> => {
  const left = new Map((await rowsOf(ctx, sheet_id)).map((row) => [row.row_no, row]))
  const told = new Map<number, Outcome>()
  const fresh: Fresh[] = []
  for (const ticked of rows) {
    const { row_no } = ticked
    const row = left.get(row_no)
    if (!row) throw new Refusal('sheet_row_unknown', { row: row_no }, 'rows')
    left.delete(row_no)
    const here = standing(row)
    if (here) told.set(row_no, { row_no, attendance_id: here.attendance_id, who: whoOf(here), message: null })
    else fresh.push({ ticked, row })
  }
  for (const one of await recordFresh(ctx, sheet_id, activity_id, fresh)) told.set(one.row_no, one)
  return rows.map(({ row_no }) => told.get(row_no)!)
}

/** Unnamed people count once per sheet, whoever enters it; another number is refused until the first is taken back. */
const enterHeadcount = async (
  ctx: Ctx,
  { sheet_id, headcount }: Input,
  activity_id: string,
  before: number | undefined,
): Promise<Output['headcount']> => {
  if (!headcount) return null
  const { attendance_id, people } = headcount
  if (before !== undefined)
    return {
      people: before,
      message: before === people ? null : refusalText('sheet_headcount_stands', { people: before }, ctx.language),
    }
  const [outcome] = await recordAttendances(ctx, [{ id: attendance_id, activity_id, headcount: people, evidence: 'back_filled' }])
  const { id, message } = toldOf(ctx, outcome!, attendance_id)
  if (id === null) return { people: null, message }
  await sql`update door.sheets set headcount_id = ${id}
    where organisation_id = ${ctx.organisation_id} and sheet_id = ${sheet_id}`.execute(ctx.db)
  return { people, message: null }
}

export const recordSheetRows = async (ctx: Ctx, input: Input): Promise<Output> => {
  const { activity_id, headcount_id } = await lockSheet(ctx, input.sheet_id)
  await openSession(ctx, activity_id)
  await holdWhenCame(ctx, activity_id)
  const came = await cameTo(ctx, activity_id)
  const outcomes = await enterRows(ctx, input, activity_id, standingOf(came))
  const before = came.find((one) => one.attendance_id === headcount_id)?.person_times
  const headcount = await enterHeadcount(ctx, input, activity_id, before)
  return { recorded: outcomes.filter((one) => one.attendance_id !== null).length, outcomes, headcount }
}
