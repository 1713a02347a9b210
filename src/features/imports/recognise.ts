/**
 * Which form a sheet is of, and which column holds which field. A sheet is taken for a form only when every required column is
 * there; two forms that fit equally well, and sheets that fit none, are said so and left to a person.
 */
import type { OpenSheet } from '../../platform/workbook.ts'
import { normalText } from '../../shared/normal.ts'
import type { Field, FieldType } from '../../shared/sheet-form.ts'
import { endsAlike, meaningOf } from './alike.ts'
import { exactKey, findHeading, knownHeadings, leafOf, looseKey } from './heading.ts'
import type { Heading } from './heading.ts'

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

/** Groups of columns about somebody else: `紧急联系人/姓名` is not the member's name. */
const someoneElse = /联系人|紧急|监护|家属|亲属|家庭医生|子女|配偶|担保|负责|经办|证明人|志愿者|代办/
/** Words before a heading that do not change what it is: `长者姓名`, `服务日期`. Before numbers only the words for persons. */
const personWords = /^(?:会员|长者|老人|老年人|服务对象|对象|学员|居民|参加人|参加者|参与者|被探访人|受访人|受访者|本人)/
const otherWords = /^(?:服务|所属|所在|登记)(?!.*号)/

type Key = string | undefined
type Test = (label: string, heading: string) => boolean

/** A way of comparing: labels and headings brought to one form, and when they are the same. */
interface Way {
  readonly labels: (type: FieldType) => readonly Key[]
  readonly of: (type: FieldType, heading: string) => Key
  readonly same: Test
}

const equal: Test = (label, heading) => label === heading

const withoutPerson = (label: string): string => looseKey(leafOf(label)).replace(personWords, '').replace(otherWords, '')

/** The ways of comparing, strictest first; a later one sees only columns and fields that are still free. */
const waysOf = (labels: Heading['labels']): readonly Way[] => {
  const own = labels.map((label) =>
    label !== undefined && label.includes('/') && someoneElse.test(label.slice(0, label.lastIndexOf('/'))) ? undefined : label,
  )
  const foreign = own.map((label) => (label === undefined || (someoneElse.test(label) && !label.startsWith('志愿')) ? undefined : label))
  const map = (from: readonly Key[], key: (label: string) => Key) => {
    const keys = from.map((label) => (label === undefined ? undefined : key(label)))
    return () => keys
  }
  const loose = (_: FieldType, heading: string) => looseKey(heading)
  const meanings = new Map<FieldType, Key[]>()
  const meaning = (type: FieldType): Key[] => {
    // A number's person tells whose number it is: `会员代码`.
    const bareOf = type === 'code' ? (label: string) => looseKey(leafOf(label)) : withoutPerson
    const known = meanings.get(type) ?? own.map((label) => (label === undefined ? undefined : meaningOf(type, bareOf(label))))
    meanings.set(type, known)
    return known
  }
  return [
    { labels: map(labels, exactKey), of: (_, heading) => exactKey(heading), same: equal },
    { labels: map(labels, looseKey), of: loose, same: equal },
    { labels: map(own, (label) => looseKey(leafOf(label))), of: loose, same: equal },
    { labels: map(own, withoutPerson), of: loose, same: equal },
    { labels: meaning, of: (type, heading) => meaningOf(type, looseKey(heading)), same: equal },
    { labels: map(foreign, (label) => looseKey(leafOf(label))), of: loose, same: endsAlike },
  ]
}

const formWays = new WeakMap<Field, (readonly Key[])[]>()
const headingKeys = (field: Field, way: number, of: Way['of']): readonly Key[] => {
  const known = formWays.get(field) ?? []
  formWays.set(field, known)
  return (known[way] ??= field.headings.map((heading) => of(field.type, heading)))
}

/** Gives each field its column, required fields first; a column serves one field. */
const matchColumns = (heading: Heading, fields: Readonly<Record<string, Field>>): Record<string, number> => {
  const columns: Record<string, number> = {}
  const taken = new Set<number>()
  const inOrder = Object.entries(fields).sort(([, a], [, b]) => Number(b.required ?? false) - Number(a.required ?? false))
  for (const [way, { labels, of, same }] of waysOf(heading.labels).entries())
    for (const [name, field] of inOrder) {
      if (columns[name] !== undefined) continue
      const keys = labels(field.type)
      for (const key of headingKeys(field, way, of)) {
        if (key === undefined || key === '') continue
        const column = keys.findIndex((label, at) => label !== undefined && label !== '' && !taken.has(at) && same(label, key))
        if (column < 0) continue
        columns[name] = column
        taken.add(column)
        break
      }
    }
  return columns
}

/** A name of the form in the sheet's name weighs as much as two columns, in the title as much as one. */
const hintOf = (form: FormShape, sheetName: string, titles: readonly string[]): number => {
  const words = form.sheet_names.map(normalText)
  const holds = (text: string): boolean => words.some((word) => word !== '' && normalText(text).includes(word))
  return holds(sheetName) ? 2 : titles.some(holds) ? 1 : 0
}

const candidateOf = (form: FormShape, heading: Heading, sheetName: string): Candidate => {
  const columns = matchColumns(heading, form.fields)
  const required = Object.entries(form.fields).filter(([, field]) => field.required)
  const missing = required.flatMap(([name]) => (columns[name] === undefined ? [name] : []))
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
  const all = forms.map((form) => ({ form, candidate: candidateOf(form, heading, sheet.name) }))
  const byScore = all.toSorted((a, b) => b.candidate.score - a.candidate.score)
  const fit = byScore.filter(
    ({ form, candidate }) => candidate.missing.length === 0 && isEvidence(candidate, hintOf(form, sheet.name, heading.titles)),
  )
  const [first, second] = fit
  const best = byScore.slice(0, 5).map(({ candidate }) => candidate)
  if (!first) return { status: 'unrecognised', heading, candidates: best }
  if (second && first.candidate.score - second.candidate.score < 0.5)
    return {
      status: 'ambiguous',
      heading,
      candidates: fit.filter((one) => first.candidate.score - one.candidate.score < 0.5).map((one) => one.candidate),
    }
  const { columns } = first.candidate
  return { status: 'recognised', form: first.form, heading, columns, unused: unusedOf(heading, columns), by: 'headings' }
}
