/** Records calls one after the other, while the next number is being dialled. */
import { todayHere } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { SerialForm } from '../../ui/serial-form.tsx'
import { useDesk } from '../../ui/session.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { recordCall } from './contract.ts'
import { outcomes, useTexts, willingness } from './words.web.ts'

export default function NewCallPage() {
  const t = useTexts()
  const go = useGo()
  const { session } = useDesk()
  return (
    <Page title={t('record_call')} purpose={t('record_call_purpose')} above={<To href="/campaigns/calls">‹ {t('calls')}</To>}>
      <SerialForm
        endpoint={recordCall}
        id_field="call_id"
        submit={t('record_do')}
        keep={['station_id', 'occurred_on', 'caller']}
        initial={{ occurred_on: todayHere(), caller: session.account.name }}
        said={({ name, member_no }) => ({ text: t('recorded_one', { name: name ?? member_no ?? '' }) })}
        cancel={() => go('/campaigns/calls')}
        fields={[
          { field: 'station_id', label: t('station'), kind: 'station', required: true },
          { field: 'occurred_on', label: t('day'), kind: 'day', required: true },
          { field: 'called_at', label: t('called_at'), kind: 'time', required: true },
          { field: 'member_no', label: t('member_no'), help: t('member_no_help'), max_length: 40 },
          { field: 'name', label: t('name'), max_length: 40 },
          { field: 'outcome', label: t('outcome'), kind: 'choice', choices: outcomes(t), required: true },
          { field: 'willingness', label: t('willingness'), kind: 'choice', choices: willingness(t) },
          { field: 'caller', label: t('caller'), max_length: 40 },
        ]}
      />
    </Page>
  )
}
