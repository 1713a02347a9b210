/** Figures (指标数字): from definitions to values, all of them together in one pass per source. */
import type { Ctx } from '../../platform/context.ts'
import type { FigureDefinition } from '../../shared/figure-source.ts'
import { measureCells, type Cell, type Narrowing, type Split } from './measure.ts'
import { both, openFigurePlaces, scopeOf, type Places } from './places.ts'
import type { FigureRegistry } from './registry.ts'
import { percent } from './rules.ts'

export interface FigureValue {
  readonly key: string
  /** Null when it cannot be computed: `problem` says why. */
  readonly value: number | null
  readonly numerator?: number
  readonly denominator?: number
  readonly problem?: string
}

export const cellsOf = (definition: FigureDefinition, registry: FigureRegistry, places: Places): Cell[] | { problem: string } => {
  const source = registry.source(definition)
  const scope = scopeOf(definition, source, places)
  if ('problem' in scope) return scope
  const cell = (where: string | undefined): Cell => ({ source, where: both(where, scope.where), measure: definition.measure })
  return definition.denominator_where === undefined ? [cell(definition.where)] : [cell(definition.where), cell(definition.denominator_where)]
}

/** Hours and yuan are shown with what was recorded, without the noise of binary fractions. */
const clean = (value: number): number => Number(value.toFixed(6))

export const valueOf = (definition: FigureDefinition, numbers: readonly number[]): FigureValue => {
  const { key } = definition
  const [first, second] = numbers
  if (definition.denominator_where === undefined) return { key, value: clean(first!) }
  if (second === 0) return { key, value: null, numerator: first!, denominator: 0, problem: 'denominator_zero' }
  return { key, value: percent(first!, second!), numerator: first!, denominator: second! }
}

/**
 * Values of many figures, split or not. The answer maps group → figures in the order asked. A definition whose scope does not exist
 * here, or whose source fails, comes back with `value: null` and its problem; the others are not harmed.
 */
export const computeFigures = async (
  ctx: Ctx,
  registry: FigureRegistry,
  definitions: readonly FigureDefinition[],
  narrowing: Narrowing,
  split?: Split,
  known?: Places,
): Promise<Map<string, FigureValue[]>> => {
  const places = known ?? (await openFigurePlaces(ctx))
  const planned = definitions.map((definition) => ({ definition, cells: cellsOf(definition, registry, places) }))
  const all = planned.flatMap(({ cells }) => ('problem' in cells ? [] : cells))
  const counts = await measureCells(ctx, all, narrowing, split)
  const answer = new Map<string, FigureValue[]>()
  for (const [group, numbers] of counts) {
    let at = 0
    answer.set(
      group,
      planned.map(({ definition, cells }): FigureValue => {
        if ('problem' in cells) return { key: definition.key, value: null, problem: cells.problem }
        const mine = numbers.slice(at, at + cells.length)
        at += cells.length
        return valueOf(definition, mine)
      }),
    )
  }
  return answer
}
