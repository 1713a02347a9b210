/** The kiosk itself: one question a screen, and a scanner that works on all of them. */
import { useEffect, useMemo, useState } from 'react'
import type { Keeper } from './keeper.web.ts'
import { ByList, ByName, ByPhone } from './kiosk-find.tsx'
import { Foot } from './kiosk-foot.tsx'
import { QueueList } from './kiosk-queue.tsx'
import { Result } from './kiosk-result.tsx'
import { ALL } from './kiosk-setup.tsx'
import type { Member } from './recognise.ts'
import { useScanner } from './scanner.web.ts'
import { useAtDoor, useDoorState, type AtDoor } from './use-door.web.ts'
import { useTexts } from './words.web.ts'

const screens = { phone: ByPhone, name: ByName, list: ByList } as const
type Screen = keyof typeof screens | 'home' | 'queue'

/** Names do not stay on a screen nobody stands at. */
const FORGET_MS = 60_000

const useForgetting = (screen: Screen, home: () => void) => {
  useEffect(() => {
    if (screen === 'home' || screen === 'queue') return undefined
    let timer = setTimeout(home, FORGET_MS)
    const touched = () => {
      clearTimeout(timer)
      timer = setTimeout(home, FORGET_MS)
    }
    addEventListener('pointerdown', touched)
    return () => {
      clearTimeout(timer)
      removeEventListener('pointerdown', touched)
    }
  }, [screen, home])
}

const Home = ({ go, title }: { go: (screen: Screen) => void; title: string }) => {
  const t = useTexts()
  return (
    <>
      <p className="kiosk-session">{title}</p>
      <h1 className="kiosk-scan">{t('scan')}</h1>
      <p className="kiosk-hint">{t('scan_hint')}</p>
      <div className="kiosk-ways">
        <button type="button" onClick={() => go('phone')}>
          {t('by_phone')}
        </button>
        <button type="button" onClick={() => go('name')}>
          {t('by_name')}
        </button>
        <button type="button" onClick={() => go('list')}>
          {t('by_list')}
        </button>
      </div>
    </>
  )
}

const Which = ({ choosing, keeper }: { choosing: NonNullable<AtDoor['choosing']>; keeper: Keeper }) => {
  const t = useTexts()
  const { sessions } = useDoorState(keeper).door
  return (
    <>
      <h1>{t('which_for', { name: choosing.name ?? '' })}</h1>
      <ul className="kiosk-choices">
        {sessions.map(({ activity_id, title, started_at }) => (
          <li key={activity_id}>
            <button type="button" onClick={() => choosing.choose(activity_id)}>
              {title} {started_at ? <small>{started_at.slice(0, 5)}</small> : null}
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

/** The sessions this tablet signs in for: the one chosen while it is there, else all of the day. */
const useSessions = (keeper: Keeper, chosen: string) => {
  const t = useTexts()
  const { sessions } = useDoorState(keeper).door
  return useMemo(() => {
    const one = sessions.find(({ activity_id }) => activity_id === chosen)
    const ids = one
      ? [one.activity_id]
      : chosen === ALL || sessions.length > 0
        ? sessions.map(({ activity_id }) => activity_id)
        : []
    const title =
      one?.title ?? (sessions.length === 1 ? sessions[0]!.title : t(sessions.length === 0 ? 'no_session' : 'all_sessions'))
    return { ids, title }
  }, [sessions, chosen, t])
}

export const Kiosk = ({ keeper, chosen }: { keeper: Keeper; chosen: string }) => {
  const t = useTexts()
  const state = useDoorState(keeper)
  const [screen, setScreen] = useState<Screen>('home')
  const [home] = useState(() => () => setScreen('home'))
  const { ids, title } = useSessions(keeper, chosen)
  const { told, close, choosing, show, scan } = useAtDoor(keeper, ids)
  useForgetting(screen, home)
  useScanner((code) => {
    home()
    scan(code)
  })
  const found = (member: Member) => {
    const way = screen === 'phone' || screen === 'name' ? screen : 'list'
    home()
    show(way, member)
  }
  const Finding = screen === 'home' || screen === 'queue' ? undefined : screens[screen]
  return (
    <div className="kiosk">
      <header className="kiosk-head">
        <span>{state.door.station_name}</span>
        {screen !== 'home' || choosing ? (
          <button type="button" onClick={() => (home(), close())}>
            {t('back')}
          </button>
        ) : null}
      </header>
      <main className="kiosk-main-part">
        {choosing ? (
          <Which choosing={choosing} keeper={keeper} />
        ) : Finding ? (
          <Finding faces={state.faces} found={found} />
        ) : screen === 'queue' ? (
          <QueueList keeper={keeper} state={state} />
        ) : (
          <Home go={setScreen} title={title} />
        )}
        {told ? <Result told={told} close={close} /> : null}
      </main>
      <Foot state={state} openQueue={() => setScreen('queue')} />
    </div>
  )
}
