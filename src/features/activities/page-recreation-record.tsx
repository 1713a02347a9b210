/** One entry of recreation. */
import { RecordPage } from '../../ui/record-page.tsx'
import { recreationRecord } from './recreation-record.web.ts'
import { useTexts } from './words.web.ts'

export default function RecreationRecordPage() {
  const t = useTexts()
  return <RecordPage {...recreationRecord(t)} back="/recreation" back_title={t('recreation_back')} />
}
