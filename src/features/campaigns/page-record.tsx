/** One call. */
import { RecordPage } from '../../ui/record-page.tsx'
import { callRecord, useTexts } from './words.web.ts'

export default function CallPage() {
  const t = useTexts()
  return <RecordPage {...callRecord(t)} back="/campaigns/calls" back_title={t('calls')} />
}
