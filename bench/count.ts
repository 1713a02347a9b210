/** W2 and W3: a year of workbooks comes in, and its figures come out (docs/decisions/0010). */
import { asSystem } from '../src/app/as-system.ts'
import { figures } from '../src/app/figures.ts'
import type { Opened } from '../src/app/open.ts'
import { importFiles, listAll } from '../src/app/year.ts'
import { sql } from 'kysely'
import { rawCounting, rawInserts, recordsOf } from './floor.ts'
import { inTurns, newLine, timed, type Line } from './measure.ts'
import { examples } from './place.ts'
import type { Year } from './served.ts'

const period = { from: '2022-01-01', to: '2022-12-31' }

/** Imports the example year into an empty database. */
export const benchImport = async (opened: Opened): Promise<{ line: Line; organisation_id: string }> => {
  const line = newLine('W2 导入一年 · import the year (94,000 rows)', { aim: 60_000, limit: 300_000 })
  const [took, { organisation_id }] = await timed(() => importFiles(opened, listAll([examples]), 2022, 'bench'))
  line.ours.push(took)
  const rows = await asSystem(opened, organisation_id, 'bench', recordsOf)
  const [raw] = await timed(() => rawInserts(opened.database, rows))
  line.floor.push(raw)
  return { line, organisation_id }
}

/** The matrix as somebody would ask for it behind the wall: what the floor counts, and distinct people and minutes too. */
const matrix = (year: Year) =>
  asSystem(year.opened, year.organisation_id, 'bench', ({ db, organisation_id }) =>
    sql`select contract_id, service_type, date_trunc('month', occurred_on::timestamp) as month, sum(person_times), count(distinct person_id), sum(minutes)
      from records.records where organisation_id = ${organisation_id} and void_id is null group by 1, 2, 3`.execute(db),
  )

export const benchCount = async (year: Year): Promise<Line[]> => {
  const { opened, organisation_id, short } = year
  const { database } = opened
  const rounds = short ? 3 : 7
  const compute = <T>(work: Parameters<typeof asSystem<T>>[3]) => asSystem(opened, organisation_id, 'bench', work)
  const pairs: readonly [Line, () => Promise<unknown>, () => Promise<unknown>][] = [
    [
      newLine('W3 合同 × 服务 × 月 · contract × type × month', { aim: 150, limit: 5_000 }),
      () => matrix(year),
      () => rawCounting(database, 'matrix'),
    ],
    [
      newLine('全部指标数字 · all figures (floor: 40 counts)', { aim: 300, limit: 5_000 }),
      () => compute((ctx) => figures.computeAll(ctx, period)),
      () => rawCounting(database, 'single'),
    ],
    [
      newLine('报告各表 · every table of the year report', {}),
      () => compute((ctx) => figures.computeYear(ctx, period.from, period.to)),
      () => rawCounting(database, 'matrix'),
    ],
  ]
  for (const [line, ours, floor] of pairs)
    await inTurns(
      rounds,
      async () => line.ours.push((await timed(ours))[0]),
      async () => line.floor.push((await timed(floor))[0]),
    )
  return pairs.map(([line]) => line)
}
