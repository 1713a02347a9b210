/**
 * The annual report (年度工作报告) as plain JSON: what the page draws and the writers print. It holds every number together with
 * the key of the figure it stands for, so that a number on paper and a number on screen open the same records.
 */
import type { Day } from '../../shared/day.ts'

/** A figure as the figures slice answers it. `value` is null when it cannot be computed; `problem` then says why. Ratios are percent, one decimal. */
export interface FigureValue {
  readonly key: string
  readonly title_zh: string
  readonly title_en: string
  readonly value: number | null
  readonly unit: string
  readonly rule_zh: string
  readonly rule_en: string
  readonly numerator?: number | undefined
  readonly denominator?: number | undefined
  readonly problem?: string | undefined
  /** How many records the figure stands on, when the caller knows it. */
  readonly records_count?: number | undefined
  /** ISO instant; the report's own `computed_at` when left out. */
  readonly computed_at?: string | undefined
}

/** Words. `unsupported`: the sentence claims something and no figure in it bears the claim out (待补充依据). */
export interface TextRun {
  readonly text: string
  readonly unsupported?: true
}

/** A number in a sentence or a cell: prints `display` and `unit`; `ref` is its number in the appendix. */
export interface FigureRun {
  readonly figure: string
  readonly ref: number
  readonly display: string
  readonly unit: string
  readonly value: number | null
}

export type Run = TextRun | FigureRun
export const isFigureRun = (run: Run): run is FigureRun => 'figure' in run
/** The sentence as it is read aloud: no references. */
export const runsText = (runs: readonly Run[]): string =>
  runs.map((run) => (isFigureRun(run) ? run.display + run.unit : run.text)).join('')

/** A number in a table. The reference stands in the column's heading, so the cell only knows which figure it opens. */
export interface FigureCell {
  readonly figure: string
  readonly display: string
  readonly value: number | null
  readonly ref?: number
}
export type ReportCell = { readonly text: string } | FigureCell

export interface ReportColumn {
  readonly key: string
  readonly heading: string
  readonly heading_en: string
  readonly unit: string
  readonly type: 'text' | 'number'
  readonly ref?: number
}

export interface ReportTable {
  readonly id: string
  readonly title: string
  readonly title_en: string
  readonly columns: readonly ReportColumn[]
  readonly rows: readonly (readonly ReportCell[])[]
}

/** One picture. `columns`: months or ages from left to right; `bars`: names down the side. Series are stacked; `previous` is last year's total. */
export interface ReportChart {
  readonly id: string
  readonly kind: 'columns' | 'bars'
  readonly title: string
  readonly title_en: string
  readonly unit: string
  readonly year: number
  readonly categories: readonly string[]
  /** The figure behind each category's total, in the order of `categories`. */
  readonly keys: readonly string[]
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[]
  readonly previous?: { readonly year: number; readonly values: readonly (number | null)[] }
}

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'subheading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly runs: readonly Run[] }
  | { readonly kind: 'bullets'; readonly points: readonly (readonly Run[])[] }
  | { readonly kind: 'table'; readonly table: ReportTable }
  | { readonly kind: 'chart'; readonly chart: ReportChart }

export interface ReportSection {
  readonly id: string
  /** With its Chinese number: `一、抗疫防疫服务工作`; empty for the opening. */
  readonly title: string
  readonly blocks: readonly Block[]
}

export interface IndicatorRow {
  readonly no: number
  readonly metric: string
  /** The contract's own words. */
  readonly text: string
  readonly unit: string
  readonly target: number
  readonly actual: FigureCell & { readonly ref: number }
  readonly rate_percent: number | null
  /** null: the actual value cannot be computed. */
  readonly met: boolean | null
}

export interface IndicatorTable {
  readonly contract: string
  readonly contract_name: string
  readonly rows: readonly IndicatorRow[]
}

/** What a reference number resolves to. */
export interface AppendixEntry {
  readonly ref: number
  readonly key: string
  readonly title: string
  readonly rule: string
  readonly value: number | null
  readonly unit: string
  readonly numerator?: number | undefined
  readonly denominator?: number | undefined
  /** Why `value` is null; empty when the reference stands for a whole column that has no sum. */
  readonly problem?: string | undefined
  readonly records_count?: number | undefined
  readonly computed_at: string
}

export interface AnnualReport {
  readonly organisation: string
  readonly year: number
  readonly period: readonly [Day, Day]
  readonly computed_at: string
  /** IANA zone in which days and times are printed. */
  readonly time_zone: string
  /** Names of the only stations it counts; absent: the whole organisation. */
  readonly limited_to?: readonly string[] | undefined
  readonly sections: readonly ReportSection[]
  readonly indicators: readonly IndicatorTable[]
  /** Sentences that wait for a figure or other evidence, with the section they stand in. */
  readonly claims: readonly { readonly section: string; readonly text: string }[]
  readonly appendix: readonly AppendixEntry[]
}

export type ContractKind = 'home_care' | 'elder_centre' | 'disability_centre' | 'volunteering' | 'other'

export interface ReportContract {
  readonly contract_id?: string | undefined
  /** 项目编号. */
  readonly code: string
  readonly name: string
  readonly town: string
  /** 服务领域 as registered, e.g. 居家养老. */
  readonly domain?: string | undefined
  readonly kind?: ContractKind | undefined
  readonly is_new: boolean
}

export interface ReportStation {
  readonly station_id?: string | undefined
  /** 站点编号. */
  readonly code: string
  readonly name: string
  readonly town: string
  readonly village?: string | undefined
  readonly opened_on?: Day | undefined
  readonly contract_code?: string | undefined
}

/** A ratio inside a table; `percent` has one decimal. */
export interface Ratio {
  readonly numerator: number
  readonly denominator: number
  readonly percent: number | null
}
export type TableValue = number | string | null | Ratio | undefined
/** Table → row → column, as the figures slice answers them: `by_contract`, `by_station`, `by_month`, … */
export type ReportTables = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, TableValue>> | number>>>>

export interface IndicatorResult {
  /** 项目编号. */
  readonly contract: string
  readonly no: number
  readonly metric: string
  readonly unit: string | null
  readonly target: number
  readonly actual: number | null
  readonly numerator?: number | undefined
  readonly denominator?: number | undefined
  readonly rate_percent: number | null
  readonly met: boolean | null
  readonly text: string
  readonly problem?: string | undefined
  readonly rule_zh?: string | undefined
  /** The figure that is the actual value, and how it was narrowed: see figures/indicators.ts. */
  readonly figure_key?: string | null | undefined
  readonly only?: string | undefined
  readonly way?: 'own' | 'through' | 'whole' | null | undefined
}

/** Everything a year's report is written from. */
export interface ReportInput {
  readonly organisation: string
  readonly year: number
  readonly period: readonly [Day, Day]
  /** ISO instant at which the figures were computed. */
  readonly computed_at: string
  /** `Asia/Shanghai` when left out. */
  readonly time_zone?: string | undefined
  /** Names of the stations whose records the reader sees, when these are not all. */
  readonly limited_to?: readonly string[] | undefined
  readonly figures: ReadonlyMap<string, FigureValue>
  readonly tables: ReportTables
  readonly indicators: readonly IndicatorResult[]
  readonly contracts: readonly ReportContract[]
  readonly stations: readonly ReportStation[]
  /** The year before, for the grey line and the column 上年. */
  readonly previous?:
    | { readonly year: number; readonly figures: ReadonlyMap<string, FigureValue>; readonly tables: ReportTables }
    | undefined
  /** `words` (default): 约, 超, 多 as the rounding rule says; `exact`: every number as it is. */
  readonly rounding?: 'words' | 'exact' | undefined
}

/** `（仅海澄村站）`, for titles and file names. */
export const limitName = (stations: readonly string[] | undefined): string =>
  stations ? `（仅${stations.length === 1 ? stations[0] : `${stations.length}个站点`}）` : ''

/** What must stand on every print of a report that some stations only are in, so that nobody hands it in as the organisation's. */
export const limitWords = (stations: readonly string[]): string =>
  `本报告的服务数字只计${stations.length === 1 ? stations[0] : `${stations.length}个站点（${stations.join('、')}）`}，不是全机构的。`

/** Key of a number in a table: `table:by_contract/HA2022-01/sessions`; row `*` is the whole column. */
export const tableKey = (table: string, row: string, column: string): string => `table:${table}/${row}/${column}`
/** Key of an indicator's actual value: `indicator:HA2022-01/3`; `all` and `met` in place of the number are the counts of indicators. */
export const indicatorKey = (contract: string, no: number | 'all' | 'met'): string => `indicator:${contract}/${no}`

/** What a key in the report stands for, so that whoever opens it can find the records. */
export const readKey = (
  key: string,
):
  | { kind: 'figure'; key: string }
  | { kind: 'table'; table: string; row: string; column: string }
  | { kind: 'indicator'; contract: string; no: string } => {
  const table = /^table:([^/]+)\/(.+)\/([^/]+)$/.exec(key)
  if (table) return { kind: 'table', table: table[1]!, row: table[2]!, column: table[3]! }
  const indicator = /^indicator:(.+)\/([^/]+)$/.exec(key)
  if (indicator) return { kind: 'indicator', contract: indicator[1]!, no: indicator[2]! }
  return { kind: 'figure', key }
}
