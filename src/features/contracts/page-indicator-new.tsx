/** Adds indicators to a contract, one after the other. */
import { useParams } from '@tanstack/react-router'
import { Page } from '../../ui/page-header.tsx'
import { useCall } from '../../ui/queries.ts'
import { SerialForm } from '../../ui/serial-form.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { getContract, recordIndicator } from './contract.ts'
import { useTexts } from './words.web.ts'

export default function NewIndicatorPage() {
  const t = useTexts()
  const go = useGo()
  const { contract_id = '' }: { contract_id?: string } = useParams({ strict: false })
  const back = `/contracts/${contract_id}`
  const { data: contract, error, refetch } = useCall(getContract, { contract_id })
  return (
    <Page
      title={t('record_indicator')}
      purpose={t('record_indicator_purpose')}
      above={<To href={back}>‹ {contract?.name ?? t('contracts')}</To>}
    >
      {error ? <ErrorState error={error} retry={() => void refetch()} /> : null}
      {!contract && !error ? <Loading lines={6} /> : null}
      {contract ? (
        <SerialForm
          endpoint={recordIndicator}
          id_field="indicator_id"
          submit={t('record_indicator')}
          keep={[]}
          initial={{ contract_code: contract.code, number: contract.indicators + 1 }}
          said={({ number, wording }) => ({ text: t('indicator_recorded', { number: String(number), wording }) })}
          cancel={() => go(back)}
          fields={[
            { field: 'number', label: t('number'), kind: 'number', required: true },
            { field: 'wording', label: t('wording'), required: true, max_length: 500 },
            { field: 'target', label: t('target'), kind: 'number', required: true },
            { field: 'unit', label: t('unit'), max_length: 20 },
            { field: 'metric', label: t('metric'), help: t('metric_help'), required: true, max_length: 100 },
            { field: 'note', label: t('note'), kind: 'long_text', max_length: 500 },
          ]}
        />
      ) : null}
    </Page>
  )
}
