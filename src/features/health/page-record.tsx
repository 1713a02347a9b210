/** One measurement, with the person's course over time. */
import { RecordPage } from '../../ui/record-page.tsx'
import { measurementRecord, useTexts } from './words.tsx'

export default function MeasurementPage() {
  const t = useTexts()
  return <RecordPage {...measurementRecord(t)} back="/health/measurements" back_title={t('measurements')} />
}
