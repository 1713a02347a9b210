/** One day of one person in day care. */
import { RecordPage } from '../../ui/record-page.tsx'
import { dayRecord, useTexts } from './day-record.web.ts'

export default function DayPage() {
  const t = useTexts()
  return <RecordPage {...dayRecord(t)} back="/daycare" back_title={t('daycare')} />
}
