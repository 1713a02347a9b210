/** One entry of the trail. */
import { RecordPage } from '../../ui/record-page.tsx'
import { entryRecord } from './entry-record.tsx'
import { useTexts } from './words.web.ts'

export default function EntryPage() {
  const t = useTexts()
  return <RecordPage {...entryRecord(t)} back="/audit" back_title={t('trail')} />
}
