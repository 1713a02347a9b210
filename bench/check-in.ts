/** W1 at the desk of an activity: who came, with coins by rule and caps, beside a bare route that writes the same four rows by one statement. */
import Fastify from 'fastify'
import { CompiledQuery, sql } from 'kysely'
import type { Database } from '../src/platform/database.ts'
import { newId } from '../src/platform/new-id.ts'
import { portOf, signedIn, type Year } from './served.ts'
import type { Writes } from './writes.ts'

/** Tables like ours beside ours, with the same columns and indexes; nobody's rights and nothing else is asked there. */
const floorTables = `create schema if not exists floor;
  drop table if exists floor.attended; drop table if exists floor.attendances; drop table if exists floor.coins; drop table if exists floor.trail;
  create table floor.attended (like records.records including all);
  create table floor.attendances (like activities.attendances including all);
  create table floor.coins (like points.entries including all);
  create table floor.trail (like audit.entries including all)`

const INSERT = `with attended as (
    insert into floor.attended (organisation_id, record_id, station_id, service_type, who, person_id, person_times, occurred_on, mode, source, evidence,
      recorded_by, recorded_at, once_key)
    values ($1, $2, $3, 'activity', 'person', $4, 1, $5, 'on_site', 'activities.attendances', 'witnessed', $6, $7, $8)),
  attendance as (
    insert into floor.attendances (organisation_id, attendance_id, activity_id, kind, station_id, who, person_id, person_times, occurred_on, evidence,
      recorded_by, recorded_at)
    values ($1, $2, $9, '讲座', $3, 'person', $4, 1, $5, 'witnessed', $6, $7)),
  coins as (
    insert into floor.coins (organisation_id, entry_id, member_no, person_id, account_station_id, station_id, occurred_on, kind, amount, counter, reason,
      evidence, recorded_by, recorded_at)
    values ($1, $2, $10, $4, $3, $3, $5, 'earned', 2, 'own', '参加活动', 'witnessed', $6, $7))
  insert into floor.trail (organisation_id, audit_id, at, account_id, request_id, action, entity, entity_ids)
  values ($1, $11, $7, $6, $12, 'recordAttendance', 'activities.attendances', array[$2::uuid])`

interface Body {
  readonly people: readonly { readonly attendance_id: string; readonly person_id: string }[]
}

const openFloor = async (database: Database, organisation_id: string, station_id: string) => {
  const { db } = database
  await database.script(floorTables)
  const app = Fastify({ logger: false })
  const [account_id, activity_id] = [newId(), newId()]
  app.post('/attendances', async (request) => {
    const { attendance_id, person_id } = (request.body as Body).people[0]!
    await db.executeQuery(
      CompiledQuery.raw(INSERT, [
        organisation_id, attendance_id, station_id, person_id, '2022-06-01', account_id, new Date(), newId(), activity_id, 'SZ-0001', newId(), request.id,
      ]), // prettier-ignore
    )
    return { recorded: 1 }
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  return { port: portOf(app), path: '/attendances', close: () => app.close() }
}

/** Sessions nobody has signed in to yet, one each day of two years, and the members of a station who may come to each of them. */
const arrange = ({ opened, organisation_id }: Year) =>
  opened.database.db.transaction().execute(async (tx) => {
    await sql`select app.enter(${organisation_id}, 'all', 'health,service,account')`.execute(tx)
    const { rows: members } = await sql<{ station_id: string; person_id: string }>`
      select distinct r.station_id, r.person_id from people.registrations r join orgs.stations s on s.station_id = r.station_id
      where s.code = 'SZ' and r.status = 'active' order by r.person_id limit 1000`.execute(tx)
    const { station_id } = members[0]!
    const account_id = newId()
    await sql`insert into points.rules (organisation_id, rule_id, service_type, role, per, coins, day_most, fund, valid_from, source, recorded_by, recorded_at)
      values (${organisation_id}, ${newId()}, 'activity', 'participant', 'time', 2, 10, 'own', '2020-01-01', 'bench', ${account_id}, now())`.execute(
      tx,
    )
    const { rows: sessions } = await sql<{ activity_id: string }>`
      insert into activities.activities (organisation_id, activity_id, station_id, title, title_key, kind, kind_code, occurred_on, mode, state, evidence,
        recorded_by, recorded_at)
      select ${organisation_id}, gen_random_uuid(), ${station_id}, '讲座', '讲座', '讲座', 'lecture', '2021-01-01'::date + n, 'on_site', 'held', 'witnessed', ${account_id}, now()
      from generate_series(0, 729) n returning activity_id`.execute(tx)
    return { station_id, members, sessions }
  })

export const checkInWrites = async (year: Year): Promise<Writes> => {
  const { opened, organisation_id } = year
  const { station_id, members, sessions } = await arrange(year)
  let n = 0
  const next = () => {
    const [member, session] = [members[n % members.length]!, sessions[Math.floor(n / members.length) % sessions.length]!]
    n++
    return {
      path: `/api/activities/${session.activity_id}/attendances`,
      body: JSON.stringify({ people: [{ attendance_id: newId(), person_id: member.person_id }] } satisfies Body),
    }
  }
  return {
    what: 'W1 签到得金币 · check in and earn coins',
    limit: 40,
    cookie: await signedIn(opened, organisation_id, 'front_desk', station_id),
    take: (count) => {
      const taken = Array.from({ length: count }, next)
      return { path: '', paths: taken.map(({ path }) => path), bodies: taken.map(({ body }) => body) }
    },
    openFloor: () => openFloor(opened.database, organisation_id, station_id),
  }
}
