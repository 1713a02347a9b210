/** Records day care at the door, one person after the other: station, day and who received them stay as they were. */
import { todayHere } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { SerialForm } from '../../ui/serial-form.tsx'
import { useDesk } from '../../ui/session.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { recordDay } from './contract.ts'
import { useTexts } from './day-record.web.ts'

export default function NewDayPage() {
  const t = useTexts()
  const go = useGo()
  const { session } = useDesk()
  return (
    <Page title={t('record_day')} purpose={t('record_day_purpose')} above={<To href="/daycare">‹ {t('daycare')}</To>}>
      <SerialForm
        endpoint={recordDay}
        id_field="attendance_id"
        submit={t('record_day_do')}
        keep={['station_id', 'occurred_on', 'handled_by']}
        initial={{ occurred_on: todayHere(), handled_by: session.account.name }}
        said={({ name, member_no }) => ({ text: t('recorded_one', { name: name ?? member_no ?? '' }) })}
        cancel={() => go('/daycare')}
        fields={[
          { field: 'station_id', label: t('station'), kind: 'station', required: true },
          { field: 'occurred_on', label: t('day'), kind: 'day', required: true },
          { field: 'member_no', label: t('member_no'), help: t('member_no_help'), max_length: 40 },
          { field: 'name', label: t('name'), max_length: 40 },
          { field: 'arrived_at', label: t('arrived_at'), kind: 'time' },
          { field: 'left_at', label: t('left_at'), kind: 'time' },
          { field: 'napped', label: t('napped'), kind: 'yes_no' },
          { field: 'handled_by', label: t('handled_by'), max_length: 40 },
        ]}
      />
    </Page>
  )
}
