/** Registers a report in the media. */
import { useState } from 'react'
import { v7 } from 'uuid'
import { todayHere } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { RecordForm } from '../../ui/record-form.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { useContractChoices } from '../contracts/choices.web.ts'
import { recordMedia } from './contract.ts'
import { levels, useTexts } from './words.web.ts'

export default function NewMediaPage() {
  const t = useTexts()
  const go = useGo()
  const contracts = useContractChoices('code')
  const [media_id] = useState(() => v7())
  const chosen = Object.keys(contracts).length > 0 ? ({ kind: 'choice', choices: contracts } as const) : {}
  return (
    <Page title={t('record_media')} purpose={t('record_media_purpose')} above={<To href="/publicity/media">‹ {t('media')}</To>}>
      <RecordForm
        endpoint={recordMedia}
        submit={t('record_do')}
        initial={{ media_id, occurred_on: todayHere(), is_reprint: false }}
        done={(made) => go(`/publicity/media/${made.media_id}`)}
        cancel={() => go('/publicity/media')}
        fields={[
          { field: 'title', label: t('title'), required: true, max_length: 200 },
          { field: 'occurred_on', label: t('day'), kind: 'day', required: true },
          { field: 'outlet', label: t('outlet'), max_length: 100 },
          { field: 'level', label: t('level'), kind: 'choice', choices: levels(t), required: true },
          { field: 'link', label: t('link'), hint: 'https://', max_length: 500 },
          { field: 'is_reprint', label: t('is_reprint'), kind: 'yes_no' },
          { field: 'contract_code', label: t('contract'), ...chosen },
          { field: 'note', label: t('note'), kind: 'long_text', max_length: 500 },
        ]}
      />
    </Page>
  )
}
