/** One questionnaire. */
import { RecordPage } from '../../ui/record-page.tsx'
import { responseRecord, useTexts } from './words.web.ts'

export default function ResponsePage() {
  const t = useTexts()
  return <RecordPage {...responseRecord(t)} back="/surveys" back_title={t('responses')} />
}
