/** 志愿活动: what the teams did. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { listVolunteerActivities } from './contract.ts'
import { inHours, useTexts } from './words.tsx'

export default function VolunteerActivitiesPage() {
  const t = useTexts()
  const go = useGo()
  const record = useMay('volunteering.record') ? (
    <Button type="primary" onClick={() => go('/volunteering/activities/new')}>
      {t('new_activity')}
    </Button>
  ) : null
  return (
    <ListPage
      any_station
      name="listVolunteerActivities"
      endpoint={listVolunteerActivities}
      row_key="activity_id"
      title={t('activities')}
      purpose={t('activities_purpose')}
      actions={record}
      rowHref={(row) => `/volunteering/activities/${row.activity_id}`}
      empty={{ title: t('empty_activities'), action: record }}
      filters={[
        { kind: 'text', hint: t('search_activities') },
        { kind: 'days' },
        { kind: 'text', field: 'team', label: t('team'), hint: t('team') },
      ]}
      columns={[
        { field: 'title', title: t('title'), card: 'title', sorts: true },
        { field: 'occurred_on', title: t('day'), kind: 'day', sorts: true },
        { field: 'team', title: t('team'), sorts: true },
        { field: 'minutes', title: t('length'), show: (row) => inHours(row.minutes, t), sorts: true },
        { field: 'person_times_served', title: t('person_times'), kind: 'number', sorts: true },
        { field: 'volunteers_reported', title: t('reported'), kind: 'number', card: 'quiet' },
        { field: 'number', title: t('number'), kind: 'code', sorts: true, card: 'quiet' },
        { field: 'noted_by', title: t('noted_by'), card: 'quiet', hidden: true },
      ]}
    />
  )
}
