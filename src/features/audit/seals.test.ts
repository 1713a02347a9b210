import { sql } from 'kysely'
import { v7 } from 'uuid'
import { beforeEach, describe, expect, it } from 'vitest'
import { asOwner } from '../../../test/rows-everywhere.ts'
import { keys, newWorld, type World } from '../../../test/world.ts'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { runAs } from '../../platform/request.ts'
import type { AuditProblem } from './rules.ts'
import { startSealer } from './sealer.ts'
import { sealLate, sealOrganisation, type Seal } from './sealing.ts'
import { compareRows, verify } from './verify.ts'

let world: World
let id: string

beforeEach(async () => {
  world = await newWorld()
  id = world.organisation_id
})

const write = (entity = 'canteen.meals', action = 'recordMeal') =>
  runAs(world.database.db, keys, { ...world.system, request_id: newId(), action }, async (ctx) =>
    ctx.wrote({ entity, entity_ids: [newId()], before: { state: 'a' }, after: { state: 'b', minutes: 30.5 } }),
  )

const writeMany = async (count: number) => {
  for (let n = 0; n < count; n++) await write()
}

/** An entry as somebody with the owner's rights puts it in. */
const insert = (at: Date, audit_id = v7({ msecs: at.getTime() }), said = at) =>
  asOwner(world.database, id, async (tx) => {
    await sql`insert into audit.entries (organisation_id, audit_id, at, request_id, action, entity, entity_ids)
      values (${id}, ${audit_id}, ${said}, 'r', 'recordMeal', 'canteen.meals', '{}')`.execute(tx)
    return audit_id
  })

const seal = (batch?: number) => sealOrganisation(world.database.db, id, batch ? { batch } : {})
const look = (expect?: string) => verify(world.database.db, id, { expect })
const tamper = (work: (tx: Tx) => Promise<unknown>) => asOwner(world.database, id, work)
const problemsOf = async (expect?: string) => (await look(expect)).problems

/** Ids in the order they were sealed. */
const sealedIds = async (number: number): Promise<string[]> => {
  const { rows } = await asOwner(world.database, id, (tx) =>
    sql<{
      audit_ids: string[]
    }>`select audit_ids from audit.sealed_rows where organisation_id = ${id} and number = ${number}`.execute(tx),
  )
  return rows[0]!.audit_ids
}

const hours = (count: number) => new Date(Date.now() - count * 3_600_000)

describe('sealing', () => {
  it('takes every entry once, in order, in batches that follow each other', async () => {
    await writeMany(7)
    const seals = await seal(3)
    expect(seals.map(({ number, entries }) => [number, entries])).toEqual([
      [1, 3],
      [2, 3],
      [3, 1],
    ])
    const ids = (await Promise.all([1, 2, 3].map(sealedIds))).flat()
    expect(ids).toEqual(ids.toSorted())
    expect(await look()).toMatchObject({
      holds: true,
      seals: 3,
      entries: 7,
      waiting: 0,
      newest: { number: 3, hash: seals[2]!.hash },
    })
  })

  it('makes no seal when there is nothing new', async () => {
    await write()
    expect(await seal()).toHaveLength(1)
    expect(await seal()).toEqual([])
  })

  it('takes what committed late, behind entries that are sealed already', async () => {
    await insert(hours(0.1))
    await seal()
    const late = await insert(hours(0.2))
    expect(await seal()).toMatchObject([{ number: 2, entries: 1 }])
    expect(await sealedIds(2)).toEqual([late])
    await write()
    await seal()
    expect(await look()).toMatchObject({ holds: true, entries: 3, waiting: 0 })
  })

  it('leaves alone what is older than any transaction, until somebody says why it is to be sealed', async () => {
    await write()
    await seal()
    const old = await insert(hours(30))
    const ahead = await insert(hours(-24))
    expect(await seal()).toEqual([])
    expect(await problemsOf()).toEqual([
      { kind: 'entry_inserted', audit_id: old },
      { kind: 'entry_foreign', audit_id: ahead },
    ])
    expect(await sealLate(world.database.db, id, '主机时钟曾经拨错')).toMatchObject([{ number: 2, entries: 2 }])
    await write()
    expect(await seal()).toMatchObject([{ number: 3, entries: 1 }])
    // when the day comes that the clock had been set to, it is not sealed again
    expect(await sealOrganisation(world.database.db, id, { now: () => hours(-25) })).toEqual([])
    expect(await look()).toMatchObject({ holds: true, late: [{ number: 2, entries: 2, reason: '主机时钟曾经拨错' }] })
  })

  it('by several programs at once seals each entry once', async () => {
    await writeMany(12)
    const made = await Promise.all([seal(4), seal(4), seal(4)])
    made.push(await seal(4))
    const numbers = made.flat().map(({ number }) => number)
    expect(numbers.toSorted((a, b) => a - b)).toEqual([1, 2, 3])
    expect(await look()).toMatchObject({ holds: true, entries: 12, waiting: 0 })
  })

  it('keeps organisations apart', async () => {
    await write()
    const other = await newWorld()
    await seal()
    expect(await verify(world.database.db, other.organisation_id)).toMatchObject({ seals: 0, entries: 0, holds: true })
  })

  it('is not in the power of the application: it reads seals and can neither write nor change nor remove one', async () => {
    await write()
    await seal()
    for (const statement of [
      sql`update audit.seals set entries = 2`,
      sql`delete from audit.seals`,
      sql`insert into audit.retirements (organisation_id, number, rule_id, retired_at, retired_by) values (${id}, 1, ${newId()}, now(), ${newId()})`,
      sql`delete from audit.sealed_rows`,
      sql`update audit.entries set entity = 'x'`,
      sql`delete from audit.entries`,
    ])
      await expect(world.run((ctx) => statement.execute(ctx.db))).rejects.toThrow(/permission denied/)
  })

  it('gives the same hashes whatever the session is set to', async () => {
    await write()
    await seal()
    const same = await asOwner(world.database, id, async (tx) => {
      await sql
        .raw("set local timezone = 'America/New_York'; set local datestyle = 'German'; set local extra_float_digits = 0")
        .execute(tx)
      await sql.raw("set local bytea_output = 'escape'").execute(tx)
      return (await compareRows(tx, id, 1))!.same
    })
    expect(same).toBe(true)
  })

  it('goes on by itself while the server runs, and once more when it stops', async () => {
    await write()
    const sealed: Seal[] = []
    const sealer = startSealer({
      db: world.database.db,
      organisations: async () => [id],
      sealed: (one) => sealed.push(one),
      failed: (problem) => expect(problem).toBeUndefined(),
    })
    await expect.poll(() => sealed.length).toBe(1)
    await write()
    await sealer.stop()
    expect(sealed.map(({ number }) => number)).toEqual([1, 2])
  })
})

describe('a verification finds', () => {
  let ids: string[]
  let hashes: string[]
  beforeEach(async () => {
    await writeMany(6)
    hashes = (await seal(2)).map(({ hash }) => hash)
    ids = (await Promise.all([1, 2, 3].map(sealedIds))).flat()
  })

  const cases: [string, (tx: Tx) => Promise<unknown>, () => AuditProblem[]][] = [
    [
      'a changed field',
      (tx) =>
        sql`update audit.entries set after = '{"state":"c"}' where organisation_id = ${id} and audit_id = ${ids[2]}`.execute(tx),
      () => [{ kind: 'entry_changed', seal: 2, audit_id: ids[2]!, place: 1 }],
    ],
    [
      'a changed moment, by a microsecond',
      (tx) =>
        sql`update audit.entries set at = at + interval '1 microsecond' where organisation_id = ${id} and audit_id = ${ids[0]}`.execute(
          tx,
        ),
      () => [{ kind: 'entry_changed', seal: 1, audit_id: ids[0]!, place: 1 }],
    ],
    [
      'a removed entry',
      (tx) => sql`delete from audit.entries where organisation_id = ${id} and audit_id = ${ids[3]}`.execute(tx),
      () => [{ kind: 'entry_missing', seal: 2, audit_id: ids[3]!, place: 2 }],
    ],
    [
      'two entries whose contents were exchanged',
      (tx) =>
        sql`update audit.entries e set request_id = o.request_id, entity_ids = o.entity_ids, at = o.at from audit.entries o
          where e.organisation_id = ${id} and o.organisation_id = ${id}
            and (e.audit_id, o.audit_id) in ((${ids[0]}, ${ids[1]}), (${ids[1]}, ${ids[0]}))`.execute(tx),
      () => [
        { kind: 'entry_changed', seal: 1, audit_id: ids[0]!, place: 1 },
        { kind: 'entry_changed', seal: 1, audit_id: ids[1]!, place: 2 },
      ],
    ],
    [
      'two entries exchanged in the list of a seal',
      (tx) =>
        sql`update audit.sealed_rows set audit_ids = array[audit_ids[2], audit_ids[1]] where organisation_id = ${id} and number = 1`.execute(
          tx,
        ),
      () => [
        { kind: 'entry_moved', seal: 1, audit_id: ids[1]!, place: 1, was_place: 2 },
        { kind: 'entry_moved', seal: 1, audit_id: ids[0]!, place: 2, was_place: 1 },
      ],
    ],
    [
      'an entry taken out together with its line in the list',
      async (tx) => {
        await sql`delete from audit.entries where organisation_id = ${id} and audit_id = ${ids[1]}`.execute(tx)
        await sql`update audit.sealed_rows set audit_ids = audit_ids[1:1], row_hashes = substr(row_hashes, 1, 32)
          where organisation_id = ${id} and number = 1`.execute(tx)
      },
      () => [{ kind: 'list_changed', seal: 1 }],
    ],
    [
      'a changed seal',
      (tx) =>
        sql`update audit.seals set sealed_at = sealed_at - interval '1 year' where organisation_id = ${id} and number = 2`.execute(
          tx,
        ),
      () => [{ kind: 'seal_changed', seal: 2 }],
    ],
    [
      'a seal whose hash was made anew: the next one no longer follows',
      (tx) => sql`update audit.seals set seal_hash = sha256('x') where organisation_id = ${id} and number = 2`.execute(tx),
      () => [
        { kind: 'seal_changed', seal: 2 },
        { kind: 'seal_changed', seal: 3 },
      ],
    ],
    [
      'a removed list',
      (tx) => sql`delete from audit.sealed_rows where organisation_id = ${id} and number = 2`.execute(tx),
      () => [{ kind: 'list_missing', seal: 2 }],
    ],
  ]
  it.each(cases)('%s', async (_, work, expected) => {
    expect(await look()).toMatchObject({ holds: true })
    await tamper(work)
    const found = await look()
    expect(found.holds).toBe(false)
    expect(found.problems).toEqual(expected())
  })

  it('a nothing that became a null of JSON', async () => {
    const audit_id = await insert(new Date())
    await seal()
    await tamper((tx) =>
      sql`update audit.entries set before = 'null' where organisation_id = ${id} and audit_id = ${audit_id}`.execute(tx),
    )
    expect(await problemsOf()).toEqual([{ kind: 'entry_changed', seal: 4, audit_id, place: 1 }])
  })

  it('a removed seal', async () => {
    await tamper(async (tx) => {
      await sql`delete from audit.sealed_rows where organisation_id = ${id} and number = 2`.execute(tx)
      await sql`delete from audit.seals where organisation_id = ${id} and number = 2`.execute(tx)
    })
    expect(await problemsOf()).toEqual([{ kind: 'seal_missing', seal: 2 }])
  })

  it('an entry put in with an old id', async () => {
    const inserted = await insert(hours(5))
    expect(await problemsOf()).toEqual([{ kind: 'entry_inserted', audit_id: inserted }])
    await seal()
    expect(await problemsOf()).toEqual([{ kind: 'entry_inserted', audit_id: inserted }])
  })

  it('an entry put in with an id of another kind', async () => {
    const inserted = await insert(hours(0), 'ffffffff-ffff-4fff-bfff-ffffffffffff')
    expect(await problemsOf()).toEqual([{ kind: 'entry_foreign', audit_id: inserted }])
  })

  it('an entry made now that says it is of last year, also when it was sealed', async () => {
    const inserted = await insert(new Date(), undefined, hours(9_000))
    await seal()
    expect(await problemsOf()).toEqual([{ kind: 'entry_back_dated', seal: 4, audit_id: inserted }])
  })

  const cutTail = () =>
    tamper(async (tx) => {
      for (const table of ['audit.sealed_rows', 'audit.seals'])
        await sql`delete from ${sql.table(table)} where organisation_id = ${id} and number = 3`.execute(tx)
      await sql`delete from audit.entries where organisation_id = ${id} and audit_id >= ${ids[4]}`.execute(tx)
    })

  it('a chain whose end was cut off, only by a hash that was kept elsewhere', async () => {
    const kept = hashes[2]!
    expect(await look(kept)).toMatchObject({ holds: true })
    await cutTail()
    expect(await look()).toMatchObject({ holds: true, seals: 2 })
    expect(await problemsOf(kept)).toEqual([{ kind: 'expected_missing', expected: kept }])
    expect(await problemsOf(hashes[1])).toEqual([])
  })

  it('a chain that was made anew from some seal on, only by a hash that was kept elsewhere', async () => {
    await tamper(async (tx) => {
      await sql`delete from audit.sealed_rows where organisation_id = ${id}`.execute(tx)
      await sql`delete from audit.seals where organisation_id = ${id}`.execute(tx)
      await sql`update audit.entries set request_id = 'changed' where organisation_id = ${id} and audit_id = ${ids[0]}`.execute(
        tx,
      )
    })
    await seal(2)
    expect(await look()).toMatchObject({ holds: true, seals: 3 })
    expect(await problemsOf(hashes[2])).toEqual([{ kind: 'expected_missing', expected: hashes[2] }])
  })

  it('entries whose seals were cut off, once they have waited for an hour', async () => {
    await tamper(async (tx) => {
      await sql`delete from audit.sealed_rows where organisation_id = ${id} and number = 3`.execute(tx)
      await sql`delete from audit.seals where organisation_id = ${id} and number = 3`.execute(tx)
    })
    expect(await look()).toMatchObject({ holds: true, waiting: 2 })
    const later = await verify(world.database.db, id, { now: new Date(Date.now() + 2 * 3_600_000) })
    expect(later.problems).toEqual([{ kind: 'entries_unsealed', audit_id: ids[4], count: 2 }])
  })

  it('all of several at once, and tells its progress', async () => {
    await tamper(async (tx) => {
      await sql`delete from audit.entries where organisation_id = ${id} and audit_id = ${ids[0]}`.execute(tx)
      await sql`update audit.entries set action = 'x' where organisation_id = ${id} and audit_id = ${ids[5]}`.execute(tx)
    })
    const steps: number[] = []
    const found = await verify(world.database.db, id, { onProgress: ({ done, total }) => steps.push(done / total) })
    expect(found.problems.map(({ kind }) => kind)).toEqual(['entry_missing', 'entry_changed'])
    expect(steps.at(-1)).toBe(1)
    expect(steps).toEqual(steps.toSorted((a, b) => a - b))
  })
})
