/** 健康监测: who was checked, and for what. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { listChecks } from './contract.ts'
import { checkRecord, partsOfDay, useTexts } from './words.tsx'

export default function ChecksPage() {
  const t = useTexts()
  const go = useGo()
  const record = useMay('health.record') ? (
    <Button type="primary" onClick={() => go('/health/checks/new')}>
      {t('record_check')}
    </Button>
  ) : null
  return (
    <ListPage
      name="listChecks"
      endpoint={listChecks}
      row_key="check_id"
      title={t('checks')}
      purpose={t('checks_purpose')}
      actions={record}
      record={checkRecord(t)}
      empty={{ title: t('checks_empty'), action: record }}
      filters={[
        { kind: 'text' },
        { kind: 'station' },
        { kind: 'days' },
        { kind: 'choice', field: 'part_of_day', label: t('part_of_day'), choices: partsOfDay(t) },
      ]}
      columns={[
        { field: 'person_name', title: t('name'), kind: 'name', card: 'title' },
        { field: 'occurred_on', title: t('day'), kind: 'day', sorts: true },
        { field: 'part_of_day', title: t('part_of_day'), kind: 'choice', choices: partsOfDay(t), sorts: true },
        { field: 'measured', title: t('measured') },
        { field: 'measured_by', title: t('checked_by'), sorts: true, card: 'quiet' },
        { field: 'station_name', title: t('station') },
        { field: 'evidence', title: t('evidence'), kind: 'evidence', card: 'quiet', hidden: true },
      ]}
    />
  )
}
