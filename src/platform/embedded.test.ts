import { Worker } from 'node:worker_threads'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openDatabase, type Database } from './database.ts'
import { insertRows } from './insert-rows.ts'

let database: Database

beforeAll(async () => {
  database = await openDatabase({ kind: 'memory' })
  await database.script('create schema t; create table t.rows (id integer primary key, word text, day date, words text[])')
}, 120_000)
afterAll(() => database.close())

const ask = (text: string): Promise<unknown> =>
  sql
    .raw(text)
    .execute(database.db)
    .then(
      ({ rows }) => rows,
      (problem: { code: string }) => problem.code,
    )

test('each of many callers gets their own answer, whoever failed before them', async () => {
  const asked = Array.from({ length: 120 }, (_, i) => (i % 3 === 0 ? `select nothing_${i}` : `select ${i} as i`))
  const answers = await Promise.all(asked.map(ask))
  expect(answers).toEqual(asked.map((_, i) => (i % 3 === 0 ? '42703' : [{ i }])))
})

test('a failure comes with its code and constraint, and leaves the transaction behind', async () => {
  const twice = database.db.transaction().execute(async (tx) => {
    await sql`insert into t.rows (id) values (1)`.execute(tx)
    await sql`insert into t.rows (id) values (1)`.execute(tx)
  })
  await expect(twice).rejects.toMatchObject({ code: '23505', constraint: 'rows_pkey', detail: 'Key (id)=(1) already exists.' })
  expect(await ask('select count(*) as n from t.rows')).toEqual([{ n: 0 }])
})

test('long texts and many rows come back whole', async () => {
  const text = '服务'.repeat(500_000)
  const { rows } = await sql<{ text: string }>`select ${text}::text as text`.execute(database.db)
  expect(rows[0]?.text === text).toBe(true)
  expect(await ask('select i from generate_series(1, 50000) i')).toHaveLength(50_000)
})

test('a query is one message to the database', async () => {
  await ask('select 1')
  const posted = vi.spyOn(Worker.prototype, 'postMessage')
  await sql`select ${1}::int as a`.execute(database.db)
  expect(posted).toHaveBeenCalledTimes(1)
  posted.mockRestore()
})

test('rows that share values are written as they are', async () => {
  const words = ['a', 'b']
  const rows = Array.from({ length: 5_000 }, (_, id) => ({
    id,
    word: id % 2 === 0 ? 'same' : null,
    day: `2022-01-${String(1 + (id % 28)).padStart(2, '0')}`,
    words: id % 3 === 0 ? words : [],
  }))
  const written = await database.db
    .transaction()
    .execute((tx) => insertRows<{ id: number }>(tx, 't.rows', rows, { returning: 'id', conflict: 'on conflict do nothing' }))
  expect(written.map(({ id }) => id)).toEqual(rows.map(({ id }) => id))
  expect(await ask('select * from t.rows order by id')).toEqual(rows)
})
