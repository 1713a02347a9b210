/** When sessions are: days that come again, and times that overlap. Pure; the browser shows by it what the server will be asked. */
import { addDays, dayOf, type Day } from '../../shared/day.ts'

export const REPEATS = ['once', 'weekly', 'two_weeks', 'monthly'] as const
export type Repeat = (typeof REPEATS)[number]

/** As many sessions as one series can be planned with at once: a year of weeks. */
export const MOST_DAYS = 53

export interface Holiday {
  readonly day: Day
  readonly kind: string
  readonly name: string
}

export interface PlannedDays {
  readonly days: readonly Day[]
  /** Would have been days of it, but are days off. */
  readonly skipped: readonly Holiday[]
  /** The first year it reaches for which no days off are known. */
  readonly year_unknown: number | undefined
}

/** The same date of a later month; undefined where that month is too short. */
const monthsLater = (day: Day, months: number): Day | undefined => {
  const month = Number(day.slice(5, 7)) - 1 + months
  return dayOf(Number(day.slice(0, 4)) + Math.floor(month / 12), (month % 12) + 1, Number(day.slice(8)))
}

const nth = (first: Day, repeat: Repeat, n: number): Day | undefined =>
  repeat === 'monthly' ? monthsLater(first, n) : addDays(first, n * (repeat === 'two_weeks' ? 14 : 7))

/** The days of `count` sessions from `first` on, days off left out. A single day is taken as it is: feasts are held on feast days. */
export const plannedDays = (first: Day, repeat: Repeat, count: number, holidays: readonly Holiday[]): PlannedDays => {
  if (repeat === 'once') return { days: [first], skipped: [], year_unknown: undefined }
  const off = new Map(holidays.filter(({ kind }) => kind === 'off').map((holiday) => [holiday.day, holiday]))
  const known = new Set(holidays.map(({ day }) => day.slice(0, 4)))
  const days: Day[] = []
  const skipped: Holiday[] = []
  // Not more often than a year of holidays could put off.
  for (let n = 0; days.length < Math.min(count, MOST_DAYS) && n < 2 * MOST_DAYS; n++) {
    const day = nth(first, repeat, n)
    const holiday = day && off.get(day)
    if (holiday) skipped.push(holiday)
    else if (day) days.push(day)
  }
  const year = days.map((day) => day.slice(0, 4)).find((each) => !known.has(each))
  return { days, skipped, year_unknown: year === undefined ? undefined : Number(year) }
}

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(Math.floor(minute) % 60).padStart(2, '0')}`

export interface Span {
  readonly occurred_on: Day
  readonly started_at: string | null
  readonly minutes: number | null
}

/** `09:00–10:30`; '' without a time. */
export const spanText = ({ started_at, minutes }: Pick<Span, 'started_at' | 'minutes'>): string =>
  started_at === null ? '' : `${started_at.slice(0, 5)}${minutes ? `–${clockOf(minuteOf(started_at) + minutes)}` : ''}`

/** Whether two sessions go on at the same time; one that ends when the other begins does not. */
export const overlap = (a: Span, b: Span): boolean => {
  if (a.occurred_on !== b.occurred_on || a.started_at === null || b.started_at === null) return false
  const [from_a, from_b] = [minuteOf(a.started_at), minuteOf(b.started_at)]
  return from_a < from_b + (b.minutes ?? 1) && from_b < from_a + (a.minutes ?? 1)
}
