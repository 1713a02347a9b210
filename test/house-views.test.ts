/** Views of the real database: one that ran with its owner's rights would show every organisation's rows past the wall. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database, Db } from '../src/platform/database.ts'
import { openEmptyDatabase } from './world.ts'

let database: Database

beforeAll(async () => {
  database = await openEmptyDatabase()
}, 60_000)
afterAll(() => database.close())

interface View {
  readonly name: string
  /** PostgreSQL gives a stored (materialized) view no such option: it always holds what its owner saw. */
  readonly invoker: boolean
}

const viewsOf = async (db: Db): Promise<View[]> => {
  const { rows } = await sql<View>`
    select n.nspname || '.' || c.relname as name,
      c.relkind = 'v' and coalesce(c.reloptions && array['security_invoker=true', 'security_invoker=on', 'security_invoker=1'], false) as invoker
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('v', 'm') and n.nspname not in ('pg_catalog', 'information_schema')
    order by 1`.execute(db)
  return rows
}

const past = (views: readonly View[]): string[] => views.filter((view) => !view.invoker).map((view) => view.name)

test('every view reads with the rights of who asks (security_invoker)', async () => {
  const views = await viewsOf(database.db)
  expect(views.map((view) => view.name)).toContain('health.graded_measurements')
  expect(past(views)).toEqual([])
})

test.each(['create view', 'create materialized view'])('a %s without it is found', async (create) => {
  const undone = new Error('undone')
  const found = database.db.transaction().execute(async (tx) => {
    await sql.raw(`${create} health.leaking as select organisation_id from health.measurements`).execute(tx)
    expect(past(await viewsOf(tx))).toEqual(['health.leaking'])
    throw undone
  })
  await expect(found).rejects.toBe(undone)
})
