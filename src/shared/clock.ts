/** Times of day as text `HH:MM`. */

const minuteOf = (time: string): number | undefined => {
  const m = /^([01]?\d|2[0-3]):([0-5]\d)/.exec(time)
  return m ? Number(m[1]) * 60 + Number(m[2]) : undefined
}

/** Whole minutes from one time to a later one of the same day; `undefined` when either is missing or they do not follow each other. */
export const minutesBetween = (from: string | undefined, to: string | undefined): number | undefined => {
  const start = minuteOf(from ?? '')
  const end = minuteOf(to ?? '')
  return start !== undefined && end !== undefined && end > start ? end - start : undefined
}
