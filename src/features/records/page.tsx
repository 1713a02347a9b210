/** 服务记录: the spine as a list. */
import { ListPage } from '../../ui/list-page.tsx'
import { useCall } from '../../ui/queries.ts'
import { listRecordedTypes, listRecords } from './contract.ts'
import { recordSpec } from './record-spec.tsx'
import { evidences, modes, useSeesSensitive, useTexts, whoWords } from './words.web.ts'

export default function RecordsPage() {
  const t = useTexts()
  const whole = useSeesSensitive()
  const types = useCall(listRecordedTypes, {}).data?.rows ?? []
  return (
    <ListPage
      name="listRecords"
      endpoint={listRecords}
      row_key="record_id"
      title={t('records')}
      purpose={whole ? t('records_purpose') : t('records_purpose_part')}
      empty={{ title: t('empty') }}
      record={recordSpec(t)}
      filters={[
        { kind: 'text' },
        { kind: 'station' },
        { kind: 'days' },
        {
          kind: 'choice',
          field: 'service_type',
          label: t('service'),
          choices: Object.fromEntries(types.map((type) => [type.service_type, type.service_name])),
        },
        { kind: 'choice', field: 'mode', label: t('mode'), choices: modes(t) },
        { kind: 'choice', field: 'who', label: t('who'), choices: whoWords(t) },
        { kind: 'choice', field: 'evidence', label: t('evidence'), choices: evidences(t) },
      ]}
      columns={[
        { field: 'person_name', title: t('name'), card: 'title', show: (row) => row.person_name || whoWords(t)[row.who] },
        { field: 'occurred_on', title: t('day'), kind: 'day', sorts: true },
        { field: 'service_name', title: t('service'), sorts: 'service_type' },
        { field: 'station_name', title: t('station') },
        { field: 'person_times', title: t('person_times'), kind: 'number', sorts: true },
        { field: 'mode', title: t('mode'), kind: 'choice', choices: modes(t), card: 'quiet' },
        { field: 'minutes', title: t('minutes'), kind: 'number', card: 'quiet', sorts: true },
        { field: 'evidence', title: t('evidence'), kind: 'evidence', card: 'quiet' },
        { field: 'contract_name', title: t('contract'), card: 'quiet', hidden: true },
        { field: 'delivered_by', title: t('delivered_by'), card: 'quiet', hidden: true },
      ]}
    />
  )
}
