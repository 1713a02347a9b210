/** 机构设置: what the organisation says of itself, its time zone, how much it lets in; changed by who manages it, read by everybody else. */
import { useState } from 'react'
import { Alert } from 'antd'
import type { InputOf, OutputOf } from '../../shared/endpoint.ts'
import type { FormField } from '../../ui/form-field.tsx'
import { Page } from '../../ui/page-header.tsx'
import { useCall } from '../../ui/queries.ts'
import { RecordForm } from '../../ui/record-form.tsx'
import { RecordView } from '../../ui/record-view.tsx'
import { useMay } from '../../ui/session.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { getOrganisation, saveOrganisation } from './contract.ts'
import { useTexts } from './station-record.tsx'

type Words = ReturnType<typeof useTexts>
type Organisation = OutputOf<typeof getOrganisation>

const no_input = {}

/** Every zone the browser knows, those of China first; an old browser knows at least the one that is set. */
const zonesOf = (t: Words, now: string): Record<string, string> => {
  const known: Record<string, string> = { 'Asia/Shanghai': t('beijing_time'), 'Asia/Urumqi': t('xinjiang_time') }
  const others = (Intl.supportedValuesOf?.('timeZone') ?? []).map((zone) => [zone, zone])
  return { ...known, [now]: now, ...Object.fromEntries(others), ...known }
}

const fieldsOf = (t: Words, time_zone: string): readonly FormField<InputOf<typeof saveOrganisation>>[] => [
  {
    field: 'name',
    label: t('organisation_name'),
    required: true,
    max_length: 100,
    help: t('name_help'),
    group: t('organisation'),
  },
  { field: 'credit_code', label: t('credit_code'), max_length: 30, help: t('credit_code_help'), group: t('organisation') },
  { field: 'leader', label: t('leader'), max_length: 60, group: t('organisation') },
  { field: 'phone', label: t('organisation_phone'), max_length: 40, group: t('organisation') },
  { field: 'address', label: t('address'), max_length: 200, group: t('organisation') },
  {
    field: 'time_zone',
    label: t('time_zone'),
    kind: 'choice',
    choices: zonesOf(t, time_zone),
    required: true,
    help: t('time_zone_help'),
    group: t('how_it_works'),
  },
  {
    field: 'upload_limit_mb',
    label: t('upload_limit'),
    kind: 'number',
    required: true,
    help: t('upload_limit_help'),
    group: t('how_it_works'),
  },
]

const Change = ({ organisation }: { organisation: Organisation }) => {
  const t = useTexts()
  const [saved, setSaved] = useState(false)
  const { organisation_id: _, created_at: _at, ...settings } = organisation
  const initial = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null))
  return (
    <>
      {saved ? <Alert type="success" showIcon role="status" className="form-refused" title={t('saved')} /> : null}
      <RecordForm
        endpoint={saveOrganisation}
        submit={t('save')}
        initial={initial}
        check={() => {
          setSaved(false)
          return undefined
        }}
        done={() => setSaved(true)}
        fields={fieldsOf(t, organisation.time_zone)}
      />
    </>
  )
}

const Shown = ({ organisation }: { organisation: Organisation }) => {
  const t = useTexts()
  return (
    <RecordView
      record={organisation}
      fields={[
        { field: 'name', title: t('organisation_name'), group: t('organisation') },
        { field: 'credit_code', title: t('credit_code'), kind: 'code', group: t('organisation') },
        { field: 'leader', title: t('leader'), group: t('organisation') },
        { field: 'phone', title: t('organisation_phone'), group: t('organisation') },
        { field: 'address', title: t('address'), group: t('organisation') },
        {
          field: 'time_zone',
          title: t('time_zone'),
          show: (one) => zonesOf(t, one.time_zone)[one.time_zone],
          group: t('how_it_works'),
        },
        { field: 'upload_limit_mb', title: t('upload_limit'), kind: 'number', group: t('how_it_works') },
      ]}
    />
  )
}

export default function SettingsPage() {
  const t = useTexts()
  const read = useCall(getOrganisation, no_input)
  const may = useMay('orgs.manage')
  return (
    <Page title={t('settings')} purpose={may ? t('settings_purpose') : t('settings_read_only')}>
      {read.error ? (
        <ErrorState error={read.error} retry={() => void read.refetch()} />
      ) : !read.data ? (
        <Loading lines={8} />
      ) : may ? (
        <Change organisation={read.data} />
      ) : (
        <Shown organisation={read.data} />
      )}
    </Page>
  )
}
