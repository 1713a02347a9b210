/** The door on a tablet: who its members are, what day it is, what waits to be sent; with the network and without. */
import type { OutputOf } from '../../shared/endpoint.ts'
import { addDays } from '../../shared/day.ts'
import { todayHere } from '../../ui/format.ts'
import { Refused, call } from '../../ui/call.ts'
import { getDoor, listDoorMembers } from './contract.ts'
import { keep, keepKey, kept, keptKey } from './keep.web.ts'
import { Queue, type Answer, type Arrival } from './queue.web.ts'
import { facesOf, type Faces, type Member } from './recognise.ts'
import type { Way } from './rules.ts'

export type Door = Omit<OutputOf<typeof getDoor>, 'key'>
interface Window {
  readonly as_of: string
  readonly total: number
  readonly members: readonly Member[]
}

export interface DoorState {
  readonly door: Door
  readonly faces: Faces
  /** When the members were asked for; empty while there are none. */
  readonly as_of: string
  readonly total: number
  readonly line: 'up' | 'down' | 'signed_out'
  readonly arrivals: readonly Arrival[]
}

/** New sessions and the state of the line are looked for so often; members less often. */
const LOOK_MS = 60_000
const MEMBERS_MS = 15 * 60_000
const RETRY_MS = 5_000

export type Heard = (arrival: Arrival, answer: Answer | Refused) => void

export class Keeper {
  readonly queue: Queue
  private state: DoorState
  private members_at = 0
  private readonly listeners = new Set<() => void>()
  private readonly heard = new Set<Heard>()
  private timer: ReturnType<typeof setTimeout> | undefined
  private closed = false
  private readonly up = () => void this.look()
  private readonly down = () => this.change({ line: 'down' })

  private constructor(key: CryptoKey, door: Door, window: Window | undefined, line: DoorState['line']) {
    this.state = {
      door,
      line,
      arrivals: [],
      faces: facesOf(window?.members ?? []),
      as_of: window?.as_of ?? '',
      total: window?.total ?? 0,
    }
    this.queue = new Queue({
      key,
      station_id: door.station_id,
      told: () => this.change({ arrivals: this.queue.all() }),
      answered: (arrival, answer) => this.heard.forEach((hear) => hear(arrival, answer)),
    })
  }

  /** Opens by the network; throws `Refused` when the server says no, and when there is no answer. */
  static async openOnline(station_id: string): Promise<Keeper> {
    const { key: bytes, ...door } = await call(getDoor, { station_id })
    const key = await keepKey(bytes)
    await keep(key, 'door', door)
    const before = await kept<Window & { readonly station_id: string }>(key, 'members')
    return new Keeper(key, door, before?.station_id === station_id ? before : undefined, 'up').begin()
  }

  /** Opens what was kept, with no network; undefined when nothing was. */
  static async openKept(): Promise<Keeper | undefined> {
    const key = await keptKey()
    const door = key && (await kept<Door>(key, 'door'))
    if (!key || !door) return undefined
    return new Keeper(key, door, await kept<Window>(key, 'members'), 'down').begin()
  }

  private async begin(): Promise<Keeper> {
    await this.queue.load()
    await this.dropOldDays()
    addEventListener('online', this.up)
    addEventListener('offline', this.down)
    if (this.state.faces.all.length === 0 && this.state.line === 'up') await this.look()
    else this.timer = setTimeout(this.up, 0)
    return this
  }

  close(): void {
    this.closed = true
    clearTimeout(this.timer)
    removeEventListener('online', this.up)
    removeEventListener('offline', this.down)
  }

  now(): DoorState {
    return this.state
  }

  follow(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  hear(hear: Heard): () => void {
    this.heard.add(hear)
    return () => void this.heard.delete(hear)
  }

  private change(parts: Partial<DoorState>): void {
    this.state = { ...this.state, ...parts }
    this.listeners.forEach((listener) => listener())
  }

  /** What was sent is kept for a day, to tell who is there already. */
  private dropOldDays(): Promise<void> {
    const begins = Date.parse(addDays(todayHere(), -1))
    return this.queue.drop(
      this.queue.all().flatMap(({ state, at, check_in_id }) => (state === 'sent' && at < begins ? [check_in_id] : [])),
    )
  }

  /** Asks for the day, sends what waits, and asks for the members when they are old. */
  private async look(): Promise<void> {
    clearTimeout(this.timer)
    try {
      const { station_id } = this.state.door
      const { key: _known, ...door } = await call(getDoor, { station_id })
      this.change({ door, line: 'up' })
      await keep(this.queue.key, 'door', door)
      await this.send()
      if (Date.now() - this.members_at > MEMBERS_MS) await this.readMembers(station_id)
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem
      this.change({ line: problem.status === 401 ? 'signed_out' : 'down' })
    } finally {
      clearTimeout(this.timer)
      if (!this.closed) this.timer = setTimeout(this.up, this.state.line === 'up' ? LOOK_MS : RETRY_MS)
    }
  }

  private async readMembers(station_id: string): Promise<void> {
    const { members, as_of, total } = await call(listDoorMembers, { station_id })
    this.members_at = Date.now()
    this.change({ faces: facesOf(members), as_of, total })
    await keep(this.queue.key, 'members', { station_id, as_of, total, members })
  }

  async send(): Promise<void> {
    const sent = await this.queue.send()
    this.change({ line: sent === 'all' ? 'up' : sent === 'offline' ? 'down' : 'signed_out' })
  }

  /** When this tablet saw somebody at a session before; undefined when it did not. */
  since(activity_id: string, person_id: string): number | undefined {
    const seen = this.state.arrivals.filter(
      (each) => each.activity_id === activity_id && each.person_id === person_id && each.state !== 'refused',
    )
    return seen.length > 0 ? Math.min(...seen.map(({ at }) => at)) : undefined
  }

  /** Puts an arrival on the disk, and on its way. */
  async arrive(parts: {
    readonly activity_id: string
    readonly way: Way
    readonly member?: Member | undefined
    readonly code?: string | undefined
  }): Promise<Arrival> {
    const { activity_id, way, member, code } = parts
    const arrival = await this.queue.add({
      activity_id,
      way,
      person_id: member?.person_id ?? null,
      code: code ?? null,
      name: member?.name ?? null,
    })
    if (this.state.line !== 'signed_out') void this.send()
    return arrival
  }
}
