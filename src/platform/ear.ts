/** A channel of the database, heard for good: proves that it hears, finds out when it does not, connects again. */
import { setTimeout as rest } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Database, Listening } from './database.ts'
import { newId } from './new-id.ts'

const PING_MS = 5_000
const ANSWER_MS = 5_000
const AGAIN_MS = { first: 250, most: 10_000 }
const ECHO = 'echo '
/** What a timer can be set to at most: on the embedded database nothing is lost, and nothing need be asked. */
const FOREVER_MS = 2 ** 31 - 1

export interface Told {
  readonly heard: (text: string) => void
  /** It hears again after it did not. */
  readonly returned: () => void
  readonly failed: (problem: unknown) => void
}

export class Ear {
  readonly #database: Database
  readonly #channel: string
  readonly #told: Told
  readonly #ending = new AbortController()
  #running: Promise<void> | undefined
  #live = false
  #wasLive = false
  #wait = AGAIN_MS.first
  #echo: { text: string; back: () => void } | undefined

  constructor(database: Database, channel: string, told: Told) {
    this.#database = database
    this.#channel = channel
    this.#told = told
  }

  get live(): boolean {
    return this.#live
  }

  open(): void {
    this.#running ??= this.#run()
  }

  async close(): Promise<void> {
    this.#ending.abort()
    await this.#running
  }

  get #over(): boolean {
    return this.#ending.signal.aborted
  }

  async #run(): Promise<void> {
    while (!this.#over) {
      try {
        await this.#listen()
      } catch (problem) {
        if (!this.#over) this.#told.failed(problem)
      }
      this.#live = false
      await this.#rest(this.#wait * (0.5 + Math.random()), this.#ending.signal)
      this.#wait = Math.min(this.#wait * 2, AGAIN_MS.most)
    }
  }

  /** Until the connection is lost, or it is closed. */
  async #listen(): Promise<void> {
    const lost = new AbortController()
    const listening = await this.#database.listen({
      channel: this.#channel,
      heard: (text) => this.#hear(text),
      lost: (problem) => lost.abort(problem ?? new Error('the listening connection ended')),
    })
    const ending = AbortSignal.any([lost.signal, this.#ending.signal])
    try {
      await this.#prove(ending)
      while (!ending.aborted) {
        await this.#rest(this.#database.kind === 'server' ? PING_MS : FOREVER_MS, ending)
        if (!ending.aborted) await this.#ping(listening, ending)
      }
      if (lost.signal.aborted && !this.#over) throw lost.signal.reason
    } finally {
      await listening.stop()
    }
  }

  /** A word to oneself through the pool must come back: behind a pooler it never does, and then nothing may be believed. */
  async #prove(ending: AbortSignal): Promise<void> {
    const text = ECHO + newId()
    const back = new Promise<boolean>((resolve) => {
      this.#echo = { text, back: () => resolve(true) }
    })
    await sql`select pg_notify(${this.#channel}, ${text})`.execute(this.#database.db)
    if (!(await Promise.race([back, this.#rest(ANSWER_MS, ending).then(() => false)])))
      throw ending.aborted ? ending.reason : new Error('the listening connection hears nothing (HENGAI_LISTEN_URL)')
    this.#live = true
    this.#wait = AGAIN_MS.first
    if (this.#wasLive) this.#told.returned()
    this.#wasLive = true
  }

  async #ping(listening: Listening, ending: AbortSignal): Promise<void> {
    const answered = listening.ping().then(() => true)
    answered.catch(() => undefined)
    if (!(await Promise.race([answered, this.#rest(ANSWER_MS, ending).then(() => ending.aborted)])))
      throw new Error('the listening connection does not answer')
  }

  #hear(text: string): void {
    if (text === this.#echo?.text) this.#echo.back()
    else if (!text.startsWith(ECHO)) this.#told.heard(text)
  }

  /** Ends early when `ending` fires. */
  async #rest(ms: number, ending: AbortSignal): Promise<void> {
    await rest(ms, undefined, { signal: ending, ref: false }).catch(() => undefined)
  }
}
