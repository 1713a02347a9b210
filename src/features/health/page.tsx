/** 健康测量: every value, the critical ones first when asked. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { listMeasurements } from './contract.ts'
import { classes, clock, glucoseOf, glucoseStates, measurementRecord, pressureOf, useTexts } from './words.tsx'

export default function MeasurementsPage() {
  const t = useTexts()
  const go = useGo()
  const record = useMay('health.record') ? (
    <Button type="primary" onClick={() => go('/health/measurements/new')}>
      {t('record_measurement')}
    </Button>
  ) : null
  return (
    <ListPage
      name="listMeasurements"
      endpoint={listMeasurements}
      row_key="measurement_id"
      title={t('measurements')}
      purpose={t('measurements_purpose')}
      actions={record}
      record={measurementRecord(t)}
      empty={{ title: t('measurements_empty'), action: record }}
      filters={[
        { kind: 'text' },
        { kind: 'station' },
        { kind: 'days' },
        { kind: 'choice', field: 'bp_class', label: t('bp_class'), choices: classes(t) },
        { kind: 'yes_no', field: 'bp_critical', label: t('bp_critical') },
        { kind: 'yes_no', field: 'glucose_critical', label: t('glucose_critical') },
      ]}
      columns={[
        { field: 'person_name', title: t('name'), kind: 'name', card: 'title' },
        { field: 'occurred_on', title: t('day'), kind: 'day', sorts: true },
        { field: 'taken_at', title: t('taken_at'), show: (row) => clock(row.taken_at), sorts: true, card: 'quiet' },
        { field: 'systolic', title: t('blood_pressure'), show: (row) => pressureOf(t, row), sorts: true },
        { field: 'bp_class', title: t('bp_class'), kind: 'choice', choices: classes(t) },
        { field: 'pulse', title: t('pulse'), kind: 'number', sorts: true, card: 'quiet' },
        { field: 'glucose', title: t('glucose'), show: (row) => glucoseOf(t, row), sorts: true },
        { field: 'glucose_state', title: t('glucose_state'), kind: 'choice', choices: glucoseStates(t), card: 'quiet' },
        { field: 'measured_by', title: t('measured_by'), card: 'quiet' },
        { field: 'station_name', title: t('station'), card: 'quiet' },
        { field: 'evidence', title: t('evidence'), kind: 'evidence', card: 'quiet', hidden: true },
      ]}
    />
  )
}
