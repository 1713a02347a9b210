/**
 * A busy desk for tests that break things under it: people sign in at sessions and their coins are booked, over HTTP, without pause. What
 * got no answer, or was refused because the machine was in trouble, is sent again as it was. Afterwards everything is counted.
 */
import { sql } from 'kysely'
import { expect } from 'vitest'
import { recordAttendance } from '../../src/features/activities/contract.ts'
import { recordActivities } from '../../src/features/activities/sessions.ts'
import { sealOrganisation } from '../../src/features/audit/sealing.ts'
import { verify } from '../../src/features/audit/verify.ts'
import { registerMembers } from '../../src/features/people/register.ts'
import { recordEntry } from '../../src/features/points/contract.ts'
import { inOrganisation, type Database } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { SESSION_COOKIE } from '../../src/platform/session.ts'
import type { Chance } from '../fuzz/random.ts'
import type { World } from '../world.ts'

const MEMBERS = 30
const SESSIONS = 400
const DAY = '2022-03-05'

/** One thing to be put on record, under an id made here. */
interface Wish {
  readonly id: string
  readonly table: 'activities.attendances' | 'points.entries'
  readonly path: string
  readonly body: object
}

export interface Desk {
  readonly organisation_id: string
  readonly cookie: string
  /** What is to be written next. */
  next(): Wish
  /** Sent once; true when it was acknowledged. Throws on any answer but that and a refusal in words because the machine is in trouble. */
  send(address: string, wish: Wish): Promise<boolean>
  readonly acknowledged: Set<string>
  /** Sent and not acknowledged. */
  readonly open: Map<string, Wish>
  /** The longest that anybody waited for an answer, and refusals by code. */
  longest_ms: number
  readonly refused: Map<string, number>
}

export const openDesk = async (world: World, chance: Chance): Promise<Desk> => {
  const station_id = await world.station()
  const { cookie } = await world.account('social_worker', station_id)
  const activity_ids = Array.from({ length: SESSIONS }, newId)
  const member_nos = Array.from({ length: MEMBERS }, (_, n) => `KY${String(n + 1).padStart(4, '0')}`)
  await world.run(async (ctx) => {
    await registerMembers(
      ctx,
      member_nos.map((member_no, n) => ({ station_id, member_no, name: `会员${n}`, id_number: undefined, status: 'active', private: {}, health: {}, evidence: 'witnessed' })),
    ) // prettier-ignore
    await recordActivities(
      ctx,
      activity_ids.map((id, n) => ({ id, station_id, title: `健康讲座${n}`, kind: '讲座', mode: 'on_site', occurred_on: DAY, state: 'held', evidence: 'witnessed' })),
    ) // prettier-ignore
  })
  const acknowledged = new Set<string>()
  const open = new Map<string, Wish>()
  let count = 0
  const signIn = (): Wish => {
    const id = newId()
    const [activity, member] = [Math.floor(count / MEMBERS) % SESSIONS, count % MEMBERS]
    count += 1
    const people = [{ attendance_id: id, member_no: member_nos[member] }]
    return { id, table: 'activities.attendances', path: recordAttendance.path.replace(':activity_id', activity_ids[activity]!), body: { people } }
  } // prettier-ignore
  const coins = (): Wish => {
    const [id, kind] = [newId(), chance.of(0.4) ? 'spent' : 'earned']
    const body = { entry_id: id, member_no: chance.pick(member_nos), station_id, occurred_on: DAY, kind, amount: kind === 'spent' ? 3 : 5, reason: '签到' } // prettier-ignore
    return { id, table: 'points.entries', path: recordEntry.path, body }
  }
  const desk: Desk = {
    organisation_id: world.organisation_id,
    cookie: `${SESSION_COOKIE}=${cookie}`,
    acknowledged,
    open,
    longest_ms: 0,
    refused: new Map(),
    next: () => {
      const wish = chance.of(0.5) ? signIn() : coins()
      open.set(wish.id, wish)
      return wish
    },
    send: (address, wish) => send(desk, address, wish),
  }
  return desk
}

const note = (desk: Desk, code: string) => desk.refused.set(code, (desk.refused.get(code) ?? 0) + 1)

const send = async (desk: Desk, address: string, wish: Wish): Promise<boolean> => {
  const started = performance.now()
  const answer = await fetch(address + wish.path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: desk.cookie },
    body: JSON.stringify(wish.body),
  }).catch(() => undefined)
  const text = await answer?.text().catch(() => undefined)
  // The server went away in the middle.
  if (!answer || text === undefined) return false
  desk.longest_ms = Math.max(desk.longest_ms, performance.now() - started)
  const { code, message, outcomes } = JSON.parse(text) as { code?: string; message?: string; outcomes?: { refused: string | null }[] } // prettier-ignore
  if (answer.status === 503) {
    note(desk, code!)
    expect({ message, after: answer.headers.get('retry-after') }).toEqual({
      message: expect.stringMatching(/请|告诉/),
      after: expect.stringMatching(/^\d+$/),
    })
    return false
  }
  // Too many from one address: a minute is more than a test has.
  if (answer.status === 429) return false
  // Nobody can spend what they do not have: an answer too, and nothing is written.
  if (answer.status === 422 && code === 'overdraft') {
    desk.open.delete(wish.id)
    return true
  }
  expect({ status: answer.status, text }).toMatchObject({ status: 200 })
  expect(outcomes?.map(({ refused }) => refused) ?? []).toEqual(outcomes ? [null] : [])
  desk.acknowledged.add(wish.id)
  desk.open.delete(wish.id)
  return true
}

interface Found {
  readonly id: string
  readonly table: string
  /** Rows of the trail that say it was written, and rows of the spine under its id. */
  readonly audited: number
  readonly on_spine: number
}

const SCOPE = { stations: 'all', sensitive: ['health', 'service'] } as const

/** Everything that was acknowledged is there; what is there is there once and whole; no balance is below zero. Returns the number of rows. */
export const judge = async (database: Database, { organisation_id, acknowledged, open }: Desk): Promise<number> => {
  const { found, debts } = await inOrganisation(database.db, { organisation_id, ...SCOPE }, async (tx) => {
    const { rows } = await sql<Found>`
      with audited as (select unnest(entity_ids) as id, count(*) as audited from audit.entries
        where organisation_id = ${organisation_id} and entity in ('points.entries', 'activities.attendances') group by 1)
      select w.id, w.table, coalesce(a.audited, 0)::int as audited,
        (select count(*) from records.records r where r.organisation_id = ${organisation_id} and r.record_id = w.id)::int as on_spine
      from (select entry_id as id, 'points.entries' as table from points.entries where organisation_id = ${organisation_id}
        union all select attendance_id, 'activities.attendances' from activities.attendances where organisation_id = ${organisation_id}) w
      left join audited a on a.id = w.id`.execute(tx)
    const { rows: debts } = await sql`select member_no, sum(amount) from points.entries
      where organisation_id = ${organisation_id} and void_id is null group by 1 having sum(amount) < 0`.execute(tx)
    return { found: rows, debts }
  })
  const there = new Set(found.map(({ id }) => id))
  expect(
    [...acknowledged].filter((id) => !there.has(id)),
    'acknowledged and lost',
  ).toEqual([])
  expect(
    found.filter(({ id }) => !acknowledged.has(id) && !open.has(id)),
    'nobody sent it',
  ).toEqual([])
  const wrong = found.filter((row) => row.audited !== 1 || row.on_spine !== (row.table === 'points.entries' ? 0 : 1))
  expect(wrong, 'by half, or twice').toEqual([])
  expect(there.size).toBe(found.length)
  expect(debts).toEqual([])
  return found.length
}

/** The seals of the trail hold over everything. */
export const judgeSeals = async (database: Database, { organisation_id }: Desk): Promise<void> => {
  await sealOrganisation(database.db, organisation_id)
  const { holds, problems } = await verify(database.db, organisation_id)
  expect({ holds, problems }).toEqual({ holds: true, problems: [] })
}
