/**
 * One record read from its endpoint, in a drawer beside its list or on a page of its own.
 *
 *     export default function MealPage() {
 *       const t = useTexts()
 *       return <RecordPage {...mealRecord(t)} back="/canteen/meals" />
 *     }
 */
import { Suspense, createContext, useContext } from 'react'
import type { ReactNode } from 'react'
import { useParams } from '@tanstack/react-router'
import { Drawer } from 'antd'
import type { Endpoint, InputOf, OutputOf } from '../shared/endpoint.ts'
import { showDay } from './format.ts'
import { useUiTexts } from './i18n.ts'
import { useOrigin } from './origin.ts'
import { Page } from './page-header.tsx'
import { useCall } from './queries.ts'
import { ProvenanceBlock, RecordView, provenanceOf } from './record-view.tsx'
import type { Provenance, RecordField } from './record-view.tsx'
import { useIsPhone } from './screen.ts'
import { ErrorState, Loading } from './states.tsx'
import { To } from './url.tsx'

/** How one kind of record is read and shown; the same object serves `ListPage`'s drawer and `RecordPage`. */
export interface RecordSpec<E extends Endpoint> {
  readonly endpoint: E
  /** The input field that takes the record's id, the same name as in the page's path (`/canteen/meals/$meal_id`). */
  readonly id_field: string
  /** `slice.table` of the record, when one such record may be taken back by itself (作废). */
  readonly entity?: string
  readonly title: (record: OutputOf<E>) => string
  readonly fields: readonly RecordField<OutputOf<E>>[]
  /** Where the record comes from; without it what the output itself says (`provenanceOf`). */
  readonly provenance?: (record: OutputOf<E>) => Provenance | undefined
  /** Buttons at the top; taking back needs none (`entity`). */
  readonly actions?: (record: OutputOf<E>) => ReactNode
  /** Sections below the fields (who came, a timeline). */
  readonly more?: (record: OutputOf<E>) => ReactNode
  /** The record's own page. */
  readonly path?: (id: string) => string
}

/** One standing record that may be taken back. */
export interface StandingEntry {
  readonly entity: string
  readonly id: string
  readonly title: string
}

const TakeBackContext = createContext<((entry: StandingEntry) => ReactNode) | undefined>(undefined)

/** The button that takes an entry back, shown on every record page that names its `entity`; it decides itself who may. */
export const TakeBackProvider = TakeBackContext.Provider

export const TakeBackButton = (entry: StandingEntry) => {
  const buttonOf = useContext(TakeBackContext)
  return buttonOf ? <Suspense fallback={null}>{buttonOf(entry)}</Suspense> : null
}

/** Most titles are a name; the day tells which of the person's entries it is. */
const dayOf = (record: unknown): string => {
  const { occurred_on } = record as { occurred_on?: unknown }
  return typeof occurred_on === 'string' ? showDay(occurred_on) : ''
}

/** The record's own buttons, then the one that takes it back while it stands. */
const Actions = <E extends Endpoint>({
  spec,
  record,
  id,
}: {
  spec: RecordSpec<E>
  record: OutputOf<E> | undefined
  id: string | undefined
}) => {
  if (record === undefined) return null
  const stands = spec.entity !== undefined && id !== undefined && !provenanceOf(record)?.void_id
  return (
    <>
      {spec.actions?.(record)}
      {stands ? (
        <TakeBackButton entity={spec.entity} id={id} title={[spec.title(record), dayOf(record)].filter(Boolean).join(' · ')} />
      ) : null}
    </>
  )
}

const useRecord = <E extends Endpoint>(spec: RecordSpec<E>, id: string | undefined) =>
  useCall(spec.endpoint, { [spec.id_field]: id } as InputOf<E>, { pause: id === undefined })

const Content = <E extends Endpoint>({
  spec,
  record,
  id,
}: {
  spec: RecordSpec<E>
  record: OutputOf<E>
  id: string | undefined
}) => {
  const own = spec.provenance ? spec.provenance(record) : provenanceOf(record)
  // what does not tell its evidence (a contract, an activity) may have come from a workbook as well
  const origin = useOrigin(id, own !== undefined && (own.evidence ?? 'imported') === 'imported' && !own.workbook)
  const from = own && { ...own, ...origin }
  return (
    <>
      <RecordView record={record} fields={spec.fields} />
      {spec.more?.(record)}
      {from ? <ProvenanceBlock from={from} /> : null}
    </>
  )
}

/** Opens beside the list while `id` is there; the list stays where it is. */
export const RecordDrawer = <E extends Endpoint>({
  spec,
  id,
  close,
}: {
  spec: RecordSpec<E>
  id: string | undefined
  close: () => void
}) => {
  const t = useUiTexts()
  const phone = useIsPhone()
  const read = useRecord(spec, id)
  const record = read.data
  const extra = (
    <span className="record-actions">
      <Actions spec={spec} record={record} id={id} />
      {id && spec.path ? <To href={spec.path(id)}>{t('open_page')}</To> : null}
    </span>
  )
  return (
    <Drawer
      open={id !== undefined}
      onClose={close}
      size={phone ? '100%' : 520}
      title={record ? spec.title(record) : t('details')}
      extra={extra}
      mask={phone}
      closable={{ 'aria-label': t('close') }}
      destroyOnHidden
    >
      {/* it scrolls, so it must be reachable by keyboard (WCAG 2.1.1) */}
      {/* oxlint-disable-next-line no-noninteractive-tabindex */}
      <div className="drawer-content" role="group" tabIndex={0} aria-label={record ? spec.title(record) : t('details')}>
        {read.error ? (
          <ErrorState error={read.error} retry={() => void read.refetch()} />
        ) : record ? (
          <Content spec={spec} record={record} id={id} />
        ) : (
          <Loading lines={8} />
        )}
      </div>
    </Drawer>
  )
}

/** The record named by the page's path. `back` is the list it belongs to. */
export const RecordPage = <E extends Endpoint>({
  back,
  back_title,
  ...spec
}: RecordSpec<E> & { back?: string; back_title?: string }) => {
  const t = useUiTexts()
  const params: Record<string, string | undefined> = useParams({ strict: false })
  const read = useRecord(spec, params[spec.id_field])
  const record = read.data
  return (
    <Page
      title={record ? spec.title(record) : t('details')}
      actions={<Actions spec={spec} record={record} id={params[spec.id_field]} />}
      above={back ? <To href={back}>‹ {back_title ?? t('back')}</To> : null}
    >
      {read.error ? (
        <ErrorState error={read.error} retry={() => void read.refetch()} />
      ) : record ? (
        <Content spec={spec} record={record} id={params[spec.id_field]} />
      ) : (
        <Loading lines={8} />
      )}
    </Page>
  )
}
