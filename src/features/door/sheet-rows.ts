/** The rows of a printed sign-in sheet (签到表), and the attendances that stand for them. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { Refusal } from '../../shared/refusal.ts'
import { sessionsById, type Came, type SheetSession } from '../activities/arrivals.ts'

/** Refuses `not_found`, and `session_called_off` where nobody can sign in. */
export const openSession = async (ctx: Ctx, activity_id: string): Promise<SheetSession> => {
  const session = (await sessionsById(ctx, [activity_id])).get(activity_id)
  if (!session) throw new Refusal('not_found', {}, 'activity_id')
  if (session.called_off) throw new Refusal('session_called_off', { activity: session.title })
  return session
}

export interface SheetRow {
  readonly row_no: number
  readonly person_id: string | null
  readonly attendance_id: string | null
}

export const rowsOf = async (ctx: Ctx, sheet_id: string): Promise<SheetRow[]> =>
  (
    await sql<SheetRow>`select row_no, person_id, attendance_id from door.sheet_rows
    where organisation_id = ${ctx.organisation_id} and sheet_id = ${sheet_id} order by row_no`.execute(ctx.db)
  ).rows

/** The attendance that stands for a row: entered from it, or told otherwise by the person printed in it. */
export const standingOf = (came: readonly Came[]): ((row: SheetRow) => Came | undefined) => {
  const byId = new Map(came.map((one) => [one.attendance_id, one]))
  const byPerson = new Map(came.flatMap((one) => (one.person_id ? [[one.person_id, one] as const] : [])))
  return ({ attendance_id, person_id }) => byId.get(attendance_id ?? '') ?? byPerson.get(person_id ?? '')
}
