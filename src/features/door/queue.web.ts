/** Arrivals of a tablet (待发签到): on its disk before they are shown, sent in order under the ids made here, kept when refused. */
import { v7 } from 'uuid'
import type { InputOf, OutputOf } from '../../shared/endpoint.ts'
import { Refused, call } from '../../ui/call.ts'
import { recordCheckIn } from './contract.ts'
import { dropArrivals, keptArrivals, open, putArrival, seal } from './keep.web.ts'
import type { Way } from './rules.ts'

export interface Arrival {
  readonly check_in_id: string
  readonly station_id: string
  readonly at: number
  readonly state: 'waiting' | 'refused' | 'sent'
  readonly activity_id: string
  readonly way: Way
  readonly person_id: string | null
  readonly code: string | null
  /** Masked; null while only the server can tell. */
  readonly name: string | null
  /** The code of the server's refusal. */
  readonly refused: string | null
}

export type Answer = OutputOf<typeof recordCheckIn>

type Content = Omit<Arrival, 'check_in_id' | 'station_id' | 'at' | 'state'>

/** 401: somebody must sign in again; nothing is refused by that. */
export type Sent = 'all' | 'offline' | 'signed_out'

const inputOf = ({ check_in_id, activity_id, way, person_id, code, at }: Arrival): InputOf<typeof recordCheckIn> => ({
  check_in_id,
  activity_id,
  way,
  came_at: new Date(at).toISOString(),
  // A card that was scanned is looked at again by the server: it may have been reported lost since the members were read.
  ...(code ? { code } : person_id ? { person_id } : {}),
})

const isForNow = ({ status }: Refused): boolean => status === 0 || status === 429 || status >= 500

export class Queue {
  readonly key: CryptoKey
  readonly station_id: string
  private readonly told: () => void
  private readonly answered: (arrival: Arrival, answer: Answer | Refused) => void
  private arrivals = new Map<string, Arrival>()
  private sending: Promise<Sent> | undefined

  constructor(parts: {
    readonly key: CryptoKey
    readonly station_id: string
    /** After every change. */
    readonly told: () => void
    readonly answered: (arrival: Arrival, answer: Answer | Refused) => void
  }) {
    this.key = parts.key
    this.station_id = parts.station_id
    this.told = parts.told
    this.answered = parts.answered
  }

  /** What was left from the last time; what another station's key sealed stays where it is. */
  async load(): Promise<void> {
    for (const { content, ...arrival } of await keptArrivals()) {
      if (arrival.station_id !== this.station_id) continue
      const opened = await open<Content>(this.key, arrival.check_in_id, content)
      if (opened) this.arrivals.set(arrival.check_in_id, { ...arrival, ...opened })
    }
    this.told()
  }

  all(): readonly Arrival[] {
    return [...this.arrivals.values()]
  }

  private async put(arrival: Arrival): Promise<void> {
    const { check_in_id, station_id, at, state, ...content } = arrival
    await putArrival({ check_in_id, station_id, at, state, content: await seal(this.key, check_in_id, content) })
    this.arrivals.set(check_in_id, arrival)
    this.told()
  }

  async add(parts: Pick<Arrival, 'activity_id' | 'way' | 'person_id' | 'code' | 'name'>): Promise<Arrival> {
    const { station_id } = this
    const arrival: Arrival = { check_in_id: v7(), station_id, at: Date.now(), state: 'waiting', refused: null, ...parts }
    await this.put(arrival)
    return arrival
  }

  /** Sends a refused one again, as it was or mended; under the same id, because nothing was written under it. */
  async again(
    check_in_id: string,
    mended: Partial<Pick<Arrival, 'activity_id' | 'person_id' | 'name' | 'code'>> = {},
  ): Promise<void> {
    const arrival = this.arrivals.get(check_in_id)
    if (arrival) await this.put({ ...arrival, ...mended, state: 'waiting', refused: null })
  }

  async drop(ids: readonly string[]): Promise<void> {
    await dropArrivals(ids)
    for (const id of ids) this.arrivals.delete(id)
    this.told()
  }

  /** Sends what waits, one after the other; two tabs of one tablet take turns. */
  send(): Promise<Sent> {
    this.sending ??= (
      'locks' in navigator ? navigator.locks.request('hengai-door-send', () => this.sendWaiting()) : this.sendWaiting()
    ).finally(() => (this.sending = undefined))
    return this.sending
  }

  private async sendWaiting(): Promise<Sent> {
    for (;;) {
      const next = this.all().find(({ state }) => state === 'waiting')
      if (!next) return 'all'
      try {
        const answer = await call(recordCheckIn, inputOf(next))
        await this.put({ ...next, state: 'sent', person_id: answer.person_id, name: answer.name })
        this.answered(next, answer)
      } catch (problem) {
        if (!(problem instanceof Refused)) throw problem
        if (problem.status === 401) return 'signed_out'
        if (isForNow(problem)) return 'offline'
        await this.put({ ...next, state: 'refused', refused: problem.code })
        this.answered(next, problem)
      }
    }
  }
}
