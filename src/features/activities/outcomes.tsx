/** 成效 on the page of a session that was held. */
import { useState } from 'react'
import { Button } from 'antd'
import { v7 } from 'uuid'
import type { OutputOf } from '../../shared/endpoint.ts'
import { showNumber } from '../../ui/format.ts'
import { useCall } from '../../ui/queries.ts'
import { RecordForm } from '../../ui/record-form.tsx'
import { TakeBackButton } from '../../ui/record-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { listMeasures, listOutcomes, recordOutcome } from './contract-outcomes.ts'
import { useOutcomeTexts } from './outcome-words.web.ts'
import './activities.css'

type Outcome = OutputOf<typeof listOutcomes>['rows'][number]

const Adding = ({ activity_id, done }: { activity_id: string; done: () => void }) => {
  const t = useOutcomeTexts()
  const used = useCall(listMeasures, {}).data?.rows ?? []
  const [measure, setMeasure] = useState<string>()
  const [outcome_id] = useState(() => v7())
  return (
    <>
      {used.length > 0 ? (
        <p className="used-measures">
          {t('used_before')}
          {used.map((row) => (
            <Button key={row.measure} size="small" onClick={() => setMeasure(row.measure)}>
              {row.measure}
            </Button>
          ))}
        </p>
      ) : null}
      <RecordForm
        key={measure ?? ''}
        endpoint={recordOutcome}
        submit={t('save')}
        initial={{ activity_id, outcome_id, ...(measure ? { measure } : {}) }}
        done={done}
        cancel={done}
        fields={[
          { field: 'measure', label: t('measure'), help: t('measure_help'), required: true, max_length: 100 },
          { field: 'asked', label: t('asked'), kind: 'number', required: true },
          { field: 'reached', label: t('reached'), kind: 'number', required: true },
          { field: 'note', label: t('note'), max_length: 500 },
        ]}
      />
    </>
  )
}

export const Outcomes = ({ activity_id }: { activity_id: string }) => {
  const t = useOutcomeTexts()
  const may = useMay('activities.record')
  const mayTakeBack = useMay('records.void')
  const read = useCall(listOutcomes, { activity_id })
  const [open, setOpen] = useState(false)
  const rows = read.data?.rows ?? []
  const last = {
    field: 'outcome_id' as const,
    title: t('take_back'),
    show: (row: Outcome) => <TakeBackButton entity="activities.outcomes" id={row.outcome_id} title={row.measure} />,
  }
  return (
    <section className="record-group outcomes">
      <h2>{t('outcomes')}</h2>
      <p className="quiet">{t('outcomes_purpose')}</p>
      {read.error ? <ErrorState error={read.error} /> : null}
      {!read.data && !read.error ? <Loading /> : null}
      {read.data && rows.length === 0 ? <EmptyState title={t('no_outcomes')} /> : null}
      {rows.length > 0 ? (
        <Table
          caption={t('outcomes')}
          rows={rows}
          keyOf={(row) => row.outcome_id}
          columns={[
            { field: 'measure', title: t('measure'), card: 'title' },
            { field: 'asked', title: t('asked'), kind: 'number' },
            { field: 'reached', title: t('reached'), kind: 'number' },
            { field: 'note', title: t('rate'), show: (row) => `${showNumber((row.reached * 100) / row.asked, 1)}%` },
            { field: 'recorded_by_name', title: t('recorded_by'), card: 'quiet' },
            ...(may && mayTakeBack ? [last] : []),
          ]}
        />
      ) : null}
      {may && !open ? <Button onClick={() => setOpen(true)}>{t('add_outcome')}</Button> : null}
      {may && open ? <Adding activity_id={activity_id} done={() => setOpen(false)} /> : null}
    </section>
  )
}
