/** 荣誉: awards of the organisation and its people. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { listHonours } from './contract.ts'
import { honourLevels, honourRecord, useTexts, winnerKinds } from './words.web.ts'

export default function HonoursPage() {
  const t = useTexts()
  const go = useGo()
  const record = useMay('publicity.record') ? (
    <Button type="primary" onClick={() => go('/publicity/honours/new')}>
      {t('record_honour')}
    </Button>
  ) : null
  return (
    <ListPage
      any_station
      name="listHonours"
      endpoint={listHonours}
      row_key="honour_id"
      title={t('honours')}
      purpose={t('honours_purpose')}
      actions={record}
      record={honourRecord(t)}
      empty={{ title: t('honours_empty'), action: record }}
      filters={[
        { kind: 'text', hint: t('search_honours') },
        { kind: 'days' },
        { kind: 'choice', field: 'level', label: t('level'), choices: honourLevels(t) },
        { kind: 'choice', field: 'winner_kind', label: t('winner_kind'), choices: winnerKinds(t) },
      ]}
      columns={[
        { field: 'winner', title: t('winner'), card: 'title', sorts: true },
        { field: 'title', title: t('award'), sorts: true },
        { field: 'occurred_on', title: t('day'), kind: 'day', sorts: true },
        { field: 'level', title: t('level'), kind: 'choice', choices: honourLevels(t), sorts: true },
        { field: 'winner_kind', title: t('winner_kind'), kind: 'choice', choices: winnerKinds(t), sorts: true },
        { field: 'awarded_by', title: t('awarded_by'), card: 'quiet' },
      ]}
    />
  )
}
