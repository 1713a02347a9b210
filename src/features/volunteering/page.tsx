/** 志愿者: the roster. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { listVolunteers } from './contract.ts'
import { sexes, useTexts } from './words.tsx'

export default function VolunteersPage() {
  const t = useTexts()
  const go = useGo()
  const register = useMay('volunteering.record') ? (
    <Button type="primary" onClick={() => go('/volunteering/volunteers/new')}>
      {t('new_volunteer')}
    </Button>
  ) : null
  return (
    <ListPage
      any_station
      name="listVolunteers"
      endpoint={listVolunteers}
      row_key="volunteer_id"
      title={t('volunteers')}
      purpose={t('volunteers_purpose')}
      actions={register}
      rowHref={(row) => `/volunteering/volunteers/${row.volunteer_id}`}
      empty={{ title: t('empty_volunteers'), hint: t('empty_volunteers_hint'), action: register }}
      filters={[
        { kind: 'text', hint: t('search_volunteers') },
        { kind: 'text', field: 'team', label: t('team'), hint: t('team') },
        { kind: 'text', field: 'roster_year', label: t('year'), hint: t('year') },
      ]}
      columns={[
        { field: 'name', title: t('name'), kind: 'name', card: 'title' },
        { field: 'volunteer_no', title: t('volunteer_no'), kind: 'code', sorts: true },
        { field: 'team', title: t('team'), sorts: true },
        { field: 'sex', title: t('sex'), kind: 'choice', choices: sexes(t), card: 'quiet' },
        { field: 'member_no', title: t('member_no'), kind: 'code', card: 'quiet' },
        { field: 'registered_on', title: t('registered_on'), kind: 'day', sorts: true },
        { field: 'roster_year', title: t('year'), show: (row) => row.roster_year, sorts: true, card: 'quiet', hidden: true },
      ]}
    />
  )
}
