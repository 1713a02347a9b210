import type { Day } from '../shared/day.ts'
import type { Tx } from './database.ts'
import type { Keys } from './keys.ts'
import type { Remember } from './remembered.ts'

export type Language = 'zh' | 'en'

/** Stations a permission holds for. */
export type Stations = 'all' | readonly string[]

/** Who asks, as the session tells. Grants are rows of the staff slice. */
export interface Actor {
  readonly account_id: string
  readonly name: string
  readonly language: Language
  /** Permission → the stations it was granted for. */
  readonly grants: ReadonlyMap<string, Stations>
  readonly must_change_password: boolean
  /** What the session still asks before anything else: a code of the second factor, or to set one up. Nothing, for most. */
  readonly asks?: Asks | undefined
  /** The session asked in; none for the command line. */
  readonly session_id?: string
}

export type Asks = 'second_factor' | 'enrolment'

/** One change for the audit trail; personal fields in `before` and `after` are masked by the writer. */
export interface Change {
  /** `slice.table` */
  readonly entity: string
  readonly entity_ids: readonly string[]
  readonly before?: Record<string, unknown>
  readonly after?: Record<string, unknown>
}

/**
 * The first argument of every service function: the request's transaction, its organisation, who asks and when. Nothing else
 * opens a transaction, reads the clock or knows the tenant.
 */
export interface Ctx {
  readonly db: Tx
  readonly organisation_id: string
  readonly actor: Actor
  /** Where the asked permission holds; row-level security has been set to the same. */
  readonly stations: Stations
  readonly now: Date
  /** Today in the organisation's time zone. */
  readonly today: Day
  readonly time_zone: string
  readonly language: Language
  readonly request_id: string
  readonly keys: Keys
  /** Notes a change for the audit trail, written in the same transaction. */
  readonly wrote: (change: Change) => void
  /** For what hardly ever changes (src/platform/remembered.ts). What it gives is shared between requests: never changed. */
  readonly remember: Remember
}

const covers = (held: Stations | undefined, asked: Stations): boolean =>
  held !== undefined && (held === 'all' || (asked !== 'all' && asked.every((station_id) => held.includes(station_id))))

/**
 * Whether the actor holds a permission at every station this request reaches. What is held at one of two stations opens nothing that
 * also comes from the other.
 */
export const mayHere = ({ actor, stations }: Pick<Ctx, 'actor' | 'stations'>, permission: string): boolean =>
  covers(actor.grants.get(permission), stations)
