/** 康园学员: the roster. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { listTrainees } from './contract.ts'
import { employments, standings, useTexts } from './words.tsx'

export default function TraineesPage() {
  const t = useTexts()
  const go = useGo()
  const admit = useMay('rehab.record') ? (
    <Button type="primary" onClick={() => go('/rehab/trainees/new')}>
      {t('new_trainee')}
    </Button>
  ) : null
  return (
    <ListPage
      name="listTrainees"
      endpoint={listTrainees}
      row_key="trainee_id"
      title={t('trainees')}
      purpose={t('trainees_purpose')}
      actions={admit}
      rowHref={(row) => `/rehab/trainees/${row.trainee_id}`}
      empty={{ title: t('empty_trainees'), hint: t('empty_trainees_hint'), action: admit }}
      filters={[
        { kind: 'text' },
        { kind: 'station' },
        { kind: 'text', field: 'roster_year', label: t('year'), hint: t('year') },
        { kind: 'choice', field: 'standing', label: t('standing'), choices: standings(t) },
        { kind: 'choice', field: 'employment', label: t('employment'), choices: employments(t) },
      ]}
      columns={[
        { field: 'person_name', title: t('name'), kind: 'name', card: 'title' },
        { field: 'standing', title: t('standing'), kind: 'status', choices: standings(t), good: ['formal'] },
        { field: 'disability_category', title: t('disability_category'), sorts: true },
        {
          field: 'disability_grade',
          title: t('disability_grade'),
          show: (row) => (row.disability_grade === null ? '' : t('grade_of', { grade: row.disability_grade })),
          sorts: true,
        },
        { field: 'employment', title: t('employment'), kind: 'choice', choices: employments(t), sorts: true },
        { field: 'admitted_on', title: t('admitted_on'), kind: 'day', sorts: true },
        { field: 'left_on', title: t('left_on'), kind: 'day' },
        { field: 'health_file_no', title: t('health_file_no'), kind: 'code', card: 'quiet' },
        { field: 'roster_year', title: t('year'), show: (row) => row.roster_year, sorts: true, card: 'quiet' },
        { field: 'station_name', title: t('station'), card: 'quiet', hidden: true },
      ]}
    />
  )
}
