/** What a reader asks for — days, one station, one contract, a part of the rows — as the narrowing of a source. */
import type { Ctx } from '../../platform/context.ts'
import type { FigureDefinition, FigureSource } from '../../shared/figure-source.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Narrowing, Only } from './measure.ts'
import { openFigurePlaces, type Places } from './places.ts'
import type { FigureRegistry } from './registry.ts'
import { computeFigures, type FigureValue } from './values.ts'

interface Narrowed {
  readonly from: string
  readonly to: string
  readonly station_id?: string | undefined
  readonly contract_id?: string | undefined
}

/** Or why the source cannot be narrowed so. */
type Found = Narrowing | { readonly problem: 'not_by_station' | 'not_by_contract' }

/**
 * How a source is narrowed to a station and a contract. Registers know no contract: their rows belong to one through the stations it
 * takes. What knows neither cannot be narrowed, and that is said instead of 0.
 */
const narrowingOf = (source: FigureSource, input: Narrowed, places: Places): Found => {
  const { station, contract } = source.dimensions
  const { from, to, station_id, contract_id } = input
  if (station_id && !station) return { problem: 'not_by_station' }
  const own = station_id ? [station_id] : undefined
  if (!contract_id || contract) return { from, to, station_ids: own, contract_ids: contract_id ? [contract_id] : undefined }
  if (!station) return { problem: 'not_by_contract' }
  const taken = places.takes.filter((take) => take.contract_id === contract_id).map((take) => take.station_id)
  return { from, to, station_ids: own ? own.filter((one) => taken.includes(one)) : taken }
}

/** `kind:健康讲座` or `age:60..64`, of a column that the source shows; another column is refused, because it would count nothing. */
const onlyOf = (source: FigureSource, text: string): Only => {
  const column = source.columns.find((one) => text.startsWith(`${one.field}:`))
  if (!column)
    throw new Refusal('bad_input', { field: 'only', problem: source.columns.map((one) => one.field).join(', ') }, 'only')
  const is = text.slice(column.field.length + 1)
  const range = column.type === 'number' ? /^(\d{1,9})\.\.(\d{0,9})$/.exec(is) : null
  return { column: column.field, is: range ? { from: Number(range[1]), to: range[2] ? Number(range[2]) : undefined } : is }
}

/** As `narrowingOf`, and to rows whose column holds what `only` says. */
export const narrowingIn = (source: FigureSource, input: Narrowed & { only?: string | undefined }, places: Places): Found => {
  const found = narrowingOf(source, input, places)
  return input.only === undefined || 'problem' in found ? found : { ...found, only: onlyOf(source, input.only) }
}

/** Values of many figures, of one station or contract or of all: definitions that are narrowed in the same way are counted together. */
export const computeNarrowed = async (
  ctx: Ctx,
  registry: FigureRegistry,
  definitions: readonly FigureDefinition[],
  input: Narrowed,
): Promise<(FigureValue & { readonly definition: FigureDefinition })[]> => {
  const places = await openFigurePlaces(ctx)
  const ways = new Map<string, { found: Found; mine: FigureDefinition[] }>()
  for (const definition of definitions) {
    const found = narrowingOf(registry.source(definition), input, places)
    const way = ways.get(JSON.stringify(found)) ?? { found, mine: [] }
    way.mine.push(definition)
    ways.set(JSON.stringify(found), way)
  }
  const values = new Map<string, FigureValue>()
  for (const { found, mine } of ways.values()) {
    const counted =
      'problem' in found
        ? mine.map(({ key }) => ({ key, value: null, problem: found.problem }))
        : (await computeFigures(ctx, registry, mine, found, undefined, places)).get('')!
    for (const value of counted) values.set(value.key, value)
  }
  return definitions.map((definition) => ({ definition, ...values.get(definition.key)! }))
}
