/** 参观接待: who came to visit. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { listReceptions } from './contract.ts'
import { receptionRecord, standing, useTexts } from './words.web.ts'

export default function ReceptionsPage() {
  const t = useTexts()
  const go = useGo()
  const record = useMay('publicity.record') ? (
    <Button type="primary" onClick={() => go('/publicity/receptions/new')}>
      {t('record_reception')}
    </Button>
  ) : null
  return (
    <ListPage
      any_station
      name="listReceptions"
      endpoint={listReceptions}
      row_key="reception_id"
      title={t('receptions')}
      purpose={t('receptions_purpose')}
      actions={record}
      record={receptionRecord(t)}
      empty={{ title: t('receptions_empty'), action: record }}
      filters={[
        { kind: 'text', hint: t('search_receptions') },
        { kind: 'days' },
        { kind: 'choice', field: 'standing', label: t('standing'), choices: { not_held: t('not_held') } },
      ]}
      columns={[
        { field: 'visitor', title: t('visitor'), card: 'title', sorts: true },
        { field: 'occurred_on', title: t('day'), kind: 'day', sorts: true },
        { field: 'visitor_count', title: t('visitor_count'), kind: 'number', sorts: true },
        { field: 'purpose', title: t('purpose') },
        { field: 'place', title: t('place'), sorts: true, card: 'quiet' },
        { field: 'received_by', title: t('received_by'), card: 'quiet' },
        { field: 'not_counted', title: t('standing'), show: (row) => standing(t, row.not_counted), sorts: true },
      ]}
    />
  )
}
