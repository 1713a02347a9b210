/** 上门服务: which services were given at home, for how long, by whom. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { listHomeServices } from './contract.ts'
import { clock, homeServiceRecord, ratings, useTexts } from './words.web.ts'

export default function HomeServicesPage() {
  const t = useTexts()
  const go = useGo()
  const record = useMay('visits.record') ? (
    <Button type="primary" onClick={() => go('/home-services/new')}>
      {t('record_home_service')}
    </Button>
  ) : null
  return (
    <ListPage
      name="listHomeServices"
      endpoint={listHomeServices}
      row_key="home_service_id"
      title={t('home_services')}
      purpose={t('home_services_purpose')}
      actions={record}
      record={homeServiceRecord(t)}
      empty={{ title: t('home_services_empty'), action: record }}
      filters={[
        { kind: 'text' },
        { kind: 'station' },
        { kind: 'days' },
        { kind: 'text', field: 'service', label: t('service'), hint: t('service_hint') },
        { kind: 'choice', field: 'rating', label: t('rating'), choices: ratings(t) },
      ]}
      columns={[
        { field: 'person_name', title: t('name'), kind: 'name', card: 'title' },
        { field: 'occurred_on', title: t('day'), kind: 'day', sorts: true },
        { field: 'started_at', title: t('started_at'), show: (row) => clock(row.started_at), sorts: true, card: 'quiet' },
        { field: 'service', title: t('service'), sorts: true },
        { field: 'minutes', title: t('minutes'), kind: 'number', sorts: true },
        { field: 'delivered_by', title: t('delivered_by'), sorts: true },
        { field: 'rating', title: t('rating'), kind: 'choice', choices: ratings(t), sorts: true, card: 'quiet' },
        { field: 'station_name', title: t('station'), card: 'quiet' },
        { field: 'evidence', title: t('evidence'), kind: 'evidence', card: 'quiet', hidden: true },
      ]}
    />
  )
}
