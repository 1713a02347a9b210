/** Records recreation at the desk, one person after the other: station, day, part of the day and pastime stay as they were. */
import { todayHere } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { SerialForm } from '../../ui/serial-form.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { recordRecreation } from './contract.ts'
import { periods, useTexts } from './words.web.ts'

export default function NewRecreationPage() {
  const t = useTexts()
  const go = useGo()
  return (
    <Page
      title={t('record_recreation')}
      purpose={t('record_recreation_purpose')}
      above={<To href="/recreation">‹ {t('recreation_back')}</To>}
    >
      <SerialForm
        endpoint={recordRecreation}
        id_field="recreation_id"
        submit={t('record_recreation_do')}
        keep={['station_id', 'occurred_on', 'period', 'pastime']}
        initial={{ occurred_on: todayHere() }}
        said={({ name, member_no }) => ({ text: t('recorded_one', { name: name ?? member_no ?? '' }) })}
        cancel={() => go('/recreation')}
        fields={[
          { field: 'station_id', label: t('station'), kind: 'station', required: true },
          { field: 'occurred_on', label: t('day'), kind: 'day', required: true },
          { field: 'period', label: t('period'), kind: 'choice', choices: periods(t), required: true },
          { field: 'pastime', label: t('pastime'), required: true, hint: t('pastime_hint'), max_length: 40 },
          { field: 'member_no', label: t('member_no'), help: t('member_no_help'), max_length: 40 },
          { field: 'name', label: t('name'), max_length: 40 },
        ]}
      />
    </Page>
  )
}
