import type { OutputOf } from '../../shared/endpoint.ts'
import { showDay } from '../../ui/format.ts'
import { useMay } from '../../ui/session.tsx'
import type { RecordSpec } from '../../ui/record-page.tsx'
import { To } from '../../ui/url.tsx'
import { getRecord } from './contract.ts'
import { TakeBack } from './take-back.tsx'
import { modes, whoWords, type T } from './words.web.ts'

/** A name leads to the profile of those who may see profiles. */
const PersonLink = ({ person_id, name }: { person_id: string; name: string }) =>
  useMay('people.read') ? <To href={`/people/${person_id}`}>{name}</To> : name

type Titled = Pick<OutputOf<typeof getRecord>, 'person_name' | 'who' | 'service_name'>

const titleOf = (t: T, record: Titled): string => [record.person_name || whoWords(t)[record.who], record.service_name].join(' · ')

/** One service record, in the drawer and on its page. */
export const recordSpec = (t: T): RecordSpec<typeof getRecord> => ({
  endpoint: getRecord,
  id_field: 'record_id',
  path: (id) => `/records/${id}`,
  title: (record) => titleOf(t, record),
  actions: (record) =>
    record.void_id ? null : (
      <TakeBack record_id={record.record_id} title={`${titleOf(t, record)} · ${showDay(record.occurred_on)}`} />
    ),
  fields: [
    {
      field: 'person_name',
      title: t('name'),
      show: (record) =>
        record.person_id ? <PersonLink person_id={record.person_id} name={record.person_name} /> : whoWords(t)[record.who],
    },
    { field: 'service_name', title: t('service') },
    { field: 'occurred_on', title: t('day'), kind: 'day' },
    { field: 'started_at', title: t('started_at'), if_there: true },
    { field: 'minutes', title: t('minutes'), kind: 'number', if_there: true },
    { field: 'station_name', title: t('station') },
    { field: 'contract_name', title: t('contract'), show: (record) => record.contract_name ?? t('no_contract') },
    { field: 'person_times', title: t('person_times'), kind: 'number' },
    { field: 'mode', title: t('mode'), kind: 'choice', choices: modes(t) },
    { field: 'delivered_by', title: t('delivered_by'), if_there: true },
    {
      field: 'detail_path',
      title: t('details'),
      show: (record) => <To href={record.detail_path ?? ''}>{t('details')}</To>,
      if_there: true,
    },
  ],
})
