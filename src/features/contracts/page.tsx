/** 项目合同: what the organisation has promised to whom. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { listContracts } from './contract.ts'
import { states, useTexts } from './words.web.ts'

export default function ContractsPage() {
  const t = useTexts()
  const go = useGo()
  const record = useMay('contracts.record') ? (
    <Button type="primary" onClick={() => go('/contracts/new')}>
      {t('record_contract')}
    </Button>
  ) : null
  return (
    <ListPage
      name="listContracts"
      endpoint={listContracts}
      row_key="contract_id"
      title={t('contracts')}
      purpose={t('contracts_purpose')}
      actions={record}
      rowHref={(row) => `/contracts/${row.contract_id}`}
      empty={{ title: t('empty'), hint: t('empty_hint'), action: record }}
      filters={[
        { kind: 'text', hint: t('search_contracts') },
        { kind: 'station' },
        { kind: 'days', label: t('period') },
        { kind: 'choice', field: 'state', label: t('state'), choices: states(t) },
      ]}
      columns={[
        { field: 'name', title: t('name'), card: 'title', sorts: true },
        { field: 'code', title: t('code'), kind: 'code', sorts: true },
        { field: 'amount_fen', title: t('amount'), kind: 'yuan', sorts: true },
        { field: 'starts_on', title: t('starts_on'), kind: 'day', sorts: true },
        { field: 'ends_on', title: t('ends_on'), kind: 'day', sorts: true },
        {
          field: 'state',
          title: t('state'),
          kind: 'status',
          choices: states(t),
          good: ['running'],
          urgent: ['not_signed'],
          sorts: true,
        },
        { field: 'indicators', title: t('indicator_count'), kind: 'number' },
        { field: 'stations', title: t('stations'), card: 'quiet', hidden: true },
        { field: 'purchaser', title: t('purchaser'), sorts: true, card: 'quiet', hidden: true },
        { field: 'town', title: t('town'), card: 'quiet', hidden: true },
        { field: 'domain', title: t('domain'), card: 'quiet', hidden: true },
      ]}
    />
  )
}
