/** Opens a course or a group. */
import { useState } from 'react'
import { v7 } from 'uuid'
import { Page } from '../../ui/page-header.tsx'
import { useCall } from '../../ui/queries.ts'
import { RecordForm } from '../../ui/record-form.tsx'
import { useDesk } from '../../ui/session.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { listKinds, recordSeries } from './contract-planning.ts'
import { usePlanTexts } from './planning-words.web.ts'

const open_kinds = { ended: 'false' } as const

export default function NewSeriesPage() {
  const t = usePlanTexts()
  const go = useGo()
  const { session } = useDesk()
  const [series_id] = useState(() => v7())
  const kinds = useCall(listKinds, open_kinds).data?.rows ?? []
  const serial = kinds.filter(({ kind_code }) => kind_code === 'course' || kind_code === 'group')
  return (
    <Page
      title={t('new_series')}
      purpose={t('new_series_purpose')}
      above={<To href="/activities/series">‹ {t('series_list')}</To>}
    >
      <RecordForm
        endpoint={recordSeries}
        submit={t('new_series_do')}
        initial={{ series_id, workers: session.account.name }}
        done={(made) => go(`/activities/series/${made.series_id}`)}
        cancel={() => go('/activities/series')}
        fields={[
          { field: 'station_id', label: t('station'), kind: 'station', required: true },
          {
            field: 'kind',
            label: t('kind'),
            kind: 'choice',
            choices: Object.fromEntries(serial.map(({ kind }) => [kind, kind])),
            required: true,
            help: t('series_kind_help'),
          },
          { field: 'title', label: t('title'), required: true, max_length: 200 },
          { field: 'workers', label: t('workers'), help: t('workers_help'), max_length: 200 },
          { field: 'planned_sessions', label: t('planned_sessions'), kind: 'number' },
          { field: 'capacity', label: t('capacity'), kind: 'number', help: t('capacity_help') },
          { field: 'code', label: t('code'), help: t('code_help'), max_length: 40 },
        ]}
      />
    </Page>
  )
}
