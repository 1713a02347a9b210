/**
 * Ten years of work (720,000 records): the figures of one year must not be slower for the nine before it. `npm run bench:history`, on
 * PostgreSQL; the example year is repeated with its days shifted, as its owner, straight in the database. Some minutes; not in CI.
 */
import { sql } from 'kysely'
import { asSystem } from '../src/app/as-system.ts'
import { figures } from '../src/app/figures.ts'
import { benchImport } from './count.ts'
import { median, timed } from './measure.ts'
import { postgres } from './place.ts'

const YEARS = 9
const ROUNDS = 9
const period = { from: '2022-01-01', to: '2022-12-31' }

const place = await postgres()
if (!place) throw new Error('PostgreSQL is not installed here')
const opened = await place.open()
const { database } = opened

/** Median milliseconds of every listed figure of 2022, and how many records stand. */
const measured = async (organisation_id: string) => {
  const took: number[] = []
  for (let round = 0; round < ROUNDS; round++)
    took.push((await timed(() => asSystem(opened, organisation_id, 'bench', (ctx) => figures.computeAll(ctx, period))))[0])
  const { rows } = await asSystem(opened, organisation_id, 'bench', ({ db }) =>
    sql<{ records: number }>`select count(*) as records from records.records where organisation_id = ${organisation_id}`.execute(
      db,
    ),
  )
  return { took: median(took), records: rows[0]!.records }
}

/** The columns of a table that can be written, with `changed` in place of some. */
const columnsOf = async (table: string, changed: Readonly<Record<string, string>>) => {
  const { rows } = await sql<{ name: string }>`select attname as name from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`.execute(
    database.db,
  )
  const names = rows.map((row) => row.name)
  return { names: names.join(', '), values: names.map((name) => changed[name] ?? name).join(', ') }
}

/** The same year again, so many years earlier: the spine and what hangs on it by the same id. */
const repeat = async (organisation_id: string, years: number): Promise<void> => {
  const id = (column: string) => `md5(${column}::text || '${years}')::uuid`
  const tables: readonly [string, string][] = [
    ['records.records', 'record_id'],
    ['canteen.meals', 'meal_id'],
    ['activities.attendances', 'attendance_id'],
    ['health.measurements', 'measurement_id'],
  ]
  await database.db.transaction().execute(async (tx) => {
    await sql`select app.enter(${organisation_id}, 'all', 'health,service,account')`.execute(tx)
    for (const [table, key] of tables) {
      const { names, values } = await columnsOf(table, {
        [key]: id(key),
        occurred_on: `occurred_on - ${years * 365}`,
        contract_id: 'null',
        once_key: id('once_key'),
      })
      await sql`insert into ${sql.raw(table)} (${sql.raw(names)}) select ${sql.raw(values)} from ${sql.raw(table)}
        where organisation_id = ${organisation_id} and occurred_on >= '2022-01-01'`.execute(tx)
    }
  })
}

try {
  const { organisation_id } = await benchImport(opened)
  const alone = await measured(organisation_id)
  for (let years = 1; years <= YEARS; years++) await repeat(organisation_id, years)
  await database.script('analyze')
  const among = await measured(organisation_id)
  const times = among.took / alone.took
  console.log(`one year alone (${alone.records} records): all figures ${alone.took.toFixed(0)} ms`)
  console.log(
    `the same year among ten (${among.records} records): ${among.took.toFixed(0)} ms, × ${times.toFixed(2)}  aim × ≤ 1.3: ${times <= 1.3 ? 'met' : 'NOT MET'}`,
  )
} finally {
  await opened.close()
  await place.close()
}
