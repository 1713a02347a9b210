/** Assesses one skill of one trainee. */
import { useState } from 'react'
import { v7 } from 'uuid'
import { todayHere } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { RecordForm } from '../../ui/record-form.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { recordSkill } from './contract.ts'
import { skillResults, useTexts } from './words.tsx'

export default function NewSkillPage() {
  const t = useTexts()
  const go = useGo()
  const [skill_id] = useState(() => v7())
  return (
    <Page title={t('new_skill')} purpose={t('new_skill_purpose')} above={<To href="/rehab/skills">‹ {t('skills')}</To>}>
      <RecordForm
        endpoint={recordSkill}
        submit={t('save')}
        initial={{ skill_id, occurred_on: todayHere(), result: 'mastered' }}
        done={(made) => go(`/rehab/skills/${made.skill_id}`)}
        cancel={() => go('/rehab/skills')}
        fields={[
          { field: 'station_id', label: t('station'), kind: 'station', required: true },
          { field: 'member_no', label: t('member_no'), help: t('member_no_help'), max_length: 40 },
          { field: 'name', label: t('name'), max_length: 40 },
          { field: 'occurred_on', label: t('day'), kind: 'day', required: true },
          { field: 'skill', label: t('skill'), required: true, max_length: 40 },
          { field: 'result', label: t('result'), kind: 'choice', choices: skillResults(t), required: true },
          { field: 'training_hours', label: t('training_hours'), kind: 'number' },
          { field: 'assessed_by', label: t('assessed_by'), max_length: 40 },
        ]}
      />
    </Page>
  )
}
