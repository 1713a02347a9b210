/** 课程与小组: the series of a station. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { listSeries } from './contract-planning.ts'
import { usePlanTexts } from './planning-words.web.ts'

export default function SeriesPage() {
  const t = usePlanTexts()
  const go = useGo()
  const open = useMay('activities.record') ? (
    <Button type="primary" onClick={() => go('/activities/series/new')}>
      {t('new_series')}
    </Button>
  ) : null
  return (
    <ListPage
      name="listSeries"
      endpoint={listSeries}
      row_key="series_id"
      title={t('series_list')}
      purpose={
        <>
          {t('series_purpose')} <To href="/activities/setup">{t('setup')}</To>
        </>
      }
      actions={open}
      rowHref={(row) => `/activities/series/${row.series_id}`}
      empty={{ title: t('no_series'), hint: t('no_series_hint'), action: open }}
      filters={[
        { kind: 'text', hint: t('search_series') },
        { kind: 'station' },
        { kind: 'choice', field: 'kind_code', label: t('kind_group'), choices: { course: t('course'), group: t('group') } },
        { kind: 'yes_no', field: 'closed', label: t('closed') },
      ]}
      columns={[
        { field: 'title', title: t('title'), card: 'title' },
        { field: 'kind', title: t('kind') },
        { field: 'code', title: t('code'), kind: 'code' },
        { field: 'held', title: t('held_count'), kind: 'number' },
        { field: 'to_come', title: t('to_come'), kind: 'number' },
        { field: 'planned_sessions', title: t('planned_sessions'), kind: 'number', card: 'quiet' },
        { field: 'workers', title: t('workers'), card: 'quiet' },
        { field: 'station_name', title: t('station'), card: 'quiet' },
        { field: 'closed_on', title: t('closed_on'), kind: 'day', card: 'quiet' },
      ]}
    />
  )
}
