/** Sentences with placeholders become runs of words and figures; each figure met for the first time gets the next reference number. */
import { columnTitles, tableTitles } from './template-columns.ts'
import type { AppendixEntry, FigureRun, FigureValue, ReportInput, Run, TableValue } from './model.ts'
import { isFigureRun, runsText, tableKey } from './model.ts'
import { figureWords, notComputable } from './template-numbers.ts'
import type { Rounding } from './template-numbers.ts'
import type { Sentence, When } from './template-prose.ts'

/** The appendix while it grows. */
export interface References {
  /** The reference number of a figure: the same figure keeps its number however often it is named. */
  readonly number: (figure: FigureValue) => number
  readonly entries: () => AppendixEntry[]
}

export const startReferences = (computedAt: string): References => {
  const met = new Map<string, AppendixEntry>()
  return {
    number: (figure) => {
      const known = met.get(figure.key)
      if (known) return known.ref
      const { key, value, unit, numerator, denominator, problem, records_count } = figure
      const ref = met.size + 1
      met.set(key, {
        ref,
        key,
        value,
        unit,
        numerator,
        denominator,
        records_count,
        title: figure.title_zh,
        rule: figure.rule_zh,
        problem: value === null ? (problem ?? '没有这个指标的数据') : undefined,
        computed_at: figure.computed_at ?? computedAt,
      })
      return ref
    },
    entries: () => [...met.values()],
  }
}

/** A cell of a figure table as a number, with its numerator and denominator when it is a ratio. */
export const tableNumbers = (value: TableValue): Pick<FigureValue, 'value' | 'numerator' | 'denominator' | 'problem'> => {
  if (typeof value === 'number') return { value }
  if (typeof value !== 'object' || value === null) return { value: null }
  const { numerator, denominator, percent } = value
  return {
    value: percent,
    numerator,
    denominator,
    ...(percent === null ? { problem: denominator === 0 ? 'denominator_zero' : '没有数据' } : {}),
  }
}

/** One number of a table as a figure of its own; undefined when the table has no such row or column. */
export const tableFigure = (
  input: Pick<ReportInput, 'tables'>,
  table: string,
  row: string,
  column: string,
): FigureValue | undefined => {
  const found = input.tables[table]?.[row]
  const value = typeof found === 'number' ? (column === 'count' ? found : undefined) : found?.[column]
  const title = columnTitles[column]
  if (value === undefined || typeof value === 'string' || !title) return undefined
  const rowName = typeof found === 'object' && typeof found.name === 'string' ? found.name : row
  return {
    key: tableKey(table, row, column),
    title_zh: `${rowName}：${title.zh}`,
    title_en: `${rowName}: ${title.en}`,
    unit: title.unit,
    rule_zh: `${title.rule}（${tableTitles[table]?.zh ?? table}）`,
    rule_en: `${title.en}, ${tableTitles[table]?.en ?? table}`,
    ...tableNumbers(value),
  }
}

/** What the placeholders of a sentence may name. */
export interface Scope {
  readonly input: ReportInput
  readonly references: References
  readonly claimWords: readonly string[]
  /** Names and ready-made passages; an empty one counts as not there. */
  readonly terms: Readonly<Record<string, string | readonly Run[]>>
  readonly contract?: {
    readonly code: string
    readonly kind: string
    readonly station?: string | undefined
    readonly group?: string | undefined
    readonly missed: number
    readonly indicators: number
  }
}

const figureOf = (scope: Scope, kind: string, name: string): FigureValue | undefined => {
  if (kind === 'figure')
    return name.startsWith('$.')
      ? scope.contract?.group
        ? scope.input.figures.get(scope.contract.group + name.slice(1))
        : undefined
      : scope.input.figures.get(name)
  if (!scope.contract) return undefined
  if (kind === 'column') return tableFigure(scope.input, 'by_contract', scope.contract.code, name)
  return scope.contract.station === undefined ? undefined : tableFigure(scope.input, kind, scope.contract.station, name)
}

/** The run of a figure, with the rounding the report was asked for. */
export const figureRun = (
  scope: Pick<Scope, 'input' | 'references'>,
  figure: FigureValue,
  rounding: Rounding = 'exact',
  unit?: string,
): FigureRun => ({
  figure: figure.key,
  ref: scope.references.number(figure),
  value: figure.value,
  ...figureWords(figure, scope.input.rounding === 'exact' ? 'exact' : rounding, unit),
})

const placeholder = /\{([a-z_]+)(?::([^}|]+))?(?:\|([^}]+))?\}/g

const figureNames = (text: string): [string, string][] =>
  [...text.matchAll(placeholder)].flatMap((m) => (m[2] === undefined ? [] : [[m[1]!, m[2]] as [string, string]]))

const filledPlaceholder = (scope: Scope, kind: string, name: string | undefined, option: string | undefined): readonly Run[] => {
  if (name === undefined) {
    const term = scope.terms[kind]
    return typeof term === 'string' ? [{ text: term }] : (term ?? [{ text: `{${kind}}` }])
  }
  const figure = figureOf(scope, kind, name)
  if (!figure) return [{ text: notComputable(`没有指标 ${name}`) }]
  const unit = option?.startsWith('unit:') ? option.slice(5) : undefined
  const rounding = option === 'about' || option === 'over' || option === 'odd' ? option : 'exact'
  return [figureRun(scope, figure, rounding, unit)]
}

/** Fills every placeholder of a text; neighbouring words become one run. */
export const fillText = (scope: Scope, text: string): Run[] => {
  const runs: Run[] = []
  const add = (run: Run) => {
    const last = runs.at(-1)
    if (!isFigureRun(run) && last && !isFigureRun(last)) runs[runs.length - 1] = { text: last.text + run.text }
    else if (isFigureRun(run) || run.text !== '') runs.push(run)
  }
  let from = 0
  for (const m of text.matchAll(placeholder)) {
    add({ text: text.slice(from, m.index) })
    for (const run of filledPlaceholder(scope, m[1]!, m[2], m[3])) add(run)
    from = m.index + m[0].length
  }
  add({ text: text.slice(from) })
  return runs
}

const hasTerm = (scope: Scope, name: string): boolean => (scope.terms[name]?.length ?? 0) > 0

const saysSomething = (scope: Scope, key: string): boolean => {
  const figure = figureOf(scope, 'figure', key)
  return figure !== undefined && figure.value !== 0
}

/** Whether all tests of `when` hold here. */
export const holds = (scope: Scope, when: When | undefined): boolean => {
  if (!when) return true
  const { contract } = scope
  return (
    (!when.kinds || (contract !== undefined && (when.kinds as string[]).includes(contract.kind))) &&
    (when.figures ?? []).every((key) => saysSomething(scope, key)) &&
    (when.terms ?? []).every((name) => hasTerm(scope, name)) &&
    !(when.without_terms ?? []).some((name) => hasTerm(scope, name)) &&
    (!when.indicators ||
      (contract !== undefined && contract.indicators > 0 && (when.indicators === 'all_met') === (contract.missed === 0)))
  )
}

/**
 * A piece of an enumeration without its zeros: it goes when its first figure is unknown or 0, and loses a bracket or a clause after
 * 、 whose figure is unknown or 0.
 */
const pieceWithoutZeros = (scope: Scope, piece: string): string | undefined => {
  const worth = (text: string) =>
    figureNames(text).every(([kind, name]) => {
      const f = figureOf(scope, kind, name)
      return f !== undefined && f.value !== 0
    })
  const shorter = piece.replace(/（[^）]{0,60}）/g, (bracket) => (worth(bracket) ? bracket : ''))
  const [first = '', ...rest] = shorter.split(/(?=、)/)
  return worth(first) ? [first, ...rest.filter(worth)].join('') : undefined
}

const sentenceText = (scope: Scope, sentence: Sentence): string | undefined => {
  if (typeof sentence === 'string') return sentence
  if (!holds(scope, sentence.when)) return undefined
  if ('text' in sentence) return sentence.text
  const pieces = sentence.pieces.flatMap((piece) => pieceWithoutZeros(scope, piece) ?? [])
  return pieces.length === 0 ? undefined : sentence.lead + pieces.join(sentence.join) + sentence.tail
}

const isClaim = (scope: Scope, runs: readonly Run[]): boolean => {
  const said = runsText(runs)
  return !runs.some(isFigureRun) && scope.claimWords.some((word) => said.includes(word))
}

/** One paragraph; sentences that claim without a figure come back as unsupported. Empty when no sentence applies. */
export const fillParagraph = (scope: Scope, sentences: readonly Sentence[]): Run[] =>
  sentences.flatMap((sentence) => {
    const text = sentenceText(scope, sentence)
    if (text === undefined) return []
    return text.split(/(?<=[。！？])(?!”)/).flatMap((single) => {
      const runs = fillText(scope, single)
      return isClaim(scope, runs) ? runs.map((run): Run => (isFigureRun(run) ? run : { ...run, unsupported: true })) : runs
    })
  })
