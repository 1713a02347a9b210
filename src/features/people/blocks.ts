/**
 * Who is compared with whom: only persons who share a key (telephone, birth date with an initial, or pinyin), so that a hundred thousand are
 * never compared with all others. Of a crowd under one key (the station's own telephone, everybody born on 1 January) each is compared with
 * neighbours in the order of names only (sorted neighbourhood, Hernández and Stolfo 1995). Pure.
 */
import type { Comparable } from './rules.ts'

export type Pass = 'phone' | 'birth' | 'name'

export const PASSES = ['phone', 'birth', 'name'] as const satisfies readonly Pass[]

/** From this size on a block is a crowd. */
const CROWD = 60
const NEIGHBOURS = 20

const KEYS: Readonly<Record<Pass, (one: Comparable) => (string | null)[]>> = {
  phone: ({ phone_blind }) => [phone_blind],
  // A slip in the surname leaves the last letter, one in the given name the first.
  birth: ({ born_on, pinyin }) => (born_on === null ? [] : [`${born_on}^${pinyin[0]}`, `${born_on}$${pinyin.at(-1)}`]),
  name: ({ pinyin }) => [pinyin],
}

const blocksOf = <P extends Comparable>(persons: readonly P[], pass: Pass): P[][] => {
  const blocks = new Map<string, P[]>()
  for (const person of persons)
    for (const key of KEYS[pass](person)) {
      if (key === null) continue
      const block = blocks.get(key)
      if (block) block.push(person)
      else blocks.set(key, [person])
    }
  return [...blocks.values()].filter((block) => block.length > 1)
}

const byName = (a: Comparable, b: Comparable): number =>
  a.pinyin < b.pinyin ? -1 : a.pinyin > b.pinyin ? 1 : (a.born_on ?? '').localeCompare(b.born_on ?? '')

/** Pairs worth comparing; the same pair may come twice (two keys in common). */
export function* pairsIn<P extends Comparable>(persons: readonly P[], pass: Pass): Generator<readonly [P, P]> {
  for (const block of blocksOf(persons, pass)) {
    const crowd = block.length > CROWD
    const line = crowd ? block.toSorted(byName) : block
    for (let i = 0; i < line.length; i++) {
      const end = crowd ? Math.min(line.length, i + 1 + NEIGHBOURS) : line.length
      for (let j = i + 1; j < end; j++) yield [line[i]!, line[j]!]
    }
  }
}
