/** Figures (指标数字): from definitions to values, all of them together in one pass per source. */
import { sql } from 'kysely'
import { mayHere, type Ctx } from '../../platform/context.ts'
import type { FigureDefinition, FigureSource } from '../../shared/figure-source.ts'
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

/** Who may not see the rows cannot be told their number: it would be too small, or zero. */
export const mayCount = (ctx: Ctx, definition: FigureDefinition, source: FigureSource): boolean =>
  [source.needs, definition.needs].every(
    (needed) => needed === undefined || [needed].flat().some((permission) => mayHere(ctx, permission)),
  )

export const cellsOf = (
  ctx: Ctx,
  definition: FigureDefinition,
  registry: FigureRegistry,
  places: Places,
): Cell[] | { problem: string } => {
  const source = registry.source(definition)
  if (!mayCount(ctx, definition, source)) return { problem: 'not_permitted' }
  const scope = scopeOf(definition, source, places)
  if ('problem' in scope) return scope
  const cell = (where: string | undefined): Cell => ({ source, where: both(where, scope.where), measure: definition.measure })
  return definition.denominator_where === undefined
    ? [cell(definition.where)]
    : [cell(definition.where), cell(definition.denominator_where)]
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

interface Planned {
  readonly definition: FigureDefinition
  readonly cells: Cell[] | { problem: string }
}

const cellsIn = (planned: readonly Planned[]): Cell[] => planned.flatMap(({ cells }) => ('problem' in cells ? [] : cells))

/** A savepoint keeps the reader's transaction alive when a source cannot be read. */
const attempt = async (
  ctx: Ctx,
  cells: readonly Cell[],
  narrowing: Narrowing,
  split: Split | undefined,
): Promise<Map<string, number[]> | undefined> => {
  await sql`savepoint figures`.execute(ctx.db)
  try {
    const counts = await measureCells(ctx, cells, narrowing, split)
    await sql`release savepoint figures`.execute(ctx.db)
    return counts
  } catch {
    await sql`rollback to savepoint figures`.execute(ctx.db)
    return undefined
  }
}

/** All at once; only if that fails, each source by itself, so that a broken one takes no other with it and is never shown as zero. */
const measureAll = async (ctx: Ctx, asked: readonly Planned[], narrowing: Narrowing, split: Split | undefined) => {
  const counts = await attempt(ctx, cellsIn(asked), narrowing, split)
  if (counts) return { planned: asked, counts }
  const broken = new Set<FigureSource>()
  for (const source of new Set(cellsIn(asked).map((cell) => cell.source)))
    if (
      !(await attempt(
        ctx,
        cellsIn(asked).filter((cell) => cell.source === source),
        narrowing,
        split,
      ))
    )
      broken.add(source)
  const planned = asked.map(({ definition, cells }): Planned => ({
    definition,
    cells: !('problem' in cells) && broken.has(cells[0]!.source) ? { problem: 'source_failed' } : cells,
  }))
  return { planned, counts: await measureCells(ctx, cellsIn(planned), narrowing, split) }
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
  const asked = definitions.map((definition) => ({ definition, cells: cellsOf(ctx, definition, registry, places) }))
  const { planned, counts } = await measureAll(ctx, asked, narrowing, split)
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
