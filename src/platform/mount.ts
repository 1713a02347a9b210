/**
 * Written once for every endpoint: who asks → may they → parse → the one transaction → the service function of the same name →
 * only what `output` names leaves → audit. No slice has a route, a controller or a mapper.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Endpoint, OutputOf, ParsedOf } from '../shared/endpoint.ts'
import { z } from '../shared/endpoint.ts'
import { Refusal } from '../shared/refusal.ts'
import type { Actor, Ctx, Stations } from './context.ts'
import type { Db } from './database.ts'
import type { Keys } from './keys.ts'
import { languageOf } from './language.ts'
import type { Notices } from './notices.ts'
import { problemOf, UNSTORABLE, unstorableAt } from './problem.ts'
import { runSettled, type Replica } from './replica.ts'
import { runAs } from './request.ts'
import { isSessionChanged, sessionToken, type FindSession, type KnownSession, type Session } from './session.ts'

export type Contract = Record<string, unknown>

export type EndpointsOf<C> = { [K in keyof C as C[K] extends Endpoint ? K : never]: C[K] }

/** The functions a slice must have for its contract. */
export type ServiceOf<C> = {
  [K in keyof EndpointsOf<C>]: (ctx: Ctx, input: ParsedOf<C[K]>) => Promise<OutputOf<C[K]>>
}

export interface Mounting {
  readonly app: FastifyInstance
  readonly db: Db
  readonly keys: Keys
  readonly findSession: FindSession
  readonly knownSession: KnownSession
  readonly notices: Notices
  /** A copy for what reads much; none = everything is read from `db`. */
  readonly replica?: Replica | undefined
}

export interface MountedEndpoint {
  readonly name: string
  readonly endpoint: Endpoint
  readonly run: (ctx: Ctx, input: never) => Promise<unknown>
}

const isEndpoint = (value: unknown): value is Endpoint => (value as Endpoint | undefined)?.kind === 'endpoint'

/** Path parameters, query and body as the one input object. */
const inputOf = (request: FastifyRequest): unknown => ({
  ...(request.query as object),
  ...(request.body && typeof request.body === 'object' ? request.body : {}),
  ...(request.params as object),
})

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], input)

export const parseInput = (endpoint: Endpoint, input: unknown, language: 'zh' | 'en'): never => {
  const parsed = z.safeParse(endpoint.input, input)
  if (parsed.success) {
    // After parsing: only what the contract takes is looked at, however deep the rest was.
    const at = unstorableAt(parsed.data)?.join('.')
    if (at !== undefined) throw new Refusal('bad_input', { field: at, problem: UNSTORABLE[language] }, at)
    return parsed.data as never
  }
  const issue = parsed.error.issues[0]!
  const field = issue.path.join('.')
  throw new Refusal('bad_input', { field, problem: problemOf(issue, language, valueAt(input, issue.path)) }, field)
}

/** The stations an endpoint's permission holds for; refuses when it holds nowhere. */
export const stationsFor = (session: Session, endpoint: Endpoint): Stations => {
  if (endpoint.permission === 'signed_in') return session.actor.grants.get('orgs.read') ?? []
  const stations = session.actor.grants.get(endpoint.permission)
  if (!stations || (stations !== 'all' && stations.length === 0)) throw new Refusal('not_allowed')
  return stations
}

/** What may be used while the session still asks for something; in the order in which it is asked. */
const BEFORE_CODE = new Set(['getSession', 'passSecondFactor', 'signOut', 'saveLanguage'])
const BEFORE_NEW_PASSWORD = new Set(['getSession', 'changePassword', 'signOut', 'saveLanguage'])
const BEFORE_ENROLMENT = new Set([...BEFORE_NEW_PASSWORD, 'getSecondFactor', 'startSecondFactor', 'confirmSecondFactor'])

/** Refuses whoever has not entered altogether: `second_factor_due`, `password_must_change`, `second_factor_missing`. */
export const checkEntered = ({ asks, must_change_password }: Actor, name?: string): void => {
  const isOneOf = (names: ReadonlySet<string>) => name !== undefined && names.has(name)
  if (asks === 'second_factor' && !isOneOf(BEFORE_CODE)) throw new Refusal('second_factor_due')
  if (must_change_password && !isOneOf(BEFORE_NEW_PASSWORD)) throw new Refusal('password_must_change')
  if (asks === 'enrolment' && !isOneOf(BEFORE_ENROLMENT)) throw new Refusal('second_factor_missing')
}

/** Who asks, on any path that is not a contract's; refuses `not_signed_in`, and who has not entered altogether. */
export const signedIn = async ({ findSession }: Pick<Mounting, 'findSession'>, request: FastifyRequest): Promise<Session> => {
  const session = await findSession(sessionToken(request))
  if (!session) throw new Refusal('not_signed_in')
  checkEntered(session.actor)
  return session
}

/** Readers, and those that put one thing on record: they touch nothing but the database. */
const onlyDatabase = (name: string, { method }: Endpoint): boolean => method === 'GET' || name.startsWith('record')

type Prepared = () => Promise<unknown>

/** May they, and is the input sound: refuses before anything is asked of the database. */
const preparing =
  (mounting: Mounting, { name, endpoint, run }: MountedEndpoint) =>
  (session: Session, request: FastifyRequest): Prepared => {
    checkEntered(session.actor, name)
    const stations = stationsFor(session, endpoint)
    const input = parseInput(endpoint, inputOf(request), session.actor.language)
    const asking = { ...session, stations, request_id: request.id, action: name, at_once: onlyDatabase(name, endpoint) }
    const work = (ctx: Ctx) => run(ctx, input)
    return () =>
      endpoint.reads === 'settled' ? runSettled(mounting, request, asking, work) : runAs(mounting.db, mounting.keys, asking, work)
  }

/** Undefined when what is remembered would refuse: it may have changed. */
const byKnown = (
  prepare: ReturnType<typeof preparing>,
  session: Session | undefined,
  request: FastifyRequest,
): Prepared | undefined => {
  try {
    return session && prepare(session, request)
  } catch {
    return undefined
  }
}

/**
 * Answers by what is remembered of the session, which the database proves in the request's own transaction (docs/decisions/0021);
 * otherwise by what it finds now. Refuses `not_signed_in`.
 */
const answering = (mounting: Mounting, mounted: MountedEndpoint) => {
  const prepare = preparing(mounting, mounted)
  return async (request: FastifyRequest): Promise<unknown> => {
    const token = sessionToken(request)
    // A copy cannot prove what is remembered of a session: it may not have heard yet that it ended.
    const proven = mounting.replica && mounted.endpoint.reads === 'settled'
    const known = proven ? undefined : byKnown(prepare, mounting.knownSession(token), request)
    try {
      if (known) return (await known()) ?? {}
    } catch (problem) {
      if (!isSessionChanged(problem)) throw problem
    }
    const session = await mounting.findSession(token)
    if (!session) throw new Refusal('not_signed_in')
    return (await prepare(session, request)()) ?? {}
  }
}

export const mount = <C extends Contract>(mounting: Mounting, contract: C, service: ServiceOf<C>): MountedEndpoint[] => {
  const mounted: MountedEndpoint[] = []
  for (const [name, endpoint] of Object.entries(contract)) {
    if (!isEndpoint(endpoint)) continue
    if (endpoint.permission === 'public') throw new Error(`${name}: public endpoints are mounted with mountPublic`)
    const run = (service as Record<string, MountedEndpoint['run']>)[name]!
    const one = { name, endpoint, run }
    mounted.push(one)
    mounting.app.route({
      method: endpoint.method,
      url: endpoint.path,
      schema: { response: { 200: z.toJSONSchema(endpoint.output, { io: 'output', target: 'draft-7', unrepresentable: 'any' }) } },
      handler: answering(mounting, one),
    })
  }
  return mounted
}

/** Endpoints before sign-in: the function gets no organisation, only the request. */
export const mountPublic = <E extends Endpoint>(
  app: FastifyInstance,
  endpoint: E,
  run: (input: ParsedOf<E>, request: FastifyRequest, reply: FastifyReply) => Promise<OutputOf<E>>,
): void => {
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    handler: async (request, reply) => {
      const language = languageOf(request)
      return (await run(parseInput(endpoint, inputOf(request), language), request, reply)) ?? {}
    },
  })
}
