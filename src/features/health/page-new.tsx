/** Records measurements one after the other; a critical value says at once what to do. */
import { todayHere } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { SerialForm } from '../../ui/serial-form.tsx'
import { useDesk } from '../../ui/session.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { recordMeasurement } from './contract.ts'
import { glucoseStates, useTexts } from './words.tsx'

export default function NewMeasurementPage() {
  const t = useTexts()
  const go = useGo()
  const { session } = useDesk()
  return (
    <Page
      title={t('record_measurement')}
      purpose={t('record_measurement_purpose')}
      above={<To href="/health/measurements">‹ {t('measurements')}</To>}
    >
      <SerialForm
        endpoint={recordMeasurement}
        id_field="measurement_id"
        submit={t('record_do')}
        keep={['station_id', 'occurred_on', 'measured_by']}
        initial={{ occurred_on: todayHere(), measured_by: session.account.name }}
        said={({ name, member_no }, { bp_critical, glucose_critical }) => {
          const who = { name: name ?? member_no ?? '' }
          return bp_critical || glucose_critical
            ? { text: t('said_critical', who), urgent: true }
            : { text: t('recorded_one', who) }
        }}
        cancel={() => go('/health/measurements')}
        fields={[
          { field: 'station_id', label: t('station'), kind: 'station', required: true },
          { field: 'occurred_on', label: t('day'), kind: 'day', required: true },
          { field: 'taken_at', label: t('taken_at'), kind: 'time', required: true },
          { field: 'member_no', label: t('member_no'), help: t('member_no_help'), max_length: 40 },
          { field: 'name', label: t('name'), max_length: 40 },
          { field: 'systolic', label: t('systolic'), kind: 'number', help: t('pressure_help') },
          { field: 'diastolic', label: t('diastolic'), kind: 'number' },
          { field: 'pulse', label: t('pulse'), kind: 'number' },
          { field: 'glucose', label: t('glucose'), kind: 'number', help: t('glucose_help') },
          { field: 'glucose_state', label: t('glucose_state'), kind: 'choice', choices: glucoseStates(t) },
          { field: 'measured_by', label: t('measured_by'), max_length: 40 },
        ]}
      />
    </Page>
  )
}
