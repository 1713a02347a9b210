/** 活动日历: a month, a week, or a week by room or by worker; on a phone the days one under the other. */
import { Button, Segmented } from 'antd'
import type { OutputOf } from '../../shared/endpoint.ts'
import { addDays, type Day } from '../../shared/day.ts'
import { showDay, todayHere } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { useCall } from '../../ui/queries.ts'
import { useIsPhone } from '../../ui/screen.ts'
import { useDesk, useMay } from '../../ui/session.tsx'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { href, To, useGo, useParamsState } from '../../ui/url.tsx'
import { listCalendar } from './contract-planning.ts'
import { MonthGrid, RowGrid, SessionLinks, type Row } from './calendar-grid.tsx'
import { usePlanTexts, type PlanT } from './planning-words.web.ts'
import './activities.css'

type Calendar = OutputOf<typeof listCalendar>
type Session = Calendar['rows'][number]

const views = ['month', 'week', 'room', 'worker'] as const
type View = (typeof views)[number]

/** Monday of the week of a day. */
const mondayOf = (day: Day): Day => addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))

const monthLater = (day: Day, by: number): Day => {
  const at = new Date(`${day.slice(0, 7)}-01T00:00:00Z`)
  at.setUTCMonth(at.getUTCMonth() + by)
  return at.toISOString().slice(0, 10)
}

/** First and last day shown. */
const rangeOf = (view: View, day: Day): { from: Day; to: Day } => {
  if (view !== 'month') return { from: mondayOf(day), to: addDays(mondayOf(day), 6) }
  const first = `${day.slice(0, 7)}-01`
  return { from: mondayOf(first), to: addDays(mondayOf(addDays(monthLater(day, 1), -1)), 6) }
}

const daysOf = ({ from, to }: { from: Day; to: Day }): Day[] => {
  const days: Day[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  return days
}

const rowsBy = (view: View, sessions: readonly Session[], t: PlanT): Row[] => {
  const rows = new Map<string, Session[]>()
  for (const one of sessions) {
    const names = view === 'room' ? [one.place ?? t('no_room')] : one.workers.length > 0 ? one.workers : [t('no_worker')]
    for (const name of names) rows.set(name, [...(rows.get(name) ?? []), one])
  }
  return [...rows].map(([name, own]) => ({ name, sessions: own })).toSorted((a, b) => a.name.localeCompare(b.name, 'zh'))
}

const DayList = ({ days, calendar }: { days: readonly Day[]; calendar: Calendar }) => {
  const t = usePlanTexts()
  const busy = days.filter((day) => calendar.rows.some((one) => one.occurred_on === day))
  return (
    <div className="calendar-days">
      {busy.map((day) => {
        const holiday = calendar.holidays.find((each) => each.day === day)
        return (
          <section key={day} aria-label={showDay(day)}>
            <h2>
              {showDay(day)}{' '}
              {holiday ? (
                <span className="calendar-off">{`${holiday.name}${t(holiday.kind === 'off' ? 'off' : 'work')}`}</span>
              ) : null}
            </h2>
            <SessionLinks sessions={calendar.rows.filter((one) => one.occurred_on === day)} />
          </section>
        )
      })}
    </div>
  )
}

const Content = ({ view, days, month, calendar }: { view: View; days: readonly Day[]; month: string; calendar: Calendar }) => {
  const t = usePlanTexts()
  const phone = useIsPhone()
  if (calendar.rows.length === 0 && (phone || view !== 'month'))
    return <EmptyState title={t('nothing_planned')} hint={t('nothing_planned_hint')} />
  if (phone) return <DayList days={days} calendar={calendar} />
  if (view === 'room' || view === 'worker')
    return (
      <RowGrid
        days={days}
        rows={rowsBy(view, calendar.rows, t)}
        holidays={calendar.holidays}
        head={t(view === 'room' ? 'room' : 'workers')}
      />
    )
  return <MonthGrid days={days} month={view === 'month' ? month : undefined} calendar={calendar} />
}

const useView = () => {
  const [params, set] = useParamsState()
  const view = views.find((each) => each === params['view']) ?? 'month'
  const day = /^\d{4}-\d{2}-\d{2}$/.test(params['day'] ?? '') ? params['day']! : todayHere()
  const turn = (by: number) => set({ day: view === 'month' ? monthLater(day, by) : addDays(day, 7 * by) })
  return { view, day, set, turn }
}

export default function CalendarPage() {
  const t = usePlanTexts()
  const go = useGo()
  const { station } = useDesk()
  const { view, day, set, turn } = useView()
  const range = rangeOf(view, day)
  const read = useCall(listCalendar, { ...range, ...(station ? { station_id: station.station_id } : {}) }, { keep: true })
  const may = useMay('activities.record')
  const title = view === 'month' ? day.slice(0, 7) : `${range.from} – ${range.to.slice(5)}`
  const actions = (
    <>
      <Button onClick={() => globalThis.print()}>{t('print')}</Button>
      {may ? (
        <Button type="primary" onClick={() => go(href('/activities/plan', { day }))}>
          {t('plan')}
        </Button>
      ) : null}
    </>
  )
  return (
    <Page
      wide
      title={t('calendar')}
      purpose={t('calendar_purpose')}
      actions={actions}
      above={<To href="/activities">‹ {t('activities')}</To>}
    >
      <div className="calendar-bar">
        <Segmented
          aria-label={t('view')}
          value={view}
          onChange={(chosen) => set({ view: chosen })}
          options={views.map((each) => ({ value: each, label: t(`${each}_view`) }))}
        />
        <Button onClick={() => turn(-1)}>‹ {t('before')}</Button>
        <Button onClick={() => set({ day: undefined })}>{t('today')}</Button>
        <Button onClick={() => turn(1)}>{t('after')} ›</Button>
        <strong aria-live="polite">{title}</strong>
      </div>
      {read.error && !read.data ? (
        <ErrorState error={read.error} retry={() => void read.refetch()} />
      ) : read.data ? (
        <Content view={view} days={daysOf(range)} month={day.slice(0, 7)} calendar={read.data} />
      ) : (
        <Loading lines={12} />
      )}
    </Page>
  )
}
