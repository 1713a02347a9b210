/**
 * What one process tells the others on the same database, at once and without keeping it: who was not listening has missed it. PostgreSQL
 * carries it (LISTEN, NOTIFY); on the embedded database the same statements reach the one process there is.
 */
import { sql } from 'kysely'
import type { Database, Tx } from './database.ts'
import { Ear } from './ear.ts'

/** Everything that is ever told. Ids and names of kinds only: the channel is no place for personal data. */
export interface Topics {
  /** Rows of these kinds (`slice.table`) were written in the organisation. */
  written: { readonly organisation_id: string; readonly kinds: readonly string[] }
  /** What is kept of sessions does not hold any more: of one account, or of everybody in the organisation. */
  sessions: { readonly organisation_id: string; readonly account_id?: string }
  /** Whoever runs this import ends it. */
  import_cancelled: { readonly organisation_id: string; readonly run_id: string }
}

export type Topic = keyof Topics

const TOPICS: Readonly<Record<Topic, true>> = { written: true, sessions: true, import_cancelled: true }

export interface Notices {
  /**
   * Tells every process, this one among them, soon after (GATHER_MS) and outside of any transaction: a NOTIFY in a transaction makes the
   * commits of others wait. The same thing told twice meanwhile is told once. Lost when the database cannot be reached.
   */
  tell<T extends Topic>(topic: T, payload: Topics[T]): void
  /** Tells with the commit of `tx`, or not at all. For what is rare and must not be late. */
  tellWith<T extends Topic>(tx: Tx, topic: T, payload: Topics[T]): Promise<void>
  /** Returns what stops it. The first listener opens the connection. */
  hear<T extends Topic>(topic: T, listener: (payload: Topics[T]) => void): () => void
  /**
   * Whether everything told is heard just now: not before the first echo, not while the connection is down. One that died in silence is
   * found out within PING_MS + ANSWER_MS (ear.ts): what is kept on the strength of notices must not be used while this is false, and
   * must not be the only guard of what may not be late by that much.
   */
  live(): boolean
  /** Called when it is live again after it was not: what was told in between is lost. Returns what stops it. */
  onReturn(listener: () => void): () => void
  close(): Promise<void>
}

export interface NoticesChoices {
  readonly database: Database
  readonly failed?: ((problem: unknown) => void) | undefined
}

const CHANNEL = 'hengai'
/** PostgreSQL takes less than 8,000 bytes; the frame around a single notice needs some. */
const MOST_BYTES = 7_800
const GATHER_MS = 20

type Notice = readonly [Topic, unknown]

/** What an older or newer program on the same database says beyond these topics is passed over. */
const read = (text: string): Notice[] => {
  try {
    return (JSON.parse(text) as Notice[]).filter(([topic]) => Object.hasOwn(TOPICS, topic))
  } catch {
    return []
  }
}

const textOf = (topic: Topic, payload: unknown): string => {
  const text = JSON.stringify([topic, payload])
  if (Buffer.byteLength(text) > MOST_BYTES) throw new Error(`${topic}: a notice holds at most ${MOST_BYTES} bytes`)
  return text
}

/** As few messages as hold them all. */
const messagesOf = (texts: Iterable<string>): string[] => {
  const parts: string[][] = []
  let bytes = Infinity
  for (const text of texts) {
    const more = Buffer.byteLength(text) + 1
    if (bytes + more > MOST_BYTES) {
      parts.push([])
      bytes = 0
    }
    parts.at(-1)!.push(text)
    bytes += more
  }
  return parts.map((part) => `[${part.join(',')}]`)
}

/** Speaks: gathers for a moment, then sends; one message at a time. */
class Mouth {
  readonly #database: Database
  readonly #failed: (problem: unknown) => void
  #waiting = new Set<string>()
  #sending: Promise<void> | undefined

  constructor(database: Database, failed: (problem: unknown) => void) {
    this.#database = database
    this.#failed = failed
  }

  say(text: string): void {
    this.#waiting.add(text)
    this.#sending ??= this.#send()
  }

  async #send(): Promise<void> {
    while (this.#waiting.size > 0) {
      await new Promise((resolve) => setTimeout(resolve, GATHER_MS))
      const texts = this.#waiting
      this.#waiting = new Set()
      try {
        for (const message of messagesOf(texts)) await sql`select pg_notify(${CHANNEL}, ${message})`.execute(this.#database.db)
      } catch (problem) {
        this.#failed(problem)
      }
    }
    this.#sending = undefined
  }

  async end(): Promise<void> {
    await this.#sending
  }
}

export const openNotices = ({ database, failed = () => undefined }: NoticesChoices): Notices => {
  const listeners = new Map<Topic, Set<(payload: never) => void>>()
  const returned = new Set<() => void>()
  const guarded = (work: () => void) => {
    try {
      work()
    } catch (problem) {
      failed(problem)
    }
  }
  const mouth = new Mouth(database, failed)
  const ear = new Ear(database, CHANNEL, {
    heard: (text) => {
      for (const [topic, payload] of read(text))
        for (const listener of listeners.get(topic) ?? []) guarded(() => listener(payload as never))
    },
    returned: () => {
      for (const listener of returned) guarded(listener)
    },
    failed,
  })
  return {
    tell: (topic, payload) => mouth.say(textOf(topic, payload)),
    tellWith: async (tx, topic, payload) => {
      const [message] = messagesOf([textOf(topic, payload)])
      await sql`select pg_notify(${CHANNEL}, ${message!})`.execute(tx)
    },
    hear: (topic, listener) => {
      const heard = listeners.get(topic) ?? new Set()
      listeners.set(topic, heard.add(listener))
      ear.open()
      return () => void heard.delete(listener)
    },
    live: () => ear.live,
    onReturn: (listener) => {
      returned.add(listener)
      return () => void returned.delete(listener)
    },
    close: async () => {
      await mouth.end()
      await ear.close()
    },
  }
}
