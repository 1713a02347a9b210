/** 每日健康: every check. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { listDailyChecks } from './contract.ts'
import { allMoods, checkRecord, medications, moods, pressure, useTexts } from './words.tsx'

export default function DailyPage() {
  const t = useTexts()
  const go = useGo()
  const record = useMay('rehab.record') ? (
    <Button type="primary" onClick={() => go('/rehab/daily/roll')}>
      {t('roll')}
    </Button>
  ) : null
  return (
    <ListPage
      name="listDailyChecks"
      endpoint={listDailyChecks}
      row_key="check_id"
      title={t('daily')}
      purpose={t('daily_purpose')}
      actions={record}
      record={checkRecord(t)}
      empty={{ title: t('empty_daily'), action: record }}
      filters={[
        { kind: 'text' },
        { kind: 'station' },
        { kind: 'days' },
        { kind: 'choice', field: 'medication', label: t('medication'), choices: medications(t) },
        { kind: 'choice', field: 'mood', label: t('mood'), choices: moods(t) },
      ]}
      columns={[
        { field: 'person_name', title: t('name'), kind: 'name', card: 'title' },
        { field: 'occurred_on', title: t('day'), kind: 'day', sorts: true },
        { field: 'temperature', title: t('temperature_unit'), kind: 'number', sorts: true },
        { field: 'systolic', title: t('blood_pressure'), show: pressure, sorts: true },
        { field: 'pulse', title: t('pulse'), kind: 'number', sorts: true },
        { field: 'spo2', title: t('spo2_unit'), kind: 'number', sorts: true },
        { field: 'medication', title: t('medication'), kind: 'choice', choices: medications(t), card: 'quiet' },
        { field: 'mood', title: t('mood'), kind: 'choice', choices: allMoods(t), card: 'quiet' },
        { field: 'measured_by', title: t('measured_by'), card: 'quiet' },
      ]}
    />
  )
}
