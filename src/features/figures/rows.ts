/** The rows behind a figure: the same source, the same condition, one page at a time. */
import { sql, type RawBuilder } from 'kysely'
import { mayHere, type Ctx } from '../../platform/context.ts'
import type { FigureDefinition, FigureSource } from '../../shared/figure-source.ts'
import { figureProblem } from '../../shared/figure-problems.ts'
import { Refusal } from '../../shared/refusal.ts'
import { namesOf } from '../people/names-of.ts'
import { bind, sourceRows, type Narrowing } from './measure.ts'
import { both, nameOfContract, openFigurePlaces, scopeOf, type Places } from './places.ts'
import type { FigureRegistry } from './registry.ts'
import { mayCount } from './values.ts'

export interface RowsPage {
  readonly rows: Record<string, unknown>[]
  readonly total: number
}

const conditionOf = (
  ctx: Ctx,
  definition: FigureDefinition,
  source: FigureSource,
  part: 'numerator' | 'denominator',
  narrowing: Narrowing,
  places: Places,
): RawBuilder<unknown> => {
  const scope = scopeOf(definition, source, places)
  if ('problem' in scope) throw new Refusal('figure_not_computable', { cause: figureProblem(scope.problem, ctx.language) })
  const where = both(part === 'denominator' ? definition.denominator_where : definition.where, scope.where)
  return where === '' ? sql`true` : bind(ctx, where, narrowing)
}

const orderOf = (source: FigureSource): RawBuilder<unknown> =>
  sql.raw(
    source.order ? `${source.order}, ${source.id}` : source.dimensions.day ? `${source.dimensions.day}, ${source.id}` : source.id,
  )

/** Where a row opens: `:id` in the source's path. */
const linkOf = (source: FigureSource, row: Record<string, unknown>): string | null => {
  const id = row[source.record?.field ?? source.id]
  return source.record && typeof id === 'string' ? source.record.path.replace(':id', id) : null
}

/** Ids become names, under the reader's rights. */
const withNames = async (
  ctx: Ctx,
  source: FigureSource,
  rows: Record<string, unknown>[],
  places: Places,
): Promise<Record<string, unknown>[]> => {
  const personFields = source.columns.filter((column) => column.type === 'person').map((column) => column.field)
  const persons = await namesOf(
    ctx,
    rows.flatMap((row) => personFields.map((field) => row[field] as string | null)),
  )
  const stations = new Map(places.stations.map((station) => [station.station_id, station.name]))
  const contractName = nameOfContract(places)
  return rows.map((row) => {
    const shown: Record<string, unknown> = {
      row_id: String(row[source.id] ?? row.value),
      opens_at: linkOf(source, row),
      times: row.times,
    }
    // Whoever may not read people gets no names, and no way to put one person's rows together either.
    if (source.dimensions.person && mayHere(ctx, 'people.read')) shown.about_person_id = row[source.dimensions.person] ?? null
    for (const { field, type } of source.columns) {
      const value = row[field]
      if (type === 'person') shown[field] = persons.get(value as string) ?? null
      else if (type === 'station') shown[field] = stations.get(value as string) ?? null
      else if (type === 'contract') shown[field] = value ? contractName(value as string) : null
      else shown[field] = value instanceof Date ? value.toISOString() : (value ?? null)
    }
    return shown
  })
}

/** Distinct values (人数): one row per value, with how often it occurs and the first row of each. */
const distinctPage = (
  source: FigureSource,
  column: string,
  rows: RawBuilder<unknown>,
  condition: RawBuilder<unknown>,
  limit: RawBuilder<unknown>,
) => ({
  page: sql<Record<string, unknown>>`
    select d.*, n.times from (
      select s.${sql.ref(column)} as value, count(*)::int as times, min(s.${sql.ref(source.id)}::text) as first_id
      from (select s.* ${rows}) s where ${condition} and s.${sql.ref(column)} is not null group by 1 order by 2 desc, 1 ${limit}
    ) n join lateral (select x.* from (select s.* ${rows}) x where x.${sql.ref(source.id)}::text = n.first_id limit 1) d on true
    order by n.times desc, n.value`,
  total: sql<{
    total: number
  }>`select count(distinct s.${sql.ref(column)}) as total from (select s.* ${rows}) s where ${condition}`,
})

export const figureRows = async (
  ctx: Ctx,
  registry: FigureRegistry,
  definition: FigureDefinition,
  part: 'numerator' | 'denominator',
  narrowing: Narrowing,
  page: number,
  page_size: number,
): Promise<RowsPage> => {
  const source = registry.source(definition)
  if (!mayCount(ctx, definition, source))
    throw new Refusal('figure_not_computable', { cause: figureProblem('not_permitted', ctx.language) })
  const places = await openFigurePlaces(ctx)
  const rows = sourceRows(ctx, source, narrowing)
  const condition = conditionOf(ctx, definition, source, part, narrowing, places)
  const limit = sql`limit ${page_size} offset ${(page - 1) * page_size}`
  const { measure } = definition
  const queries =
    measure.kind === 'distinct' && measure.column !== source.id
      ? distinctPage(source, measure.column, rows, condition, limit)
      : {
          page: sql<
            Record<string, unknown>
          >`select s.* from (select s.* ${rows}) s where ${condition} order by ${orderOf(source)} ${limit}`,
          total: sql<{ total: number }>`select count(*) as total from (select s.* ${rows}) s where ${condition}`,
        }
  const found = await queries.page.execute(ctx.db)
  const { total } = (await queries.total.execute(ctx.db)).rows[0]!
  return { rows: await withNames(ctx, source, found.rows, places), total }
}
