/** 账户. */
import { Button } from 'antd'
import { useLanguage } from '../../ui/i18n.ts'
import { ListPage } from '../../ui/list-page.tsx'
import { useGo } from '../../ui/url.tsx'
import { accountRecord, stateOf, stateWords, useTexts } from './account-record.tsx'
import { listAccounts } from './contract.ts'

export default function AccountsPage() {
  const t = useTexts()
  const go = useGo()
  const english = useLanguage() === 'en'
  return (
    <ListPage
      name="listAccounts"
      endpoint={listAccounts}
      row_key="account_id"
      title={t('accounts')}
      purpose={t('accounts_purpose')}
      any_station
      excel={false}
      actions={
        <Button type="primary" onClick={() => go('/organisation/accounts/new')}>
          {t('new_account')}
        </Button>
      }
      record={accountRecord(t)}
      filters={[{ kind: 'text' }, { kind: 'station' }, { kind: 'yes_no', field: 'closed', label: t('show_closed') }]}
      columns={[
        { field: 'name', title: t('name'), kind: 'name', card: 'title' },
        { field: 'login', title: t('login'), kind: 'code' },
        {
          field: 'grants',
          title: t('roles_held'),
          show: (row) =>
            row.grants
              .map((grant) => `${english ? grant.name_en : grant.name_zh} · ${grant.station_name ?? t('everywhere')}`)
              .join('；'),
        },
        { field: 'closed_at', title: t('state'), show: (row) => stateWords(t)[stateOf(row)] },
        { field: 'created_at', title: t('created_at'), kind: 'instant', card: 'quiet', hidden: true },
      ]}
    />
  )
}
