/**
 * Lists and single rows of any slice's own table, in the one shape all list pages speak: filters, sorting, paging, names of person,
 * station and recorder beside the ids. Slices say which table and which columns; nothing here is made from input but parameters.
 */
import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { Refusal } from '../../shared/refusal.ts'
import { openStations } from '../orgs/stations.ts'
import { findPersonIds, namesOf } from '../people/names-of.ts'
import { accountNames } from '../staff/account-names.ts'
import { voidOf } from './void.ts'

export interface ListInput {
  readonly q?: string | undefined
  readonly station_id?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly sort?: string | undefined
  readonly page: number
  readonly page_size: number
}

export interface ListOf {
  /** `slice.table`, with `organisation_id`, `void_id`, `recorded_by`, `recorded_at`. */
  readonly table: `${string}.${string}`
  readonly id: string
  /** Columns shown in lists; `getRow` adds recorder and void. */
  readonly columns: readonly string[]
  readonly day?: string
  readonly station?: boolean
  readonly person?: boolean
  /** Text columns searched by `q` when the table has no person. */
  readonly search?: readonly string[]
  /** A condition on `t` for what `q` means in a table of its own (the names of volunteers). `like` is `q` with its wildcards. */
  readonly also?: (ctx: Ctx, like: string) => RawBuilder<unknown>
  /** Input field → column compared for equality. */
  readonly filters?: Readonly<Record<string, string>>
  /** Default order, e.g. `-occurred_on`. */
  readonly sort: string
}

const conditions = async (ctx: Ctx, of: ListOf, input: ListInput): Promise<RawBuilder<unknown>> => {
  const parts = [sql`t.organisation_id = ${ctx.organisation_id}`, sql`t.void_id is null`]
  if (of.station && input.station_id) parts.push(sql`t.station_id = ${input.station_id}`)
  if (of.day && input.from) parts.push(sql`t.${sql.ref(of.day)} >= ${input.from}`)
  if (of.day && input.to) parts.push(sql`t.${sql.ref(of.day)} <= ${input.to}`)
  for (const [field, column] of Object.entries(of.filters ?? {})) {
    const value = (input as unknown as Record<string, unknown>)[field]
    if (value !== undefined && value !== '') parts.push(sql`t.${sql.ref(column)} = ${value}`)
  }
  if (input.q?.trim()) {
    const found: RawBuilder<unknown>[] = []
    if (of.person) found.push(sql`t.person_id = any(${await findPersonIds(ctx, input.q)}::uuid[])`)
    const like = `%${input.q.trim().replace(/[\\%_]/g, '\\$&')}%`
    for (const column of of.search ?? []) found.push(sql`t.${sql.ref(column)} ilike ${like}`)
    if (of.also) found.push(of.also(ctx, like))
    if (found.length > 0) parts.push(sql`(${sql.join(found, sql` or `)})`)
  }
  return sql.join(parts, sql` and `)
}

const order = (of: ListOf, asked: string | undefined): RawBuilder<unknown> => {
  const text = asked && [...of.columns, of.id].includes(asked.replace(/^-/, '')) ? asked : of.sort
  const column = text.replace(/^-/, '')
  if (!text.startsWith('-')) return sql`t.${sql.ref(column)}, t.${sql.ref(of.id)}`
  // Said of a day, which is always there, it would only keep the index by day from giving the order: a whole period was sorted for 25 rows.
  const empty_last = column === of.day ? sql`` : sql` nulls last`
  return sql`t.${sql.ref(column)} desc${empty_last}, t.${sql.ref(of.id)} desc`
}

type Named = Record<string, unknown> & { station_id?: string; person_id?: string | null; recorded_by?: string }

type StationNames = ReadonlyMap<string, string>

const stationNamesOf = async (ctx: Ctx, of: ListOf): Promise<StationNames | undefined> =>
  of.station ? new Map((await openStations(ctx)).all.map((s) => [s.station_id, s.name])) : undefined

const withNames = async (ctx: Ctx, of: ListOf, rows: Named[], stations: StationNames | undefined): Promise<Named[]> => {
  const persons = of.person
    ? await namesOf(
        ctx,
        rows.map((row) => row.person_id ?? null),
      )
    : undefined
  for (const row of rows) {
    if (persons) row.person_name = persons.get(row.person_id ?? '') ?? ''
    if (stations) row.station_name = stations.get(row.station_id ?? '') ?? ''
  }
  return rows
}

const select = (of: ListOf, more: readonly string[] = []) =>
  sql.join([of.id, ...of.columns, ...more].map((c) => sql`t.${sql.ref(c)}`))

/**
 * One page of rows and how many there are in all. `Row` is what the contract's output names. What else a slice asks about the rows
 * (`beside`) travels with the look-up of their names.
 */
export const listRows = async <Row>(
  ctx: Ctx,
  of: ListOf,
  input: ListInput,
  beside?: (rows: readonly Row[]) => Promise<unknown>,
): Promise<{ rows: Row[]; total: number }> => {
  const where = await conditions(ctx, of, input)
  const [{ rows }, counted, stations] = await Promise.all([
    sql<Named>`
    select ${select(of)} from ${sql.table(of.table)} t where ${where}
    order by ${order(of, input.sort)} limit ${input.page_size} offset ${(input.page - 1) * input.page_size}`.execute(ctx.db),
    sql<{ total: number }>`select count(*) as total from ${sql.table(of.table)} t where ${where}`.execute(ctx.db),
    stationNamesOf(ctx, of),
  ])
  const [named] = await Promise.all([withNames(ctx, of, rows, stations), beside?.(rows as Row[])])
  return { rows: named as Row[], total: counted.rows[0]!.total }
}

/** One row with who wrote it and when, and who took it back and why; `not_found` when there is none or it is not this actor's to see. */
export const getRow = async <Row>(ctx: Ctx, of: ListOf, id: string): Promise<Row> => {
  const { rows } = await sql<Named>`
    select ${select(of, ['recorded_by', 'recorded_at', 'void_id'])} from ${sql.table(of.table)} t
    where t.organisation_id = ${ctx.organisation_id} and t.${sql.ref(of.id)} = ${id}`.execute(ctx.db)
  if (rows.length === 0) throw new Refusal('not_found')
  const [row] = await withNames(ctx, of, rows, await stationNamesOf(ctx, of))
  const names = await accountNames(ctx, [row!.recorded_by!])
  return {
    ...row,
    recorded_at: (row!.recorded_at as Date).toISOString(),
    recorded_by_name: names.get(row!.recorded_by!) ?? '',
    ...(await voidOf(ctx, (row!.void_id as string | null) ?? null)),
  } as Row
}
