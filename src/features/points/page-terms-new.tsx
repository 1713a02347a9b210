/** 定金币通则: the limit by hand, caps of all rules together, how long coins are kept. */
import { useState } from 'react'
import { v7 } from 'uuid'
import { todayHere } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { useCall } from '../../ui/queries.ts'
import { RecordForm } from '../../ui/record-form.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { listCoinTerms, recordCoinTerms } from './contract-rules.ts'
import { useRuleTexts } from './words-rules.web.ts'

export default function NewTermsPage() {
  const t = useRuleTexts()
  const go = useGo()
  const [terms_id] = useState(() => v7())
  const back = '/points/rules'
  const { data, error, refetch } = useCall(listCoinTerms, {})
  const now = data?.rows.find((row) => row.in_force)
  return (
    <Page title={t('new_terms')} purpose={t('new_terms_purpose')} above={<To href={back}>‹ {t('rules')}</To>}>
      {error ? <ErrorState error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Loading lines={8} /> : null}
      {data ? (
        <RecordForm
          endpoint={recordCoinTerms}
          submit={t('save')}
          done={() => go(back)}
          cancel={() => go(back)}
          initial={{
            terms_id,
            valid_from: todayHere(),
            by_hand_most: now?.by_hand_most ?? 50,
            notice_days: now?.notice_days ?? 30,
            ...(now?.day_most ? { day_most: now.day_most } : {}),
            ...(now?.month_most ? { month_most: now.month_most } : {}),
            ...(now?.months_kept ? { months_kept: now.months_kept } : {}),
          }}
          fields={[
            { field: 'by_hand_most', label: t('by_hand_most'), kind: 'number', required: true, help: t('by_hand_help') },
            { field: 'day_most', label: t('day_most'), kind: 'number', help: t('cap_all_help') },
            { field: 'month_most', label: t('month_most'), kind: 'number', help: t('cap_all_help') },
            { field: 'months_kept', label: t('months_kept'), kind: 'number', help: t('months_help') },
            { field: 'notice_days', label: t('notice_days'), kind: 'number', required: true, help: t('notice_help') },
            { field: 'valid_from', label: t('valid_from'), kind: 'day', required: true },
            { field: 'source', label: t('source'), required: true, help: t('source_help'), max_length: 300 },
          ]}
        />
      ) : null}
    </Page>
  )
}
