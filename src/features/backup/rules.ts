/** When a backup is due, which ones are kept. Pure. */

/** Backups kept: the last of each of so many days, weeks and months in which there is one. */
export const KEEP = { days: 7, weeks: 4, months: 12 } as const

/** An administrator is warned when the last backup is older than this. */
export const OLD_MS = 2 * 24 * 3_600_000

/** Tells the day and the time of day in a zone. */
const clockOf = (time_zone: string) => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: time_zone, dateStyle: 'short', timeStyle: 'short' })
  return (at: Date) => {
    const [day = '', time = ''] = format.format(at).split(' ')
    return { day, time }
  }
}

/** Monday of the day's week, as a day. */
const weekOf = (day: string): string => {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7))
  return date.toISOString().slice(0, 10)
}

/**
 * The backups that stay, of those the schedule made. The newest always does. A backup that stays for its month stood for its week and its day
 * before, so that nothing has to be kept on purpose early.
 */
export const kept = <B extends { readonly made_at: Date }>(backups: readonly B[], time_zone: string): B[] => {
  const newest = backups.toSorted((one, other) => other.made_at.getTime() - one.made_at.getTime())
  const staying = new Set<B>()
  const clock = clockOf(time_zone)
  for (const [limit, periodOf] of [
    [KEEP.days, (day: string) => day],
    [KEEP.weeks, weekOf],
    [KEEP.months, (day: string) => day.slice(0, 7)],
  ] as const) {
    const periods = new Set<string>()
    for (const backup of newest) {
      const period = periodOf(clock(backup.made_at).day)
      if (periods.has(period) || periods.size >= limit) continue
      periods.add(period)
      staying.add(backup)
    }
  }
  return newest.filter((backup) => staying.has(backup))
}

/** Whether the schedule asks for a backup: the hour of today has come and none was made since. A computer that slept catches up. */
export const isDue = (now: Date, last: Date | undefined, at: string, time_zone: string): boolean => {
  if (!last) return true
  const clock = clockOf(time_zone)
  const today = clock(now)
  // Before today's hour the last one due was yesterday's.
  const due_day = today.time >= at ? today.day : clock(new Date(now.getTime() - 24 * 3_600_000)).day
  const made = clock(last)
  return `${made.day} ${made.time}` < `${due_day} ${at}`
}

/** `03:30`; anything else, `off` included, is no hour. */
export const isHour = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text)
