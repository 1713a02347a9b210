/** 改判断依据: the points of every reason, and from how many on somebody is asked. */
import { useState } from 'react'
import { v7 } from 'uuid'
import { todayHere } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { useCall } from '../../ui/queries.ts'
import { RecordForm } from '../../ui/record-form.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { listDuplicateWeights, recordDuplicateWeights } from './contract-duplicates.ts'
import { REASONS } from './rules.ts'
import { useDuplicateTexts } from './words-duplicates.web.ts'

export default function NewDuplicateWeightsPage() {
  const t = useDuplicateTexts()
  const go = useGo()
  const [weights_id] = useState(() => v7())
  const back = '/people/duplicates/weights'
  const { data, error, refetch } = useCall(listDuplicateWeights, {})
  const now = data?.rows.find((row) => row.in_force)
  return (
    <Page title={t('new_weights')} purpose={t('new_weights_purpose')} above={<To href={back}>‹ {t('weights')}</To>}>
      {error ? <ErrorState error={error} retry={() => void refetch()} /> : null}
      {!now && !error ? <Loading lines={12} /> : null}
      {now ? (
        <RecordForm
          endpoint={recordDuplicateWeights}
          submit={t('save')}
          done={() => go(back)}
          cancel={() => go(back)}
          initial={{
            ...now,
            weights_id,
            source: '',
            valid_from: todayHere(),
          }}
          fields={[
            { field: 'shown_from', label: t('shown_from'), kind: 'number', required: true, help: t('shown_help') },
            ...REASONS.map((reason) => ({ field: reason, label: t(reason), kind: 'number', required: true }) as const),
            { field: 'valid_from', label: t('valid_from'), kind: 'day', required: true },
            { field: 'source', label: t('source'), required: true, help: t('source_help'), max_length: 300 },
          ]}
        />
      ) : null}
    </Page>
  )
}
