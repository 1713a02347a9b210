/** How a figure is taken and told: ours and the floor in turns, so that a busy machine changes both; medians, and what the slowest waited. */

/** A figure beside its floor. Milliseconds, or requests a second when `rate` says so. */
export interface Line {
  readonly what: string
  readonly ours: number[]
  readonly floor: number[]
  /** Milliseconds a request, for p50, p95 and p99; empty when only whole runs are timed. */
  readonly waits: number[]
  readonly floor_waits: number[]
  readonly bounds: Bounds
}

export interface Bounds {
  /** Figures are requests a second: more is better. */
  readonly rate?: true
  /** What is counted, when it is not milliseconds. */
  readonly unit?: 'MB' | 'kB'
  /** Times slower than the floor we mean to stay under: said, not enforced, because a busy machine proves nothing. */
  readonly aim_times?: number
  /** Milliseconds we mean to stay under. */
  readonly aim?: number
  /** Milliseconds 99 of 100 mean to stay under. */
  readonly aim_p99?: number
  /** Milliseconds, megabytes or times that must not be passed on any machine; a failure of the run. */
  readonly limit?: number
}

export const newLine = (what: string, bounds: Bounds = {}): Line => ({
  what,
  ours: [],
  floor: [],
  waits: [],
  floor_waits: [],
  bounds,
})

/** The value below which `part` of the numbers lie; NaN of none. */
export const quantile = (numbers: readonly number[], part: number): number => {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN
}

export const median = (numbers: readonly number[]): number => quantile(numbers, 0.5)

/** Milliseconds that `work` took, and what it answered. */
export const timed = async <T>(work: () => Promise<T>): Promise<[number, T]> => {
  const started = performance.now()
  const result = await work()
  return [performance.now() - started, result]
}

/** Runs both once per round, now one first and now the other. */
export const inTurns = async (rounds: number, ours: () => Promise<unknown>, floor: () => Promise<unknown>): Promise<void> => {
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) await ours()
    await floor()
    if (round % 2 === 1) await ours()
  }
}

/** How many times slower than the floor: the median of the pairs, because a busy moment hits both of one pair. */
export const timesOf = ({ ours, floor, bounds }: Line): number =>
  median(ours.map((mine, i) => (bounds.rate ? floor[i]! / mine : mine / floor[i]!)).filter((ratio) => !Number.isNaN(ratio)))

const number = (value: number, digits = value < 10 ? 2 : value < 100 ? 1 : 0): string => value.toFixed(digits)

const waitsText = (waits: readonly number[]): string =>
  waits.length > 0
    ? `p50 ${number(quantile(waits, 0.5))} p95 ${number(quantile(waits, 0.95))} p99 ${number(quantile(waits, 0.99))} ms`
    : ''

const said = (name: string, value: number, aim: number | undefined, unit: string): string[] =>
  aim === undefined ? [] : [`aim ${name}≤ ${aim}${unit}: ${value <= aim ? 'met' : `NOT MET (${number(value)})`}`]

/** One line of the table, and whether a limit was passed. */
export const told = (line: Line): { readonly text: string; readonly failed: boolean } => {
  const { bounds, waits } = line
  const [mine, raw, times] = [median(line.ours), median(line.floor), timesOf(line)]
  const unit = bounds.rate ? '/s' : ` ${bounds.unit ?? 'ms'}`
  const judged = bounds.aim_times === undefined ? mine : times
  const failed = bounds.limit !== undefined && judged > bounds.limit
  const parts = [
    line.what.padEnd(46),
    `${number(mine)}${unit}`.padStart(10),
    line.floor.length > 0 ? `floor ${number(raw)}${unit}`.padEnd(17) + `× ${number(times)}`.padEnd(8) : '',
    waitsText(waits),
    line.floor_waits.length > 0 ? `(floor ${waitsText(line.floor_waits)})` : '',
    ...said('× ', times, bounds.aim_times, ''),
    ...said('', mine, bounds.aim, unit),
    ...said('p99 ', quantile(waits, 0.99), bounds.aim_p99, ' ms'),
    failed ? `LIMIT ${bounds.limit} PASSED OVER` : '',
  ]
  return { text: parts.filter((part) => part !== '').join('  '), failed }
}
