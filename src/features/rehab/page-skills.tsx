/** 职业技能: every assessment. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { listSkills } from './contract.ts'
import { allSkillResults, skillRecord, skillResults, useTexts } from './words.tsx'

export default function SkillsPage() {
  const t = useTexts()
  const go = useGo()
  const record = useMay('rehab.record') ? (
    <Button type="primary" onClick={() => go('/rehab/skills/new')}>
      {t('new_skill')}
    </Button>
  ) : null
  return (
    <ListPage
      name="listSkills"
      endpoint={listSkills}
      row_key="skill_id"
      title={t('skills')}
      purpose={t('skills_purpose')}
      actions={record}
      record={skillRecord(t)}
      empty={{ title: t('empty_skills'), action: record }}
      filters={[
        { kind: 'text' },
        { kind: 'station' },
        { kind: 'days' },
        { kind: 'choice', field: 'result', label: t('result'), choices: skillResults(t) },
      ]}
      columns={[
        { field: 'person_name', title: t('name'), kind: 'name', card: 'title' },
        { field: 'skill', title: t('skill'), sorts: true },
        { field: 'result', title: t('result'), kind: 'status', choices: allSkillResults(t), good: ['mastered'], sorts: true },
        { field: 'occurred_on', title: t('day'), kind: 'day', sorts: true },
        { field: 'training_hours', title: t('training_hours'), kind: 'number', sorts: true, card: 'quiet' },
        { field: 'assessed_by', title: t('assessed_by'), card: 'quiet' },
        { field: 'evidence', title: t('evidence'), kind: 'evidence', card: 'quiet', hidden: true },
      ]}
    />
  )
}
