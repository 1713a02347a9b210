/** A new station. */
import { useState } from 'react'
import { v7 } from 'uuid'
import { Page } from '../../ui/page-header.tsx'
import { RecordForm } from '../../ui/record-form.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { recordStation } from './contract.ts'
import { stationFields, useTexts } from './station-record.tsx'

export default function NewStationPage() {
  const t = useTexts()
  const go = useGo()
  const [initial] = useState({ station_id: v7(), state: 'open' as const })
  return (
    <Page title={t('new_station')} above={<To href="/organisation/stations">‹ {t('stations')}</To>}>
      <RecordForm
        endpoint={recordStation}
        submit={t('save')}
        initial={initial}
        done={({ station_id }) => go(`/organisation/stations/${station_id}`)}
        cancel={() => go('/organisation/stations')}
        fields={stationFields(t)}
      />
    </Page>
  )
}
