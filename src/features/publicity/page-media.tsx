/** One report in the media. */
import { RecordPage } from '../../ui/record-page.tsx'
import { mediaRecord, useTexts } from './words.web.ts'

export default function MediaRecordPage() {
  const t = useTexts()
  return <RecordPage {...mediaRecord(t)} back="/publicity/media" back_title={t('media')} />
}
