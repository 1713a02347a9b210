/** One volunteer activity: how long, for how many, and the hours of each volunteer. */
import { useMemo } from 'react'
import type { OutputOf } from '../../shared/endpoint.ts'
import { ListPage } from '../../ui/list-page.tsx'
import { RecordPage } from '../../ui/record-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { getVolunteerActivity, listVolunteerHours } from './contract.ts'
import { RecordHours } from './record-hours.tsx'
import { inHours, useTexts } from './words.tsx'

type Activity = OutputOf<typeof getVolunteerActivity>

const WhoServed = ({ activity }: { activity: Activity }) => {
  const t = useTexts()
  const may = useMay('volunteering.record')
  const fixed = useMemo(() => ({ activity_id: activity.activity_id }), [activity.activity_id])
  return (
    <>
      {may && activity.void_id === null ? <RecordHours activity_id={activity.activity_id} hours={activity.minutes / 60} /> : null}
      <section className="record-group">
        <h2>{t('who_came')}</h2>
        <ListPage
          inside
          any_station
          name="listVolunteerHours"
          endpoint={listVolunteerHours}
          row_key="hours_id"
          title={t('who_came')}
          fixed={fixed}
          rowHref={(row) => `/volunteering/hours/${row.hours_id}`}
          empty={{ title: t('nobody_yet') }}
          columns={[
            { field: 'volunteer_name', title: t('name'), kind: 'name', card: 'title' },
            { field: 'volunteer_no', title: t('volunteer_no'), kind: 'code' },
            { field: 'minutes', title: t('length'), show: (row) => inHours(row.minutes, t), sorts: true },
            { field: 'note', title: t('note'), card: 'quiet' },
          ]}
        />
      </section>
    </>
  )
}

export default function VolunteerActivityPage() {
  const t = useTexts()
  return (
    <RecordPage
      endpoint={getVolunteerActivity}
      id_field="activity_id"
      entity="volunteering.activities"
      back="/volunteering/activities"
      back_title={t('activities')}
      title={(activity) => activity.title ?? activity.number}
      fields={[
        { field: 'person_times_served', title: t('person_times'), kind: 'number', group: t('served_group') },
        { field: 'minutes', title: t('length'), show: (activity) => inHours(activity.minutes, t), group: t('served_group') },
        { field: 'volunteers', title: t('came'), kind: 'number', group: t('served_group') },
        {
          field: 'volunteer_minutes',
          title: t('came_hours'),
          show: (activity) => inHours(activity.volunteer_minutes, t),
          group: t('served_group'),
        },
        { field: 'occurred_on', title: t('day'), kind: 'day', group: t('arrangement') },
        { field: 'team', title: t('team'), group: t('arrangement') },
        { field: 'number', title: t('number'), kind: 'code', group: t('arrangement') },
        { field: 'volunteers_reported', title: t('reported'), kind: 'number', group: t('arrangement'), if_there: true },
        { field: 'noted_by', title: t('noted_by'), group: t('arrangement'), if_there: true },
      ]}
      more={(activity) => <WhoServed activity={activity} />}
    />
  )
}
