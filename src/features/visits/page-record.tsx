/** One visit. */
import { RecordPage } from '../../ui/record-page.tsx'
import { useTexts, visitRecord } from './words.web.ts'

export default function VisitPage() {
  const t = useTexts()
  return <RecordPage {...visitRecord(t)} back="/visits" back_title={t('visits')} />
}
