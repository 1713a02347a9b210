/** One sale or refund. */
import { RecordPage } from '../../ui/record-page.tsx'
import { saleRecord, useTexts } from './words.tsx'

export default function SalePage() {
  const t = useTexts()
  return <RecordPage {...saleRecord(t)} back="/rehab/sales" back_title={t('sales')} />
}
