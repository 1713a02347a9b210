/** 通知名单: whom to call, what to say, and what came of it. */
import { useState } from 'react'
import { Alert, Button } from 'antd'
import type { OutputOf } from '../../shared/endpoint.ts'
import { Refused } from '../../ui/call.ts'
import { showDay, showInstant } from '../../ui/format.ts'
import { ListPage } from '../../ui/list-page.tsx'
import { Masked } from '../../ui/masked.tsx'
import { useSend } from '../../ui/queries.ts'
import { useMay } from '../../ui/session.tsx'
import { To } from '../../ui/url.tsx'
import { revealPerson } from '../people/contract.ts'
import { listActivityCalls, saveActivityCall } from './contract-enrolments.ts'
import { callOutcomes, callReasons, useEnrolTexts, type EnrolT } from './enrolment-words.web.ts'
import './activities.css'

type Call = OutputOf<typeof listActivityCalls>['rows'][number]

const at = (day: string | null, time: string | null) => `${showDay(day)} ${time?.slice(0, 5) ?? ''}`.trim()

const whatToSay = (t: EnrolT, call: Call): string => {
  if (call.reason === 'promoted') return t('say_promoted', { until: showInstant(call.due_at) })
  const when = at(call.occurred_on, call.started_at)
  const why = call.why ?? ''
  return call.reason === 'cancelled'
    ? t('say_cancelled', { when, why })
    : t('say_rescheduled', { was: at(call.was_on, call.was_at), when: `${when} ${call.place ?? ''}`.trim(), why })
}

const Phone = ({ call }: { call: Call }) => {
  const t = useEnrolTexts()
  const may = useMay('people.reveal')
  if (call.masked_phone === null) return <span className="call-say">{t('no_phone')}</span>
  const reveal = {
    endpoint: revealPerson,
    input: { person_id: call.person_id, what: 'phone' as const },
    value: (output: OutputOf<typeof revealPerson>) => output.values.map(({ text }) => text).join('、'),
  }
  return <Masked masked={call.masked_phone} what={`${call.person_name} ${t('phone')}`} {...(may ? { reveal } : {})} />
}

const Outcome = ({ call }: { call: Call }) => {
  const t = useEnrolTexts()
  const may = useMay('activities.record')
  const [fault, setFault] = useState<string>()
  const send = useSend(saveActivityCall)
  const put = (outcome: 'reached' | 'not_reached' | 'coming' | 'not_coming') =>
    void send.mutateAsync({ call_id: call.call_id, outcome }).catch((error: unknown) => {
      if (!(error instanceof Refused)) throw error
      setFault(error.message)
    })
  const said = call.outcome ? callOutcomes(t)[call.outcome as 'reached'] : ''
  const done = call.outcome !== null && call.outcome !== 'not_reached'
  const choices =
    call.reason === 'promoted' ? (['coming', 'not_coming', 'not_reached'] as const) : (['reached', 'not_reached'] as const)
  return (
    <span className="call-outcome">
      {said ? <span>{said}</span> : null}
      {may && !done
        ? choices.map((outcome) => (
            <Button key={outcome} size="small" onClick={() => put(outcome)} aria-label={`${call.person_name} ${t(outcome)}`}>
              {t(outcome)}
            </Button>
          ))
        : null}
      {fault ? <Alert type="error" role="alert" title={fault} /> : null}
    </span>
  )
}

const open_first = { open: 'true' } as const

export default function CallsPage() {
  const t = useEnrolTexts()
  const [all, setAll] = useState(false)
  return (
    <ListPage
      name="listActivityCalls"
      endpoint={listActivityCalls}
      row_key="call_id"
      title={t('calls')}
      purpose={t('calls_purpose')}
      {...(all ? {} : { fixed: open_first })}
      actions={
        <>
          <Button onClick={() => globalThis.print()}>{t('print')}</Button>
          <Button onClick={() => setAll(!all)}>{t(all ? 'only_open' : 'all_calls')}</Button>
        </>
      }
      empty={{ title: t('no_calls'), hint: t('no_calls_hint') }}
      filters={[
        { kind: 'text' },
        { kind: 'station' },
        { kind: 'choice', field: 'reason', label: t('reason'), choices: callReasons(t) },
        { kind: 'days' },
      ]}
      columns={[
        {
          field: 'person_name',
          title: t('name'),
          card: 'title',
          show: (row) => <To href={`/people/${row.person_id}`}>{row.person_name}</To>,
        },
        { field: 'masked_phone', title: t('phone'), show: (row) => <Phone call={row} /> },
        { field: 'outcome', title: t('outcome'), choices: callOutcomes(t), show: (row) => <Outcome call={row} /> },
        {
          field: 'reason',
          title: t('reason'),
          kind: 'status',
          choices: callReasons(t),
          urgent: ['promoted', 'cancelled', 'rescheduled'],
        },
        {
          field: 'title',
          title: t('activity'),
          show: (row) => (
            <To href={row.activity_id ? `/activities/${row.activity_id}` : `/activities/series/${row.series_id}`}>{row.title}</To>
          ),
        },
        { field: 'why', title: t('tell'), show: (row) => <span className="call-say">{whatToSay(t, row)}</span> },
        { field: 'due_at', title: t('due_at'), kind: 'instant', card: 'quiet', hidden: true },
        { field: 'station_name', title: t('station'), card: 'quiet', hidden: true },
        { field: 'called_by_name', title: t('called_by'), card: 'quiet', hidden: true },
      ]}
    />
  )
}
