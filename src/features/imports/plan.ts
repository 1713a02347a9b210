/** What would be imported: which sheets of which workbooks are read by which form, in which order. */
import type { Ctx } from '../../platform/context.ts'
import type { OpenSheet, OpenWorkbook } from '../../platform/workbook.ts'
import type { RefusalCode } from '../../shared/refusal.ts'
import type { Field, FieldValue, Outcome, SheetForm, SheetRun } from '../../shared/sheet-form.ts'
import type { Heading } from './heading.ts'
import { recogniseSheet, type Candidate, type Columns, type Mapping } from './recognise.ts'
import { readRows, type SheetRows } from './rows.ts'
import { yearNamed } from './year-named.ts'

/** A row as the kernel sees it; each form knows its own fields. */
export interface Row {
  readonly row_number: number
  readonly [field: string]: number | FieldValue<unknown>
}

/** Any slice's form: the kernel hands each form only rows made from that form's own fields. */
export interface AnyForm extends Omit<SheetForm<Ctx>, 'fields' | 'dated_by' | 'record' | 'refusedBefore'> {
  readonly fields: Readonly<Record<string, Field>>
  readonly dated_by?: string
  record(run: SheetRun<Ctx>, rows: readonly Row[]): Promise<Outcome[]>
  refusedBefore?(run: SheetRun<Ctx>, rows: readonly { readonly row: Row; readonly refused: RefusalCode }[]): Promise<void>
}

export interface PlannedSheet {
  readonly workbook: OpenWorkbook
  readonly sheet: OpenSheet
  readonly form: AnyForm
  readonly heading: Heading
  readonly columns: Columns
  readonly unused: readonly { readonly column: number; readonly label: string }[]
  readonly content: SheetRows<Record<string, Field>>
}

export interface UnreadSheet {
  readonly workbook: OpenWorkbook
  readonly sheet: OpenSheet
  readonly reason: 'hidden' | 'unrecognised' | 'ambiguous' | 'left_out' | 'empty'
  readonly heading: Heading | undefined
  readonly candidates: readonly Candidate[]
}

export interface Plan {
  /** In the order in which they must be recorded. */
  readonly sheets: readonly PlannedSheet[]
  readonly unread: readonly UnreadSheet[]
}

/** What a person decided for one sheet. */
export interface Choice {
  readonly file: string
  readonly sheet: string
  /** Null: leave this sheet out. */
  readonly kind: string | null
  readonly columns?: Columns
}

/** Forms before those that need them; the order of the list otherwise. */
export const inOrder = (forms: readonly AnyForm[]): AnyForm[] => {
  const done: AnyForm[] = []
  const visit = (form: AnyForm, path: readonly string[]) => {
    if (done.includes(form)) return
    if (path.includes(form.kind)) throw new Error(`forms wait for each other: ${[...path, form.kind].join(' → ')}`)
    for (const kind of form.after ?? []) {
      const before = forms.find((one) => one.kind === kind)
      if (before) visit(before, [...path, form.kind])
    }
    done.push(form)
  }
  for (const form of forms) visit(form, [])
  return done
}

/**
 * `year` fills dates written without one. Hidden sheets are never read. `choices` overrule recognition; `remembered` is asked by the
 * heading's fingerprint.
 */
export const planImport = (
  workbooks: readonly OpenWorkbook[],
  forms: readonly AnyForm[],
  year: number,
  choices: readonly Choice[] = [],
  remembered?: (fingerprint: string) => Mapping | undefined,
): Plan => {
  const sheets: PlannedSheet[] = []
  const unread: UnreadSheet[] = []
  for (const workbook of workbooks) {
    for (const sheet of workbook.sheets) {
      const leave = (reason: UnreadSheet['reason'], heading?: Heading, candidates: readonly Candidate[] = []) =>
        unread.push({ workbook, sheet, reason, heading, candidates })
      if (sheet.hidden) {
        leave('hidden')
        continue
      }
      const choice = choices.find((one) => one.file === workbook.name && one.sheet === sheet.name)
      if (choice?.kind === null) {
        leave('left_out')
        continue
      }
      const chosen: Mapping | undefined =
        choice?.kind && choice.columns ? { kind: choice.kind, columns: choice.columns } : undefined
      const among = choice?.kind ? forms.filter((form) => form.kind === choice.kind) : forms
      const found = recogniseSheet(sheet, among, chosen ? () => chosen : remembered)
      if (found.status !== 'recognised') {
        leave(sheet.row_count === 0 ? 'empty' : found.status, found.heading, found.candidates)
        continue
      }
      let read: PlannedSheet['content'] | undefined
      sheets.push({
        workbook,
        sheet,
        form: found.form,
        heading: found.heading,
        columns: found.columns,
        unused: found.unused,
        // Telling the year or the organisation needs headings only: a year of rows is read once, by whoever asks for them.
        get content() {
          return (read ??= readRows<Record<string, Field>>(sheet, found.heading, found.form.fields, found.columns, year))
        },
      })
    }
  }
  const order = inOrder(forms)
  return { sheets: sheets.toSorted((a, b) => order.indexOf(a.form) - order.indexOf(b.form)), unread }
}

/** The year the planned workbooks are of, as their titles and names say. */
export const yearOfPlan = ({ sheets, unread }: Plan): number | undefined =>
  yearNamed(
    sheets.flatMap(({ heading }) => heading.titles),
    [...new Set([...sheets, ...unread].map(({ workbook }) => workbook.name))],
  )
