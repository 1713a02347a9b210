/** 活动: the ledger of sessions. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { listActivities } from './contract.ts'
import { kindCodes, modes, states, useTexts } from './words.web.ts'

export default function ActivitiesPage() {
  const t = useTexts()
  const go = useGo()
  const register = useMay('activities.record') ? (
    <>
      <Button onClick={() => go('/activities/new')}>{t('register')}</Button>
      <Button type="primary" onClick={() => go('/activities/plan')}>
        {t('arrange')}
      </Button>
    </>
  ) : null
  return (
    <ListPage
      name="listActivities"
      endpoint={listActivities}
      row_key="activity_id"
      title={t('activities')}
      purpose={t('activities_purpose')}
      actions={register}
      rowHref={(row) => `/activities/${row.activity_id}`}
      empty={{ title: t('empty'), hint: t('empty_hint'), action: register }}
      filters={[
        { kind: 'text', hint: t('search_activities') },
        { kind: 'station' },
        { kind: 'days' },
        { kind: 'choice', field: 'kind_code', label: t('kind_group'), choices: kindCodes(t) },
        { kind: 'choice', field: 'state', label: t('state'), choices: states(t) },
        { kind: 'text', field: 'series_code', label: t('series'), hint: t('series') },
      ]}
      columns={[
        { field: 'title', title: t('title'), card: 'title', sorts: true },
        { field: 'occurred_on', title: t('day'), kind: 'day', sorts: true },
        { field: 'kind', title: t('kind'), sorts: true },
        { field: 'station_name', title: t('station') },
        { field: 'person_times', title: t('person_times'), kind: 'number' },
        { field: 'minutes', title: t('minutes'), kind: 'number', sorts: true, card: 'quiet', hidden: true },
        { field: 'state', title: t('state'), kind: 'status', choices: states(t), good: ['held'], urgent: ['postponed'] },
        { field: 'leader', title: t('leader'), card: 'quiet' },
        { field: 'number', title: t('number'), kind: 'code', sorts: true, card: 'quiet' },
        { field: 'series_code', title: t('series'), kind: 'code', sorts: true, card: 'quiet', hidden: true },
        { field: 'place', title: t('place'), card: 'quiet', hidden: true },
        { field: 'mode', title: t('mode'), kind: 'choice', choices: modes(t), card: 'quiet', hidden: true },
      ]}
    />
  )
}
