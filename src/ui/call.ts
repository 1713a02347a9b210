/**
 * The one way from the browser to the server: `call(recordMeal, entry)`. The endpoint says method and path; path parameters are
 * taken out of the input, the rest travels as query string (GET) or as JSON. A refusal arrives as `Refused`, in the user's language.
 */
import type { Endpoint, InputOf, OutputOf } from '../shared/endpoint.ts'
import { language, uiText } from './i18n.ts'

/** Why the server did not do it. `offline` (no answer at all) and `fault` (500) are ours; other codes are those of `shared/refusal-texts.ts`. */
export class Refused extends Error {
  readonly code: string
  readonly status: number
  /** The input field to be mended. */
  readonly field: string | undefined
  readonly details: Readonly<Record<string, unknown>>
  readonly request_id: string | undefined
  constructor(parts: {
    code: string
    message: string
    status: number
    field?: string
    details?: Record<string, unknown>
    request_id?: string
  }) {
    super(parts.message)
    this.name = 'Refused'
    this.code = parts.code
    this.status = parts.status
    this.field = parts.field
    this.details = parts.details ?? {}
    this.request_id = parts.request_id
  }
}

type Sendable = Readonly<Record<string, unknown>>

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === ''

/** `year=2022&station_id=…`; empty values are left out, lists repeat their name. */
export const queryString = (input: Sendable): string => {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(input)) {
    for (const each of Array.isArray(value) ? value : [value]) if (!isEmpty(each)) query.append(name, String(each))
  }
  return query.toString()
}

/** Where a call goes: path parameters filled, and what is left of the input. */
export const addressOf = (endpoint: Pick<Endpoint, 'path'>, input: Sendable): { path: string; rest: Record<string, unknown> } => {
  const rest: Record<string, unknown> = { ...input }
  const path = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) => {
    if (isEmpty(rest[name])) throw new Error(`${endpoint.path} needs ${name}`)
    const value = encodeURIComponent(String(rest[name]))
    delete rest[name]
    return value
  })
  return { path, rest }
}

const requestId = (): string =>
  globalThis.crypto?.randomUUID?.() ?? `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`

const refusalOf = async (response: Response, request_id: string): Promise<Refused> => {
  const body = (await response.json().catch(() => ({}))) as Partial<{
    code: string
    message: string
    field: string
    details: Record<string, unknown>
    request_id: string
  }>
  const number = body.request_id ?? request_id
  return new Refused({
    status: response.status,
    request_id: number,
    ...body,
    code: body.code ?? 'fault',
    // 503 is a refusal too: the disk is full, the database is away.
    message:
      (response.status < 500 || response.status === 503) && body.message
        ? body.message
        : uiText('server_fault', { request_id: number.slice(0, 8) }),
  })
}

/** Calls an endpoint. Throws `Refused` and nothing else, except `AbortError` when `signal` is aborted. */
export const call = async <E extends Endpoint>(endpoint: E, input: InputOf<E>, signal?: AbortSignal): Promise<OutputOf<E>> => {
  const { path, rest } = addressOf(endpoint, input ?? {})
  const request_id = requestId()
  const reads = endpoint.method === 'GET'
  const query = reads ? queryString(rest) : ''
  const response = await fetch(query ? `${path}?${query}` : path, {
    method: endpoint.method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      'accept-language': language() === 'en' ? 'en' : 'zh-CN',
      'x-request-id': request_id,
      'x-hengai': '1',
      ...(reads ? {} : { 'content-type': 'application/json' }),
    },
    ...(reads ? {} : { body: JSON.stringify(rest) }),
    ...(signal ? { signal } : {}),
  }).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new Refused({ code: 'offline', status: 0, message: uiText('server_away'), request_id })
  })
  if (!response.ok) throw await refusalOf(response, request_id)
  return (response.status === 204 ? {} : await response.json()) as OutputOf<E>
}
