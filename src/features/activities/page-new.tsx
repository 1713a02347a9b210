/** Registers one session at the desk. */
import { useState } from 'react'
import { v7 } from 'uuid'
import { todayHere } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { RecordForm } from '../../ui/record-form.tsx'
import { useDesk } from '../../ui/session.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { recordActivity } from './contract.ts'
import { modes, states, useTexts } from './words.web.ts'

export default function NewActivityPage() {
  const t = useTexts()
  const go = useGo()
  const { session, station: chosen } = useDesk()
  const station = chosen ?? (session.stations.length === 1 ? session.stations[0] : undefined)
  const [activity_id] = useState(() => v7())
  const { held, cancelled, postponed } = states(t)
  return (
    <Page title={t('register')} purpose={t('register_purpose')} above={<To href="/activities">‹ {t('back')}</To>}>
      <RecordForm
        endpoint={recordActivity}
        submit={t('register_do')}
        initial={{
          activity_id,
          ...(station ? { station_id: station.station_id } : {}),
          occurred_on: todayHere(),
          minutes: 90,
          state: 'held',
          mode: 'on_site',
        }}
        done={(made) => go(`/activities/${made.activity_id}`)}
        cancel={() => go('/activities')}
        fields={[
          { field: 'station_id', label: t('station'), kind: 'station', required: true },
          { field: 'title', label: t('title'), required: true, max_length: 200 },
          { field: 'kind', label: t('kind'), required: true, help: t('kind_help'), max_length: 40 },
          { field: 'occurred_on', label: t('day'), kind: 'day', required: true },
          { field: 'started_at', label: t('started_at'), kind: 'time' },
          { field: 'minutes', label: t('minutes'), kind: 'number', required: true },
          { field: 'place', label: t('place') },
          { field: 'leader', label: t('leader') },
          { field: 'mode', label: t('mode'), kind: 'choice', choices: modes(t) },
          { field: 'state', label: t('state'), kind: 'choice', choices: { held, cancelled, postponed } },
          { field: 'number', label: t('number'), max_length: 40 },
          { field: 'series_code', label: t('series'), help: t('series_help'), max_length: 40 },
          { field: 'session_no', label: t('session_no'), kind: 'number' },
          { field: 'planned', label: t('planned'), kind: 'number' },
          { field: 'note', label: t('note'), kind: 'long_text' },
        ]}
      />
    </Page>
  )
}
