/** Records day care at the door, one person after the other: station, day and who received them stay as they were. */
import { useRef, useState } from 'react'
import { Alert } from 'antd'
import { v7 } from 'uuid'
import { today } from '../../shared/day.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { Page } from '../../ui/page-header.tsx'
import { RecordForm } from '../../ui/record-form.tsx'
import { useDesk } from '../../ui/session.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { recordDay } from './contract.ts'
import { useTexts } from './day-record.web.ts'

type Entry = Partial<InputOf<typeof recordDay>>

export default function NewDayPage() {
  const t = useTexts()
  const go = useGo()
  const { session, station: chosen } = useDesk()
  const station = chosen ?? (session.stations.length === 1 ? session.stations[0] : undefined)
  const typed = useRef<Entry>({})
  const [last, setLast] = useState<string>()
  const [initial, setInitial] = useState<Entry>({
    attendance_id: v7(),
    occurred_on: today(new Date(), 'Asia/Shanghai'),
    handled_by: session.account.name,
    ...(station ? { station_id: station.station_id } : {}),
  })
  const next = () => {
    const { station_id, occurred_on, handled_by, member_no, name } = typed.current
    setLast(name ?? member_no)
    setInitial(
      Object.assign(
        { attendance_id: v7() },
        station_id && { station_id },
        occurred_on && { occurred_on },
        handled_by && { handled_by },
      ),
    )
  }
  return (
    <Page title={t('record_day')} purpose={t('record_day_purpose')} above={<To href="/daycare">‹ {t('daycare')}</To>}>
      {last ? (
        <Alert type="success" showIcon role="status" className="form-refused" title={t('recorded_one', { name: last })} />
      ) : null}
      <RecordForm
        key={initial.attendance_id}
        endpoint={recordDay}
        submit={t('record_day_do')}
        initial={initial}
        check={(values) => {
          typed.current = values
          return undefined
        }}
        done={next}
        cancel={() => go('/daycare')}
        fields={[
          { field: 'station_id', label: t('station'), kind: 'station', required: true },
          { field: 'occurred_on', label: t('day'), kind: 'day', required: true },
          { field: 'member_no', label: t('member_no'), help: t('member_no_help'), max_length: 40 },
          { field: 'name', label: t('name'), max_length: 40 },
          { field: 'arrived_at', label: t('arrived_at'), kind: 'time' },
          { field: 'left_at', label: t('left_at'), kind: 'time' },
          { field: 'napped', label: t('napped'), kind: 'yes_no' },
          { field: 'handled_by', label: t('handled_by'), max_length: 40 },
        ]}
      />
    </Page>
  )
}
