/** 小组（课程）计划书·总结报告, with its members, its sessions and its tests. */
import { useParams } from '@tanstack/react-router'
import type { OutputOf } from '../../shared/endpoint.ts'
import { showDay, showNumber } from '../../ui/format.ts'
import { useCall } from '../../ui/queries.ts'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { listActivities } from './contract.ts'
import { listMembers, listTests } from './contract-outcomes.ts'
import { getSeries } from './contract-planning.ts'
import { stages, usePlanTexts } from './planning-words.web.ts'
import { useSheetTexts } from './sheet-words.web.ts'
import { spanText } from './timetable.ts'
import { SheetPage, type Which } from './written-sheet.tsx'

type Session = OutputOf<typeof listActivities>['rows'][number]
type Tested = OutputOf<typeof listTests>['rows'][number]

const Sessions = ({ rows }: { rows: readonly Session[] }) => {
  const t = useSheetTexts()
  const stage = stages(usePlanTexts()) as Readonly<Record<string, string>>
  return (
    <ol>
      {rows.map((row) => (
        <li key={row.activity_id}>
          {[
            `${showDay(row.occurred_on)} ${spanText(row)}`.trim(),
            row.title,
            row.stage ? (stage[row.stage] ?? '') : '',
            row.state === 'held' ? `${t('times')} ${showNumber(row.person_times)}` : '',
          ]
            .filter((part) => part !== '')
            .join(' · ')}
        </li>
      ))}
    </ol>
  )
}

const Tests = ({ rows }: { rows: readonly Tested[] }) => {
  const t = useSheetTexts()
  const shown = (value: number | null) => (value === null ? '—' : showNumber(value))
  return (
    <ul>
      {rows.map((row) => (
        <li key={row.row_id}>
          {t('test_line', {
            name: row.person_name,
            scale: row.scale,
            before: shown(row.before),
            after: shown(row.after),
            change: shown(row.change),
          })}
        </li>
      ))}
    </ul>
  )
}

export default function SeriesSheetPage() {
  const t = useSheetTexts()
  const { series_id = '' }: { series_id?: string } = useParams({ strict: false })
  const { data, error } = useCall(getSeries, { series_id })
  const code = { series_code: data?.code ?? '', sort: 'occurred_on', page_size: 200 }
  const sessions = useCall(listActivities, code, { pause: !data }).data?.rows.filter(({ state }) => state !== 'cancelled') ?? []
  const members = useCall(listMembers, { series_id }).data?.rows ?? []
  const tests = useCall(listTests, { series_id, page_size: 500 }).data?.rows ?? []
  if (error) return <ErrorState error={error} />
  if (!data) return <Loading lines={8} />
  const days = [sessions[0], sessions.at(-1)].flatMap((row) => (row ? showDay(row.occurred_on) : []))
  const known = (which: Which) =>
    [
      [t('title'), data.title],
      [t('code'), data.code],
      [t('kind'), data.kind],
      [t('station'), data.station_name],
      [t('workers'), data.workers.join('、')],
      [t('days'), days.join(' – ')],
      [t('capacity'), data.capacity ?? ''],
      [t('planned_sessions'), data.planned_sessions ?? ''],
      ...(which === 'summary' ? ([[t('held'), showNumber(data.held)]] as const) : []),
      [t('members'), members.map(({ person_name }) => person_name).join('、')],
      [t('sessions'), sessions.length > 0 ? <Sessions key="sessions" rows={sessions} /> : ''],
      ...(which === 'summary' && tests.length > 0 ? ([[t('tests'), <Tests key="tests" rows={tests} />]] as const) : []),
    ] as const
  const is_group = data.kind_code === 'group'
  return (
    <SheetPage
      of={{
        of_id: series_id,
        title: data.title,
        back: `/activities/series/${series_id}`,
        named: {
          plan: t(is_group ? 'plan_of_group' : 'plan_of_course'),
          summary: t(is_group ? 'summary_of_group' : 'summary_of_course'),
        },
        known,
      }}
    />
  )
}
