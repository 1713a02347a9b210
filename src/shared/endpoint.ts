/**
 * The contract kit: one object per endpoint, read by the server (`platform/mount.ts`), by the browser (`ui/call.ts`) and by
 * the OpenAPI page. Input is one flat object: path parameters, query and body together, so that an endpoint can be stored as
 * `{ name, input }` and replayed.
 */
import * as z from 'zod/mini'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** `public`: no session needed. `signed_in`: any session. Otherwise `slice.verb`, granted to roles as data. */
export type Permission = 'public' | 'signed_in' | `${string}.${string}`

export interface Endpoint<I extends z.ZodMiniType = z.ZodMiniType, O extends z.ZodMiniType = z.ZodMiniType> {
  readonly kind: 'endpoint'
  readonly method: Method
  /** Starts with `/api/`; `:name` parts are taken from the input field of that name. */
  readonly path: string
  readonly permission: Permission
  readonly input: I
  readonly output: O
  /** `settled`: reads much and changes nothing; may be answered by a copy that is seconds behind (src/platform/replica.ts). */
  readonly reads?: 'settled'
  /** One line for the OpenAPI page: what it is for. */
  readonly summary: string
}

export const endpoint = <I extends z.ZodMiniType, O extends z.ZodMiniType>(
  parts: Omit<Endpoint<I, O>, 'kind'>,
): Endpoint<I, O> => ({ kind: 'endpoint', ...parts })

/** What the caller sends: fields with defaults may be left out. */
export type InputOf<E> = E extends Endpoint<infer I, z.ZodMiniType> ? z.input<I> : never
/** What the service function receives. */
export type ParsedOf<E> = E extends Endpoint<infer I, z.ZodMiniType> ? z.output<I> : never
export type OutputOf<E> = E extends Endpoint<z.ZodMiniType, infer O> ? z.output<O> : never

/** 30 February rolls over into March: it reads back differently. There is no year 0. */
const exists = (day: string): boolean => {
  const at = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) && day >= '0001'
}

/** `2022-03-05`, a day without time or zone, that exists. */
export const day = () => z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/, 'day'), z.refine(exists, 'no_such_day'))
/** `2022-03`. */
export const month = () =>
  z.string().check(
    z.regex(/^\d{4}-\d{2}$/, 'month'),
    z.refine((text) => exists(`${text}-01`), 'no_such_month'),
  )
/** `09:30`. */
export const time = () => z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'time'))
export const id = () => z.uuid()
/** Text as people type it: trimmed, not empty. */
export const words = (max = 200) => z.string().check(z.trim(), z.minLength(1), z.maxLength(max))
export const optional = <T extends z.ZodMiniType>(type: T) => z.optional(type)
export const nullable = <T extends z.ZodMiniType>(type: T) => z.nullable(type)
/** Whole number ≥ 0 that may arrive as text in a query string. */
export const whole = (max = 1_000_000_000) => z.coerce.number().check(z.int(), z.gte(0), z.lte(max))

/** The shape of every list: 25 rows a page unless asked otherwise, `total` counts all rows of the filter. */
export const listInput = <T extends z.core.$ZodLooseShape>(filters: T) =>
  z.object({
    q: z.optional(z.string().check(z.maxLength(100))),
    station_id: z.optional(z.uuid()),
    from: z.optional(day()),
    to: z.optional(day()),
    sort: z.optional(z.string().check(z.regex(/^-?[a-z_]+$/, 'sort'))),
    page: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(100_000)), 1),
    page_size: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(500)), 25),
    ...filters,
  })

export const listOutput = <T extends z.core.$ZodLooseShape>(row: T) =>
  z.object({ rows: z.array(z.object(row)), total: z.number() })

/** By what the desk names the person an entry is about: any of these that the register finds one person by. */
export const namedPerson = {
  person_id: z.optional(id()),
  member_no: z.optional(words(40)),
  name: z.optional(words(40)),
  phone: z.optional(words(40)),
}

/** What every row of a service to one person shows: when, where, to whom, on what evidence. */
export const servedFields = {
  occurred_on: z.string(),
  station_id: z.string(),
  station_name: z.string(),
  person_id: z.string(),
  person_name: z.string(),
  evidence: z.string(),
}

/** What every single record tells of itself: by whom, when, and whether it was taken back. */
export const recordedFields = {
  contract_id: z.optional(z.nullable(z.string())),
  recorded_by_name: z.string(),
  recorded_at: z.string(),
  void_id: z.nullable(z.string()),
  voided_at: z.optional(z.nullable(z.string())),
  voided_by_name: z.optional(z.nullable(z.string())),
  void_reason: z.optional(z.nullable(z.string())),
}

export { z }
