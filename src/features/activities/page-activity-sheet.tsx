/** 活动计划书·活动总结 of one session. */
import { useParams } from '@tanstack/react-router'
import type { OutputOf } from '../../shared/endpoint.ts'
import { showDay, showNumber } from '../../ui/format.ts'
import { useCall } from '../../ui/queries.ts'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { getActivity } from './contract.ts'
import { listOutcomes } from './contract-outcomes.ts'
import { useSheetTexts } from './sheet-words.web.ts'
import { spanText } from './timetable.ts'
import { SheetPage, type Which } from './written-sheet.tsx'

type Outcome = OutputOf<typeof listOutcomes>['rows'][number]

const OutcomeLines = ({ rows }: { rows: readonly Outcome[] }) => {
  const t = useSheetTexts()
  return (
    <ul>
      {rows.map(({ outcome_id, measure, asked, reached }) => (
        <li key={outcome_id}>{t('outcome_line', { measure, asked, reached, rate: showNumber((reached * 100) / asked, 1) })}</li>
      ))}
    </ul>
  )
}

export default function ActivitySheetPage() {
  const t = useSheetTexts()
  const { activity_id = '' }: { activity_id?: string } = useParams({ strict: false })
  const { data, error } = useCall(getActivity, { activity_id })
  const outcomes = useCall(listOutcomes, { activity_id }).data?.rows ?? []
  if (error) return <ErrorState error={error} />
  if (!data) return <Loading lines={8} />
  const known = (which: Which) =>
    [
      [t('title'), data.title],
      [t('code'), data.number ?? ''],
      [t('kind'), data.kind],
      [t('station'), data.station_name],
      [t('day'), `${showDay(data.occurred_on)} ${spanText(data)}`.trim()],
      [t('place'), data.place ?? ''],
      [t('workers'), data.workers.join('、')],
      [t('planned'), data.planned ?? data.capacity ?? ''],
      ...(which === 'summary'
        ? ([
            [t('came'), showNumber(data.person_times)],
            [t('outcomes'), outcomes.length > 0 ? <OutcomeLines key="outcomes" rows={outcomes} /> : ''],
          ] as const)
        : []),
    ] as const
  return (
    <SheetPage
      of={{
        of_id: activity_id,
        title: data.title,
        back: `/activities/${activity_id}`,
        named: { plan: t('plan_of_activity'), summary: t('summary_of_activity') },
        known,
      }}
    />
  )
}
