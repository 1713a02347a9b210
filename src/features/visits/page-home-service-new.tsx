/** Records services at home one after the other. */
import { todayHere } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { SerialForm } from '../../ui/serial-form.tsx'
import { useDesk } from '../../ui/session.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { recordHomeService } from './contract.ts'
import { ratings, useTexts } from './words.web.ts'

export default function NewHomeServicePage() {
  const t = useTexts()
  const go = useGo()
  const { session } = useDesk()
  return (
    <Page
      title={t('record_home_service')}
      purpose={t('record_home_service_purpose')}
      above={<To href="/home-services">‹ {t('home_services')}</To>}
    >
      <SerialForm
        endpoint={recordHomeService}
        id_field="home_service_id"
        submit={t('record_do')}
        keep={['station_id', 'occurred_on', 'delivered_by']}
        initial={{ occurred_on: todayHere(), delivered_by: session.account.name }}
        said={({ name, member_no }) => ({ text: t('recorded_one', { name: name ?? member_no ?? '' }) })}
        cancel={() => go('/home-services')}
        fields={[
          { field: 'station_id', label: t('station'), kind: 'station', required: true },
          { field: 'occurred_on', label: t('day'), kind: 'day', required: true },
          { field: 'member_no', label: t('member_no'), help: t('member_no_help'), max_length: 40 },
          { field: 'name', label: t('name'), max_length: 40 },
          { field: 'service', label: t('service'), hint: t('service_hint'), required: true, max_length: 60 },
          { field: 'started_at', label: t('started_at'), kind: 'time', required: true },
          { field: 'hours', label: t('hours'), kind: 'number', help: t('hours_help'), required: true },
          { field: 'delivered_by', label: t('delivered_by'), max_length: 40 },
          { field: 'rating', label: t('rating'), kind: 'choice', choices: ratings(t) },
        ]}
      />
    </Page>
  )
}
