/** One service at home. */
import { RecordPage } from '../../ui/record-page.tsx'
import { homeServiceRecord, useTexts } from './words.web.ts'

export default function HomeServicePage() {
  const t = useTexts()
  return <RecordPage {...homeServiceRecord(t)} back="/home-services" back_title={t('home_services')} />
}
