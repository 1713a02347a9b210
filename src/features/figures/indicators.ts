/**
 * 协议指标: what a contract asked for beside what the figures say. The contract's own words for the way of counting (统计口径) name the
 * figure; a word that names none is said so, never counted as zero (rule R40).
 */
import type { Ctx } from '../../platform/context.ts'
import type { FigureDefinition } from '../../shared/figure-source.ts'
import { listIndicatorRows, type IndicatorRow } from '../contracts/lookup.ts'
import type { Narrowing } from './measure.ts'
import { METRICS, metricOf } from './metrics.ts'
import type { Places } from './places.ts'
import type { FigureRegistry } from './registry.ts'
import { percent } from './rules.ts'
import { computeFigures, type FigureValue, mayCount } from './values.ts'

export interface Indicator {
  readonly indicator_id: string
  readonly contract: string
  readonly no: number
  readonly metric: string
  readonly unit: string | null
  readonly target: number
  readonly actual: number | null
  readonly numerator?: number
  readonly denominator?: number
  readonly rate_percent: number | null
  readonly met: boolean | null
  readonly text: string
  /** The figure that is the actual value, and the part of its rows (`kind:健康讲座`), for opening it. */
  readonly figure_key: string | null
  readonly only?: string
  /** Narrowed to the contract (`own`), to the contract's stations (`through`), or not at all (`whole`). */
  readonly way: Asked['way'] | null
  readonly problem?: string
}

interface Asked {
  readonly definition: FigureDefinition
  readonly way: 'own' | 'through' | 'whole'
  /** Sessions of one kind have no key of their own: they open as a part of this figure. */
  readonly part_of?: { readonly key: string; readonly only: string }
}

const SESSIONS_OF = /^(.+)场次$/

/** `健康讲座场次` = sessions of the activity kind 健康讲座. */
const askedOf = (metric: string, registry: FigureRegistry): Asked | undefined => {
  const name = metricOf(metric)
  const known = METRICS[name]
  const definition = known && registry.find(known[0])
  if (definition) return { definition, way: known[1] }
  const kind = SESSIONS_OF.exec(name)?.[1]
  const sessions = registry.find('activities.sessions')
  if (!kind || !sessions) return undefined
  return {
    definition: { ...sessions, key: `activities.sessions.${kind}`, where: `kind = '${kind.replaceAll("'", "''")}'` },
    way: 'own',
    part_of: { key: sessions.key, only: `kind:${kind}` },
  }
}

const judge = (row: IndicatorRow, value: FigureValue | undefined, one: Asked | undefined): Indicator => {
  const base = {
    indicator_id: row.indicator_id,
    contract: row.contract_code,
    no: row.number,
    metric: row.metric,
    unit: row.unit,
    target: row.target,
    text: row.wording,
    figure_key: one?.part_of?.key ?? one?.definition.key ?? null,
    ...(one?.part_of ? { only: one.part_of.only } : {}),
    way: one?.way ?? null,
  }
  if (!value || value.value === null)
    return { ...base, actual: null, rate_percent: null, met: null, problem: value?.problem ?? 'unknown_metric' }
  // Unrounded: a ratio is compared by its fraction.
  const exact = value.denominator === undefined ? value.value : (value.numerator! * 100) / value.denominator
  const rate =
    value.denominator === undefined
      ? percent(value.value, row.target)
      : percent(value.numerator! * 100, row.target * value.denominator)
  return {
    ...base,
    actual: value.value,
    ...(value.denominator === undefined ? {} : { numerator: value.numerator!, denominator: value.denominator }),
    rate_percent: row.target === 0 ? null : rate,
    met: exact >= row.target,
  }
}

/** Of all contracts, or of one alone: then only what it asks for is counted. */
export const computeIndicators = async (
  ctx: Ctx,
  registry: FigureRegistry,
  period: Narrowing,
  places: Places,
  alone?: { readonly contract_id: string; readonly code: string },
): Promise<Indicator[]> => {
  const rows = await listIndicatorRows(ctx, alone?.code)
  const asked = new Map(rows.map((row) => [row.metric, askedOf(row.metric, registry)]))
  const of = (way: Asked['way']) => [
    ...new Map(
      [...asked.values()].flatMap((one) => (one?.way === way ? [[one.definition.key, one.definition] as const] : [])),
    ).values(),
  ]
  const inContract = alone ? { ...period, contract_ids: [alone.contract_id] } : period
  const takes = places.takes.filter((take) => !alone || take.contract_id === alone.contract_id)
  const own = await computeFigures(ctx, registry, of('own'), inContract, { by: 'contract' }, places)
  const through = await computeFigures(ctx, registry, of('through'), period, { by: 'contract_of_station', takes }, places)
  const whole = await computeFigures(ctx, registry, of('whole'), period, undefined, places)
  const contract = new Map(places.contracts.map((one) => [one.code, one.contract_id]))
  const zero = (definition: FigureDefinition): FigureValue =>
    !mayCount(ctx, definition, registry.source(definition))
      ? { key: definition.key, value: null, problem: 'not_permitted' }
      : definition.denominator_where === undefined
        ? { key: definition.key, value: 0 }
        : { key: definition.key, value: null, numerator: 0, denominator: 0, problem: 'denominator_zero' }
  return rows.map((row) => {
    const one = asked.get(row.metric)
    if (!one) return judge(row, undefined, undefined)
    const groups = one.way === 'own' ? own : one.way === 'through' ? through : whole
    const line = groups.get(one.way === 'whole' ? '' : (contract.get(row.contract_code) ?? '?'))
    const value = line?.find((candidate) => candidate.key === one.definition.key)
    return judge(row, value ?? (one.way === 'whole' ? undefined : zero(one.definition)), one)
  })
}
