/** One record in full: labels and values in groups, then where it comes from: who wrote it, when, on what evidence, which row of which workbook. */
import type { ReactNode } from 'react'
import { cellOf, evidenceWord } from './cell.tsx'
import type { Shown } from './cell.tsx'
import { showInstant } from './format.ts'
import { useUiTexts } from './i18n.ts'
import { To } from './url.tsx'
import './record.css'

export interface RecordField<R> extends Shown<R> {
  /** Fields with the same group stand together under it. */
  readonly group?: string
  /** Takes the whole width (notes). */
  readonly wide?: boolean
  /** Left out when the value is absent, instead of a dash. */
  readonly if_there?: boolean
}

/**
 * Where a record comes from. A record output that has these fields, flat beside its own (as `recordedFields` of `shared/endpoint.ts`)
 * or under `provenance`, needs nothing else. Every part may be absent.
 */
export interface Provenance {
  readonly recorded_by_name?: string | null | undefined
  /** An instant. */
  readonly recorded_at?: string | null | undefined
  readonly evidence?: string | null | undefined
  readonly workbook?: string | null | undefined
  readonly sheet?: string | null | undefined
  /** The row's number in the sheet as Excel shows it. */
  readonly row_number?: number | null | undefined
  /** Opens the imported row. */
  readonly import_href?: string | null | undefined
  /** The event that took the record back; null while it stands. */
  readonly void_id?: string | null | undefined
  readonly voided_at?: string | null | undefined
  readonly voided_by_name?: string | null | undefined
  readonly void_reason?: string | null | undefined
}

const groupsOf = <R,>(fields: readonly RecordField<R>[]) => {
  const groups: { name: string | undefined; fields: RecordField<R>[] }[] = []
  for (const field of fields) {
    const last = groups.at(-1)
    if (last && last.name === field.group) last.fields.push(field)
    else groups.push({ name: field.group, fields: [field] })
  }
  return groups
}

const isAbsent = (value: unknown) => value === null || value === undefined || value === ''

/** Says first of all that a record no longer counts: who took it back, when and why. */
const VoidedNote = ({ from }: { from: Provenance | undefined }) => {
  const t = useUiTexts()
  if (!from?.void_id) return null
  const { voided_at, voided_by_name, void_reason } = from
  return (
    <p className="voided" role="status">
      <strong>{t('voided')}</strong>{' '}
      {voided_at ? t('voided_why', { by: voided_by_name ?? '', at: showInstant(voided_at), reason: void_reason ?? '' }) : null}
    </p>
  )
}

export const RecordView = <R,>({ record, fields }: { record: R; fields: readonly RecordField<R>[] }) => (
  <>
    <VoidedNote from={provenanceOf(record)} />
    {groupsOf(fields.filter((field) => !field.if_there || !isAbsent(record[field.field]))).map((group, place) => (
      <section key={group.name ?? place} className="record-group">
        {group.name ? <h2>{group.name}</h2> : null}
        <dl className="record">
          {group.fields.map((field) => (
            <div key={field.field} className={field.wide ? 'record-wide' : undefined}>
              <dt>{field.title}</dt>
              <dd>{cellOf(record, field)}</dd>
            </div>
          ))}
        </dl>
      </section>
    ))}
  </>
)

const Fact = ({ label, children }: { label: string; children: ReactNode }) =>
  isAbsent(children) ? null : (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )

export const SourcePlace = ({ from }: { from: Provenance }) => {
  const t = useUiTexts()
  const place = t('source_place', { workbook: from.workbook ?? '', sheet: from.sheet ?? '', row: from.row_number ?? '' })
  return from.import_href ? <To href={from.import_href}>{place}</To> : <>{place}</>
}

export const ProvenanceBlock = ({ from }: { from: Provenance }) => {
  const t = useUiTexts()
  return (
    <section className="provenance">
      <h2>{t('provenance')}</h2>
      <dl className="record">
        <Fact label={t('recorded_by')}>{from.recorded_by_name}</Fact>
        <Fact label={t('recorded_at')}>{showInstant(from.recorded_at)}</Fact>
        <Fact label={t('evidence')}>{from.evidence ? evidenceWord(from.evidence) : null}</Fact>
        <Fact label={t('source_row')}>{from.workbook ? <SourcePlace from={from} /> : null}</Fact>
      </dl>
    </section>
  )
}

/** What a record output says about itself, nested or flat; undefined when it says nothing. */
export const provenanceOf = (record: unknown): Provenance | undefined => {
  if (typeof record !== 'object' || record === null) return undefined
  const nested = (record as { provenance?: unknown }).provenance
  if (typeof nested === 'object' && nested !== null) return nested
  return 'recorded_at' in record || 'recorded_by_name' in record ? (record as Provenance) : undefined
}
