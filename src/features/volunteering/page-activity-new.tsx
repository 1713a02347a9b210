/** Records one volunteer activity; the volunteers' hours are added on its page. */
import { useState } from 'react'
import { v7 } from 'uuid'
import { todayHere } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { RecordForm } from '../../ui/record-form.tsx'
import { useDesk } from '../../ui/session.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { recordVolunteerActivity } from './contract.ts'
import { useTexts } from './words.tsx'

export default function NewVolunteerActivityPage() {
  const t = useTexts()
  const go = useGo()
  const { session } = useDesk()
  const [activity_id] = useState(() => v7())
  return (
    <Page
      title={t('new_activity')}
      purpose={t('new_activity_purpose')}
      above={<To href="/volunteering/activities">‹ {t('activities')}</To>}
    >
      <RecordForm
        endpoint={recordVolunteerActivity}
        submit={t('save')}
        initial={{ activity_id, occurred_on: todayHere(), noted_by: session.account.name }}
        done={(made) => go(`/volunteering/activities/${made.activity_id}`)}
        cancel={() => go('/volunteering/activities')}
        fields={[
          { field: 'number', label: t('number'), required: true, max_length: 40 },
          { field: 'team', label: t('team'), required: true, max_length: 40 },
          { field: 'occurred_on', label: t('day'), kind: 'day', required: true },
          { field: 'title', label: t('title'), max_length: 100 },
          { field: 'hours', label: t('length_hours'), kind: 'number', required: true },
          { field: 'served', label: t('person_times'), kind: 'number', required: true },
          { field: 'volunteers_reported', label: t('reported'), kind: 'number' },
          { field: 'contract_code', label: t('contract_code'), help: t('contract_help'), max_length: 40 },
          { field: 'noted_by', label: t('noted_by'), max_length: 40 },
        ]}
      />
    </Page>
  )
}
