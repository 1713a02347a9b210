/** Registers an honour. */
import { useState } from 'react'
import { v7 } from 'uuid'
import { todayHere } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { RecordForm } from '../../ui/record-form.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { recordHonour } from './contract.ts'
import { honourLevels, useTexts, winnerKinds } from './words.web.ts'

export default function NewHonourPage() {
  const t = useTexts()
  const go = useGo()
  const [honour_id] = useState(() => v7())
  return (
    <Page
      title={t('record_honour')}
      purpose={t('record_honour_purpose')}
      above={<To href="/publicity/honours">‹ {t('honours')}</To>}
    >
      <RecordForm
        endpoint={recordHonour}
        submit={t('record_do')}
        initial={{ honour_id, occurred_on: todayHere() }}
        done={(made) => go(`/publicity/honours/${made.honour_id}`)}
        cancel={() => go('/publicity/honours')}
        fields={[
          { field: 'winner_kind', label: t('winner_kind'), kind: 'choice', choices: winnerKinds(t), required: true },
          { field: 'winner', label: t('winner'), required: true, max_length: 100 },
          { field: 'title', label: t('award'), required: true, max_length: 200 },
          { field: 'level', label: t('level'), kind: 'choice', choices: honourLevels(t), required: true },
          { field: 'occurred_on', label: t('day'), kind: 'day', required: true },
          { field: 'awarded_by', label: t('awarded_by'), max_length: 100 },
          { field: 'note', label: t('note'), kind: 'long_text', max_length: 500 },
        ]}
      />
    </Page>
  )
}
