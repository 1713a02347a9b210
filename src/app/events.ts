/**
 * 实时更新: tells open pages that something of a kind was written, in this process or another, so that they read it again under their own
 * rights. Only of the person's own organisation, only kinds they may read; no content, no ids.
 */
import { PassThrough } from 'node:stream'
import { sessionsThatHold } from '../features/staff/session-holds.ts'
import type { Session } from '../platform/session.ts'
import { signedIn, type Mounting } from '../platform/mount.ts'
import type { Topics } from '../platform/notices.ts'
import { isRemembered } from '../platform/remembered.ts'
import { hearWrites } from '../platform/request.ts'
import { watchEvents } from '../shared/events.ts'
import { Refusal } from '../shared/refusal.ts'

/** At most four messages a second about one organisation. */
const GATHER_MS = 250
/** Proxies close what is silent for a minute; a session that ended without a word is found as soon. */
const BEAT_MS = 15_000
/** Of one account in one process: a page in sight holds one, others let go. */
const MOST_STREAMS = 8

/** What a slice's rows are called in a permission: `canteen.meals` is read with `canteen.read`. */
const sliceOf = (kind: string): string => kind.split('.')[0]!

export const mayHear = ({ actor }: Pick<Session, 'actor'>, slice: string): boolean => {
  const stations = actor.grants.get(`${slice}.read`)
  return stations === 'all' || (stations !== undefined && stations.length > 0)
}

/** One open page. What it is too slow to take is gathered, not queued. */
class Stream {
  readonly session: Session
  readonly out = new PassThrough({ highWaterMark: 4096 })
  #waiting: Set<string> | 'all' | undefined

  constructor(session: Session) {
    this.session = session
    this.out.on('drain', () => this.#send())
    this.out.write('retry: 3000\n\n')
  }

  tell(kinds: readonly string[] | 'all'): void {
    const heard = kinds === 'all' ? kinds : kinds.map(sliceOf).filter((slice) => mayHear(this.session, slice))
    if (heard.length === 0) return
    if (heard === 'all' || this.#waiting === 'all') this.#waiting = 'all'
    else this.#waiting = new Set([...(this.#waiting ?? []), ...heard])
    this.#send()
  }

  beat(): void {
    if (!this.out.writableNeedDrain) this.out.write(': \n\n')
  }

  end(): void {
    this.out.end()
  }

  #send(): void {
    if (!this.#waiting || this.out.writableNeedDrain || this.out.writableEnded) return
    const news = this.#waiting === 'all' ? {} : { kinds: [...this.#waiting].toSorted() }
    this.#waiting = undefined
    this.out.write(`data: ${JSON.stringify(news)}\n\n`)
  }
}

/** Tells the other processes what this one wrote, gathered. */
const tellWrites = ({ db, notices }: Mounting): (() => void) => {
  const waiting = new Map<string, Set<string>>()
  return hearWrites(db, ({ organisation_id, kinds }) => {
    const gathered = waiting.get(organisation_id)
    // Streams carry what was granted when they were opened. One whose session ended goes with the next beat.
    if (kinds.some((kind) => sliceOf(kind) === 'staff' && isRemembered(kind))) notices.tell('sessions', { organisation_id })
    if (gathered) return kinds.forEach((kind) => gathered.add(kind))
    const fresh = new Set(kinds)
    waiting.set(organisation_id, fresh)
    setTimeout(() => {
      waiting.delete(organisation_id)
      notices.tell('written', { organisation_id, kinds: [...fresh] })
    }, GATHER_MS).unref()
  })
}

class Streams {
  readonly #open = new Set<Stream>()

  /** Refuses `too_many_requests`. */
  open(session: Session): Stream {
    const { account_id } = session.actor
    if ([...this.#open].filter((each) => each.session.actor.account_id === account_id).length >= MOST_STREAMS)
      throw new Refusal('too_many_requests')
    const stream = new Stream(session)
    this.#open.add(stream)
    stream.out.on('close', () => this.#open.delete(stream))
    return stream
  }

  tell({ organisation_id, kinds }: Topics['written']): void {
    for (const stream of this.#open) if (stream.session.organisation_id === organisation_id) stream.tell(kinds)
  }

  tellAll(): void {
    for (const stream of this.#open) stream.tell('all')
  }

  /** Whoever still holds a session comes again, with what is granted now. */
  endOf({ organisation_id, account_id }: Topics['sessions']): void {
    for (const stream of this.#open) {
      const { session } = stream
      const concerned = account_id === undefined || account_id === session.actor.account_id
      if (session.organisation_id === organisation_id && concerned) stream.end()
    }
  }

  async beat(holding: (session_ids: readonly string[]) => Promise<ReadonlySet<string>>): Promise<void> {
    const streams = [...this.#open]
    if (streams.length === 0) return
    const held = await holding(streams.map(({ session }) => session.session_id))
    for (const stream of streams) {
      if (held.has(stream.session.session_id)) stream.beat()
      else stream.end()
    }
  }

  endAll(): void {
    for (const stream of this.#open) stream.end()
  }
}

/** `beat_ms`: how often silent streams are spoken to and their sessions looked at. */
export const mountEvents = (mounting: Mounting, beat_ms = BEAT_MS): void => {
  const { app, db, notices } = mounting
  const streams = new Streams()
  const stops = [
    tellWrites(mounting),
    notices.hear('written', (written) => streams.tell(written)),
    notices.hear('sessions', (sessions) => streams.endOf(sessions)),
    notices.onReturn(() => streams.tellAll()),
  ]
  const beating = setInterval(
    () =>
      void streams
        .beat((ids) => sessionsThatHold(db, ids))
        .catch((problem: unknown) => app.log.error({ err: problem }, 'events')),
    beat_ms,
  ).unref()
  app.addHook('preClose', async () => {
    clearInterval(beating)
    for (const stop of stops) stop()
    streams.endAll()
  })
  // A HEAD would open a stream that nobody reads.
  app.get(watchEvents.path, { exposeHeadRoute: false }, async (request, reply) => {
    const stream = streams.open(await signedIn(mounting, request))
    return reply.header('content-type', 'text/event-stream; charset=utf-8').header('x-accel-buffering', 'no').send(stream.out)
  })
}
