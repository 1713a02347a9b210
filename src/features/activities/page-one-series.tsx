/** One course or group: what it is, and its sessions. */
import { useMemo, useState } from 'react'
import { Button, Modal } from 'antd'
import type { OutputOf } from '../../shared/endpoint.ts'
import { ListPage } from '../../ui/list-page.tsx'
import { RecordForm } from '../../ui/record-form.tsx'
import { RecordPage } from '../../ui/record-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { href, useGo } from '../../ui/url.tsx'
import { listActivities } from './contract.ts'
import { getSeries, saveSeries } from './contract-planning.ts'
import { Enrolments } from './enrolments.tsx'
import { GroupTests } from './group-tests.tsx'
import { planStates, stages, usePlanTexts } from './planning-words.web.ts'
import { spanText } from './timetable.ts'

type Series = OutputOf<typeof getSeries>

const Change = ({ series }: { series: Series }) => {
  const t = usePlanTexts()
  const [open, setOpen] = useState(false)
  const { series_id, title, capacity, planned_sessions, workers, closed_on } = series
  const set = { title, capacity, planned_sessions, workers: workers.join('、'), closed_on }
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('edit')}</Button>
      <Modal open={open} onCancel={() => setOpen(false)} title={t('edit')} footer={null} destroyOnHidden>
        <RecordForm
          endpoint={saveSeries}
          submit={t('save')}
          initial={{
            series_id,
            ...Object.fromEntries(Object.entries(set).filter(([, value]) => value !== null && value !== '')),
          }}
          done={() => setOpen(false)}
          fields={[
            { field: 'title', label: t('title'), required: true, max_length: 200 },
            { field: 'workers', label: t('workers'), max_length: 200 },
            { field: 'planned_sessions', label: t('planned_sessions'), kind: 'number' },
            { field: 'capacity', label: t('capacity'), kind: 'number', help: t('capacity_help') },
            { field: 'closed_on', label: t('closed_on'), kind: 'day' },
          ]}
        />
      </Modal>
    </>
  )
}

const Sessions = ({ series }: { series: Series }) => {
  const t = usePlanTexts()
  const fixed = useMemo(() => ({ series_code: series.code }), [series.code])
  return (
    <section className="record-group">
      <h2>{t('sessions')}</h2>
      <ListPage
        inside
        any_station
        name="listActivities"
        endpoint={listActivities}
        row_key="activity_id"
        title={t('sessions')}
        fixed={fixed}
        sort="occurred_on"
        rowHref={(row) => `/activities/${row.activity_id}`}
        empty={{ title: t('no_sessions') }}
        columns={[
          { field: 'title', title: t('title'), card: 'title' },
          { field: 'session_no', title: t('session_no'), kind: 'number', sorts: true },
          { field: 'occurred_on', title: t('day'), kind: 'day', sorts: true },
          { field: 'started_at', title: t('started_at'), show: (row) => spanText(row) },
          { field: 'stage', title: t('stage'), kind: 'choice', choices: stages(t), card: 'quiet' },
          { field: 'place', title: t('room'), card: 'quiet' },
          { field: 'state', title: t('state'), kind: 'status', choices: planStates(t), good: ['held'], urgent: ['postponed'] },
        ]}
      />
    </section>
  )
}

export default function OneSeriesPage() {
  const t = usePlanTexts()
  const go = useGo()
  const may = useMay('activities.record')
  return (
    <RecordPage
      endpoint={getSeries}
      id_field="series_id"
      back="/activities/series"
      back_title={t('series_list')}
      title={(series) => series.title}
      actions={(series) => (
        <>
          <Button onClick={() => go(`/activities/series/${series.series_id}/sheets`)}>{t('sheets')}</Button>
          {may ? <Change series={series} /> : null}
          {may && series.closed_on === null ? (
            <Button type="primary" onClick={() => go(href('/activities/plan', { series_id: series.series_id }))}>
              {t('plan_sessions')}
            </Button>
          ) : null}
        </>
      )}
      fields={[
        { field: 'kind', title: t('kind') },
        { field: 'code', title: t('code'), kind: 'code' },
        { field: 'station_name', title: t('station') },
        { field: 'workers', title: t('workers') },
        { field: 'planned_sessions', title: t('planned_sessions'), kind: 'number', if_there: true },
        { field: 'held', title: t('held_count'), kind: 'number' },
        { field: 'to_come', title: t('to_come'), kind: 'number' },
        { field: 'capacity', title: t('capacity'), kind: 'number', if_there: true },
        { field: 'closed_on', title: t('closed_on'), kind: 'day', if_there: true },
      ]}
      more={(series) => (
        <>
          <Sessions series={series} />
          <GroupTests series_id={series.series_id} />
          <Enrolments of={{ series_id: series.series_id }} open={series.closed_on === null} />
        </>
      )}
    />
  )
}
