/** One at a time, whoever dies lets go. Each `by` stands for a process of its own. */
import { setTimeout as rest } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openEmptyDatabase } from '../../test/world.ts'
import type { Database } from './database.ts'
import { withLease } from './lease.ts'
import { newId } from './new-id.ts'

let database: Database
beforeAll(async () => {
  database = await openEmptyDatabase()
})
afterAll(() => database.close())

const [one, other] = [newId(), newId()]

test('of ten that come at once one works, and the next comes when it has finished', async () => {
  let working = 0
  let most = 0
  const job = async () => {
    most = Math.max(most, ++working)
    await rest(200)
    working--
    return { done: true }
  }
  const came = await Promise.all(Array.from({ length: 10 }, () => withLease(database.db, 'audit seals', job, { by: newId() })))
  expect(came.filter(Boolean)).toEqual([{ done: true }])
  expect(most).toBe(1)
  expect(await withLease(database.db, 'audit seals', job, { by: other })).toEqual({ done: true })
})

test('it is renewed while the work goes on, and other work is free', async () => {
  const long = withLease(database.db, 'keys', () => rest(3_500, { done: true }), { by: one, held_ms: 1_500 })
  await rest(2_500)
  expect(await withLease(database.db, 'keys', async () => ({ done: true }), { by: other })).toBeUndefined()
  expect(await withLease(database.db, 'old uploads', async () => ({ done: true }), { by: other })).toEqual({ done: true })
  expect(await long).toEqual({ done: true })
})

test('when the work was done is known to whoever comes next; a job that failed has not done it, and lets go', async () => {
  const failing = withLease(database.db, 'daily backup', () => Promise.reject(new Error('no room')), { by: one })
  await expect(failing).rejects.toThrow('no room')
  const seen: (Date | null)[] = []
  const job = async ({ done_at }: { done_at: Date | null }) => {
    seen.push(done_at)
    return { done: true }
  }
  await withLease(database.db, 'daily backup', job, { by: other })
  await withLease(database.db, 'daily backup', job, { by: one })
  expect(seen[0]).toBeNull()
  expect(Math.abs(Date.now() - seen[1]!.getTime())).toBeLessThan(5_000)
})

test('one that stood still is told that it lost the work, and does not end that of the next', async () => {
  // Renewed too late: as a process that was stopped and goes on.
  let lost = false
  const slow = withLease(
    database.db,
    'audit retention',
    async ({ signal }) => {
      const until = Date.now() + 250
      while (Date.now() < until);
      await sql`update app.leases set holder = ${other}, held_until = now() + interval '1 minute'
        where name = 'audit retention' and held_until < now()`.execute(database.db)
      await rest(700)
      lost = signal.aborted
      return { done: true }
    },
    { by: one, held_ms: 150 },
  )
  await slow
  expect(lost).toBe(true)
  expect(await withLease(database.db, 'audit retention', async () => ({ done: true }), { by: one })).toBeUndefined()
})

test('what a clock that stood ahead has written keeps nobody from the work', async () => {
  await sql`insert into app.leases (name, holder, held_until, done_at) values ('old uploads', ${other}, now() + interval '1 year', now() + interval '1 year')
    on conflict (name) do update set held_until = excluded.held_until, done_at = excluded.done_at`.execute(database.db)
  const seen = await withLease(database.db, 'old uploads', async ({ done_at }) => ({ done: true, done_at }), { by: one })
  expect(seen).toEqual({ done: true, done_at: null })
})
