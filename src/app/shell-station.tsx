/** The station one works at just now: always in sight, and what every list and figure shows unless it says otherwise. */
import { registerTexts } from '../ui/i18n.ts'
import { useDesk } from '../ui/session.tsx'
import { texts } from './shell-texts.ts'

const useTexts = registerTexts('shell', texts)

export const StationSwitch = () => {
  const t = useTexts()
  const { session, station, chooseStation } = useDesk()
  if (session.stations.length <= 1) return <p className="station station-only">{station?.name ?? t('all_stations')}</p>
  return (
    <label className="station">
      <span className="unseen">{t('station')}</span>
      <select value={station?.station_id ?? ''} onChange={(event) => chooseStation(event.target.value || undefined)}>
        <option value="">{t('all_stations')}</option>
        {session.stations.map((each) => (
          <option key={each.station_id} value={each.station_id}>
            {each.name}
          </option>
        ))}
      </select>
      <svg viewBox="0 0 12 12" aria-hidden focusable="false">
        <path d="m3 4.5 3 3 3-3" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
      </svg>
    </label>
  )
}
