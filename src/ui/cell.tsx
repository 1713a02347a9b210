/** How one stored value is shown, by its kind: the same in a table cell, on a card and on a record. */
import type { ReactNode } from 'react'
import { Tag } from 'antd'
import { initialsOf, showDay, showInstant, showNumber, showYuan } from './format.ts'
import { uiText } from './i18n.ts'
import './cell.css'

/**
 * `yuan` is integer fen in storage; `evidence` is the record's evidence grade; `choice` looks the stored word up in `choices`;
 * `name` shows a person with initials; `percent` is 0–100.
 */
export type CellKind =
  | 'text'
  | 'name'
  | 'code'
  | 'day'
  | 'instant'
  | 'number'
  | 'yuan'
  | 'percent'
  | 'yes_no'
  | 'choice'
  | 'status'
  | 'evidence'

/** The stored words of a choice and how they are said. */
export type Choices = Readonly<Record<string, string>>

export interface Shown<Row> {
  readonly field: keyof Row & string
  readonly title: string
  readonly kind?: CellKind
  readonly choices?: Choices
  /** For `status`: which stored words need a person now (orange) or went well (green); others stay grey. */
  readonly urgent?: readonly string[]
  readonly good?: readonly string[]
  /** Stands after the number. */
  readonly unit?: string
  /** Shows the cell in a way of its own. */
  readonly show?: (row: Row) => ReactNode
}

const evidence_grades = ['scanned', 'witnessed', 'self_entered', 'back_filled', 'imported'] as const

export const evidenceWord = (grade: string): string => {
  const known = evidence_grades.find((each) => each === grade)
  return known ? uiText(known) : grade
}

const numeric: readonly CellKind[] = ['number', 'yuan', 'percent']

/** Numbers stand right. */
export const isNumeric = (kind: CellKind | undefined): boolean => kind !== undefined && numeric.includes(kind)

const Person = ({ name }: { name: string }) => (
  <span className="person">
    <span className="person-initials" aria-hidden>
      {initialsOf(name)}
    </span>
    <span>{name}</span>
  </span>
)

const statusTone = (word: string, shown: Pick<Shown<never>, 'urgent' | 'good'>) =>
  shown.urgent?.includes(word) ? 'status-urgent' : shown.good?.includes(word) ? 'status-good' : 'status-plain'

/** What stands in the cell; an absent value is a dash that screen readers skip. */
export const cellOf = <Row,>(row: Row, shown: Shown<Row>): ReactNode => {
  if (shown.show) return shown.show(row)
  const value: unknown = row[shown.field]
  if (value === null || value === undefined || value === '') return <span className="absent" aria-hidden />
  const unit = shown.unit ? <span className="cell-unit">{shown.unit}</span> : null
  switch (shown.kind) {
    case 'name':
      return <Person name={String(value)} />
    case 'code':
      return <span className="cell-code">{String(value)}</span>
    case 'day':
      return <span className="cell-day">{showDay(String(value))}</span>
    case 'instant':
      return <span className="cell-day">{showInstant(String(value))}</span>
    case 'number':
      return (
        <>
          {showNumber(Number(value))}
          {unit}
        </>
      )
    case 'yuan':
      return showYuan(Number(value))
    case 'percent':
      return `${showNumber(Number(value))}%`
    case 'yes_no':
      return uiText(value === true || value === 'true' ? 'yes' : 'no')
    case 'evidence':
      return evidenceWord(String(value))
    case 'choice':
      return shown.choices?.[String(value)] ?? String(value)
    case 'status':
      return (
        <Tag className={`status ${statusTone(String(value), shown)}`} variant="filled">
          {shown.choices?.[String(value)] ?? String(value)}
        </Tag>
      )
    default:
      return Array.isArray(value) ? (
        value.join('、')
      ) : (
        <>
          {String(value)}
          {unit}
        </>
      )
  }
}
