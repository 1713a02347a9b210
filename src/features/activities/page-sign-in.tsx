/** 签到: first which session, then who came. With one session today there is nothing to choose. */
import { useMemo } from 'react'
import { Button } from 'antd'
import type { OutputOf } from '../../shared/endpoint.ts'
import { addDays } from '../../shared/day.ts'
import { showDay, todayHere } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { useCall } from '../../ui/queries.ts'
import { useDesk } from '../../ui/session.tsx'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { To, href, useGo, useParamsState } from '../../ui/url.tsx'
import { listActivities } from './contract.ts'
import { SignIn } from './sign-in.tsx'
import { clock, useTexts } from './words.web.ts'

type Session = OutputOf<typeof listActivities>['rows'][number]

/** A sheet is often typed in a few days later. */
const DAYS_BACK = 7

const whereOf = (session: Session): string =>
  [showDay(session.occurred_on), clock(session.started_at), session.station_name].filter(Boolean).join(' · ')

const page = '/activities/sign-in'

const Sessions = ({ sessions }: { sessions: readonly Session[] }) => {
  const t = useTexts()
  return (
    <section aria-labelledby="which-session">
      <h2 id="which-session">{t('which_session')}</h2>
      <ul className="link-list">
        {sessions.map((session) => (
          <li key={session.activity_id}>
            <To href={href(page, { activity_id: session.activity_id })}>
              <span>{session.title}</span>
              <span className="quiet">{whereOf(session)}</span>
            </To>
          </li>
        ))}
      </ul>
    </section>
  )
}

const Chosen = ({ session, others }: { session: Session; others: boolean }) => {
  const t = useTexts()
  return (
    <>
      <p className="record-group">
        <To href={`/activities/${session.activity_id}`}>{session.title}</To> <span className="quiet">{whereOf(session)}</span>{' '}
        {others ? <To href={href(page, { activity_id: 'another' })}>{t('another_session')}</To> : null}
      </p>
      <SignIn key={session.activity_id} activity_id={session.activity_id} />
    </>
  )
}

export default function SignInPage() {
  const t = useTexts()
  const go = useGo()
  const { station } = useDesk()
  const [params] = useParamsState()
  const wanted = params['activity_id']
  const asked = useMemo(() => {
    const to = todayHere()
    return {
      from: addDays(to, -DAYS_BACK),
      to,
      state: 'held' as const,
      sort: '-occurred_on',
      page_size: 50,
      ...(station ? { station_id: station.station_id } : {}),
    }
  }, [station])
  const read = useCall(listActivities, asked)
  const sessions = read.data?.rows ?? []
  const ofToday = sessions.filter((session) => session.occurred_on === asked.to)
  const named = sessions.find((session) => session.activity_id === wanted)
  const chosen = named ?? (wanted === undefined && ofToday.length === 1 ? ofToday[0] : undefined)
  const register = <Button onClick={() => go('/activities/new')}>{t('register')}</Button>
  return (
    <Page title={t('sign_in_page')} purpose={t('sign_in_purpose')} actions={sessions.length > 0 ? register : null}>
      {read.error && !read.data ? (
        <ErrorState error={read.error} retry={() => void read.refetch()} />
      ) : !read.data ? (
        <Loading lines={6} />
      ) : chosen ? (
        <Chosen session={chosen} others={sessions.length > 1} />
      ) : sessions.length > 0 ? (
        <Sessions sessions={sessions} />
      ) : (
        <EmptyState title={t('no_session')} hint={t('no_session_hint')} action={register} />
      )}
    </Page>
  )
}
