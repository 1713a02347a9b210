/** Nobody passes without a session: asks who is signed in, sends others to the sign-in page or, on an empty system, to the first run. */
import { Suspense, lazy, useCallback, useEffect, useMemo, useState } from 'react'
import { Outlet } from '@tanstack/react-router'
import { forgetDoor } from '../features/door/keep.web.ts'
import { getOrigin } from '../features/imports/contract.ts'
import { getSession, getSetup } from '../features/staff/contract.ts'
import { Refused, call } from '../ui/call.ts'
import { liveBy } from '../ui/format.ts'
import { speak } from '../ui/i18n.ts'
import { useNews } from '../ui/live.ts'
import { useCall } from '../ui/queries.ts'
import { useRemembered } from '../ui/list-state.ts'
import { OriginProvider } from '../ui/origin.ts'
import type { AskOrigin } from '../ui/origin.ts'
import { TakeBackProvider } from '../ui/record-page.tsx'
import type { StandingEntry } from '../ui/record-page.tsx'
import { DeskProvider, may } from '../ui/session.tsx'
import type { Desk, Session } from '../ui/session.tsx'
import { ErrorState } from '../ui/states.tsx'
import { href, useGo } from '../ui/url.tsx'
import { Outside, Splash } from './shell-outside.tsx'
import { useSurface } from './shell-surface.tsx'

const Shell = lazy(() => import('./shell.tsx'))
const TakeBack = lazy(() => import('./take-back.tsx'))
/** Fetched when the first record is opened. */
const takeBack = (entry: StandingEntry) => <TakeBack {...entry} />
const ChangePassword = lazy(() => import('../features/staff/page-change-password.tsx'))
const SecondFactor = lazy(() => import('../features/staff/page-second-factor.tsx'))

const useDeskOf = (session: Session | undefined): Desk | undefined => {
  const [surface, chooseSurface] = useSurface()
  const [chosen, setChosen] = useRemembered<string | null>(`station.${session?.account.account_id ?? ''}`, null)
  const chooseStation = useCallback((station_id: string | undefined) => setChosen(station_id ?? null), [setChosen])
  return useMemo(() => {
    if (!session) return undefined
    const station =
      session.stations.length === 1 ? session.stations[0] : session.stations.find((each) => each.station_id === chosen)
    return { session, station, chooseStation, surface, chooseSurface }
  }, [session, chosen, chooseStation, surface, chooseSurface])
}

/** The workbook, sheet and row of an imported record; who may not see imports gets the place without the link. */
const useAskOrigin = (session: Session): AskOrigin =>
  useCallback(
    async (entry_id, signal) => {
      try {
        const { file_name, sheet_name, row_number, import_id } = await call(getOrigin, { entry_id }, signal)
        const import_href = may(session, 'imports.read') ? `/imports/${import_id}` : null
        return { workbook: file_name, sheet: sheet_name, row_number, import_href }
      } catch (error) {
        if (error instanceof Refused && error.code === 'not_found') return undefined
        throw error
      }
    },
    [session],
  )

/** What stands between the password and the work; setting a second factor up lasts until its recovery codes are kept. */
const useAsked = ({ account }: Session) => {
  const [enrolling, setEnrolling] = useState(false)
  const [kept, setKept] = useState(false)
  if (account.asks === 'enrolment' && !enrolling) setEnrolling(true)
  // Whoever says so before the session was read again is let in as soon as it was.
  if (account.asks !== 'enrolment' && enrolling && kept) {
    setEnrolling(false)
    setKept(false)
  }
  const asks = enrolling ? ('enrolment' as const) : account.asks
  return { asks, enrolled: () => setKept(true) }
}

const Inside = ({ session }: { session: Session }) => {
  const desk = useDeskOf(session)
  const askOrigin = useAskOrigin(session)
  const { account, organisation } = session
  // before anything below asks which day it is
  liveBy(organisation.time_zone)
  useEffect(() => speak(account.language), [account.account_id, account.language])
  const { asks, enrolled } = useAsked(session)
  useNews(!asks && !account.must_change_password)
  if (!desk) return <Splash />
  return (
    <DeskProvider value={desk}>
      {asks === 'second_factor' || (asks && !account.must_change_password) ? (
        <Outside>
          <SecondFactor asks={asks} enrolled={enrolled} />
        </Outside>
      ) : account.must_change_password ? (
        <Outside>
          <ChangePassword />
        </Outside>
      ) : (
        <Suspense fallback={<Splash />}>
          <OriginProvider value={askOrigin}>
            <TakeBackProvider value={takeBack}>
              <Shell>
                <Outlet />
              </Shell>
            </TakeBackProvider>
          </OriginProvider>
        </Suspense>
      )}
    </DeskProvider>
  )
}

/** Where to go instead: the first run on an empty system, else the sign-in page, which brings the user back here. */
const SignedOut = () => {
  const go = useGo()
  const setup = useCall(getSetup, {})
  const needed = setup.data?.setup_needed
  useEffect(() => {
    const here = location.pathname + location.search
    if (needed === true) go('/first-run', true)
    // What a tablet kept of the door is bound to the sign-in that ended.
    if (needed === false) void forgetDoor().catch(() => undefined)
    if (needed === false) go(href('/sign-in', here === '/' ? {} : { back: here }), true)
  }, [needed, go])
  return setup.error ? <ErrorState error={setup.error} retry={() => void setup.refetch()} /> : <Splash />
}

export const Gate = () => {
  const read = useCall(getSession, {}, { keep: true })
  if (read.error?.status === 401) return <SignedOut />
  if (read.data) return <Inside key={read.data.account.account_id} session={read.data} />
  return read.error ? <ErrorState error={read.error} retry={() => void read.refetch()} /> : <Splash />
}
