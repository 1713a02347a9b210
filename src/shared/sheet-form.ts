/**
 * What a slice says about the sheets it can read: which headings stand for which field, and what to do with the rows. The imports
 * slice recognises sheets by these forms and knows nothing else about any slice.
 */
import type { RefusalCode, RefusalDetails } from './refusal.ts'
import type { Day } from './day.ts'

/** A cell as it stands in the file, after merged ranges are filled. `number` is set only when Excel stored a number (or a date). */
export interface Cell {
  readonly text: string
  readonly number?: number
  /** The cell's number format is a date format. */
  readonly is_date?: boolean
}

export type FieldType =
  | 'text' // trimmed text
  | 'name' // person's name: NFKC, no spaces, simplified characters
  | 'code' // member, contract, activity number: NFKC, no spaces, upper case
  | 'phone' // digits only, leading 86 of 13 dropped
  | 'id_number' // NFKC, no spaces and apostrophes, upper case
  | 'day' // Day, or undefined with `text` kept when it cannot be read
  | 'month' // YYYY-MM
  | 'time' // HH:MM
  | 'number' // ￥, 元, 万元, thousands commas, full-width digits read as numbers
  | 'yes_no' // 是/否, √, Y/N

export interface Field {
  readonly type: FieldType
  /** Headings met in the field; the first is the one written in templates. Two-level headings join as `血压/收缩压`. */
  readonly headings: readonly string[]
  /** What stands in its cells (after NFKC, without spaces): tells a required column under a heading nobody foresaw. */
  readonly cells?: RegExp
  /** The sheet is not of this form without this column. */
  readonly required?: boolean
}

/** One value of a row: what could be made of the cell, and what stood there. */
export interface FieldValue<T> {
  readonly value: T | undefined
  readonly text: string
  readonly cell: Cell | undefined
}

export type ValueOf<F extends Field> = F['type'] extends 'number' ? number : F['type'] extends 'yes_no' ? boolean : string

export type RowOf<Fields extends Record<string, Field>> = {
  readonly row_number: number
} & { readonly [K in keyof Fields]: FieldValue<ValueOf<Fields[K]>> }

/** What became of one entry, in the order in which they were given. */
export type Outcome =
  | { readonly id: string; readonly not_counted?: RefusalCode; readonly details?: RefusalDetails }
  | {
      readonly refused: RefusalCode
      readonly details?: RefusalDetails
      readonly field?: string
      readonly repeats_id?: string | undefined
    }

/** What a form's `record` is told about the run it serves. `ctx` is the server's request context. */
export interface SheetRun<Ctx> {
  readonly ctx: Ctx
  readonly year: number
  /** Days of the report year. */
  readonly from: Day
  readonly to: Day
  readonly workbook: string
  readonly sheet: string
  /** The station the workbook or the sheet names in its file name or title, if exactly one. */
  readonly station_id: string | undefined
}

export interface SheetForm<Ctx, Fields extends Record<string, Field> = Record<string, Field>> {
  /** `slice.noun`, e.g. `canteen.meals`. */
  readonly kind: string
  readonly title: { readonly zh: string; readonly en: string }
  /** Words in a sheet's name that speak for this form when headings leave a doubt. */
  readonly sheet_names: readonly string[]
  readonly fields: Fields
  /** The field holding the day of the event: unreadable = `bad_date`, outside the year = `out_of_year`, before anything else is looked at. */
  readonly dated_by?: keyof Fields & string
  /** Forms whose rows must be recorded before these. */
  readonly after?: readonly string[]
  /** Rows refused by their date, told before the others are recorded (an activity with an impossible date still has sign-ins). */
  readonly refusedBefore?: (
    run: SheetRun<Ctx>,
    rows: readonly { readonly row: RowOf<Fields>; readonly refused: RefusalCode }[],
  ) => Promise<void>
  readonly record: (run: SheetRun<Ctx>, rows: readonly RowOf<Fields>[]) => Promise<Outcome[]>
}

export const sheetForm = <Ctx, const Fields extends Record<string, Field>>(
  form: SheetForm<Ctx, Fields>,
): SheetForm<Ctx, Fields> => form
