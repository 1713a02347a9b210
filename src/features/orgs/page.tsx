/** 站点. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { listStations } from './contract.ts'
import { kindWords, stateWords, stationRecord, useTexts } from './station-record.tsx'

export default function StationsPage() {
  const t = useTexts()
  const go = useGo()
  const add = useMay('orgs.record') ? (
    <Button type="primary" onClick={() => go('/organisation/stations/new')}>
      {t('new_station')}
    </Button>
  ) : null
  return (
    <ListPage
      name="listStations"
      endpoint={listStations}
      row_key="station_id"
      title={t('stations')}
      purpose={t('stations_purpose')}
      any_station
      actions={add}
      record={stationRecord(t)}
      empty={{ title: t('no_stations'), hint: t('no_stations_hint'), action: add }}
      filters={[
        { kind: 'text' },
        { kind: 'choice', field: 'kind', label: t('kind'), choices: kindWords(t) },
        { kind: 'choice', field: 'state', label: t('state'), choices: stateWords(t) },
      ]}
      columns={[
        { field: 'code', title: t('code'), kind: 'code', sorts: true },
        { field: 'name', title: t('name'), sorts: true, card: 'title' },
        { field: 'kind', title: t('kind'), kind: 'choice', choices: kindWords(t) },
        { field: 'town', title: t('town') },
        { field: 'community', title: t('community'), card: 'quiet' },
        { field: 'opened_on', title: t('opened_on'), kind: 'day', card: 'quiet' },
        { field: 'leader', title: t('leader'), card: 'quiet' },
        { field: 'state', title: t('state'), kind: 'status', choices: stateWords(t), good: ['open'] },
      ]}
    />
  )
}
