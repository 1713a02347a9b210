/** One service record: who wrote it, when, on what evidence. */
import { RecordPage } from '../../ui/record-page.tsx'
import { recordSpec } from './record-spec.tsx'
import { useTexts } from './words.web.ts'

export default function OneRecordPage() {
  const t = useTexts()
  return <RecordPage {...recordSpec(t)} back="/records" back_title={t('back')} />
}
