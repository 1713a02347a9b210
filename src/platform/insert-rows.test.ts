/** Rows written by statements of equal text are the rows that were given, in every mixture of shared, own and missing values. */
import { sql } from 'kysely'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase, type Database } from './database.ts'
import { EQUAL_ROWS, equalRows } from './equal-rows.ts'
import { insertRows } from './insert-rows.ts'
import { inTransaction } from './transaction.ts'

describe('statements of equal text', () => {
  it('say each row with its own values, and what all share once', () => {
    const rows = Array.from({ length: 2 * EQUAL_ROWS }, (_, n) => ({
      id: n,
      of: 'all',
      none: null,
      some: n % 3 === 0 ? undefined : n,
    }))
    const { text, parametersOf } = equalRows(rows, ['id', 'of', 'none', 'some'])
    const said = text.split('),(').map((row) => row.replace(/[()]/g, '').split(','))
    for (const start of [0, EQUAL_ROWS]) {
      const parameters = parametersOf(start)
      const read = said.map((row) => row.map((place) => (place === 'null' ? null : parameters[Number(place.slice(1)) - 1])))
      expect(read).toEqual(rows.slice(start, start + EQUAL_ROWS).map((row) => [row.id, row.of, null, row.some]))
      expect(parameters).toHaveLength(1 + 2 * EQUAL_ROWS)
    }
  })
})

describe('many rows', () => {
  let database: Database
  beforeAll(async () => {
    const url = process.env.TEST_DATABASE_URL
    database = await openDatabase(url ? { kind: 'server', url } : { kind: 'memory' })
    await database.script(
      'drop schema if exists many cascade; create schema many; create table many.rows (n int primary key, word text, day date)',
    )
  })
  afterAll(async () => {
    await database.script('drop schema many cascade')
    await database.close()
  })

  it('are all written, and told in order, whatever they share', async () => {
    const row = fc.record({
      word: fc.option(fc.constantFrom('甲', '乙', "o'k")),
      day: fc.option(fc.constantFrom('2022-01-01', '2022-12-31')),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 2, maxLength: 3 }),
        fc.constantFrom(2, EQUAL_ROWS - 1, EQUAL_ROWS, 5 * EQUAL_ROWS + 7),
        async (kinds, many) => {
          const rows = Array.from({ length: many }, (_, n) => ({ n, ...kinds[n % kinds.length]! }))
          await database.script('truncate many.rows')
          const told = await inTransaction(database.db, (tx) =>
            insertRows<{ n: number }>(tx, 'many.rows', rows, { returning: 'n' }),
          )
          expect(told.map(({ n }) => n)).toEqual(rows.map(({ n }) => n))
          const { rows: stood } = await sql`select n, word, day from many.rows order by n`.execute(database.db)
          expect(stood).toEqual(rows)
        },
      ),
      { numRuns: 20 },
    )
  })

  it('leave nothing when one of them is refused, and the refusal is that of the row', async () => {
    await database.script('truncate many.rows')
    const rows = Array.from({ length: 20 * EQUAL_ROWS }, (_, n) => ({ n: n === EQUAL_ROWS + 5 ? 3 : n, word: '甲', day: null }))
    await expect(inTransaction(database.db, (tx) => insertRows(tx, 'many.rows', rows))).rejects.toMatchObject({ code: '23505' })
    const { rows: stood } = await sql`select n from many.rows`.execute(database.db)
    expect(stood).toEqual([])
  })
})
