/** Registers one volunteer. */
import { useState } from 'react'
import { v7 } from 'uuid'
import { todayHere } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { RecordForm } from '../../ui/record-form.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { recordVolunteer } from './contract.ts'
import { useTexts } from './words.tsx'

export default function NewVolunteerPage() {
  const t = useTexts()
  const go = useGo()
  const [volunteer_id] = useState(() => v7())
  return (
    <Page
      title={t('new_volunteer')}
      purpose={t('new_volunteer_purpose')}
      above={<To href="/volunteering/volunteers">‹ {t('volunteers')}</To>}
    >
      <RecordForm
        endpoint={recordVolunteer}
        submit={t('save')}
        initial={{ volunteer_id, registered_on: todayHere() }}
        done={(made) => go(`/volunteering/volunteers/${made.volunteer_id}`)}
        cancel={() => go('/volunteering/volunteers')}
        fields={[
          { field: 'volunteer_no', label: t('volunteer_no'), required: true, max_length: 40 },
          { field: 'name', label: t('name'), required: true, max_length: 40 },
          { field: 'team', label: t('team'), required: true, max_length: 40 },
          { field: 'id_number', label: t('id_number'), help: t('id_help'), max_length: 40 },
          { field: 'phone', label: t('phone'), max_length: 40 },
          { field: 'member_no', label: t('member_no'), max_length: 40 },
          { field: 'registered_on', label: t('registered_on'), kind: 'day' },
          { field: 'note', label: t('note'), kind: 'long_text' },
        ]}
      />
    </Page>
  )
}
