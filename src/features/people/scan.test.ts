/** The whole register is searched in parts that can be stopped and taken up again; what was decided is not asked again. */
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../platform/new-id.ts'
import { asOwner } from '../../../test/rows-everywhere.ts'
import { expectRefused, newWorld, type Caller, type World } from '../../../test/world.ts'
import { decideDuplicate, listDuplicates, registerMember } from './contract.ts'
import {
  cancelDuplicateScan, continueDuplicateScan, getLastDuplicateScan, listDuplicateWeights, recordDuplicateWeights, startDuplicateScan,
} from './contract-duplicates.ts' // prettier-ignore
import { FIRST_WEIGHTS } from './rules.ts'

let world: World
let near: string
let far: string
let director: Caller
let manager: Caller

beforeEach(async () => {
  world = await newWorld()
  near = await world.station()
  far = await world.station()
  director = await world.account('director')
  manager = await world.account('station_manager', near)
})

const register = async (name: string, parts: object = {}): Promise<string> => {
  const { status, body } = await director.call(registerMember, { station_id: near, name, born_on: '1948-03-05', ...parts })
  expect(status).toBe(200)
  return body.person_id
}

/** As if they had come before anybody compared them. */
const forget = () =>
  asOwner(world.database, world.organisation_id, (tx) =>
    sql`delete from people.duplicates where organisation_id = ${world.organisation_id}`.execute(tx),
  )

const scanAll = async (caller = director) => {
  let { body: scan } = await caller.call(startDuplicateScan, {})
  const { scan_id } = scan
  while (scan.state === 'running') scan = (await caller.call(continueDuplicateScan, { scan_id, done: scan.done })).body
  return scan
}

const pairs = async (caller = director) =>
  (await caller.call(listDuplicates, {})).body.rows.map(({ a, b }) => [a.name, b.name].toSorted().join('|')).toSorted()

describe('a search of the register', () => {
  it('finds names that sound alike, traditional characters and shared telephones, and says why in points', async () => {
    const phone = '13800001234'
    await register('陈桂英')
    await register('陳桂英', { station_id: far })
    await register('陈贵英')
    await register('林秀珍', { phone, born_on: '1950-01-01' })
    await register('林秀珍', { phone, born_on: '1957-12-31' })
    await register('王建国', { phone, born_on: '1949-02-02' })
    await forget()
    const scan = await scanAll()
    expect(scan).toMatchObject({ state: 'done', done: 3, parts: 3, persons: 6, found: 4 })
    expect(await pairs()).toEqual(['林秀珍|林秀珍', '陈桂英|陈桂英', '陈桂英|陈贵英', '陈桂英|陈贵英'])
    const [first] = (await director.call(listDuplicates, {})).body.rows
    expect(first!.reasons.reduce((sum, { points }) => sum + points, 0)).toBe(first!.score)
    expect((await scanAll()).found).toBe(0)
  })

  it('does not ask again what was decided, and finds a number mistyped by one name only', async () => {
    const [a, b] = ['440402194803050023', '44040219480305004X']
    await register('陈桂英', { id_number: a, born_on: undefined })
    await register('陈桂英', { id_number: b, born_on: undefined })
    await register('陈桂芳', { id_number: '440402194803050605', born_on: undefined })
    await forget()
    expect((await scanAll()).found).toBe(1)
    const [row] = (await director.call(listDuplicates, {})).body.rows
    expect(row!.reasons.map(({ reason }) => reason)).toContain('near_id')
    await director.call(decideDuplicate, { duplicate_id: row!.duplicate_id, decision: 'not_same' })
    expect((await scanAll()).found).toBe(0)
    expect(await pairs()).toEqual([])
  })

  it('stays within the stations of whoever searches', async () => {
    await register('陈桂英')
    await register('陈桂英', { station_id: far })
    await forget()
    expect(await scanAll(manager)).toMatchObject({ persons: 1, found: 0 })
    expect(await scanAll()).toMatchObject({ persons: 2, found: 1 })
  })

  it('is stopped where it stands, is nobody else’s, and a part sent twice is searched once', async () => {
    await register('陈桂英')
    await register('陈桂英')
    await forget()
    const scan_id = newId()
    await director.call(startDuplicateScan, { scan_id })
    expect((await director.call(startDuplicateScan, { scan_id })).body.done).toBe(0)
    const first = (await director.call(continueDuplicateScan, { scan_id, done: 0 })).body
    expect((await director.call(continueDuplicateScan, { scan_id, done: 0 })).body).toEqual(first)
    expectRefused(await manager.call(continueDuplicateScan, { scan_id, done: 1 }), 404, 'not_found')
    expectRefused(await manager.call(cancelDuplicateScan, { scan_id }), 404, 'not_found')
    expect((await director.call(getLastDuplicateScan, {})).body.scan).toEqual(first)
    const stopped = (await director.call(cancelDuplicateScan, { scan_id })).body
    expect(stopped).toMatchObject({ state: 'cancelled', done: 1, parts: 3 })
    expect((await director.call(continueDuplicateScan, { scan_id, done: 1 })).body).toEqual(stopped)
  })
})

describe('what counts', () => {
  const rule = { ...FIRST_WEIGHTS.points, shown_from: 80, source: '站务会议纪要' }

  it('is set from today on by dated rows, and the program’s own stand for the time before', async () => {
    await register('陈桂英')
    await register('陈桂英')
    expect(await pairs()).toHaveLength(1)
    await forget()
    await director.call(recordDuplicateWeights, { ...rule, valid_from: await world.run(async ({ today }) => today) })
    await director.call(recordDuplicateWeights, { ...rule, shown_from: 10, valid_from: '2999-01-01' })
    expect((await scanAll()).found).toBe(0)
    const { rows } = (await director.call(listDuplicateWeights, {})).body
    expect(rows.map(({ shown_from, in_force }) => [shown_from, in_force])).toEqual([
      [10, false],
      [80, true],
      [55, false],
    ])
  })

  it('is not changed for the past, nor by whoever manages single stations', async () => {
    expectRefused(await director.call(recordDuplicateWeights, { ...rule, valid_from: '2022-01-01' }), 422, 'rule_in_past')
    expectRefused(await manager.call(recordDuplicateWeights, { ...rule, valid_from: '2999-01-01' }), 403, 'not_allowed')
    expectRefused(
      await director.call(recordDuplicateWeights, { ...rule, same_name: 101, valid_from: '2999-01-01' }),
      400,
      'bad_input',
    )
  })
})
