/** 康娱: who took part in which pastime. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { listRecreations } from './contract.ts'
import { recreationRecord } from './recreation-record.web.ts'
import { periods, useTexts } from './words.web.ts'

export default function RecreationPage() {
  const t = useTexts()
  const go = useGo()
  const record = useMay('activities.record') ? (
    <Button type="primary" onClick={() => go('/recreation/new')}>
      {t('record_recreation')}
    </Button>
  ) : null
  return (
    <ListPage
      name="listRecreations"
      endpoint={listRecreations}
      row_key="recreation_id"
      title={t('recreation')}
      purpose={t('recreation_purpose')}
      actions={record}
      record={recreationRecord(t)}
      empty={{ title: t('recreation_empty'), action: record }}
      filters={[
        { kind: 'text' },
        { kind: 'station' },
        { kind: 'days' },
        { kind: 'choice', field: 'period', label: t('period'), choices: periods(t) },
        { kind: 'text', field: 'pastime', label: t('pastime'), hint: t('pastime_hint') },
      ]}
      columns={[
        { field: 'person_name', title: t('name'), kind: 'name', card: 'title' },
        { field: 'occurred_on', title: t('day'), kind: 'day', sorts: true },
        { field: 'period', title: t('period'), kind: 'choice', choices: periods(t), sorts: true },
        { field: 'pastime', title: t('pastime'), sorts: true },
        { field: 'station_name', title: t('station') },
        { field: 'evidence', title: t('evidence'), kind: 'evidence', card: 'quiet' },
      ]}
    />
  )
}
