/** 快到期的金币: whom to tell, how much, until when; printed it is a call list. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { listExpiring } from './contract-lots.ts'
import { accountHref } from './words.web.ts'
import { useLotTexts } from './words-lots.web.ts'

export default function ExpiringPage() {
  const t = useLotTexts()
  const within = (days: number) => [String(days), t('within', { days })] as const
  return (
    <ListPage
      name="listExpiring"
      endpoint={listExpiring}
      row_key="member_no"
      title={t('expiring')}
      purpose={t('expiring_purpose')}
      actions={<Button onClick={() => print()}>{t('print_list')}</Button>}
      filters={[
        { kind: 'station' },
        { kind: 'choice', field: 'days', label: t('until'), choices: Object.fromEntries([7, 30, 60, 90, 180].map(within)) },
      ]}
      empty={{ title: t('nothing_expires'), hint: t('nothing_expires_hint') }}
      rowHref={(row) => accountHref(row.member_no)}
      columns={[
        { field: 'person_name', title: t('name'), kind: 'name', card: 'title' },
        { field: 'member_no', title: t('member_no'), kind: 'code' },
        { field: 'coins', title: t('coins_expiring'), kind: 'number', unit: t('coins') },
        { field: 'last_day', title: t('last_day'), kind: 'day' },
        { field: 'station_name', title: t('station') },
      ]}
    />
  )
}
