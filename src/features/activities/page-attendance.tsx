/** One sign-in. */
import { RecordPage } from '../../ui/record-page.tsx'
import { To } from '../../ui/url.tsx'
import { getAttendance } from './contract.ts'
import { useTexts, whoWords } from './words.web.ts'

export default function AttendancePage() {
  const t = useTexts()
  return (
    <RecordPage
      endpoint={getAttendance}
      id_field="attendance_id"
      entity="activities.attendances"
      back="/activities"
      back_title={t('back')}
      title={(attendance) => attendance.person_name || t('attendance_record')}
      fields={[
        {
          field: 'activity_title',
          title: t('activity'),
          show: (attendance) => <To href={`/activities/${attendance.activity_id}`}>{attendance.activity_title}</To>,
        },
        { field: 'occurred_on', title: t('day'), kind: 'day' },
        { field: 'station_name', title: t('station') },
        { field: 'person_name', title: t('name'), kind: 'name' },
        { field: 'who', title: t('who'), kind: 'choice', choices: whoWords(t) },
        { field: 'person_times', title: t('person_times'), kind: 'number' },
        { field: 'signed_by_proxy', title: t('proxy'), kind: 'yes_no', if_there: true },
        { field: 'note', title: t('note'), wide: true, if_there: true },
      ]}
    />
  )
}
