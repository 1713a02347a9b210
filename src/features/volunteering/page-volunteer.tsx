/** One volunteer: who, which team, how long they served, and in what. */
import { useMemo } from 'react'
import { ListPage } from '../../ui/list-page.tsx'
import { Masked } from '../../ui/masked.tsx'
import { RecordPage } from '../../ui/record-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { getVolunteer, listVolunteerHours, revealVolunteer } from './contract.ts'
import { inHours, sexes, useTexts } from './words.tsx'

const Served = ({ volunteer_id }: { volunteer_id: string }) => {
  const t = useTexts()
  const fixed = useMemo(() => ({ volunteer_id }), [volunteer_id])
  return (
    <section className="record-group">
      <h2>{t('hours')}</h2>
      <ListPage
        inside
        any_station
        name="listVolunteerHours"
        endpoint={listVolunteerHours}
        row_key="hours_id"
        title={t('hours')}
        fixed={fixed}
        rowHref={(row) => `/volunteering/hours/${row.hours_id}`}
        empty={{ title: t('nobody_yet') }}
        filters={[{ kind: 'days' }]}
        columns={[
          { field: 'activity_title', title: t('activity'), card: 'title' },
          { field: 'activity_number', title: t('number'), kind: 'code' },
          { field: 'occurred_on', title: t('day'), kind: 'day', sorts: true },
          { field: 'minutes', title: t('length'), show: (row) => inHours(row.minutes, t), sorts: true },
        ]}
      />
    </section>
  )
}

export default function VolunteerPage() {
  const t = useTexts()
  const mayReveal = useMay('people.reveal')
  const secret = (volunteer_id: string, field: 'id_number' | 'phone', masked: string | null) =>
    masked === null ? (
      ''
    ) : (
      <Masked
        masked={masked}
        what={t(field)}
        {...(mayReveal
          ? {
              reveal: {
                endpoint: revealVolunteer,
                input: { volunteer_id },
                value: (known: { id_number: string | null; phone: string | null }) => known[field] ?? '',
              },
            }
          : {})}
      />
    )
  return (
    <RecordPage
      endpoint={getVolunteer}
      id_field="volunteer_id"
      back="/volunteering/volunteers"
      back_title={t('volunteers')}
      title={(volunteer) => volunteer.name}
      fields={[
        { field: 'minutes', title: t('served'), show: (volunteer) => inHours(volunteer.minutes, t), group: t('served_group') },
        { field: 'activities', title: t('joined'), kind: 'number', unit: t('times'), group: t('served_group') },
        { field: 'volunteer_no', title: t('volunteer_no'), kind: 'code', group: t('register_group') },
        {
          field: 'other_numbers',
          title: t('other_numbers'),
          show: (volunteer) => volunteer.other_numbers.join('、'),
          group: t('register_group'),
        },
        { field: 'team', title: t('team'), group: t('register_group') },
        { field: 'sex', title: t('sex'), kind: 'choice', choices: sexes(t), group: t('register_group'), if_there: true },
        { field: 'registered_on', title: t('registered_on'), kind: 'day', group: t('register_group'), if_there: true },
        {
          field: 'id_number',
          title: t('id_number'),
          show: (volunteer) => secret(volunteer.volunteer_id, 'id_number', volunteer.id_number),
          group: t('register_group'),
          if_there: true,
        },
        {
          field: 'phone',
          title: t('phone'),
          show: (volunteer) => secret(volunteer.volunteer_id, 'phone', volunteer.phone),
          group: t('register_group'),
          if_there: true,
        },
        { field: 'member_no', title: t('member_no'), kind: 'code', group: t('register_group'), if_there: true },
        { field: 'note', title: t('note'), wide: true, group: t('register_group'), if_there: true },
      ]}
      more={(volunteer) => <Served volunteer_id={volunteer.volunteer_id} />}
    />
  )
}
