/**
 * Figures (指标数字): 人次, 人数, 场次, 小时, 元 and 率, each defined once by the slice whose rows it counts, each opening into exactly those
 * rows. The service is made from all slices' declarations, which only the application knows.
 */
import type { Ctx } from '../../platform/context.ts'
import type { FigureDefinition, SliceFigures } from '../../shared/figure-source.ts'
import { figureProblem } from '../../shared/figure-problems.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { lastServiceDay } from '../records/last-day.ts'
import type * as contract from './contract.ts'
import { computeIndicators, type Indicator } from './indicators.ts'
import type { Narrowing, Split } from './measure.ts'
import { computeNarrowed, narrowingIn } from './narrowing.ts'
import { nameOfContract, openFigurePlaces, type Places } from './places.ts'
import { makeRegistry, type FigureRegistry } from './registry.ts'
import { figureRows } from './rows.ts'
import { makeTables, type Table } from './tables.ts'
import { computeFigures, type FigureValue } from './values.ts'

/** Parts of a year that are not wanted are not counted; left out: everything. */
interface WantedOfYear {
  readonly tables?: ReadonlySet<string> | undefined
  readonly indicators?: false
}

export interface Year {
  readonly figures: readonly (FigureValue & { readonly definition: FigureDefinition })[]
  readonly tables: Readonly<Record<string, Table>>
  readonly indicators: readonly Indicator[]
}

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
    return listed
      .map((definition, i) => ({ definition, ...values[i]! }))
      .filter(({ definition, value, denominator }) => !definition.if_any || (denominator ?? value ?? 0) !== 0)
  }

  return {
    registry,
    computeAll,
    computeSome: async (ctx: Ctx, definitions: readonly FigureDefinition[], narrowing: Narrowing): Promise<FigureValue[]> =>
      (await computeFigures(ctx, registry, definitions, narrowing)).get('')!,
    /** Figures, tables and indicators of a period: what the annual report and the command line read. */
    computeYear: async (ctx: Ctx, from: string, to: string, wanted: WantedOfYear = {}): Promise<Year> => {
      const places = await openFigurePlaces(ctx)
      const narrowing = { from, to }
      return {
        figures: await computeAll(ctx, narrowing, places),
        tables: await makeTables({ ctx, registry, narrowing, places }, wanted.tables),
        indicators: wanted.indicators === false ? [] : await computeIndicators(ctx, registry, narrowing, places),
      }
    },

    getFigures: async (ctx: Ctx, input: ParsedOf<typeof contract.getFigures>): Promise<OutputOf<typeof contract.getFigures>> => {
      const figures = await computeNarrowed(ctx, registry, listed, input)
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
      const found = narrowingIn(source, input, places)
      const value: FigureValue =
        'problem' in found
          ? { key: definition.key, value: null, problem: found.problem }
          : (await computeFigures(ctx, registry, [definition], found, undefined, places)).get('')![0]!
      return {
        ...shown(definition, value),
        computed_at: ctx.now.toISOString(),
        source: source.title,
        measure: definition.denominator_where === undefined ? definition.measure.kind : 'ratio',
        columns: source.columns.map((column) => ({ ...column })),
        splits: 'problem' in found || value.value === null ? [] : await splitFigure(ctx, registry, definition, found, places),
      }
    },

    listFigureRows: async (
      ctx: Ctx,
      input: ParsedOf<typeof contract.listFigureRows>,
    ): Promise<OutputOf<typeof contract.listFigureRows>> => {
      const definition = registry.get(input.key)
      const found = narrowingIn(registry.source(definition), input, await openFigurePlaces(ctx))
      if ('problem' in found) throw new Refusal('figure_not_computable', { cause: figureProblem(found.problem, ctx.language) })
      return figureRows(ctx, registry, definition, input.part, found, input.page, input.page_size)
    },

    getLastDay: async (ctx: Ctx): Promise<OutputOf<typeof contract.getLastDay>> => ({ day: await lastServiceDay(ctx) }),

    getContractIndicators: async (
      ctx: Ctx,
      { contract_id, from, to }: ParsedOf<typeof contract.getContractIndicators>,
    ): Promise<OutputOf<typeof contract.getContractIndicators>> => {
      const places = await openFigurePlaces(ctx)
      const alone = places.contracts.find((one) => one.contract_id === contract_id)
      if (!alone) throw new Refusal('not_found')
      return { indicators: await computeIndicators(ctx, registry, { from, to }, places, alone) }
    },
  }
}

export type FiguresService = ReturnType<typeof figuresService>
