/** 点名: large names, one tap each; then everybody who came besides. */
import { useState } from 'react'
import { Alert, Button } from 'antd'
import { useParams } from '@tanstack/react-router'
import { v7 } from 'uuid'
import type { OutputOf } from '../../shared/endpoint.ts'
import { Refused } from '../../ui/call.ts'
import { showDay } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { useCall, useSend } from '../../ui/queries.ts'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { To } from '../../ui/url.tsx'
import { getActivity, recordAttendance } from './contract.ts'
import { listRoll } from './contract-enrolments.ts'
import { useEnrolTexts } from './enrolment-words.web.ts'
import { SignIn } from './sign-in.tsx'
import { spanText } from './timetable.ts'
import './activities.css'

type Expected = OutputOf<typeof listRoll>['rows'][number]

const Names = ({ activity_id, rows }: { activity_id: string; rows: readonly Expected[] }) => {
  const t = useEnrolTexts()
  const [marked, setMarked] = useState<ReadonlyMap<string, string>>(new Map())
  const [told, setTold] = useState<{ type: 'success' | 'error'; text: string }>()
  const send = useSend(recordAttendance)
  const tap = (person_id: string) => {
    const next = new Map(marked)
    if (!next.delete(person_id)) next.set(person_id, v7())
    setMarked(next)
  }
  const record = async () => {
    try {
      const people = [...marked].map(([person_id, attendance_id]) => ({ person_id, attendance_id }))
      const { recorded, outcomes } = await send.mutateAsync({ activity_id, people })
      const refused = outcomes.flatMap(({ message }) => message ?? [])
      setTold(
        refused.length > 0
          ? { type: 'error', text: refused.join('；') }
          : { type: 'success', text: t('marked', { count: recorded }) },
      )
      setMarked(new Map())
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      setTold({ type: 'error', text: error.message })
    }
  }
  const came = rows.filter((row) => row.attendance_id !== null).length
  return (
    <section aria-label={t('enrolments_of')}>
      <p aria-live="polite">{t('came_count', { all: rows.length, came })}</p>
      <ul className="roll">
        {rows.map((row) => {
          const there = row.attendance_id !== null
          return (
            <li key={row.person_id}>
              <button
                type="button"
                aria-pressed={there || marked.has(row.person_id)}
                disabled={there}
                onClick={() => tap(row.person_id)}
              >
                <span>{row.person_name}</span>
                <small>
                  {there || marked.has(row.person_id) ? `✓ ${t('present')}` : row.state === 'enrolled' ? '' : t('still_waiting')}
                </small>
              </button>
            </li>
          )
        })}
      </ul>
      {told ? (
        <Alert
          type={told.type}
          showIcon
          role={told.type === 'error' ? 'alert' : 'status'}
          className="form-refused"
          title={told.text}
        />
      ) : null}
      <div className="form-actions roll-do">
        <Button type="primary" size="large" disabled={marked.size === 0} loading={send.isPending} onClick={() => void record()}>
          {t('mark_do', { count: marked.size })}
        </Button>
      </div>
    </section>
  )
}

export default function RollPage() {
  const t = useEnrolTexts()
  const { activity_id = '' }: { activity_id?: string } = useParams({ strict: false })
  const session = useCall(getActivity, { activity_id })
  const roll = useCall(listRoll, { activity_id })
  const error = session.error ?? roll.error
  const title = session.data ? `${t('roll')} · ${session.data.title}` : t('roll')
  const when = session.data
    ? [showDay(session.data.occurred_on), spanText(session.data), session.data.place].filter(Boolean).join(' · ')
    : ''
  return (
    <Page
      title={title}
      purpose={`${when} ${t('roll_purpose')}`}
      above={<To href={`/activities/${activity_id}`}>‹ {t('back')}</To>}
    >
      {error ? (
        <ErrorState error={error} />
      ) : !session.data || !roll.data ? (
        <Loading lines={8} />
      ) : (
        <>
          {roll.data.rows.length === 0 ? (
            <EmptyState title={t('nobody')} hint={t('roll_empty')} />
          ) : (
            <Names activity_id={activity_id} rows={roll.data.rows} />
          )}
          <SignIn activity_id={activity_id} />
        </>
      )}
    </Page>
  )
}
