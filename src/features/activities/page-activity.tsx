/** One session: its arrangement, how many came, and who. */
import { useMemo } from 'react'
import { Button } from 'antd'
import type { OutputOf } from '../../shared/endpoint.ts'
import { todayHere } from '../../ui/format.ts'
import { ListPage } from '../../ui/list-page.tsx'
import { RecordPage } from '../../ui/record-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { getActivity, listAttendances } from './contract.ts'
import { Pictures } from '../records/pictures-shown.tsx'
import { Enrolments } from './enrolments.tsx'
import { Outcomes } from './outcomes.tsx'
import { Changes, PlanActions } from './plan-actions.tsx'
import { SignIn } from './sign-in.tsx'
import { clock, kindCodes, modes, states, useTexts, whoWords } from './words.web.ts'

type Activity = OutputOf<typeof getActivity>

const WhoCame = ({ activity }: { activity: Activity }) => {
  const t = useTexts()
  const may = useMay('activities.record')
  const fixed = useMemo(() => ({ activity_id: activity.activity_id }), [activity.activity_id])
  const coming = activity.state === 'planned' && activity.occurred_on > todayHere()
  if (coming) return <p className="record-group">{t('not_yet')}</p>
  if (activity.state !== 'held' && activity.state !== 'planned') return <p className="record-group">{t('not_held')}</p>
  return (
    <>
      {may && !activity.void_id ? <SignIn activity_id={activity.activity_id} /> : null}
      <section className="record-group">
        <h2>{t('who_came')}</h2>
        <ListPage
          inside
          any_station
          name="listAttendances"
          endpoint={listAttendances}
          row_key="attendance_id"
          title={t('who_came')}
          fixed={fixed}
          rowHref={(row) => `/activities/attendances/${row.attendance_id}`}
          empty={{ title: t('nobody_yet') }}
          filters={[{ kind: 'text' }, { kind: 'choice', field: 'who', label: t('who'), choices: whoWords(t) }]}
          columns={[
            {
              field: 'person_name',
              title: t('name'),
              card: 'title',
              show: (row) => row.person_name || whoWords(t)[row.who as keyof ReturnType<typeof whoWords>],
            },
            { field: 'who', title: t('who'), kind: 'choice', choices: whoWords(t), sorts: true },
            { field: 'person_times', title: t('person_times'), kind: 'number', sorts: true },
            { field: 'note', title: t('note'), card: 'quiet' },
          ]}
        />
      </section>
    </>
  )
}

export default function ActivityPage() {
  const t = useTexts()
  const may = useMay('activities.record')
  const go = useGo()
  const arrangement = t('arrangement')
  const attendance = t('attendance')
  return (
    <RecordPage
      endpoint={getActivity}
      id_field="activity_id"
      entity="activities.activities"
      back="/activities"
      back_title={t('back')}
      title={(activity) => activity.title}
      fields={[
        { field: 'person_times', title: t('person_times'), kind: 'number', group: attendance },
        { field: 'persons', title: t('persons'), kind: 'number', group: attendance },
        { field: 'walk_ins', title: t('walk_ins'), kind: 'number', group: attendance },
        { field: 'unnamed', title: t('unnamed'), kind: 'number', group: attendance },
        { field: 'reported_attendance', title: t('reported'), kind: 'number', group: attendance, if_there: true },
        { field: 'occurred_on', title: t('day'), kind: 'day', group: arrangement },
        {
          field: 'started_at',
          title: t('started_at'),
          show: (activity) => clock(activity.started_at),
          group: arrangement,
          if_there: true,
        },
        { field: 'minutes', title: t('minutes'), kind: 'number', group: arrangement },
        {
          field: 'state',
          title: t('state'),
          kind: 'status',
          choices: states(t),
          good: ['held'],
          urgent: ['postponed'],
          group: arrangement,
        },
        { field: 'kind', title: t('kind'), group: arrangement },
        { field: 'kind_code', title: t('kind_group'), kind: 'choice', choices: kindCodes(t), group: arrangement },
        { field: 'series_code', title: t('series'), kind: 'code', group: arrangement, if_there: true },
        { field: 'session_no', title: t('session_no'), kind: 'number', group: arrangement, if_there: true },
        { field: 'number', title: t('number'), kind: 'code', group: arrangement, if_there: true },
        { field: 'station_name', title: t('station'), group: arrangement },
        { field: 'place', title: t('place'), group: arrangement, if_there: true },
        { field: 'mode', title: t('mode'), kind: 'choice', choices: modes(t), group: arrangement },
        { field: 'leader', title: t('workers'), group: arrangement, if_there: true },
        { field: 'capacity', title: t('capacity'), kind: 'number', group: arrangement, if_there: true },
        { field: 'planned', title: t('planned'), kind: 'number', group: arrangement, if_there: true },
        { field: 'note', title: t('note'), wide: true, group: arrangement, if_there: true },
      ]}
      actions={(activity) => (
        <>
          <PlanActions activity={activity} />
          {activity.void_id ? null : (
            <Button onClick={() => go(`/activities/${activity.activity_id}/sheets`)}>{t('sheets')}</Button>
          )}
        </>
      )}
      more={(activity) => (
        <>
          <Enrolments
            of={{ activity_id: activity.activity_id }}
            open={activity.state === 'planned' && activity.occurred_on >= todayHere()}
          />
          <WhoCame activity={activity} />
          {activity.state === 'held' && !activity.void_id ? <Outcomes activity_id={activity.activity_id} /> : null}
          <Pictures source="activities.activities" entry_id={activity.activity_id} may={may && !activity.void_id} />
          <Changes activity_id={activity.activity_id} />
        </>
      )}
    />
  )
}
