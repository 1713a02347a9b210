/** One assessment of a skill. */
import { RecordPage } from '../../ui/record-page.tsx'
import { skillRecord, useTexts } from './words.tsx'

export default function SkillPage() {
  const t = useTexts()
  return <RecordPage {...skillRecord(t)} back="/rehab/skills" back_title={t('skills')} />
}
