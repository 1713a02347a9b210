/** The hours of one volunteer in one activity. */
import { RecordPage } from '../../ui/record-page.tsx'
import { hoursRecord, useTexts } from './words.tsx'

export default function VolunteerHoursRecordPage() {
  const t = useTexts()
  return <RecordPage {...hoursRecord(t)} back="/volunteering/hours" back_title={t('hours')} />
}
