/** 疫苗电访: the funnel from call to dose, and every call. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { listCalls } from './contract.ts'
import { Funnel } from './funnel.tsx'
import { callRecord, clock, outcomes, useTexts, willingness } from './words.web.ts'

export default function CallsPage() {
  const t = useTexts()
  const go = useGo()
  const record = useMay('campaigns.record') ? (
    <Button type="primary" onClick={() => go('/campaigns/calls/new')}>
      {t('record_call')}
    </Button>
  ) : null
  return (
    <ListPage
      name="listCalls"
      endpoint={listCalls}
      row_key="call_id"
      title={t('calls')}
      purpose={t('calls_purpose')}
      actions={record}
      record={callRecord(t)}
      empty={{ title: t('calls_empty'), action: record }}
      summary={() => <Funnel />}
      filters={[
        { kind: 'text' },
        { kind: 'station' },
        { kind: 'days' },
        { kind: 'choice', field: 'outcome', label: t('outcome'), choices: outcomes(t) },
        { kind: 'choice', field: 'willingness', label: t('willingness'), choices: willingness(t) },
      ]}
      columns={[
        { field: 'person_name', title: t('name'), kind: 'name', card: 'title' },
        { field: 'occurred_on', title: t('day'), kind: 'day', sorts: true },
        { field: 'called_at', title: t('called_at'), show: (row) => clock(row.called_at), sorts: true, card: 'quiet' },
        { field: 'outcome', title: t('outcome'), kind: 'choice', choices: outcomes(t), sorts: true },
        { field: 'willingness', title: t('willingness'), kind: 'choice', choices: willingness(t), sorts: true },
        { field: 'caller', title: t('caller'), sorts: true, card: 'quiet' },
        { field: 'station_name', title: t('station'), card: 'quiet' },
        { field: 'evidence', title: t('evidence'), kind: 'evidence', card: 'quiet', hidden: true },
      ]}
    />
  )
}
