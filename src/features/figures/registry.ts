/** All sources and definitions that the slices declare, checked once at start. */
import type { FigureDefinition, FigureSource, SliceFigures } from '../../shared/figure-source.ts'
import { Refusal } from '../../shared/refusal.ts'

export interface FigureRegistry {
  readonly definitions: readonly FigureDefinition[]
  find(key: string): FigureDefinition | undefined
  /** Refuses `unknown_figure`. */
  get(key: string): FigureDefinition
  source(definition: FigureDefinition): FigureSource
}

/** `order`: keys in the order in which they are listed; keys not in it come last. */
export const makeRegistry = (slices: readonly SliceFigures[]): FigureRegistry => {
  const sources = new Map(slices.flatMap((slice) => slice.sources).map((source) => [source.name, source]))
  const definitions = slices.flatMap((slice) => slice.definitions)
  const byKey = new Map<string, FigureDefinition>()
  for (const definition of definitions) {
    if (byKey.has(definition.key)) throw new Error(`figure ${definition.key} is defined twice`)
    if (!sources.has(definition.source)) throw new Error(`figure ${definition.key} names the unknown source ${definition.source}`)
    byKey.set(definition.key, definition)
  }
  return {
    definitions,
    find: (key) => byKey.get(key),
    get: (key) => {
      const definition = byKey.get(key)
      if (!definition) throw new Refusal('unknown_figure', { key }, 'key')
      return definition
    },
    source: (definition) => sources.get(definition.source)!,
  }
}
