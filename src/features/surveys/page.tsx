/** 满意度: every questionnaire that came back. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { useContractChoices } from '../contracts/choices.web.ts'
import { listResponses } from './contract.ts'
import { responseRecord, scores, useTexts } from './words.web.ts'

export default function ResponsesPage() {
  const t = useTexts()
  const go = useGo()
  const contracts = useContractChoices('contract_id')
  const record = useMay('surveys.record') ? (
    <Button type="primary" onClick={() => go('/surveys/new')}>
      {t('record_response')}
    </Button>
  ) : null
  const compare = useMay('figures.read') ? <Button onClick={() => go('/surveys/contracts')}>{t('by_contract')}</Button> : null
  return (
    <ListPage
      name="listResponses"
      endpoint={listResponses}
      row_key="response_id"
      title={t('responses')}
      purpose={t('responses_purpose')}
      actions={
        <>
          {compare}
          {record}
        </>
      }
      record={responseRecord(t)}
      empty={{ title: t('empty'), hint: t('empty_hint'), action: record }}
      filters={[
        { kind: 'text', hint: t('search_responses') },
        { kind: 'choice', field: 'contract_id', label: t('contract'), choices: contracts },
        { kind: 'days' },
        { kind: 'choice', field: 'overall', label: t('overall'), choices: scores(t) },
      ]}
      columns={[
        { field: 'number', title: t('number'), kind: 'code', card: 'title', sorts: true },
        { field: 'occurred_on', title: t('day'), kind: 'day', sorts: true },
        { field: 'contract_name', title: t('contract') },
        { field: 'age_band', title: t('age_band'), sorts: true, card: 'quiet' },
        { field: 'overall', title: t('overall'), kind: 'number', sorts: true },
        { field: 'environment', title: t('environment'), kind: 'number', sorts: true, card: 'quiet' },
        { field: 'attitude', title: t('attitude'), kind: 'number', sorts: true, card: 'quiet' },
        { field: 'expertise', title: t('expertise'), kind: 'number', sorts: true, card: 'quiet' },
        { field: 'content', title: t('content'), kind: 'number', sorts: true, card: 'quiet' },
        { field: 'opinion', title: t('opinion') },
        { field: 'by_proxy', title: t('by_proxy'), kind: 'yes_no', card: 'quiet', hidden: true },
        { field: 'evidence', title: t('evidence'), kind: 'evidence', card: 'quiet', hidden: true },
      ]}
    />
  )
}
