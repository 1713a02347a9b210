/** 判断依据: what each reason counts, now and before. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { Page } from '../../ui/page-header.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { listDuplicateWeights } from './contract-duplicates.ts'
import { REASONS } from './rules.ts'
import { useDuplicateTexts } from './words-duplicates.web.ts'

export default function DuplicateWeightsPage() {
  const t = useDuplicateTexts()
  const go = useGo()
  return (
    <Page
      wide
      title={t('weights')}
      purpose={t('weights_purpose')}
      above={<To href="/people/duplicates">‹ {t('duplicates')}</To>}
      actions={<Button onClick={() => go('/people/duplicates/weights/new')}>{t('new_weights')}</Button>}
    >
      <ListPage
        inside
        any_station
        name="listDuplicateWeights"
        endpoint={listDuplicateWeights}
        row_key="weights_id"
        title={t('weights')}
        empty={{ title: t('no_weights') }}
        columns={[
          { field: 'valid_from', title: t('valid_from'), kind: 'day', card: 'title' },
          { field: 'in_force', title: t('in_force'), kind: 'yes_no' },
          { field: 'source', title: t('source') },
          { field: 'shown_from', title: t('shown_from'), kind: 'number' },
          ...REASONS.map((reason) => ({ field: reason, title: t(reason), kind: 'number' }) as const),
          { field: 'recorded_by_name', title: t('recorded_by'), card: 'quiet' },
        ]}
      />
    </Page>
  )
}
