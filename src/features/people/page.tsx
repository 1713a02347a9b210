/** 服务对象: the registers of all stations as one list of people. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { useCall } from '../../ui/queries.ts'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { listPeople, listPeopleWords } from './contract.ts'
import { disabilities, grades, sexes, showDisability, statuses, useTexts } from './words.web.ts'

const choicesOf = (words: readonly string[] | undefined) => Object.fromEntries((words ?? []).map((word) => [word, word]))

export default function PeoplePage() {
  const t = useTexts()
  const go = useGo()
  const words = useCall(listPeopleWords, {}).data
  const register = useMay('people.record') ? (
    <Button type="primary" onClick={() => go('/people/new')}>
      {t('register')}
    </Button>
  ) : null
  return (
    <ListPage
      name="listPeople"
      endpoint={listPeople}
      row_key="person_id"
      title={t('people')}
      purpose={t('people_purpose')}
      actions={register}
      rowHref={(row) => `/people/${row.person_id}`}
      empty={{ title: t('empty'), hint: t('empty_hint'), action: register }}
      filters={[
        { kind: 'text', hint: t('search_people') },
        { kind: 'station' },
        { kind: 'choice', field: 'status', label: t('status'), choices: statuses(t) },
        {
          kind: 'choice',
          field: 'age_from',
          label: t('age_from'),
          choices: { 60: t('from_60'), 70: t('from_70'), 80: t('from_80'), 90: t('from_90') },
        },
        { kind: 'choice', field: 'sex', label: t('sex'), choices: sexes(t) },
        { kind: 'choice', field: 'category', label: t('category'), choices: choicesOf(words?.categories) },
        { kind: 'choice', field: 'living_status', label: t('living_status'), choices: choicesOf(words?.living_statuses) },
        { kind: 'choice', field: 'disability_category', label: t('disability_category'), choices: disabilities(t) },
        { kind: 'choice', field: 'disability_grade', label: t('disability_grade'), choices: grades(t) },
      ]}
      columns={[
        { field: 'name', title: t('name'), kind: 'name', card: 'title', sorts: true },
        { field: 'sex', title: t('sex'), kind: 'choice', choices: sexes(t) },
        { field: 'age', title: t('age'), kind: 'number', unit: t('age_unit'), sorts: true },
        { field: 'status', title: t('status'), kind: 'status', choices: statuses(t), good: ['active'] },
        { field: 'station_names', title: t('stations') },
        { field: 'categories', title: t('categories'), card: 'quiet' },
        { field: 'living_status', title: t('living_status'), card: 'quiet' },
        { field: 'masked_phone', title: t('phone'), kind: 'code' },
        { field: 'member_nos', title: t('member_nos'), card: 'quiet' },
        { field: 'joined_on', title: t('joined_on'), kind: 'day', sorts: true, card: 'quiet' },
        { field: 'ability', title: t('ability'), card: 'quiet', hidden: true },
        {
          field: 'disability_category',
          title: t('disability'),
          show: (row) => showDisability(t, row.disability_category, row.disability_grade),
          card: 'quiet',
          hidden: true,
        },
      ]}
    />
  )
}
