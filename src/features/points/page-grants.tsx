/** 待确认的金币: given by hand above the limit, waiting for a second person. */
import { Button, Popconfirm } from 'antd'
import type { OutputOf } from '../../shared/endpoint.ts'
import { ListPage } from '../../ui/list-page.tsx'
import { useSend } from '../../ui/queries.ts'
import { decideGrant, listGrantsToConfirm } from './contract-rules.ts'
import { useRuleTexts } from './words-rules.web.ts'

type Waiting = OutputOf<typeof listGrantsToConfirm>['rows'][number]

const Decide = ({ row: { entry_id, may_confirm, person_name, amount } }: { row: Waiting }) => {
  const t = useRuleTexts()
  const send = useSend(decideGrant)
  return (
    <span className="account-actions">
      {may_confirm ? (
        <Popconfirm
          title={t('confirm_sure', { name: person_name, amount: String(amount) })}
          okText={t('confirm')}
          cancelText={t('not_now')}
          onConfirm={() => send.mutate({ entry_id, decision: 'confirmed' })}
        >
          <Button type="primary" loading={send.isPending}>
            {t('confirm')}
          </Button>
        </Popconfirm>
      ) : (
        <span className="quiet">{t('wait_other')}</span>
      )}
      <Button onClick={() => send.mutate({ entry_id, decision: 'refused' })}>{t(may_confirm ? 'refuse' : 'withdraw')}</Button>
      {send.error ? <span role="alert">{send.error.message}</span> : null}
    </span>
  )
}

export default function GrantsPage() {
  const t = useRuleTexts()
  return (
    <ListPage
      name="listGrantsToConfirm"
      endpoint={listGrantsToConfirm}
      row_key="entry_id"
      title={t('grants')}
      purpose={t('grants_purpose')}
      empty={{ title: t('no_grants') }}
      filters={[{ kind: 'station' }, { kind: 'days' }]}
      columns={[
        { field: 'person_name', title: t('name'), kind: 'name', card: 'title' },
        { field: 'member_no', title: t('member_no'), kind: 'code' },
        { field: 'amount', title: t('coins'), kind: 'number' },
        { field: 'reason', title: t('reason') },
        { field: 'occurred_on', title: t('day'), kind: 'day' },
        { field: 'station_name', title: t('station'), card: 'quiet' },
        { field: 'requested_by_name', title: t('requested_by') },
        { field: 'requested_at', title: t('requested_at'), kind: 'instant', card: 'quiet' },
        { field: 'may_confirm', title: t('decide'), show: (row) => <Decide row={row} /> },
      ]}
    />
  )
}
