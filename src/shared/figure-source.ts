/**
 * What a slice declares so that figures can be computed from its rows and open back into them. One definition gives the value and
 * the rows: both are made from the same source and the same condition (docs/decisions/0006).
 */

export interface Words {
  readonly zh: string
  readonly en: string
}

/** A column shown when a figure is opened. */
export interface SourceColumn {
  readonly field: string
  readonly title: Words
  readonly type: 'text' | 'day' | 'number' | 'money_fen' | 'minutes' | 'person' | 'station' | 'contract' | 'state'
}

/** Dimensions a figure can be narrowed to or split by; the value is the column of the source that holds it. */
export interface Dimensions {
  readonly day?: string
  readonly station?: string
  readonly contract?: string
  readonly person?: string
}

/**
 * Rows that can be counted. `sql` is a SELECT over the slice's own tables in which these may stand:
 * `:organisation_id`, `:from`, `:to` (days of the period, inclusive). It names its organisation, leaves out voided rows and keeps every row
 * that any figure of the source could count. A source without `day` dimension is a state: it uses `:to` itself.
 */
export interface FigureSource {
  /** `slice.noun` */
  readonly name: string
  readonly title: Words
  readonly sql: string
  /** Unique column: the id of the row. */
  readonly id: string
  readonly dimensions: Dimensions
  readonly columns: readonly SourceColumn[]
  /** Where one row opens: `/canteen/meals/:id`; `:id` is replaced by the value of `record_field` (default: the id). */
  readonly record?: { readonly path: string; readonly field?: string }
  /** Permission without which row-level security hides these rows: such a reader is told so and never shown a smaller number. */
  readonly needs?: string
  /**
   * Columns of few values that all conditions of the source's figures are made of. With them the many rows are first counted by these
   * columns, and the conditions are looked at once per group instead of once per row.
   */
  readonly facets?: readonly string[]
  /**
   * The same rows counted already: a SELECT of the facets, the station and `times`. For many rows whose facets stand on a few rows they
   * hang on: counting first saves a join for each. Used where nothing but days and stations narrows.
   */
  readonly counted_sql?: string
  /** SQL order of the rows when opened; default by the day, then id. */
  readonly order?: string
}

export type Measure =
  | { readonly kind: 'count' }
  | { readonly kind: 'sum'; readonly column: string; readonly divide_by?: number }
  | { readonly kind: 'distinct'; readonly column: string }

/** `where` is SQL over the source's columns, written by us, never made from input. */
export interface FigureDefinition {
  readonly key: string
  readonly title: Words
  readonly unit: string
  /** The counting rule, as read to the user. */
  readonly rule: Words
  /** Numbers of the counting rules (R01 …) it follows. */
  readonly rules: readonly string[]
  readonly source: string
  readonly where?: string
  readonly measure: Measure
  /** Present for a ratio (率): `where` then picks the numerator and this the denominator, both by `measure`; value = percent, one decimal. */
  readonly denominator_where?: string
  /** Permission this figure needs beyond its source's, or several of which one is enough. */
  readonly needs?: string | readonly string[]
  /** Only a column of the tables, not one of the listed figures. */
  readonly table_only?: boolean
  /** Left out of a year's list while nothing was recorded for it: not every organisation keeps such records. */
  readonly if_any?: true
  /** Whether the rows belong to one kind of station or a station by name; narrows like a filter, and is data of the definition. */
  readonly scope?: { readonly station_kind?: string; readonly station_name?: string; readonly contract_of_kind?: string }
}

export interface SliceFigures {
  readonly sources: readonly FigureSource[]
  readonly definitions: readonly FigureDefinition[]
}
