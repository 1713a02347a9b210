/** W5: the first page of 25 sign-ins, three filters, sorted, with person, activity and total, beside one statement over bare tables. */
import Fastify from 'fastify'
import { CompiledQuery, sql } from 'kysely'
import { asSystem } from '../src/app/as-system.ts'
import { insertRows } from '../src/platform/insert-rows.ts'
import { LoadClient } from './load.ts'
import { inTurns, newLine, type Line } from './measure.ts'
import { openServed, portOf, signedIn, type Year } from './served.ts'

const FROM = '2022-03-01'
const TO = '2022-06-30'

/** The rows of the example year in tables of their own, with the indexes made for this question; nobody's rights are asked there. */
const fillFloor = async ({ opened, organisation_id }: Year): Promise<void> => {
  const { database } = opened
  await database.script(`create schema if not exists floor;
    drop table if exists floor.came; drop table if exists floor.sessions; drop table if exists floor.named;
    create table floor.came (attendance_id uuid primary key, activity_id uuid, station_id uuid, person_id uuid, who text, occurred_on date, person_times int);
    create table floor.sessions (activity_id uuid primary key, title text);
    create table floor.named (person_id uuid primary key, name text)`)
  const rows = (text: string) =>
    asSystem(
      opened,
      organisation_id,
      'bench',
      async ({ db }) => (await sql<Record<string, unknown>>`${sql.raw(text)}`.execute(db)).rows,
    )
  const copies: readonly [`${string}.${string}`, string][] = [
    ['floor.came', 'select attendance_id, activity_id, station_id, person_id, who, occurred_on, person_times from activities.attendances where void_id is null'],
    ['floor.sessions', 'select activity_id, title from activities.activities'],
    ['floor.named', 'select person_id, name from people.persons'],
  ] // prettier-ignore
  for (const [table, text] of copies) {
    const copied = await rows(text)
    await database.db.transaction().execute((tx) => insertRows(tx, table, copied))
  }
  await database.script(`create index on floor.came (station_id, who, occurred_on desc, attendance_id desc);
    analyze floor.came; analyze floor.sessions; analyze floor.named`)
}

const PAGE = `select c.attendance_id, c.activity_id, s.title, c.station_id, c.occurred_on, c.who, c.person_id, p.name, c.person_times,
    (select count(*) from floor.came t where t.station_id = $1 and t.who = 'person' and t.occurred_on between $2 and $3) as total
  from floor.came c join floor.sessions s using (activity_id) left join floor.named p using (person_id)
  where c.station_id = $1 and c.who = 'person' and c.occurred_on between $2 and $3
  order by c.occurred_on desc, c.attendance_id desc limit 25`

const openFloor = async ({ opened }: Year, station_id: string) => {
  const app = Fastify({ logger: false })
  app.get('/page', async () => {
    const { rows } = await opened.database.db.executeQuery<{ total: number }>(CompiledQuery.raw(PAGE, [station_id, FROM, TO]))
    return { rows, total: rows[0]?.total ?? 0 }
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  return { port: portOf(app), close: () => app.close() }
}

export const benchList = async (year: Year): Promise<Line[]> => {
  const { opened, organisation_id, short } = year
  await fillFloor(year)
  const { rows } = await asSystem(opened, organisation_id, 'bench', ({ db }) =>
    sql<{ station_id: string }>`select station_id from activities.attendances group by 1 order by count(*) desc limit 1`.execute(
      db,
    ),
  )
  const { station_id } = rows[0]!
  const cookie = await signedIn(opened, organisation_id, 'director', null)
  const [ours, floor, client] = [await openServed(opened), await openFloor(year, station_id), new LoadClient()]
  const line = newLine('W5 一页签到 · first page of 25, 16 clients', { rate: true, aim_times: 2, limit: 60 })
  const path = `/api/activities/attendances?${new URLSearchParams({ station_id, who: 'person', from: FROM, to: TO, sort: '-occurred_on', page_size: '25' })}`
  const shoot = async (port: number, at: string, rates: number[], waits: number[]) => {
    const loaded = await client.run({ port, path: at, method: 'GET', cookie, clients: 16, milliseconds: short ? 700 : 1500 })
    rates.push(loaded.rate)
    waits.push(...loaded.waits)
  }
  try {
    await shoot(ours.port, path, [], [])
    await shoot(floor.port, '/page', [], [])
    await inTurns(
      short ? 3 : 7,
      () => shoot(ours.port, path, line.ours, line.waits),
      () => shoot(floor.port, '/page', line.floor, line.floor_waits),
    )
  } finally {
    await Promise.all([ours.close(), floor.close(), client.close()])
  }
  return [line]
}
