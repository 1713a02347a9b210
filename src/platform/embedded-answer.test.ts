import v8 from 'node:v8'
import vm from 'node:vm'
import { PGlite, protocol } from '@electric-sql/pglite'
import { expect, it } from 'vitest'
import { answerTo } from './embedded-answer.ts'

v8.setFlagsFromString('--expose-gc')
const collect = vm.runInNewContext('gc') as () => void

/** Bytes of the heap, of what is still needed. */
const kept = (): number => {
  collect()
  return process.memoryUsage().heapUsed
}

const ask = (db: PGlite, text: string) => answerTo(db, protocol.serialize.query(text))

it('the embedded database keeps nothing of what it has answered', async () => {
  const db = await PGlite.create()
  try {
    // As it does by itself when it is made: from then on its own way of answering reads every answer and keeps it.
    await db.exec('select 1')
    const rows = 'select n from generate_series(1, 500) n'
    const first = await ask(db, rows)
    const before = kept()
    for (let round = 0; round < 200; round++) expect((await ask(db, rows)).length).toBe(first.length)
    // 100,000 rows, some 15 MB when they are kept.
    expect(kept() - before).toBeLessThan(4_000_000)
  } finally {
    await db.close()
  }
})

it('an answer of many parts is whole, and not overwritten by the next one', async () => {
  const db = await PGlite.create()
  try {
    const long = await ask(db, "select repeat('慢', 100000) as long")
    const copy = Buffer.from(long)
    await ask(db, "select repeat('x', 100000) as long")
    expect(Buffer.from(long).equals(copy)).toBe(true)
    expect(Buffer.from(long).toString('utf8').match(/慢/g)).toHaveLength(100_000)
  } finally {
    await db.close()
  }
})
