/**
 * One counting for everything: conditions over a source become counts, sums and distinct counts in one pass per source. Values, table
 * cells and the rows behind them are made from the same text (docs/decisions/0006).
 */
import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { FigureSource, Measure } from '../../shared/figure-source.ts'

export interface Narrowing {
  readonly from: string
  readonly to: string
  readonly station_ids?: readonly string[] | undefined
  readonly contract_ids?: readonly string[] | undefined
  /** Rows of this person only. */
  readonly person_id?: string | undefined
  /** `undefined`: whatever the evidence. */
  readonly evidence?: string | undefined
  /** Rows whose column holds this text, or a number from … to …. */
  readonly only?: Only | undefined
}

/** One of the columns a source shows, and what it must hold. */
export interface Only {
  readonly column: string
  readonly is: string | { readonly from: number; readonly to: number | undefined }
}

/** One number to be measured. `where` is SQL over the source's columns. */
export interface Cell {
  readonly source: FigureSource
  readonly where: string
  readonly measure: Measure
}

/** How the cells are split: by a dimension of the source, by month, by one of its columns, or by contract through its station. */
export type Split =
  | { readonly by: 'station' | 'contract' | 'month' }
  | { readonly by: 'column'; readonly column: string }
  | { readonly by: 'contract_of_station'; readonly takes: readonly { station_id: string; contract_id: string }[] }

const PLACEHOLDER = /(?<!:):(organisation_id|from|to)\b/

/** Text of a source or a condition with its placeholders bound as parameters. */
export const bind = (ctx: Ctx, text: string, { from, to }: { from: string; to: string }): RawBuilder<unknown> => {
  const values: Record<string, RawBuilder<unknown>> = {
    organisation_id: sql`${ctx.organisation_id}::uuid`,
    from: sql`${from}::date`,
    to: sql`${to}::date`,
  }
  const parts = text.split(PLACEHOLDER).map((part, i) => (i % 2 === 1 ? values[part]! : sql.raw(part)))
  return sql.join(parts, sql.raw(''))
}

/** Only columns that a source shows can be asked for: their names are ours, never input. */
const holdsOnly = (source: FigureSource, { column, is }: Only): RawBuilder<unknown> => {
  const shown = source.columns.find((one) => one.field === column)
  if (!shown) return sql`false`
  const held = sql`s.${sql.ref(shown.field)}`
  if (typeof is === 'string') return sql`${held}::text = ${is}`
  return is.to === undefined ? sql`${held} >= ${is.from}` : sql`${held} between ${is.from} and ${is.to}`
}

/** The rows of a source inside the narrowing: `from (…) s where …`. */
export const sourceRows = (ctx: Ctx, source: FigureSource, narrowing: Narrowing): RawBuilder<unknown> => {
  const { day, station, contract, person } = source.dimensions
  const parts: RawBuilder<unknown>[] = []
  if (day) parts.push(sql`s.${sql.ref(day)} between ${narrowing.from}::date and ${narrowing.to}::date`)
  if (narrowing.station_ids) parts.push(station ? sql`s.${sql.ref(station)} = any(${narrowing.station_ids}::uuid[])` : sql`false`)
  if (narrowing.contract_ids)
    parts.push(contract ? sql`s.${sql.ref(contract)} = any(${narrowing.contract_ids}::uuid[])` : sql`false`)
  if (narrowing.person_id) parts.push(person ? sql`s.${sql.ref(person)} = ${narrowing.person_id}::uuid` : sql`false`)
  if (narrowing.only) parts.push(holdsOnly(source, narrowing.only))
  if (narrowing.evidence) parts.push(sql`s.evidence = ${narrowing.evidence}`)
  return sql`from (${bind(ctx, source.sql, narrowing)}) s ${parts.length > 0 ? sql`where ${sql.join(parts, sql` and `)}` : sql``}`
}

const groupOf = (source: FigureSource, split: Split): RawBuilder<unknown> | undefined => {
  const { day, station, contract } = source.dimensions
  switch (split.by) {
    case 'month':
      // a day is made a time without zone first: with one, each row is reckoned through the rules of the time zone, there and back
      return day ? sql`date_trunc('month', s.${sql.ref(day)}::timestamp)::date` : undefined
    case 'station':
      return station ? sql`s.${sql.ref(station)}` : undefined
    case 'contract':
      return contract ? sql`s.${sql.ref(contract)}` : undefined
    case 'column':
      return sql`s.${sql.ref(split.column)}`
    case 'contract_of_station':
      return station ? sql`m.contract_id` : undefined
  }
}

const joinOf = (source: FigureSource, split: Split | undefined): RawBuilder<unknown> => {
  if (split?.by !== 'contract_of_station' || !source.dimensions.station) return sql``
  const rows = split.takes.map((take) => sql`(${take.station_id}::uuid, ${take.contract_id}::uuid)`)
  if (rows.length === 0) return sql`join (values (null::uuid, null::uuid)) m (station_id, contract_id) on false`
  return sql`join (values ${sql.join(rows)}) m (station_id, contract_id) on m.station_id = s.${sql.ref(source.dimensions.station)}`
}

type Counts = Map<string, number[]>

const textOf = (group: unknown): string => (group === null ? '' : typeof group === 'string' ? group : String(group))

interface Task {
  readonly ctx: Ctx
  readonly source: FigureSource
  readonly narrowing: Narrowing
  readonly split: Split | undefined
}

/** `from (…) s` with the join of the split between the source and its conditions. */
const rowsOf = ({ ctx, source, narrowing, split }: Task): RawBuilder<unknown> => {
  const rows = sourceRows(ctx, source, narrowing)
  return split?.by === 'contract_of_station' ? sql`from (select s.* ${rows}) s ${joinOf(source, split)}` : rows
}

/** How often a group of rows occurs, in the column that counts it; without facets every row occurs once. */
const TIMES = 'times_of_group'

/** `from (…) s` of rows the source has counted, where no column but the station's is asked for. */
const countedOf = ({ ctx, source, narrowing }: Task): RawBuilder<unknown> | undefined => {
  const { from: _from, to: _to, station_ids: _stations, ...others } = narrowing
  if (!source.counted_sql || Object.values(others).some((other) => other !== undefined)) return undefined
  return sourceRows(ctx, { ...source, sql: source.counted_sql }, narrowing)
}

/** The rows counted by their facets and the column of distinct values: far fewer, and every condition can still be told. */
const facetsOf = (task: Task, column: string | undefined, cells: readonly { cell: Cell }[]): RawBuilder<unknown> | undefined => {
  const { facets } = task.source
  if (!facets || task.split) return undefined
  const keys = [...new Set([...facets, ...(column ? [column] : [])])]
  const sums = new Set(cells.flatMap(({ cell }) => (cell.measure.kind === 'sum' ? [cell.measure.column] : [])))
  const named = keys.map((key) => sql`s.${sql.ref(key)}`)
  const added = [...sums].map((sum) => sql`, sum(s.${sql.ref(sum)}) as ${sql.ref(sum)}`)
  const counted = sums.size === 0 ? countedOf(task) : undefined
  if (counted)
    return sql`from (select ${sql.join(named)}, sum(s.times) as ${sql.ref(TIMES)} ${counted} group by ${sql.join(named)}) s`
  return sql`from (select ${sql.join(named)}, count(*) as ${sql.ref(TIMES)}${sql.join(added, sql``)} ${rowsOf(task)} group by ${sql.join(named)}) s`
}

const plain = async (task: Task, cells: readonly { at: number; cell: Cell }[], into: Counts, width: number): Promise<void> => {
  const group = task.split ? groupOf(task.source, task.split) : undefined
  if (cells.length === 0 || (task.split && !group)) return
  const grouped = facetsOf(task, undefined, cells)
  const values = cells.map(({ cell }, i) => {
    const filter = cell.where === '' ? sql`` : sql` filter (where ${bind(task.ctx, cell.where, task.narrowing)})`
    const count = grouped ? sql`sum(s.${sql.ref(TIMES)})` : sql`count(*)`
    const value = cell.measure.kind === 'sum' ? sql`sum(s.${sql.ref(cell.measure.column)})` : count
    return sql`coalesce(${value}${filter}, 0) as ${sql.ref(`v${i}`)}`
  })
  const { rows } = await sql<Record<string, unknown>>`
    select ${group ?? sql`null`} as g, ${sql.join(values)} ${grouped ?? rowsOf(task)} ${group ? sql`group by 1` : sql``}`.execute(
    task.ctx.db,
  )
  put(rows, cells, into, width)
}

/** One cell's part of the pass over the rows, and what is made of it once the distinct values stand one to a row. */
const inOnePass = (
  task: Task,
  cell: Cell,
  i: number,
  grouped: boolean,
): { met: RawBuilder<unknown>; value: RawBuilder<unknown> } => {
  const [part, value] = [sql.ref(`p${i}`), sql.ref(`v${i}`)]
  const where = cell.where === '' ? sql`true` : bind(task.ctx, cell.where, task.narrowing)
  switch (cell.measure.kind) {
    case 'distinct':
      return {
        met: sql`bool_or(${where}) as ${part}`,
        value: sql`count(*) filter (where ${part} and value is not null) as ${value}`,
      }
    case 'sum':
      return {
        met: sql`sum(s.${sql.ref(cell.measure.column)}) filter (where ${where}) as ${part}`,
        value: sql`coalesce(sum(${part}), 0) as ${value}`,
      }
    case 'count':
      return {
        met: sql`${grouped ? sql`sum(s.${sql.ref(TIMES)})` : sql`count(*)`} filter (where ${where}) as ${part}`,
        value: sql`coalesce(sum(${part}), 0) as ${value}`,
      }
  }
}

/**
 * Distinct values under many conditions in one pass: one row per value says which conditions it ever met. Counts and sums of the same
 * source ride along, so that its rows are read once.
 */
const distinct = async (
  task: Task,
  column: string,
  cells: readonly { at: number; cell: Cell }[],
  into: Counts,
  width: number,
): Promise<void> => {
  const group = task.split ? groupOf(task.source, task.split) : undefined
  if (task.split && !group) return
  const grouped = facetsOf(task, column, cells)
  const parts = cells.map(({ cell }, i) => inOnePass(task, cell, i, grouped !== undefined))
  const onlyDistinct = cells.every(({ cell }) => cell.measure.kind === 'distinct')
  const { rows } = await sql<Record<string, unknown>>`
    select g, ${sql.join(parts.map((part) => part.value))} from (
      select ${group ?? sql`null::text`} as g, s.${sql.ref(column)} as value, ${sql.join(parts.map((part) => part.met))}
      ${grouped ?? rowsOf(task)} group by 1, 2
    ) d ${onlyDistinct ? sql`where value is not null` : sql``} group by g`.execute(task.ctx.db)
  put(rows, cells, into, width)
}

const put = (
  rows: readonly Record<string, unknown>[],
  cells: readonly { at: number; cell: Cell }[],
  into: Counts,
  width: number,
): void => {
  for (const row of rows) {
    const key = textOf(row.g)
    const line = into.get(key) ?? Array.from({ length: width }, () => 0)
    into.set(key, line)
    for (const [i, { at, cell }] of cells.entries()) {
      const value = Number(row[`v${i}`])
      line[at] = cell.measure.kind === 'sum' && cell.measure.divide_by ? value / cell.measure.divide_by : value
    }
  }
}

/**
 * Measures all cells; the answer maps each group ('' without a split) to one number per cell, in the order of the cells. Groups
 * without any row are absent. Throws when a source cannot be read: a failure is never zero.
 */
export const measureCells = async (ctx: Ctx, cells: readonly Cell[], narrowing: Narrowing, split?: Split): Promise<Counts> => {
  const counts: Counts = new Map()
  if (!split)
    counts.set(
      '',
      Array.from({ length: cells.length }, () => 0),
    )
  const numberedCells = cells.map((cell, at) => ({ at, cell }))
  for (const source of new Set(cells.map((cell) => cell.source))) {
    const task: Task = { ctx, source, narrowing, split }
    const numbered = numberedCells.filter(({ cell }) => cell.source === source)
    const others = numbered.filter(({ cell }) => cell.measure.kind !== 'distinct')
    const columns = [...new Set(numbered.flatMap(({ cell }) => (cell.measure.kind === 'distinct' ? [cell.measure.column] : [])))]
    if (columns.length === 0) await plain(task, others, counts, cells.length)
    for (const [i, column] of columns.entries()) {
      const mine = numbered.filter(({ cell }) => cell.measure.kind === 'distinct' && cell.measure.column === column)
      await distinct(task, column, i === 0 ? [...mine, ...others] : mine, counts, cells.length)
    }
  }
  return counts
}
