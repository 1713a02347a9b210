/** 接种登记: who had which dose, and whether it counts. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { listDoses } from './contract.ts'
import { doseRecord, doseWords, standing, standings, useTexts } from './words.web.ts'

export default function DosesPage() {
  const t = useTexts()
  const go = useGo()
  const record = useMay('health.record') ? (
    <Button type="primary" onClick={() => go('/campaigns/doses/new')}>
      {t('record_dose')}
    </Button>
  ) : null
  return (
    <ListPage
      name="listDoses"
      endpoint={listDoses}
      row_key="dose_id"
      title={t('doses')}
      purpose={t('doses_purpose')}
      actions={record}
      record={doseRecord(t)}
      empty={{ title: t('doses_empty'), action: record }}
      filters={[
        { kind: 'text' },
        { kind: 'station' },
        { kind: 'days' },
        { kind: 'choice', field: 'dose', label: t('dose'), choices: doseWords(t) },
        { kind: 'choice', field: 'standing_code', label: t('standing'), choices: standings(t) },
      ]}
      columns={[
        { field: 'person_name', title: t('name'), kind: 'name', card: 'title' },
        { field: 'occurred_on', title: t('day'), kind: 'day', sorts: true },
        { field: 'dose', title: t('dose'), kind: 'choice', choices: doseWords(t), sorts: true },
        { field: 'standing_code', title: t('standing'), show: (row) => standing(t, row.standing_code), sorts: true },
        { field: 'first_answered_on', title: t('first_answered_on'), kind: 'day', sorts: true, card: 'quiet' },
        { field: 'place', title: t('place'), sorts: true, card: 'quiet' },
        { field: 'station_name', title: t('station'), card: 'quiet' },
        { field: 'evidence', title: t('evidence'), kind: 'evidence', card: 'quiet', hidden: true },
      ]}
    />
  )
}
