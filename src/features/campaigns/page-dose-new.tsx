/** Records doses one after the other. */
import { todayHere } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { SerialForm } from '../../ui/serial-form.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { recordDose } from './contract.ts'
import { doseWords, useTexts } from './words.web.ts'

export default function NewDosePage() {
  const t = useTexts()
  const go = useGo()
  return (
    <Page title={t('record_dose')} purpose={t('record_dose_purpose')} above={<To href="/campaigns/doses">‹ {t('doses')}</To>}>
      <SerialForm
        endpoint={recordDose}
        id_field="dose_id"
        submit={t('record_do')}
        keep={['station_id', 'occurred_on', 'place']}
        initial={{ occurred_on: todayHere() }}
        said={({ name, member_no }) => ({ text: t('recorded_one', { name: name ?? member_no ?? '' }) })}
        cancel={() => go('/campaigns/doses')}
        fields={[
          { field: 'station_id', label: t('station'), kind: 'station', required: true },
          { field: 'occurred_on', label: t('day'), kind: 'day', required: true },
          { field: 'member_no', label: t('member_no'), help: t('member_no_help'), max_length: 40 },
          { field: 'name', label: t('name'), max_length: 40 },
          { field: 'dose', label: t('dose'), kind: 'choice', choices: doseWords(t), required: true },
          { field: 'place', label: t('place'), max_length: 60 },
          { field: 'note', label: t('note'), kind: 'long_text', max_length: 200 },
        ]}
      />
    </Page>
  )
}
