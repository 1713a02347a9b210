/** How near two words are: what a slip of the pen or the ear makes of a name, a birth date or an ID number. Pure. */

/** Whether one sign more, less or other makes `a` into `b`; equal words are. */
export const isOneSlip = (a: string, b: string): boolean => {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  if (long.length - short.length > 1) return false
  let at = 0
  while (at < short.length && short[at] === long[at]) at++
  return short.slice(at + (short.length === long.length ? 1 : 0)) === long.slice(at + 1)
}

const differing = (a: string, b: string): number => {
  let count = 0
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) count++
  return count
}

/** Day and month changed places (1948-03-05, 1948-05-03), or one digit differs. */
export const isNearDay = (a: string, b: string): boolean =>
  differing(a, b) === 1 || (a.slice(0, 4) === b.slice(0, 4) && a.slice(5, 7) === b.slice(8) && a.slice(8) === b.slice(5, 7))

/** The same last four characters, or at most two that differ: what a slip leaves of a number. */
export const isNearId = (a: string, b: string): boolean =>
  a.length === b.length && (a.slice(-4) === b.slice(-4) || differing(a, b) <= 2)
