/** Admits a trainee to the centre. */
import { useState } from 'react'
import { v7 } from 'uuid'
import { todayHere } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { RecordForm } from '../../ui/record-form.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { recordTrainee } from './contract.ts'
import { employments, standings, useTexts } from './words.tsx'

export default function NewTraineePage() {
  const t = useTexts()
  const go = useGo()
  const [trainee_id] = useState(() => v7())
  return (
    <Page title={t('new_trainee')} purpose={t('new_trainee_purpose')} above={<To href="/rehab/trainees">‹ {t('trainees')}</To>}>
      <RecordForm
        endpoint={recordTrainee}
        submit={t('new_trainee_do')}
        initial={{ trainee_id, admitted_on: todayHere(), standing: 'formal' }}
        done={(made) => go(`/rehab/trainees/${made.trainee_id}`)}
        cancel={() => go('/rehab/trainees')}
        fields={[
          { field: 'station_id', label: t('station'), kind: 'station', required: true },
          { field: 'member_no', label: t('member_no'), help: t('member_no_help'), max_length: 40 },
          { field: 'name', label: t('name'), max_length: 40 },
          { field: 'standing', label: t('standing'), kind: 'choice', choices: standings(t), required: true },
          { field: 'admitted_on', label: t('admitted_on'), kind: 'day', required: true },
          { field: 'disability_category', label: t('disability_category'), max_length: 20 },
          { field: 'disability_grade', label: t('disability_grade'), kind: 'number' },
          { field: 'guardian_name', label: t('guardian_name'), max_length: 40 },
          { field: 'guardian_phone', label: t('guardian_phone'), max_length: 40 },
          { field: 'health_file_no', label: t('health_file_no'), max_length: 40 },
          { field: 'health_file_on', label: t('health_file_on'), kind: 'day' },
          { field: 'employment', label: t('employment'), kind: 'choice', choices: employments(t) },
          { field: 'employed_on', label: t('employed_on'), kind: 'day' },
          { field: 'note', label: t('note'), kind: 'long_text' },
        ]}
      />
    </Page>
  )
}
