/** Records health checks one after the other. */
import { todayHere } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { SerialForm } from '../../ui/serial-form.tsx'
import { useDesk } from '../../ui/session.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { recordCheck } from './contract.ts'
import { checkedThings, partsOfDay, useTexts } from './words.tsx'

export default function NewCheckPage() {
  const t = useTexts()
  const go = useGo()
  const { session } = useDesk()
  return (
    <Page title={t('record_check')} purpose={t('record_check_purpose')} above={<To href="/health/checks">‹ {t('checks')}</To>}>
      <SerialForm
        endpoint={recordCheck}
        id_field="check_id"
        submit={t('record_do')}
        keep={['station_id', 'occurred_on', 'part_of_day', 'measured', 'measured_by']}
        initial={{ occurred_on: todayHere(), measured_by: session.account.name }}
        said={({ name, member_no }) => ({ text: t('recorded_one', { name: name ?? member_no ?? '' }) })}
        cancel={() => go('/health/checks')}
        fields={[
          { field: 'station_id', label: t('station'), kind: 'station', required: true },
          { field: 'occurred_on', label: t('day'), kind: 'day', required: true },
          { field: 'part_of_day', label: t('part_of_day'), kind: 'choice', choices: partsOfDay(t), required: true },
          { field: 'member_no', label: t('member_no'), help: t('member_no_help'), max_length: 40 },
          { field: 'name', label: t('name'), max_length: 40 },
          { field: 'measured', label: t('measured'), kind: 'many', choices: checkedThings(t) },
          { field: 'measured_by', label: t('checked_by'), max_length: 40 },
        ]}
      />
    </Page>
  )
}
