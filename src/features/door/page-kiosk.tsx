/** 签到台, all of the screen: opens by the network, or by what the tablet kept. */
import { useCallback, useEffect, useState } from 'react'
import { Button } from 'antd'
import { getSession } from '../staff/contract.ts'
import { Refused, call } from '../../ui/call.ts'
import { liveBy } from '../../ui/format.ts'
import { speak } from '../../ui/i18n.ts'
import { EmptyState, Loading } from '../../ui/states.tsx'
import { forgetDoor } from './keep.web.ts'
import { Keeper } from './keeper.web.ts'
import { Kiosk } from './kiosk.tsx'
import { ChooseSession, ChooseStation, type Station } from './kiosk-setup.tsx'
import { useDoorState } from './use-door.web.ts'
import { useTexts } from './words.web.ts'
import { keepPage } from './keep-page.web.ts'
import './kiosk.css'

const station_under = 'hengai.door.station'
const session_under = 'hengai.door.session'

type Stage =
  | { readonly at: 'opening' }
  | { readonly at: 'station'; readonly stations: readonly Station[] }
  | { readonly at: 'door'; readonly keeper: Keeper }
  | { readonly at: 'closed'; readonly why: 'nothing_kept' | 'no_right'; readonly message?: string }

/** Who is signed in decides; without an answer, what was kept does. */
const openDoor = async (wanted: string | null): Promise<Stage> => {
  try {
    const session = await call(getSession, {})
    if (session.account.asks || session.account.must_change_password) location.assign('/')
    liveBy(session.organisation.time_zone)
    speak(session.account.language)
    if (!session.permissions.includes('door.record')) return { at: 'closed', why: 'no_right' }
    const { stations } = session
    const station = stations.length === 1 ? stations[0] : stations.find(({ station_id }) => station_id === wanted)
    if (!station) return { at: 'station', stations }
    return { at: 'door', keeper: await Keeper.openOnline(station.station_id) }
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem
    if (problem.status === 401) {
      await forgetDoor()
      location.assign('/sign-in?back=/door/kiosk')
      return { at: 'opening' }
    }
    if (problem.status !== 0 && problem.status < 500) return { at: 'closed', why: 'no_right', message: problem.message }
    const keeper = await Keeper.openKept()
    if (!keeper) return { at: 'closed', why: 'nothing_kept' }
    liveBy(keeper.now().door.time_zone)
    return { at: 'door', keeper }
  }
}

const AtDoor = ({ keeper }: { keeper: Keeper }) => {
  const state = useDoorState(keeper)
  // Opened again without network it goes on where it was: nobody of the staff may be near.
  const [chosen, setChosen] = useState(() => (state.line === 'down' ? localStorage.getItem(session_under) : null))
  const start = (activity_id: string) => {
    localStorage.setItem(session_under, activity_id)
    setChosen(activity_id)
    void navigator.wakeLock?.request('screen').catch(() => undefined)
  }
  useEffect(() => {
    if (state.line === 'up' && state.as_of) keepPage()
  }, [state.line, state.as_of])
  return chosen === null ? <ChooseSession state={state} start={start} /> : <Kiosk keeper={keeper} chosen={chosen} />
}

const useStage = () => {
  const [stage, setStage] = useState<Stage>({ at: 'opening' })
  const open = useCallback(async (station_id: string | null) => {
    setStage({ at: 'opening' })
    setStage(await openDoor(station_id))
  }, [])
  useEffect(() => {
    let opened: Keeper | undefined
    let gone = false
    const begin = async () => {
      const next = await openDoor(localStorage.getItem(station_under))
      if (next.at === 'door') opened = next.keeper
      if (gone) opened?.close()
      else setStage(next)
    }
    void begin()
    return () => {
      gone = true
      opened?.close()
    }
  }, [])
  return { stage, open }
}

export default function KioskPage() {
  const t = useTexts()
  const { stage, open } = useStage()
  useEffect(() => {
    document.title = `${t('door')} · 恒爱`
  }, [t])
  if (stage.at === 'door') return <AtDoor keeper={stage.keeper} />
  if (stage.at === 'station') {
    const choose = (station_id: string) => {
      localStorage.setItem(station_under, station_id)
      void open(station_id)
    }
    return <ChooseStation stations={stage.stations} choose={choose} />
  }
  if (stage.at === 'opening')
    return (
      <main className="kiosk-setup">
        <h1 className="unseen">{t('opening')}</h1>
        <Loading lines={3} />
      </main>
    )
  return (
    <main className="kiosk-setup">
      <h1>{t('cannot_open')}</h1>
      <EmptyState
        title={stage.message ?? t(stage.why)}
        action={
          <Button size="large" onClick={() => void open(localStorage.getItem(station_under))}>
            {t('retry')}
          </Button>
        }
      />
    </main>
  )
}
