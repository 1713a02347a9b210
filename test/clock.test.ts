/** The machine's clock jumps while the server runs: three days ahead, an hour back. Only the clock is played, all else is real. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { checkClock } from '../src/app/check-clock.ts'
import { openServer } from '../src/app/server.ts'
import { sealLate, sealOrganisation } from '../src/features/audit/sealing.ts'
import { timeOf } from '../src/features/audit/unsealed.ts'
import { verify } from '../src/features/audit/verify.ts'
import { getPointsAccount, listEntries, recordEntry } from '../src/features/points/contract.ts'
import { checkDatabase } from '../src/platform/database.ts'
import { newId } from '../src/platform/new-id.ts'
import { newActivityWorld, type ActivityWorld } from './activity-world.ts'
import { expectRefused, keys, newWorld, openEmptyDatabase, type Caller } from './world.ts'

const HOUR = 3_600_000
let desk: ActivityWorld

const jump = (ms: number) => vi.setSystemTime(Date.now() + ms)

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  desk = await newActivityWorld()
  await desk.member('A001', '陈桂英')
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

const coins = (worker: Caller, kind: 'earned' | 'spent', amount: number, entry_id = newId()) =>
  worker.call(recordEntry, { entry_id, member_no: 'A001', kind, amount, reason: '签到', occurred_on: '2022-03-05', station_id: desk.station_id }) // prettier-ignore

it('three days ahead: whoever was signed in signs in again, and what is sent again counts once', async () => {
  const entry_id = newId()
  expect((await coins(desk.worker, 'earned', 5, entry_id)).status).toBe(200)
  jump(72 * HOUR)
  expectRefused(await coins(desk.worker, 'earned', 5, entry_id), 401, 'not_signed_in')
  const again = await desk.world.account('social_worker')
  expect((await coins(again, 'earned', 5, entry_id)).body).toMatchObject({ entry_id, balance: 5 })
  expect((await again.call(getPointsAccount, { member_no: 'A001' })).body).toMatchObject({ balance: 5 })
})

it('an hour back: sessions go on, balances hold, what is sent again counts once', async () => {
  const first = newId()
  expect((await coins(desk.worker, 'earned', 5, first)).status).toBe(200)
  jump(-HOUR)
  const second = newId()
  expect((await coins(desk.worker, 'spent', 3, second)).body).toMatchObject({ balance: 2 })
  expect((await coins(desk.worker, 'spent', 3, second)).body).toMatchObject({ entry_id: second, balance: 2 })
  expectRefused(await coins(desk.worker, 'spent', 3), 422, 'overdraft')
  const { rows } = (await desk.worker.call(listEntries, { member_no: 'A001' })).body
  expect(rows.map(({ entry_id }) => entry_id).toSorted()).toEqual([first, second].toSorted())
})

it('ids stay in their order when the clock is set back a little, and go by the right time when it was far ahead', () => {
  const first = newId()
  jump(-60_000)
  const second = newId()
  expect(second > first).toBe(true)
  jump(72 * HOUR)
  newId()
  jump(-72 * HOUR)
  expect(Math.abs(timeOf(newId()) - Date.now())).toBeLessThan(5_000)
})

it('an hour back: what was sealed holds; what comes after is told, and sealed with the reason by hand', async () => {
  const { database, organisation_id } = desk.world
  await sealOrganisation(database.db, organisation_id)
  jump(-HOUR)
  await coins(desk.worker, 'earned', 5)
  await sealOrganisation(database.db, organisation_id)
  jump(3 * HOUR)
  const told = await verify(database.db, organisation_id)
  expect(told.problems.map(({ kind }) => kind)).toEqual(['entry_inserted'])
  await sealLate(database.db, organisation_id, '时钟曾拨慢一小时')
  expect(await verify(database.db, organisation_id)).toMatchObject({ holds: true, problems: [], waiting: 0 })
})

it('a database whose clock is another one is refused with the difference, in both languages', async () => {
  await expect(checkDatabase(desk.world.database)).resolves.toBeUndefined()
  jump(-HOUR)
  await expect(checkDatabase(desk.world.database)).rejects.toThrow(/differ by 3\d{3} seconds.*相差 3\d{3} 秒.*校准时间/)
})

it('a start with the clock before the last change is refused in both languages, unless somebody says that it is right', async () => {
  // One of its own: other tests leave entries of other days in theirs.
  const database = await openEmptyDatabase()
  const server = await openServer({ database, keys, log: false, rate: 0 })
  await (await newWorld({ database, server })).station()
  const soon = new Date(Date.now() - 5 * 60_000)
  await expect(checkClock(database.db, soon)).resolves.toBeUndefined()
  await expect(checkClock(database.db, new Date('2000-01-01T00:00:00Z'))).rejects.toThrow(
    /2000-01-01.*校准时间.*stands before the last change/,
  )
  vi.stubEnv('HENGAI_CLOCK_IS_RIGHT', '1')
  await expect(checkClock(database.db, new Date('2000-01-01T00:00:00Z'))).resolves.toBeUndefined()
  await server.app.close()
  await database.close()
})
