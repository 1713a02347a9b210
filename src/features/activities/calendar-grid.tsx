/** The grids of the calendar: days in weeks, and days by room or worker. Ordinary tables with links, so keys and readers find their way. */
import type { OutputOf } from '../../shared/endpoint.ts'
import type { Day } from '../../shared/day.ts'
import { showDay, todayHere } from '../../ui/format.ts'
import { To } from '../../ui/url.tsx'
import type { listCalendar } from './contract-planning.ts'
import { planStates, usePlanTexts } from './planning-words.web.ts'
import { spanText } from './timetable.ts'

type Calendar = OutputOf<typeof listCalendar>
type Session = Calendar['rows'][number]

export interface Row {
  readonly name: string
  readonly sessions: readonly Session[]
}

export const SessionLinks = ({ sessions }: { sessions: readonly Session[] }) => {
  const t = usePlanTexts()
  return (
    <ul className="calendar-list">
      {sessions.map((one) => (
        <li key={one.activity_id}>
          <To href={`/activities/${one.activity_id}`} data-state={one.state}>
            {spanText(one)} {one.title}
            <small>
              {[one.place, one.workers.join('、'), one.state === 'planned' ? '' : planStates(t)[one.state as 'held']]
                .filter(Boolean)
                .join(' · ')}
            </small>
          </To>
        </li>
      ))}
    </ul>
  )
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

const DayCell = ({ day, month, calendar }: { day: Day; month: string | undefined; calendar: Calendar }) => {
  const t = usePlanTexts()
  const holiday = calendar.holidays.find((each) => each.day === day)
  const sessions = calendar.rows.filter((one) => one.occurred_on === day)
  return (
    <td
      data-off={holiday?.kind === 'off' || undefined}
      data-away={(month !== undefined && !day.startsWith(month)) || undefined}
      data-today={day === todayHere() || undefined}
    >
      <span className="calendar-day">
        <time dateTime={day}>{day.slice(8)}</time>
        {holiday ? <span className="calendar-off">{`${holiday.name} ${t(holiday.kind === 'off' ? 'off' : 'work')}`}</span> : null}
      </span>
      {sessions.length > 0 ? <SessionLinks sessions={sessions} /> : null}
    </td>
  )
}

export const MonthGrid = ({ days, month, calendar }: { days: readonly Day[]; month: string | undefined; calendar: Calendar }) => {
  const t = usePlanTexts()
  const weeks = Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7))
  return (
    <div className="calendar-scroll" role="region" aria-label={t('calendar')} tabIndex={0}>
      <table className="calendar">
        <caption className="unseen">{t('calendar')}</caption>
        <thead>
          <tr>
            {weekdays.map((name) => (
              <th key={name} scope="col">
                {t(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <DayCell key={day} day={day} month={month} calendar={calendar} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export const RowGrid = ({
  days,
  rows,
  holidays,
  head,
}: {
  days: readonly Day[]
  rows: readonly Row[]
  holidays: Calendar['holidays']
  head: string
}) => {
  const t = usePlanTexts()
  const off = new Set(holidays.filter(({ kind }) => kind === 'off').map(({ day }) => day))
  return (
    <div className="calendar-scroll" role="region" aria-label={t('calendar')} tabIndex={0}>
      <table className="calendar">
        <caption className="unseen">{t('calendar')}</caption>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            {days.map((day) => (
              <th key={day} scope="col">
                {showDay(day).slice(5)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row">{row.name}</th>
              {days.map((day) => (
                <td key={day} data-off={off.has(day) || undefined} data-today={day === todayHere() || undefined}>
                  <SessionLinks sessions={row.sessions.filter((one) => one.occurred_on === day)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
