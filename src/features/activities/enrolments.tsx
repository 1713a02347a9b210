/** 报名 on the page of a session or a series: who enrols, and the list of those who did. */
import { useMemo, useState } from 'react'
import { Alert, Button, Form, Input, Popconfirm, Radio } from 'antd'
import { v7 } from 'uuid'
import type { OutputOf } from '../../shared/endpoint.ts'
import { Refused } from '../../ui/call.ts'
import { ListPage } from '../../ui/list-page.tsx'
import { useSend } from '../../ui/queries.ts'
import { useMay } from '../../ui/session.tsx'
import { To } from '../../ui/url.tsx'
import { confirmEnrolment, listEnrolments, recordEnrolment, withdrawEnrolment } from './contract-enrolments.ts'
import { enrolmentStates, useEnrolTexts } from './enrolment-words.web.ts'
import { FoundPeople, type Found } from './found-people.tsx'

export interface OfWhat {
  readonly activity_id?: string
  readonly series_id?: string
}

type Enrolment = OutputOf<typeof listEnrolments>['rows'][number]

const useEnrol = (of: OfWhat) => {
  const t = useEnrolTexts()
  const send = useSend(recordEnrolment)
  const [told, setTold] = useState<{ type: 'success' | 'warning' | 'error'; text: string }>()
  const enrol = async (who: { person_id?: string; name?: string; member_no?: string }, label: string, way: 'desk' | 'phone') => {
    try {
      const { state, queue_no } = await send.mutateAsync({ enrolment_id: v7(), ...of, ...who, way })
      setTold(
        state === 'waiting'
          ? { type: 'warning', text: t('is_waiting', { name: label, no: queue_no ?? 0 }) }
          : { type: 'success', text: t('is_enrolled', { name: label }) },
      )
      return true
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      setTold({ type: 'error', text: `${label}：${error.message}` })
      return false
    }
  }
  return { t, told, enrol, sending: send.isPending }
}

const Enrol = ({ of }: { of: OfWhat }) => {
  const { t, told, enrol, sending } = useEnrol(of)
  const [typed, setTyped] = useState('')
  const [way, setWay] = useState<'desk' | 'phone'>('desk')
  const put = async (who: { person_id?: string; name?: string; member_no?: string }, label: string) => {
    if (await enrol(who, label, way)) setTyped('')
  }
  const choose = ({ person_id, label }: Found) => void put({ person_id }, label.split(' · ')[0] ?? label)
  const addTyped = () => {
    const text = typed.normalize('NFKC').trim()
    if (text) void put(/^[A-Za-z-]*\d[A-Za-z0-9-]*$/.test(text) ? { member_no: text } : { name: text }, text)
  }
  return (
    <Form layout="vertical" className="record-form" onFinish={addTyped}>
      <Form.Item label={t('way')}>
        <Radio.Group
          aria-label={t('way')}
          value={way}
          onChange={(event) => setWay(event.target.value as 'desk')}
          options={[
            { value: 'desk', label: t('desk') },
            { value: 'phone', label: t('phone_way') },
          ]}
        />
      </Form.Item>
      <Form.Item label={t('enrol_who')} htmlFor="enrols" extra={t('enrol_help')}>
        <Input.Search
          id="enrols"
          value={typed}
          loading={sending}
          onChange={(event) => setTyped(event.target.value)}
          onSearch={addTyped}
          enterButton={t('enrolments')}
          onPressEnter={(event) => event.preventDefault()}
        />
      </Form.Item>
      <FoundPeople typed={typed} choose={choose} />
      {told ? (
        <Alert
          type={told.type}
          showIcon
          role={told.type === 'error' ? 'alert' : 'status'}
          className="form-refused"
          title={told.text}
        />
      ) : null}
      <p>
        <To href="/people/new">{t('register_first')}</To>
      </p>
    </Form>
  )
}

const Doings = ({ row }: { row: Enrolment }) => {
  const t = useEnrolTexts()
  const [fault, setFault] = useState<string>()
  const confirm = useSend(confirmEnrolment)
  const withdraw = useSend(withdrawEnrolment)
  const run = (doing: Promise<unknown>) =>
    void doing.catch((error: unknown) => {
      if (!(error instanceof Refused)) throw error
      setFault(error.message)
    })
  const input = { enrolment_id: row.enrolment_id }
  if (row.state === 'withdrawn' || row.state === 'lapsed') return null
  return (
    <span className="record-actions">
      {row.state === 'offered' ? (
        <Button type="primary" size="small" onClick={() => run(confirm.mutateAsync(input))}>
          {t('confirm')}
        </Button>
      ) : null}
      <Popconfirm
        title={t('withdraw_sure', { name: row.person_name })}
        okText={t('yes')}
        cancelText={t('no')}
        onConfirm={() => run(withdraw.mutateAsync(input))}
      >
        <Button size="small">{t('withdraw')}</Button>
      </Popconfirm>
      {fault ? <Alert type="error" title={fault} /> : null}
    </span>
  )
}

/** `open`: somebody may still enrol. */
export const Enrolments = ({ of, open }: { of: OfWhat; open: boolean }) => {
  const t = useEnrolTexts()
  const may = useMay('activities.record')
  const { activity_id, series_id } = of
  const fixed = useMemo(() => (activity_id ? { activity_id } : { series_id }), [activity_id, series_id])
  return (
    <section className="record-group">
      <h2>{t('enrolments')}</h2>
      {may && open ? <Enrol of={of} /> : null}
      <ListPage
        inside
        any_station
        name="listEnrolments"
        endpoint={listEnrolments}
        row_key="enrolment_id"
        title={t('enrolments_of')}
        fixed={fixed}
        empty={{ title: t('nobody') }}
        columns={[
          {
            field: 'person_name',
            title: t('name'),
            card: 'title',
            show: (row) => <To href={`/people/${row.person_id}`}>{row.person_name}</To>,
          },
          {
            field: 'state',
            title: t('state'),
            kind: 'status',
            choices: enrolmentStates(t),
            good: ['enrolled'],
            urgent: ['offered'],
          },
          { field: 'queue_no', title: t('queue_no'), kind: 'number' },
          { field: 'offered_until', title: t('until'), kind: 'instant' },
          { field: 'masked_phone', title: t('phone'), show: (row) => row.masked_phone ?? t('no_phone') },
          { field: 'recorded_at', title: t('recorded_at'), kind: 'instant', card: 'quiet' },
          { field: 'recorded_by_name', title: t('recorded_by'), card: 'quiet', hidden: true },
          ...(may
            ? [{ field: 'enrolment_id', title: t('outcome'), show: (row: Enrolment) => <Doings row={row} /> } as const]
            : []),
        ]}
      />
    </section>
  )
}
