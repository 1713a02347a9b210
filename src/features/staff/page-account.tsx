/** One account. */
import { RecordPage } from '../../ui/record-page.tsx'
import { accountRecord, useTexts } from './account-record.tsx'

export default function AccountPage() {
  const t = useTexts()
  return <RecordPage {...accountRecord(t)} back="/organisation/accounts" back_title={t('accounts')} />
}
