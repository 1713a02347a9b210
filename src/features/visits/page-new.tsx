/** Records visits one after the other, on the phone between two doors or at the desk in the evening. */
import { todayHere } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { SerialForm } from '../../ui/serial-form.tsx'
import { useDesk } from '../../ui/session.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { recordVisit } from './contract.ts'
import { useTexts, ways } from './words.web.ts'

export default function NewVisitPage() {
  const t = useTexts()
  const go = useGo()
  const { session } = useDesk()
  return (
    <Page title={t('record_visit')} purpose={t('record_visit_purpose')} above={<To href="/visits">‹ {t('visits')}</To>}>
      <SerialForm
        endpoint={recordVisit}
        id_field="visit_id"
        submit={t('record_do')}
        keep={['station_id', 'occurred_on', 'way', 'visitor']}
        initial={{
          occurred_on: todayHere(),
          way: 'home',
          completed: true,
          visitor: session.account.name,
        }}
        said={({ name, member_no }) => ({ text: t('recorded_one', { name: name ?? member_no ?? '' }) })}
        cancel={() => go('/visits')}
        fields={[
          { field: 'station_id', label: t('station'), kind: 'station', required: true },
          { field: 'occurred_on', label: t('day'), kind: 'day', required: true },
          { field: 'member_no', label: t('member_no'), help: t('member_no_help'), max_length: 40 },
          { field: 'name', label: t('name'), max_length: 40 },
          { field: 'way', label: t('way'), kind: 'choice', choices: ways(t), required: true },
          { field: 'completed', label: t('completed'), kind: 'yes_no', help: t('completed_help') },
          { field: 'content', label: t('content'), kind: 'long_text', max_length: 200 },
          { field: 'visitor', label: t('visitor'), max_length: 40 },
        ]}
      />
    </Page>
  )
}
