/** One health check. */
import { RecordPage } from '../../ui/record-page.tsx'
import { checkRecord, useTexts } from './words.tsx'

export default function CheckPage() {
  const t = useTexts()
  return <RecordPage {...checkRecord(t)} back="/health/checks" back_title={t('checks')} />
}
