/**
 * What every request asks for and what changes a few times a year: who may do what, stations, contracts, sensitive services. A server remembers
 * it, and the statement by which a request enters proves that it still holds (docs/decisions/0021).
 */
import type { Scope } from './database.ts'

/** What was read at one `remembered_version` of an organisation, by what it is and whose eyes read it. */
export type Memory = Map<string, unknown>

/**
 * A change of one of these makes every server forget what it remembers of the organisation. Whoever writes into the table says so by `ctx.wrote`.
 * Not among them: passwords and second factors, whose changes end sessions, and whose failed attempts stand in the trail too.
 */
const ENTITIES: ReadonlySet<string> = new Set([
  'contracts.contracts',
  'contracts.takes',
  // Undoing one takes back stations and contracts too.
  'imports.imports',
  'orgs.organisations',
  'orgs.service_types',
  'orgs.stations',
  'points.rules',
  'points.terms',
  'staff.account_rules',
  'staff.accounts',
  'staff.grants',
  'staff.roles',
])

export const isRemembered = (entity: string): boolean => ENTITIES.has(entity)

/** Gives what is remembered under this name, or loads it. */
export type Remember = <T>(what: string, load: () => Promise<T>) => Promise<T>

/** `isOwnChange`: the request has written what may be remembered, or looks with other eyes than its own; it is read afresh then. */
export const remembering =
  ({ stations, sensitive, proof }: Scope, isOwnChange: () => boolean): Remember =>
  async (what, load) => {
    if (!proof || isOwnChange()) return load()
    const key = `${what}|${String(stations)}|${sensitive.join(',')}`
    if (proof.memory.has(key)) return proof.memory.get(key) as never
    const loaded = await load()
    if (!isOwnChange()) proof.memory.set(key, loaded)
    return loaded
  }
