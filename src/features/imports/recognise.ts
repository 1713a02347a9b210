/**
 * Which form a sheet is of, and which column holds which field. A sheet is taken for a form only when every required column is
 * there; two forms that fit equally well, and sheets that fit none, are said so and left to a person.
 */
import type { OpenSheet } from '../../platform/workbook.ts'
import { normalText } from '../../shared/normal.ts'
import type { Field } from '../../shared/sheet-form.ts'
import { columnsByContent, sampleBelow, type Sample } from './by-content.ts'
import { findHeading, knownHeadings } from './heading.ts'
import type { Heading } from './heading.ts'
import { matchColumns } from './match-columns.ts'

/** What recognising needs of a `SheetForm`. */
export interface FormShape {
  readonly kind: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly sheet_names: readonly string[]
  readonly fields: Readonly<Record<string, Field>>
}

/** Field name → column from 0. */
export type Columns = Readonly<Record<string, number>>

/** What a person chose by hand for sheets with these headings. */
export interface Mapping {
  readonly kind: string
  readonly columns: Columns
}

export interface Candidate {
  readonly kind: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly columns: Columns
  /** Required fields without a column. */
  readonly missing: readonly string[]
  readonly score: number
}

export type Recognition<Form extends FormShape> =
  | {
      readonly status: 'recognised'
      readonly form: Form
      readonly heading: Heading
      readonly columns: Columns
      /** Columns with a heading that no field took: shown, so that nothing is dropped unseen. */
      readonly unused: readonly { readonly column: number; readonly label: string }[]
      readonly by: 'headings' | 'mapping'
    }
  | { readonly status: 'ambiguous'; readonly heading: Heading; readonly candidates: readonly Candidate[] }
  | { readonly status: 'unrecognised'; readonly heading: Heading | undefined; readonly candidates: readonly Candidate[] }

/** A name of the form in the sheet's name weighs as much as two columns, in the title as much as one. */
const hintOf = (form: FormShape, sheetName: string, titles: readonly string[]): number => {
  const words = form.sheet_names.map(normalText)
  const holds = (text: string): boolean => words.some((word) => word !== '' && normalText(text).includes(word))
  return holds(sheetName) ? 2 : titles.some(holds) ? 1 : 0
}

/** More required columns without a heading are another form. */
const MOST_BY_CONTENT = 2
/** A form that explains so many columns more, but for a required one, makes a form that fits with few columns doubtful. */
const CLEARLY_BETTER = 2

const candidateOf = (form: FormShape, heading: Heading, sheetName: string, sample: () => Sample): Candidate => {
  const columns = matchColumns(heading, form.fields)
  const required = Object.entries(form.fields).filter(([, field]) => field.required)
  const without = () => required.flatMap(([name]) => (columns[name] === undefined ? [name] : []))
  const unnamed = without()
  if (unnamed.length > 0 && unnamed.length <= MOST_BY_CONTENT && Object.keys(columns).length >= 3)
    Object.assign(columns, columnsByContent(heading, sample(), form.fields, columns, unnamed))
  const missing = without()
  const hint = hintOf(form, sheetName, heading.titles)
  const score = Object.keys(columns).length + hint + (required.length - missing.length) / 4
  return { kind: form.kind, title: form.title, columns, missing, score }
}

/** Fewer than three known columns are no evidence unless the sheet is also called so. */
const isEvidence = (candidate: Candidate, hint: number): boolean => Object.keys(candidate.columns).length >= (hint > 0 ? 2 : 3)

const unusedOf = (heading: Heading, columns: Columns): { column: number; label: string }[] => {
  const used = new Set(Object.values(columns))
  return heading.labels.flatMap((label, column) => (label === undefined || used.has(column) ? [] : [{ column, label }]))
}

const byMapping = <Form extends FormShape>(
  heading: Heading,
  forms: readonly Form[],
  mapping: Mapping | undefined,
): Recognition<Form> | undefined => {
  const form = forms.find((one) => one.kind === mapping?.kind)
  if (!form || !mapping) return undefined
  return {
    status: 'recognised',
    form,
    heading,
    columns: mapping.columns,
    unused: unusedOf(heading, mapping.columns),
    by: 'mapping',
  }
}

/**
 * Recognises a sheet among `forms`. `remembered` is asked first, with the heading's fingerprint. The form that explains most
 * columns wins, with the sheet's name and title as a hint; a lead of less than half a column is `ambiguous`. `candidates` are
 * the best five, for a person to choose from.
 */
export const recogniseSheet = <Form extends FormShape>(
  sheet: OpenSheet,
  forms: readonly Form[],
  remembered?: (fingerprint: string) => Mapping | undefined,
): Recognition<Form> => {
  const heading = findHeading(sheet, knownHeadings(forms))
  if (!heading) return { status: 'unrecognised', heading: undefined, candidates: [] }
  const mapped = byMapping(heading, forms, remembered?.(heading.fingerprint))
  if (mapped) return mapped
  let read: Sample | undefined
  const sample = () => (read ??= sampleBelow(sheet, heading))
  const all = forms.map((form) => ({ form, candidate: candidateOf(form, heading, sheet.name, sample) }))
  const byScore = all.toSorted((a, b) => b.candidate.score - a.candidate.score)
  const fit = byScore.filter(
    ({ form, candidate }) => candidate.missing.length === 0 && isEvidence(candidate, hintOf(form, sheet.name, heading.titles)),
  )
  const [first, second] = fit
  const best = byScore.slice(0, 5).map(({ candidate }) => candidate)
  if (!first || best[0]!.score - first.candidate.score >= CLEARLY_BETTER)
    return { status: 'unrecognised', heading, candidates: best }
  if (second && first.candidate.score - second.candidate.score < 0.5)
    return {
      status: 'ambiguous',
      heading,
      candidates: fit.filter((one) => first.candidate.score - one.candidate.score < 0.5).map((one) => one.candidate),
    }
  const { columns } = first.candidate
  return { status: 'recognised', form: first.form, heading, columns, unused: unusedOf(heading, columns), by: 'headings' }
}
