/** 志愿服务: what hours and numbers can be true. No clock, no database. */

/** Longest a day's service can be, in hours (rule R22). */
const MOST_HOURS = 12

/** Minutes of written hours; undefined unless above 0 and at most 12 hours. Hundredths of a minute are kept, so that sums stay exact. */
export const minutesOf = (hours: number | undefined): number | undefined =>
  hours !== undefined && hours > 0 && hours <= MOST_HOURS && Math.round(hours * 6000) > 0
    ? Math.round(hours * 6000) / 100
    : undefined

/** 服务人次 is a whole number, not negative (rule R37). */
export const servedIsSound = (served: number | undefined): served is number =>
  served !== undefined && Number.isInteger(served) && served >= 0 && served <= 1_000_000
