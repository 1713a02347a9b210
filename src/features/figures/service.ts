/**
 * Figures (指标数字): 人次, 人数, 场次, 小时, 元 and 率, each defined once by the slice whose rows it counts, each opening into exactly those
 * rows. The service is made from all slices' declarations, which only the application knows.
 */
import type { Ctx } from '../../platform/context.ts'
import type { FigureDefinition, FigureSource, SliceFigures } from '../../shared/figure-source.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { lastServiceDay } from '../records/last-day.ts'
import type * as contract from './contract.ts'
import { computeIndicators, type Indicator } from './indicators.ts'
import type { Narrowing, Only, Split } from './measure.ts'
import { nameOfContract, openFigurePlaces, type Places } from './places.ts'
import { makeRegistry, type FigureRegistry } from './registry.ts'
import { figureRows } from './rows.ts'
import { makeTables, type Table } from './tables.ts'
import { computeFigures, type FigureValue } from './values.ts'

export interface Year {
  readonly figures: readonly (FigureValue & { readonly definition: FigureDefinition })[]
  readonly tables: Readonly<Record<string, Table>>
  readonly indicators: readonly Indicator[]
}

interface Narrowed {
  readonly from: string
  readonly to: string
  readonly station_id?: string | undefined
  readonly contract_id?: string | undefined
}

const narrowingOf = (input: Narrowed): Narrowing => ({
  from: input.from,
  to: input.to,
  station_ids: input.station_id ? [input.station_id] : undefined,
  contract_ids: input.contract_id ? [input.contract_id] : undefined,
})

/** `kind:健康讲座` or `age:60..64`, of a column that the source shows; another column is refused, because it would count nothing. */
const onlyOf = (source: FigureSource, text: string): Only => {
  const column = source.columns.find((one) => text.startsWith(`${one.field}:`))
  if (!column)
    throw new Refusal('bad_input', { field: 'only', problem: source.columns.map((one) => one.field).join(', ') }, 'only')
  const is = text.slice(column.field.length + 1)
  const range = column.type === 'number' ? /^(\d{1,9})\.\.(\d{0,9})$/.exec(is) : null
  return { column: column.field, is: range ? { from: Number(range[1]), to: range[2] ? Number(range[2]) : undefined } : is }
}

const narrowingIn = (source: FigureSource, input: Narrowed & { only?: string | undefined }): Narrowing => ({
  ...narrowingOf(input),
  only: input.only === undefined ? undefined : onlyOf(source, input.only),
})

const shown = (definition: FigureDefinition, value: FigureValue) => {
  const { key, title, unit, rule, rules } = definition
  return { ...value, key, title, unit, rule, rules: [...rules] }
}

const nameOf = (by: string, id: string, places: Places): string => {
  if (by === 'station') return places.stations.find((station) => station.station_id === id)?.name ?? id
  if (by === 'contract') return nameOfContract(places)(id) || id
  return by === 'month' ? id.slice(0, 7) : id
}

const splitFigure = async (
  ctx: Ctx,
  registry: FigureRegistry,
  definition: FigureDefinition,
  narrowing: Narrowing,
  places: Places,
) => {
  const source = registry.source(definition)
  const { day, station, contract: contractColumn } = source.dimensions
  const ways: [string, Split][] = []
  if (day) ways.push(['month', { by: 'month' }])
  if (station) ways.push(['station', { by: 'station' }])
  if (contractColumn) ways.push(['contract', { by: 'contract' }])
  if (/\bevidence\b/.test(source.sql)) ways.push(['evidence', { by: 'column', column: 'evidence' }])
  const splits = []
  for (const [by, split] of ways) {
    const groups = await computeFigures(ctx, registry, [definition], narrowing, split, places)
    const parts = [...groups].map(([id, [value]]) => ({
      name: nameOf(by, id, places),
      id: by === 'station' || by === 'contract' ? id || null : null,
      value: value!.value,
    }))
    splits.push({
      by,
      parts:
        by === 'month'
          ? parts.toSorted((a, b) => (a.name < b.name ? -1 : 1))
          : parts.toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0)),
    })
  }
  return splits
}

export const figuresService = (slices: readonly SliceFigures[]) => {
  const registry = makeRegistry(slices)
  const listed = registry.definitions.filter((definition) => !definition.table_only)

  const computeAll = async (ctx: Ctx, narrowing: Narrowing, places?: Places): Promise<Year['figures']> => {
    const values = (await computeFigures(ctx, registry, listed, narrowing, undefined, places)).get('')!
    return listed.map((definition, i) => ({ definition, ...values[i]! }))
  }

  return {
    registry,
    computeAll,
    computeSome: async (ctx: Ctx, definitions: readonly FigureDefinition[], narrowing: Narrowing): Promise<FigureValue[]> =>
      (await computeFigures(ctx, registry, definitions, narrowing)).get('')!,
    /** Figures, tables and indicators of a period: what the annual report and the command line read. */
    computeYear: async (ctx: Ctx, from: string, to: string): Promise<Year> => {
      const places = await openFigurePlaces(ctx)
      const narrowing = { from, to }
      return {
        figures: await computeAll(ctx, narrowing, places),
        tables: await makeTables({ ctx, registry, narrowing, places }),
        indicators: await computeIndicators(ctx, registry, narrowing, places),
      }
    },

    getFigures: async (ctx: Ctx, input: ParsedOf<typeof contract.getFigures>): Promise<OutputOf<typeof contract.getFigures>> => {
      const figures = await computeAll(ctx, narrowingOf(input))
      return {
        from: input.from,
        to: input.to,
        computed_at: ctx.now.toISOString(),
        figures: figures.map(({ definition, ...value }) => shown(definition, value)),
      }
    },

    getFigure: async (ctx: Ctx, input: ParsedOf<typeof contract.getFigure>): Promise<OutputOf<typeof contract.getFigure>> => {
      const definition = registry.get(input.key)
      const places = await openFigurePlaces(ctx)
      const source = registry.source(definition)
      const narrowing = narrowingIn(source, input)
      const [value] = (await computeFigures(ctx, registry, [definition], narrowing, undefined, places)).get('')!
      return {
        ...shown(definition, value!),
        computed_at: ctx.now.toISOString(),
        source: source.title,
        measure: definition.denominator_where === undefined ? definition.measure.kind : 'ratio',
        columns: source.columns.map((column) => ({ ...column })),
        splits: value!.problem && value!.value === null ? [] : await splitFigure(ctx, registry, definition, narrowing, places),
      }
    },

    listFigureRows: async (
      ctx: Ctx,
      input: ParsedOf<typeof contract.listFigureRows>,
    ): Promise<OutputOf<typeof contract.listFigureRows>> => {
      const definition = registry.get(input.key)
      return figureRows(
        ctx,
        registry,
        definition,
        input.part,
        narrowingIn(registry.source(definition), input),
        input.page,
        input.page_size,
      )
    },

    getLastDay: async (ctx: Ctx): Promise<OutputOf<typeof contract.getLastDay>> => ({ day: await lastServiceDay(ctx) }),

    getYear: async (ctx: Ctx, { from, to }: ParsedOf<typeof contract.getYear>): Promise<OutputOf<typeof contract.getYear>> => {
      const places = await openFigurePlaces(ctx)
      const narrowing = { from, to }
      return {
        tables: await makeTables({ ctx, registry, narrowing, places }),
        indicators: await computeIndicators(ctx, registry, narrowing, places),
      }
    },
  }
}

export type FiguresService = ReturnType<typeof figuresService>
