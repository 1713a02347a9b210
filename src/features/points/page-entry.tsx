/** One coin entry. */
import { RecordPage } from '../../ui/record-page.tsx'
import { entryRecord, useTexts } from './words.web.ts'

export default function EntryPage() {
  const t = useTexts()
  return <RecordPage {...entryRecord(t)} back="/points" back_title={t('accounts')} />
}
