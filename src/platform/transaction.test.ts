import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { newWorld, type World } from '../../test/world.ts'
import { newId } from './new-id.ts'
import { inTransaction } from './transaction.ts'
import { executeByOnePlan, executeNamed } from './statements.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
})

const entries = (entity: string) =>
  world.run(async ({ db, organisation_id }) => {
    const { rows } = await sql<{ entity: string }>`
      select entity from audit.entries where organisation_id = ${organisation_id} and entity = ${entity}`.execute(db)
    return rows.length
  })

describe('a transaction', () => {
  it('answers statements asked at once in their order', async () => {
    const numbers = await world.run(({ db }) =>
      Promise.all([1, 2, 3, 4, 5].map(async (n) => (await sql<{ n: number }>`select ${n}::int as n`.execute(db)).rows[0]!.n)),
    )
    expect(numbers).toEqual([1, 2, 3, 4, 5])
  })

  it('leaves no trace of a request whose work failed', async () => {
    await expect(
      world.run(async (ctx) => {
        ctx.wrote({ entity: 'test.failed', entity_ids: [] })
        await sql`select 1 / 0`.execute(ctx.db)
      }),
    ).rejects.toThrow('division by zero')
    expect(await entries('test.failed')).toBe(0)
  })

  it('writes nothing when the audit row that travels with the commit is refused', async () => {
    const account_id = newId()
    await expect(
      world.run(async (ctx) => {
        await sql`insert into staff.accounts (organisation_id, account_id, name, created_at)
          values (${ctx.organisation_id}, ${account_id}, 'nobody', ${ctx.now})`.execute(ctx.db)
        ctx.wrote({ entity: 'test.refused', entity_ids: ['not an id'] })
      }),
    ).rejects.toThrow('uuid')
    const { rows } = await world.run(({ db }) => sql`select from staff.accounts where account_id = ${account_id}`.execute(db))
    expect(rows).toHaveLength(0)
    expect(await entries('test.refused')).toBe(0)
  })

  it('tells the failure that ended it, not that of what was sent behind', async () => {
    const answered = inTransaction(world.database.db, async (tx) => {
      const first = sql`select 1 / 0`.execute(tx)
      first.catch(() => undefined)
      await sql`select 1`.execute(tx)
      await first
    })
    await expect(answered).rejects.toThrow('division by zero')
  })

  it('lets nothing through after its end, so that a part left running cannot write outside of the wall', async () => {
    let late: Promise<unknown> | undefined
    const answered = inTransaction(world.database.db, async (tx) => {
      late = new Promise((resolve) => setTimeout(resolve, 50)).then(() => sql`select 1`.execute(tx))
      late.catch(() => undefined)
      await sql`select 1 / 0`.execute(tx)
    })
    await expect(answered).rejects.toThrow('division by zero')
    await expect(late).rejects.toThrow('the transaction is over')
  })

  it('is not disturbed by a named statement that failed', async () => {
    const asked = (text: string) => world.run(({ db }) => executeNamed(sql<{ n: number }>`select ${text}::int as n`, db))
    expect((await asked('7')).rows).toEqual([{ n: 7 }])
    await expect(asked('seven')).rejects.toThrow('integer')
    expect((await asked('8')).rows).toEqual([{ n: 8 }])
  })

  it('plans as always again after a statement that has one plan', async () => {
    const mode = await world.run(async ({ db }) => {
      await executeByOnePlan(sql`select 1`, db)
      return (await sql<{ mode: string }>`select current_setting('plan_cache_mode') as mode`.execute(db)).rows[0]!.mode
    })
    expect(mode).toBe('auto')
  })
})
