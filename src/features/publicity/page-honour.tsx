/** One honour. */
import { RecordPage } from '../../ui/record-page.tsx'
import { honourRecord, useTexts } from './words.web.ts'

export default function HonourRecordPage() {
  const t = useTexts()
  return <RecordPage {...honourRecord(t)} back="/publicity/honours" back_title={t('honours')} />
}
