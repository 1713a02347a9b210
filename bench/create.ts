/** W1: one record over HTTP, beside a bare route that writes a record and an audit row by one statement of its own. */
import Fastify from 'fastify'
import { CompiledQuery, sql } from 'kysely'
import { newId } from '../src/platform/new-id.ts'
import type { Database } from '../src/platform/database.ts'
import { checkInWrites } from './check-in.ts'
import type { Line } from './measure.ts'
import { portOf, signedIn, type Year } from './served.ts'
import { benchWrites, type Writes } from './writes.ts'

interface Meal {
  readonly meal_id: string
  readonly station_id: string
  readonly occurred_on: string
  readonly meal: string
  readonly person_id: string
  readonly charge_fen: number
  readonly subsidy_fen: number
  readonly paid_fen: number
}

/** A table like ours beside ours, with the same columns and indexes; nobody's rights are asked there. */
const floorTables = `create schema if not exists floor;
  drop table if exists floor.written; drop table if exists floor.trail;
  create table floor.written (like records.records including all);
  create table floor.trail (like audit.entries including all)`

const INSERT = `with written as (
    insert into floor.written (organisation_id, record_id, station_id, service_type, who, person_id, person_times, occurred_on, mode, source, evidence,
      recorded_by, recorded_at, once_key)
    values ($1, $2, $3, 'meal', 'person', $4, 1, $5, 'on_site', 'canteen.meals', 'witnessed', $6, $7, $8))
  insert into floor.trail (organisation_id, audit_id, at, account_id, request_id, action, entity, entity_ids)
  values ($1, $9, $7, $6, $10, 'recordMeal', 'canteen.meals', array[$2::uuid])`

const openFloor = async (database: Database, organisation_id: string) => {
  const { db } = database
  await database.script(floorTables)
  const app = Fastify({ logger: false })
  const account_id = newId()
  app.post('/meals', async (request) => {
    const meal = request.body as Meal
    await db.executeQuery(
      CompiledQuery.raw(INSERT, [
        organisation_id, meal.meal_id, meal.station_id, meal.person_id, meal.occurred_on, account_id, new Date(), newId(), newId(), request.id,
      ]), // prettier-ignore
    )
    return { meal_id: meal.meal_id }
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  return { port: portOf(app), path: '/meals', close: () => app.close() }
}

/** Meals that nobody has had yet: breakfasts of the members of one station, day by day through its contract. */
const mealsOf = async ({ opened, organisation_id }: Year) => {
  const { db } = opened.database
  const rows = await db.transaction().execute(async (tx) => {
    await sql`select app.enter(${organisation_id}, 'all', '')`.execute(tx)
    return (
      await sql<{ station_id: string; person_id: string }>`
      select distinct r.station_id, r.person_id from people.registrations r join orgs.stations s on s.station_id = r.station_id
      where s.code = 'SZ' and r.status = 'active' order by r.person_id limit 2000`.execute(tx)
    ).rows
  })
  let n = 0
  const next = (): string => {
    const { station_id, person_id } = rows[n % rows.length]!
    const day = new Date(Date.UTC(2022, 0, 1 + (Math.floor(n / rows.length) % 365)))
    n++
    return JSON.stringify({
      meal_id: newId(),
      station_id,
      person_id,
      occurred_on: day.toISOString().slice(0, 10),
      meal: 'breakfast',
      charge_fen: 1200,
      subsidy_fen: 500,
      paid_fen: 700,
    } satisfies Meal)
  }
  return { station_id: rows[0]!.station_id, take: (count: number) => Array.from({ length: count }, next) }
}

const mealWrites = async (year: Year): Promise<Writes> => {
  const meals = await mealsOf(year)
  const { opened, organisation_id } = year
  return {
    what: 'W1 记一条 · create one record',
    limit: 40,
    cookie: await signedIn(opened, organisation_id, 'front_desk', meals.station_id),
    take: (count) => ({ path: '/api/canteen/meals', bodies: meals.take(count) }),
    openFloor: () => openFloor(opened.database, organisation_id),
  }
}

export const benchCreate = async (year: Year): Promise<Line[]> => [
  ...(await benchWrites(year, await mealWrites(year))),
  ...(await benchWrites(year, await checkInWrites(year))),
]
