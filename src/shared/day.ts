/** Days as text `YYYY-MM-DD`: they sort, compare and travel without a time zone. */

export type Day = string

const pad = (n: number) => String(n).padStart(2, '0')

const daysIn = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()

/** `undefined` when there is no such day (31 June). */
export const dayOf = (year: number, month: number, date: number): Day | undefined =>
  Number.isInteger(year) && year >= 1800 && year <= 2200 && month >= 1 && month <= 12 && date >= 1 && date <= daysIn(year, month)
    ? `${year}-${pad(month)}-${pad(date)}`
    : undefined

/** A day that exists, written `YYYY-MM-DD`. */
export const isDay = (text: string | undefined): text is Day => {
  const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text ?? '')
  return m !== null && dayOf(Number(m[1]), Number(m[2]), Number(m[3])) !== undefined
}

/** Excel's serial number (1900 system, with its false leap day) as a day; fractions of a day are dropped. */
export const dayOfSerial = (serial: number): Day | undefined => {
  if (!(serial >= 1) || serial > 110_000) return undefined
  const at = new Date(Date.UTC(1899, 11, 30) + Math.floor(serial) * 86_400_000)
  return dayOf(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate())
}

/** Completed years on a day; somebody born on 29 February has the birthday on 1 March in other years. */
export const ageOn = (born: Day, on: Day): number => {
  const years = Number(on.slice(0, 4)) - Number(born.slice(0, 4))
  return on.slice(5) >= born.slice(5) ? years : years - 1
}

/** So many days later; earlier when negative. */
export const addDays = (day: Day, days: number): Day => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

const calendars = new Map<string, Intl.DateTimeFormat>()

/** Today in an IANA time zone. */
export const today = (now: Date, timeZone: string): Day => {
  let calendar = calendars.get(timeZone)
  if (!calendar) {
    calendar = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    calendars.set(timeZone, calendar)
  }
  return calendar.format(now)
}
