/** 媒体报道: who reported about the organisation. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { useContractChoices } from '../contracts/choices.web.ts'
import { listMedia } from './contract.ts'
import { levels, mediaRecord, notCounted, standing, useTexts } from './words.web.ts'

export default function MediaPage() {
  const t = useTexts()
  const go = useGo()
  const contracts = useContractChoices('contract_id')
  const record = useMay('publicity.record') ? (
    <Button type="primary" onClick={() => go('/publicity/media/new')}>
      {t('record_media')}
    </Button>
  ) : null
  return (
    <ListPage
      any_station
      name="listMedia"
      endpoint={listMedia}
      row_key="media_id"
      title={t('media')}
      purpose={t('media_purpose')}
      actions={record}
      record={mediaRecord(t)}
      empty={{ title: t('media_empty'), action: record }}
      filters={[
        { kind: 'text', hint: t('search_media') },
        { kind: 'days' },
        { kind: 'choice', field: 'level', label: t('level'), choices: levels(t) },
        { kind: 'choice', field: 'contract_id', label: t('contract'), choices: contracts },
        { kind: 'choice', field: 'standing', label: t('standing'), choices: notCounted(t) },
      ]}
      columns={[
        { field: 'title', title: t('title'), card: 'title', sorts: true },
        { field: 'occurred_on', title: t('day'), kind: 'day', sorts: true },
        { field: 'outlet', title: t('outlet'), sorts: true },
        { field: 'level', title: t('level'), kind: 'choice', choices: levels(t), sorts: true },
        { field: 'contract_name', title: t('contract'), card: 'quiet' },
        { field: 'not_counted', title: t('standing'), show: (row) => standing(t, row.not_counted), sorts: true },
        { field: 'link', title: t('link'), card: 'quiet', hidden: true },
        { field: 'evidence', title: t('evidence'), kind: 'evidence', card: 'quiet', hidden: true },
      ]}
    />
  )
}
