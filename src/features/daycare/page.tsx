/** 日托: who came on which day. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { listDays } from './contract.ts'
import { clock, dayRecord, useTexts } from './day-record.web.ts'

export default function DaycarePage() {
  const t = useTexts()
  const go = useGo()
  const record = useMay('daycare.record') ? (
    <Button type="primary" onClick={() => go('/daycare/new')}>
      {t('record_day')}
    </Button>
  ) : null
  return (
    <ListPage
      name="listDays"
      endpoint={listDays}
      row_key="attendance_id"
      title={t('daycare')}
      purpose={t('daycare_purpose')}
      actions={record}
      record={dayRecord(t)}
      empty={{ title: t('empty'), action: record }}
      filters={[{ kind: 'text' }, { kind: 'station' }, { kind: 'days' }, { kind: 'yes_no', field: 'napped', label: t('napped') }]}
      columns={[
        { field: 'person_name', title: t('name'), kind: 'name', card: 'title' },
        { field: 'occurred_on', title: t('day'), kind: 'day', sorts: true },
        { field: 'arrived_at', title: t('arrived_at'), show: (row) => clock(row.arrived_at), sorts: true },
        { field: 'left_at', title: t('left_at'), show: (row) => clock(row.left_at), sorts: true },
        { field: 'minutes', title: t('minutes'), kind: 'number', sorts: true, card: 'quiet' },
        { field: 'napped', title: t('napped'), kind: 'yes_no', card: 'quiet' },
        { field: 'station_name', title: t('station') },
        { field: 'handled_by', title: t('handled_by'), card: 'quiet' },
        { field: 'evidence', title: t('evidence'), kind: 'evidence', card: 'quiet', hidden: true },
      ]}
    />
  )
}
