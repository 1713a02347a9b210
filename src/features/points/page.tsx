/** 金币账户: what each member has. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { listPointsAccounts } from './contract.ts'
import { accountHref, useTexts } from './words.web.ts'

export default function AccountsPage() {
  const t = useTexts()
  const go = useGo()
  const record = useMay('points.record') ? (
    <Button type="primary" onClick={() => go('/points/new')}>
      {t('record_entry')}
    </Button>
  ) : null
  return (
    <ListPage
      name="listPointsAccounts"
      endpoint={listPointsAccounts}
      row_key="member_no"
      title={t('accounts')}
      purpose={t('accounts_purpose')}
      actions={
        <>
          <Button onClick={() => go('/points/entries')}>{t('entries')}</Button>
          <Button onClick={() => go('/points/rules')}>{t('rules')}</Button>
          <Button onClick={() => go('/points/liabilities')}>{t('liabilities')}</Button>
          {record}
        </>
      }
      rowHref={(row) => accountHref(row.member_no)}
      empty={{ title: t('accounts_empty'), hint: t('accounts_empty_hint'), action: record }}
      filters={[{ kind: 'text', hint: t('search_accounts') }, { kind: 'station' }, { kind: 'days', label: t('last_on') }]}
      columns={[
        { field: 'person_name', title: t('name'), kind: 'name', card: 'title' },
        { field: 'member_no', title: t('member_no'), kind: 'code', sorts: true },
        { field: 'balance', title: t('balance'), kind: 'number', unit: t('coins'), sorts: true },
        { field: 'opening', title: t('opening'), kind: 'number', sorts: true, card: 'quiet' },
        { field: 'earned', title: t('earned'), kind: 'number', sorts: true },
        { field: 'spent', title: t('spent'), kind: 'number', sorts: true },
        { field: 'adjusted', title: t('adjusted'), kind: 'number', sorts: true, card: 'quiet' },
        { field: 'last_on', title: t('last_on'), kind: 'day', sorts: true },
        { field: 'station_name', title: t('station') },
        { field: 'entries', title: t('entry_count'), kind: 'number', sorts: true, card: 'quiet', hidden: true },
      ]}
    />
  )
}
