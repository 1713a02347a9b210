/** Arranges one session or a row of them. */
import { useState } from 'react'
import { Alert, Checkbox } from 'antd'
import { v7 } from 'uuid'
import type { InputOf } from '../../shared/endpoint.ts'
import type { FormField } from '../../ui/form-field.tsx'
import { todayHere } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { useCall } from '../../ui/queries.ts'
import { RecordForm } from '../../ui/record-form.tsx'
import { useDesk } from '../../ui/session.tsx'
import { Loading } from '../../ui/states.tsx'
import { To, useGo, useParamsState } from '../../ui/url.tsx'
import { getSeries, listKinds, listRooms, recordPlan } from './contract-planning.ts'
import { DaysChooser, useDays, type Chosen } from './days-chooser.tsx'
import { planModes, stages, usePlanTexts, type PlanT } from './planning-words.web.ts'
import './activities.css'

type Field = FormField<InputOf<typeof recordPlan>>

const open_kinds = { ended: 'false' } as const

const useChoices = () => {
  const kinds = useCall(listKinds, open_kinds)
  const rooms = useCall(listRooms, {})
  return {
    kinds: Object.fromEntries((kinds.data?.rows ?? []).map(({ kind }) => [kind, kind])),
    rooms: Object.fromEntries(
      (rooms.data?.rows ?? [])
        .filter(({ ended_on }) => ended_on === null)
        .map((room) => [room.room_id, `${room.name}${room.capacity ? ` · ${room.capacity}` : ''} · ${room.station_name}`]),
    ),
  }
}

const fieldsOf = (t: PlanT, choices: ReturnType<typeof useChoices>, series: boolean, group: boolean): readonly Field[] => [
  { field: 'title', label: t('title'), required: true, max_length: 200, group: t('what') },
  ...(series
    ? []
    : [
        { field: 'station_id', label: t('station'), kind: 'station', required: true, group: t('what') } as Field,
        { field: 'kind', label: t('kind'), kind: 'choice', choices: choices.kinds, required: true, group: t('what') } as Field,
      ]),
  ...(group ? [{ field: 'stage', label: t('stage'), kind: 'choice', choices: stages(t), group: t('what') } as Field] : []),
  { field: 'started_at', label: t('started_at'), kind: 'time', required: true, group: t('where') },
  { field: 'minutes', label: t('minutes'), kind: 'number', required: true, group: t('where') },
  { field: 'mode', label: t('mode'), kind: 'choice', choices: planModes(t), group: t('where') },
  { field: 'room_id', label: t('room'), kind: 'choice', choices: { '': t('room_none'), ...choices.rooms }, group: t('where') },
  { field: 'place', label: t('place'), help: t('place_help'), group: t('where') },
  { field: 'workers', label: t('workers'), help: t('workers_help'), max_length: 200, group: t('where') },
  { field: 'capacity', label: t('capacity'), kind: 'number', help: t('capacity_help'), group: t('who') },
  { field: 'planned', label: t('planned'), kind: 'number', group: t('who') },
  { field: 'note', label: t('note'), kind: 'long_text', group: t('who') },
]

/** Every day keeps its id, so that a plan that is sent again is known. */
const idsByDay = () => {
  const known = new Map<string, string>()
  return (day: string): string => {
    if (!known.has(day)) known.set(day, v7())
    return known.get(day)!
  }
}

/** The series named in the address, when sessions of it are arranged. */
const useSeries = () => {
  const [params] = useParamsState()
  const { series_id } = params
  const read = useCall(getSeries, { series_id: series_id ?? '' }, { pause: series_id === undefined })
  return { series: read.data, waiting: series_id !== undefined && read.isPending, day: params['day'] }
}

export default function PlanPage() {
  const t = usePlanTexts()
  const go = useGo()
  const { session } = useDesk()
  const { series, waiting, day } = useSeries()
  const choices = useChoices()
  const [chosen, choose] = useState<Chosen>({ first: day ?? todayHere(), repeat: 'once', times: 8, without: [] })
  const planned = useDays(chosen)
  const [clash, setClash] = useState<string>()
  const [despite_clashes, setDespite] = useState(false)
  const [idOf] = useState(() => idsByDay())
  const sessions = planned.days.map((occurred_on) => ({ activity_id: idOf(occurred_on), occurred_on }))
  const [no_days, setNoDays] = useState<string>()
  if (waiting) return <Loading lines={10} />
  const own = series ? { station_id: series.station_id, kind: series.kind, series_id: series.series_id, title: series.title } : {}
  const workers = series?.workers.join('、') || session.account.name
  const back = series ? `/activities/series/${series.series_id}` : '/activities/calendar'
  return (
    <Page title={t('plan')} purpose={t('plan_purpose')} above={<To href={back}>‹ {series?.title ?? t('calendar')}</To>}>
      <DaysChooser chosen={chosen} choose={choose} planned={planned} />
      {no_days ? <Alert type="error" showIcon role="alert" className="form-refused" title={no_days} /> : null}
      <RecordForm
        endpoint={recordPlan}
        submit={t('plan_do')}
        initial={{ mode: 'on_site', room_id: '', minutes: 90, workers, ...own, sessions, despite_clashes }}
        fields={fieldsOf(t, choices, series !== undefined, series?.kind_code === 'group')}
        outside={{ despite_clashes: setClash, sessions: () => setNoDays(t('no_days')) }}
        check={() => {
          setNoDays(undefined)
          return undefined
        }}
        done={({ activity_ids }) => go(activity_ids.length === 1 && !series ? `/activities/${activity_ids[0]}` : back)}
        cancel={() => go(back)}
      >
        {clash ? (
          <Alert
            type="warning"
            showIcon
            role="alert"
            className="form-refused"
            title={clash}
            description={
              <Checkbox checked={despite_clashes} onChange={(event) => setDespite(event.target.checked)}>
                {t('know_clashes')}
              </Checkbox>
            }
          />
        ) : null}
      </RecordForm>
    </Page>
  )
}
