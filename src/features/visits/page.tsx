/** 探访: who was visited, and who still could not be reached. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { listVisits } from './contract.ts'
import { standing, useTexts, visitRecord, ways } from './words.web.ts'

export default function VisitsPage() {
  const t = useTexts()
  const go = useGo()
  const record = useMay('visits.record') ? (
    <Button type="primary" onClick={() => go('/visits/new')}>
      {t('record_visit')}
    </Button>
  ) : null
  return (
    <ListPage
      name="listVisits"
      endpoint={listVisits}
      row_key="visit_id"
      title={t('visits')}
      purpose={t('visits_purpose')}
      actions={record}
      record={visitRecord(t)}
      empty={{ title: t('visits_empty'), action: record }}
      filters={[
        { kind: 'text' },
        { kind: 'station' },
        { kind: 'days' },
        { kind: 'choice', field: 'way', label: t('way'), choices: ways(t) },
        { kind: 'choice', field: 'standing', label: t('standing'), choices: { visit_failed: t('visit_failed') } },
      ]}
      columns={[
        { field: 'person_name', title: t('name'), kind: 'name', card: 'title' },
        { field: 'occurred_on', title: t('day'), kind: 'day', sorts: true },
        { field: 'way', title: t('way'), kind: 'choice', choices: ways(t), sorts: true },
        { field: 'not_counted', title: t('standing'), show: (row) => standing(t, row.not_counted), sorts: true },
        { field: 'content', title: t('content') },
        { field: 'visitor', title: t('visitor'), sorts: true },
        { field: 'station_name', title: t('station'), card: 'quiet' },
        { field: 'evidence', title: t('evidence'), kind: 'evidence', card: 'quiet', hidden: true },
      ]}
    />
  )
}
