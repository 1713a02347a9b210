/** One account: what it holds, how that came about, and every entry with the balance after it. */
import { Button } from 'antd'
import { useParams } from '@tanstack/react-router'
import { PageHeader } from '../../ui/page-header.tsx'
import { useCall } from '../../ui/queries.ts'
import { RecordView } from '../../ui/record-view.tsx'
import { useMay } from '../../ui/session.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { To, href, useGo } from '../../ui/url.tsx'
import { getPointsAccount } from './contract.ts'
import { EntryList } from './entry-list.tsx'
import { accountHref, useTexts } from './words.web.ts'

export default function AccountPage() {
  const t = useTexts()
  const go = useGo()
  const may = useMay('points.record')
  const { member_no = '' }: { member_no?: string } = useParams({ strict: false })
  const { data: account, error, refetch } = useCall(getPointsAccount, { member_no })
  const record =
    may && account ? (
      <Button type="primary" onClick={() => go(href('/points/new', { member_no: account.member_no }))}>
        {t('record_entry')}
      </Button>
    ) : null
  return (
    <div className="page">
      <PageHeader
        title={account ? t('account_of', { name: account.person_name || account.member_no }) : t('account')}
        purpose={account ? t('account_purpose', { member_no: account.member_no, station: account.station_name }) : undefined}
        actions={
          <>
            {account ? <Button onClick={() => go(`${accountHref(account.member_no)}/statement`)}>{t('statement')}</Button> : null}
            {record}
          </>
        }
        above={<To href="/points">‹ {t('accounts')}</To>}
      />
      {error ? <ErrorState error={error} retry={() => void refetch()} /> : null}
      {!account && !error ? <Loading lines={8} /> : null}
      {account ? (
        <>
          <RecordView
            record={account}
            fields={[
              { field: 'balance', title: t('balance'), kind: 'number', unit: t('coins') },
              { field: 'opening', title: t('opening'), kind: 'number' },
              { field: 'earned', title: t('earned'), kind: 'number' },
              { field: 'spent', title: t('spent'), kind: 'number' },
              { field: 'adjusted', title: t('adjusted'), kind: 'number' },
            ]}
          />
          <section className="record-group">
            <h2>{t('ledger')}</h2>
            <EntryList member_no={account.member_no} />
          </section>
        </>
      ) : null}
    </div>
  )
}
