/** Records recreation at the desk, one person after the other: station, day, part of the day and pastime stay as they were. */
import { useRef, useState } from 'react'
import { Alert } from 'antd'
import { v7 } from 'uuid'
import { today } from '../../shared/day.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { Page } from '../../ui/page-header.tsx'
import { RecordForm } from '../../ui/record-form.tsx'
import { useDesk } from '../../ui/session.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { recordRecreation } from './contract.ts'
import { periods, useTexts } from './words.web.ts'

type Entry = Partial<InputOf<typeof recordRecreation>>

export default function NewRecreationPage() {
  const t = useTexts()
  const go = useGo()
  const { session, station: chosen } = useDesk()
  const station = chosen ?? (session.stations.length === 1 ? session.stations[0] : undefined)
  const typed = useRef<Entry>({})
  const [last, setLast] = useState<string>()
  const [initial, setInitial] = useState<Entry>({
    recreation_id: v7(),
    occurred_on: today(new Date(), 'Asia/Shanghai'),
    ...(station ? { station_id: station.station_id } : {}),
  })
  const next = () => {
    const { member_no, name, ...kept } = typed.current
    setLast(name ?? member_no)
    setInitial({ ...kept, recreation_id: v7() })
  }
  return (
    <Page
      title={t('record_recreation')}
      purpose={t('record_recreation_purpose')}
      above={<To href="/recreation">‹ {t('recreation_back')}</To>}
    >
      {last ? (
        <Alert type="success" showIcon role="status" className="form-refused" title={t('recorded_one', { name: last })} />
      ) : null}
      <RecordForm
        key={initial.recreation_id}
        endpoint={recordRecreation}
        submit={t('record_recreation_do')}
        initial={initial}
        check={(values) => {
          typed.current = values
          return undefined
        }}
        done={next}
        cancel={() => go('/recreation')}
        fields={[
          { field: 'station_id', label: t('station'), kind: 'station', required: true },
          { field: 'occurred_on', label: t('day'), kind: 'day', required: true },
          { field: 'period', label: t('period'), kind: 'choice', choices: periods(t), required: true },
          { field: 'pastime', label: t('pastime'), required: true, hint: t('pastime_hint'), max_length: 40 },
          { field: 'member_no', label: t('member_no'), help: t('member_no_help'), max_length: 40 },
          { field: 'name', label: t('name'), max_length: 40 },
        ]}
      />
    </Page>
  )
}
