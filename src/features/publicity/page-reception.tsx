/** One reception. */
import { RecordPage } from '../../ui/record-page.tsx'
import { receptionRecord, useTexts } from './words.web.ts'

export default function ReceptionRecordPage() {
  const t = useTexts()
  return <RecordPage {...receptionRecord(t)} back="/publicity/receptions" back_title={t('receptions')} />
}
