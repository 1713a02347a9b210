/** One daily check. */
import { RecordPage } from '../../ui/record-page.tsx'
import { checkRecord, useTexts } from './words.tsx'

export default function DailyCheckPage() {
  const t = useTexts()
  return <RecordPage {...checkRecord(t)} back="/rehab/daily" back_title={t('daily')} />
}
