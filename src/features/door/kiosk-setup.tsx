/** Once, by staff: at which station the tablet stands and for which session it signs in. */
import { useState } from 'react'
import type { DoorState } from './keeper.web.ts'
import { wakeSound } from './sound.web.ts'
import { useTexts } from './words.web.ts'

export interface Station {
  readonly station_id: string
  readonly name: string
}

/** All sessions of the day, whichever there are when somebody comes. */
export const ALL = 'all'

export const ChooseStation = ({ stations, choose }: { stations: readonly Station[]; choose: (station_id: string) => void }) => {
  const t = useTexts()
  return (
    <main className="kiosk-setup">
      <h1>{t('which_station')}</h1>
      <ul className="kiosk-choices">
        {stations.map((station) => (
          <li key={station.station_id}>
            <button type="button" onClick={() => choose(station.station_id)}>
              {station.name}
            </button>
          </li>
        ))}
      </ul>
    </main>
  )
}

export const ChooseSession = ({ state, start }: { state: DoorState; start: (activity_id: string) => void }) => {
  const t = useTexts()
  const { sessions, station_name } = state.door
  const [chosen, setChosen] = useState<string>(ALL)
  const begin = () => {
    wakeSound()
    start(chosen)
  }
  return (
    <main className="kiosk-setup">
      <p className="kiosk-quiet">{station_name}</p>
      <h1>{t('which_session')}</h1>
      {sessions.length === 0 ? (
        <p className="kiosk-quiet">
          {t('no_session')}。{t('no_session_hint')}
        </p>
      ) : null}
      <ul className="kiosk-choices">
        <li>
          <button type="button" aria-pressed={chosen === ALL} onClick={() => setChosen(ALL)}>
            {t('all_sessions')}
            <small>{t('all_sessions_hint')}</small>
          </button>
        </li>
        {sessions.map(({ activity_id, title, started_at }) => (
          <li key={activity_id}>
            <button type="button" aria-pressed={chosen === activity_id} onClick={() => setChosen(activity_id)}>
              {title} {started_at ? <small>{started_at.slice(0, 5)}</small> : null}
            </button>
          </li>
        ))}
      </ul>
      <button type="button" className="kiosk-main" onClick={begin}>
        {t('start')}
      </button>
    </main>
  )
}
