/** Registers a reception. */
import { useState } from 'react'
import { v7 } from 'uuid'
import { todayHere } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { RecordForm } from '../../ui/record-form.tsx'
import { useDesk } from '../../ui/session.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { recordReception } from './contract.ts'
import { useTexts } from './words.web.ts'

export default function NewReceptionPage() {
  const t = useTexts()
  const go = useGo()
  const { session, station } = useDesk()
  const [reception_id] = useState(() => v7())
  const initial = {
    reception_id,
    occurred_on: todayHere(),
    held: true,
    received_by: session.account.name,
    ...(station ? { place: station.name } : {}),
  }
  return (
    <Page
      title={t('record_reception')}
      purpose={t('record_reception_purpose')}
      above={<To href="/publicity/receptions">‹ {t('receptions')}</To>}
    >
      <RecordForm
        endpoint={recordReception}
        submit={t('record_do')}
        initial={initial}
        done={(made) => go(`/publicity/receptions/${made.reception_id}`)}
        cancel={() => go('/publicity/receptions')}
        fields={[
          { field: 'visitor', label: t('visitor'), required: true, max_length: 100 },
          { field: 'occurred_on', label: t('day'), kind: 'day', required: true },
          { field: 'visitor_count', label: t('visitor_count'), kind: 'number' },
          { field: 'purpose', label: t('purpose'), max_length: 200 },
          { field: 'place', label: t('place'), max_length: 100 },
          { field: 'received_by', label: t('received_by'), max_length: 40 },
          { field: 'held', label: t('held'), kind: 'yes_no', help: t('held_help') },
        ]}
      />
    </Page>
  )
}
