/** Corrects a station. */
import { useParams } from '@tanstack/react-router'
import { Page } from '../../ui/page-header.tsx'
import { useCall } from '../../ui/queries.ts'
import { RecordForm } from '../../ui/record-form.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { getStation, saveStation } from './contract.ts'
import { stationFields, useTexts } from './station-record.tsx'

export default function EditStationPage() {
  const t = useTexts()
  const go = useGo()
  const params: { readonly station_id?: string } = useParams({ strict: false })
  const { station_id = '' } = params
  const read = useCall(getStation, { station_id })
  const home = `/organisation/stations/${station_id}`
  if (read.error) return <ErrorState error={read.error} retry={() => void read.refetch()} />
  if (!read.data) return <Loading />
  const { recorded_by: _by, recorded_at: _at, ...station } = read.data
  const initial = Object.fromEntries(Object.entries(station).filter(([, value]) => value !== null))
  return (
    <Page title={station.name} above={<To href={home}>‹ {t('station')}</To>}>
      <RecordForm
        endpoint={saveStation}
        submit={t('save')}
        initial={initial}
        done={() => go(home)}
        cancel={() => go(home)}
        fields={stationFields(t)}
      />
    </Page>
  )
}
