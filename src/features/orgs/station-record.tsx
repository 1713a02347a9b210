/** How a station is shown and edited; shared by the list's drawer, its page and the forms. */
import { Button } from 'antd'
import type { InputOf } from '../../shared/endpoint.ts'
import type { FormField } from '../../ui/form-field.tsx'
import { registerTexts } from '../../ui/i18n.ts'
import type { RecordSpec } from '../../ui/record-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { getStation, type recordStation } from './contract.ts'
import { texts } from './texts.ts'

export const useTexts = registerTexts('orgs', texts)
type Words = ReturnType<typeof useTexts>

export const kindWords = (t: Words) => ({
  home_care_station: t('home_care_station'),
  elder_care_centre: t('elder_care_centre'),
  disability_centre: t('disability_centre'),
  other: t('kind_other'),
})

export const stateWords = (t: Words) => ({ open: t('open'), closed: t('closed') })

const EditButton = ({ station_id }: { station_id: string }) => {
  const t = useTexts()
  const go = useGo()
  return useMay('orgs.record') ? (
    <Button onClick={() => go(`/organisation/stations/${station_id}/edit`)}>{t('edit')}</Button>
  ) : null
}

export const stationRecord = (t: Words): RecordSpec<typeof getStation> => ({
  endpoint: getStation,
  id_field: 'station_id',
  title: (station) => station.name,
  path: (id) => `/organisation/stations/${id}`,
  actions: (station) => <EditButton station_id={station.station_id} />,
  fields: [
    { field: 'code', title: t('code'), kind: 'code' },
    { field: 'kind', title: t('kind'), kind: 'choice', choices: kindWords(t) },
    { field: 'state', title: t('state'), kind: 'status', choices: stateWords(t), good: ['open'] },
    { field: 'town', title: t('town') },
    { field: 'community', title: t('community') },
    { field: 'division_code', title: t('division_code'), kind: 'code' },
    { field: 'opened_on', title: t('opened_on'), kind: 'day' },
    { field: 'leader', title: t('leader') },
    { field: 'phone', title: t('phone') },
    { field: 'note', title: t('note'), wide: true, if_there: true },
  ],
})

export const stationFields = (t: Words): readonly FormField<InputOf<typeof recordStation>>[] => [
  { field: 'code', label: t('code'), required: true, max_length: 40 },
  { field: 'name', label: t('name'), required: true, max_length: 100 },
  { field: 'kind', label: t('kind'), kind: 'choice', choices: kindWords(t), help: t('kind_help') },
  { field: 'state', label: t('state'), kind: 'choice', choices: stateWords(t) },
  { field: 'town', label: t('town'), max_length: 60 },
  { field: 'community', label: t('community'), max_length: 60 },
  { field: 'division_code', label: t('division_code'), help: t('division_help'), max_length: 12 },
  { field: 'opened_on', label: t('opened_on'), kind: 'day' },
  { field: 'leader', label: t('leader'), max_length: 60 },
  { field: 'phone', label: t('phone'), max_length: 40 },
  { field: 'note', label: t('note'), kind: 'long_text', max_length: 500 },
]
