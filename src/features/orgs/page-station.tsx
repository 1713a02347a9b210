/** One station. */
import { RecordPage } from '../../ui/record-page.tsx'
import { stationRecord, useTexts } from './station-record.tsx'

export default function StationPage() {
  const t = useTexts()
  return <RecordPage {...stationRecord(t)} back="/organisation/stations" back_title={t('stations')} />
}
