/** Numbers by chance that a seed brings back: mulberry32 (Tommy Ettinger, public domain). */
export interface Chance {
  /** From 0 to 1, without 1. */
  next(): number
  /** True so many times of one. */
  of(share: number): boolean
  pick<T>(from: readonly T[]): T
}

export const chanceOf = (seed: number): Chance => {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  return { next, of: (share) => next() < share, pick: (from) => from[Math.floor(next() * from.length)]! }
}

/** HENGAI_SEED repeats a run; it is printed by every run. */
export const seedOfRun = (): number => {
  const seed = Number(process.env.HENGAI_SEED ?? Date.now() % 1_000_000_000)
  process.stdout.write(`HENGAI_SEED=${seed}\n`)
  return seed
}
