/** Enters questionnaires from a pile of paper, one after the other: contract and day stay as they were. */
import { todayHere } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { SerialForm } from '../../ui/serial-form.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { useContractChoices } from '../contracts/choices.web.ts'
import { recordResponse } from './contract.ts'
import { scores, useTexts } from './words.web.ts'

export default function NewResponsePage() {
  const t = useTexts()
  const go = useGo()
  const contracts = useContractChoices('code')
  const chosen = Object.keys(contracts).length > 0 ? ({ kind: 'choice', choices: contracts } as const) : {}
  const score = { kind: 'choice', choices: scores(t), group: t('scores') } as const
  return (
    <Page title={t('record_response')} purpose={t('record_response_purpose')} above={<To href="/surveys">‹ {t('responses')}</To>}>
      <SerialForm
        endpoint={recordResponse}
        id_field="response_id"
        submit={t('record_do')}
        keep={['contract_code', 'occurred_on']}
        initial={{ occurred_on: todayHere() }}
        said={({ number, overall }) => ({ text: t('recorded_one', { number: number ?? '—', overall: String(overall) }) })}
        cancel={() => go('/surveys')}
        fields={[
          { field: 'contract_code', label: t('contract'), required: true, ...chosen },
          { field: 'occurred_on', label: t('day'), kind: 'day', required: true },
          { field: 'number', label: t('number'), max_length: 40 },
          { field: 'overall', label: t('overall'), help: t('overall_help'), required: true, ...score },
          { field: 'environment', label: t('environment'), ...score },
          { field: 'attitude', label: t('attitude'), ...score },
          { field: 'expertise', label: t('expertise'), ...score },
          { field: 'content', label: t('content'), ...score },
          { field: 'age_band', label: t('age_band'), group: t('answer'), hint: t('age_hint'), max_length: 20 },
          { field: 'by_proxy', label: t('by_proxy'), group: t('answer'), kind: 'yes_no' },
          { field: 'opinion', label: t('opinion'), group: t('answer'), kind: 'long_text', max_length: 1000 },
        ]}
      />
    </Page>
  )
}
