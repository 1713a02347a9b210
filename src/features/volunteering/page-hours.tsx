/** 志愿者时长: everybody's hours; they are recorded on the page of their activity. */
import { ListPage } from '../../ui/list-page.tsx'
import { listVolunteerHours } from './contract.ts'
import { hoursRecord, inHours, useTexts } from './words.tsx'

export default function VolunteerHoursPage() {
  const t = useTexts()
  return (
    <ListPage
      any_station
      name="listVolunteerHours"
      endpoint={listVolunteerHours}
      row_key="hours_id"
      title={t('hours')}
      purpose={t('hours_purpose')}
      record={hoursRecord(t)}
      empty={{ title: t('empty_hours') }}
      filters={[{ kind: 'text', hint: t('search_volunteers') }, { kind: 'days' }]}
      columns={[
        { field: 'volunteer_name', title: t('name'), kind: 'name', card: 'title' },
        { field: 'volunteer_no', title: t('volunteer_no'), kind: 'code' },
        { field: 'occurred_on', title: t('day'), kind: 'day', sorts: true },
        { field: 'minutes', title: t('length'), show: (row) => inHours(row.minutes, t), sorts: true },
        { field: 'activity_title', title: t('activity') },
        { field: 'activity_number', title: t('number'), kind: 'code', card: 'quiet' },
        { field: 'team', title: t('team'), card: 'quiet' },
      ]}
    />
  )
}
