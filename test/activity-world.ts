/** An organisation with one station and a social worker, and short ways to put sessions, members and sign-ins on record. */
import { sql } from 'kysely'
import { expect } from 'vitest'
import { recordAttendances, type AttendanceEntry } from '../src/features/activities/attendances.ts'
import { recordActivity } from '../src/features/activities/contract.ts'
import { recordActivities, type ActivityEntry } from '../src/features/activities/sessions.ts'
import { registerMembers } from '../src/features/people/register.ts'
import type { InputOf } from '../src/shared/endpoint.ts'
import type { Outcome } from '../src/shared/sheet-form.ts'
import { newWorld, type Caller, type World } from './world.ts'

export interface ActivityWorld {
  readonly world: World
  readonly station_id: string
  readonly worker: Caller
  /** Puts somebody in the station's register. */
  readonly member: (member_no: string, name: string, parts?: { status?: 'withdrawn'; status_on?: string }) => Promise<unknown>
  /** What a desk sends to register a session. */
  readonly session: (parts?: Partial<InputOf<typeof recordActivity>>) => InputOf<typeof recordActivity>
  /** Registers a session at the desk; returns its id. */
  readonly hold: (parts?: Partial<InputOf<typeof recordActivity>>) => Promise<string>
  /** Rows of a ledger. */
  readonly ledger: (entries: readonly Partial<ActivityEntry>[]) => Promise<Outcome[]>
  /** Rows of a sign-in sheet. */
  readonly signIn: (entries: readonly Partial<AttendanceEntry>[]) => Promise<Outcome[]>
  /** Person-times of activities on the spine, of one session or of all. */
  readonly onTheSpine: (activity_id?: string) => Promise<number>
}

export const newActivityWorld = async (): Promise<ActivityWorld> => {
  const world = await newWorld()
  const station_id = await world.station()
  const worker = await world.account('social_worker')
  const session: ActivityWorld['session'] = (parts = {}) => ({
    station_id,
    title: '重阳敬老宴',
    kind: '节日活动',
    occurred_on: '2022-10-04',
    minutes: 90,
    ...parts,
  })
  const row: ActivityEntry = {
    station_id,
    title: '八段锦',
    kind: '课程',
    mode: 'on_site',
    occurred_on: '2022-05-01',
    state: 'held',
    evidence: 'imported',
  }
  return {
    world,
    station_id,
    worker,
    session,
    member: (member_no, name, parts = {}) =>
      world.run((ctx) =>
        registerMembers(ctx, [
          {
            station_id,
            member_no,
            name,
            id_number: undefined,
            status: 'active',
            private: {},
            health: {},
            evidence: 'witnessed',
            ...parts,
          },
        ]),
      ),
    hold: async (parts) => {
      const answer = await worker.call(recordActivity, session(parts))
      expect(answer.status).toBe(200)
      return answer.body.activity_id
    },
    ledger: (entries) =>
      world.run((ctx) =>
        recordActivities(
          ctx,
          entries.map((parts) => ({ ...row, ...parts })),
        ),
      ),
    signIn: (entries) =>
      world.run((ctx) =>
        recordAttendances(
          ctx,
          entries.map((entry) => ({ evidence: 'imported' as const, ...entry })),
        ),
      ),
    onTheSpine: (activity_id) =>
      world.run(async ({ db, organisation_id }) => {
        const { rows } = await sql<{ person_times: number }>`
          select coalesce(sum(r.person_times), 0) as person_times from records.records r
          join activities.attendances t on t.organisation_id = r.organisation_id and t.attendance_id = r.record_id
          where r.organisation_id = ${organisation_id} and r.service_type = 'activity' and r.void_id is null
            and (${activity_id ?? null}::uuid is null or t.activity_id = ${activity_id ?? null}::uuid)`.execute(db)
        return rows[0]!.person_times
      }),
  }
}
