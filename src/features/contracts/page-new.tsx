/** Registers a contract. */
import { useState } from 'react'
import { v7 } from 'uuid'
import { Page } from '../../ui/page-header.tsx'
import { RecordForm } from '../../ui/record-form.tsx'
import { useDesk } from '../../ui/session.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { recordContract } from './contract.ts'
import { states, useTexts } from './words.web.ts'

export default function NewContractPage() {
  const t = useTexts()
  const go = useGo()
  const { session } = useDesk()
  const [contract_id] = useState(() => v7())
  return (
    <Page
      title={t('record_contract')}
      purpose={t('record_contract_purpose')}
      above={<To href="/contracts">‹ {t('contracts')}</To>}
    >
      <RecordForm
        endpoint={recordContract}
        submit={t('record_do')}
        initial={{ contract_id, state: 'running', is_new: false }}
        done={(made) => go(`/contracts/${made.contract_id}`)}
        cancel={() => go('/contracts')}
        fields={[
          { field: 'code', label: t('code'), required: true, max_length: 40 },
          { field: 'name', label: t('name'), required: true, max_length: 200 },
          { field: 'purchaser', label: t('purchaser'), max_length: 200 },
          { field: 'amount_fen', label: t('amount'), kind: 'yuan', required: true },
          { field: 'starts_on', label: t('starts_on'), kind: 'day', required: true },
          { field: 'ends_on', label: t('ends_on'), kind: 'day', required: true },
          {
            field: 'station_ids',
            label: t('stations'),
            help: t('stations_help'),
            kind: 'many',
            choices: Object.fromEntries(session.stations.map((station) => [station.station_id, station.name])),
          },
          { field: 'state', label: t('state'), kind: 'choice', choices: states(t) },
          { field: 'is_new', label: t('is_new'), kind: 'yes_no' },
          { field: 'town', label: t('town'), max_length: 60 },
          { field: 'domain', label: t('domain'), max_length: 60 },
          { field: 'note', label: t('note'), kind: 'long_text', max_length: 1000 },
        ]}
      />
    </Page>
  )
}
