/** One dose. */
import { RecordPage } from '../../ui/record-page.tsx'
import { doseRecord, useTexts } from './words.web.ts'

export default function DosePage() {
  const t = useTexts()
  return <RecordPage {...doseRecord(t)} back="/campaigns/doses" back_title={t('doses')} />
}
