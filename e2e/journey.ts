/** What a journey is: one task of one person, from where they begin to what they wanted. It throws when the promise is not kept. */
import type { Stage } from './stage.ts'

export interface Journey {
  /** The task, as the person would say it. */
  readonly name: string
  /** Needs a server without any organisation; left out when a filled data folder is given. */
  readonly from_nothing?: true
  readonly run: (stage: Stage) => Promise<void>
}

/** A promise: says in words what was expected when it is not so. */
export function expect(kept: boolean, words: string): asserts kept {
  if (!kept) throw new Error(words)
}

export const expectSame = (found: unknown, wanted: unknown, what: string): void =>
  expect(Object.is(found, wanted), `${what}: ${JSON.stringify(wanted)} was expected, ${JSON.stringify(found)} found`)
