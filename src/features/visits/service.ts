/**
 * Services at home and visits (上门服务·探访). `recordHomeServices` and `recordVisits` take what was done at the desk, on the phone in
 * the village or in a workbook. A service at home counts once per person, day and starting time; a visit once per person, day and way
 * (rules R12, R19, R22). A visit that failed is kept and adds nothing. Later: request, triage, plan, dispatch, signature.
 */
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import type { Outcome } from '../../shared/sheet-form.ts'
import { accept, checkNotFuture } from '../../platform/accept.ts'
import { getRow, listRows, type ListOf } from '../records/list.ts'
import { recordServices, type Recorded, type ServiceEntry } from '../records/put.ts'
import type * as contract from './contract.ts'
import { areHours, minutesOf, modeOf } from './rules.ts'

export interface HomeServiceEntry extends ServiceEntry {
  /** NaN when the hours cannot be read. */
  readonly hours: number
  /** As written, for the refusal. */
  readonly hours_text?: string | undefined
  /** HH:MM */
  readonly started_at?: string | undefined
  /** What stood in the place of the time, when it is no time: two different texts are two services. */
  readonly started_text?: string | undefined
  readonly service: string
  readonly delivered_by?: string | undefined
  readonly rating?: string | undefined
}

export interface VisitEntry extends ServiceEntry {
  /** home, phone, online, on_site, or the word used. */
  readonly way: string
  readonly completed: boolean
  readonly content?: string | undefined
  readonly visitor?: string | undefined
}

const placed = (ctx: Ctx, { entry, placed: { station_id, contract_id, person_id } }: Recorded<ServiceEntry>) => ({
  organisation_id: ctx.organisation_id,
  station_id,
  contract_id,
  person_id,
  occurred_on: entry.occurred_on,
  evidence: entry.evidence,
  recorded_by: ctx.actor.account_id,
  recorded_at: ctx.now,
})

/** Records services at home, in the order given. */
export const recordHomeServices = (ctx: Ctx, entries: readonly HomeServiceEntry[]): Promise<Outcome[]> =>
  recordServices(
    ctx,
    entries,
    {
      service_type: 'home_service',
      source: 'visits.home_services',
      mode: () => 'home',
      check: ({ hours, hours_text }) =>
        areHours(hours) ? undefined : { refused: 'bad_hours', details: { value: hours_text ?? String(hours) }, field: 'hours' },
      once: (entry) => [entry.occurred_on, entry.started_at ?? entry.started_text ?? ''],
      started_at: (entry) => entry.started_at,
      minutes: ({ hours }) => Math.max(1, Math.round(minutesOf(hours))),
      delivered_by: (entry) => entry.delivered_by,
    },
    async (accepted) => {
      const rows = accepted.map((one) => ({
        ...placed(ctx, one),
        home_service_id: one.id,
        started_at: one.entry.started_at,
        minutes: minutesOf(one.entry.hours),
        service: one.entry.service,
        delivered_by: one.entry.delivered_by,
        rating: one.entry.rating,
      }))
      await insertRows(ctx.db, 'visits.home_services', rows)
    },
  )

/** Records visits, in the order given. */
export const recordVisits = (ctx: Ctx, entries: readonly VisitEntry[]): Promise<Outcome[]> =>
  recordServices(
    ctx,
    entries,
    {
      service_type: 'visit',
      source: 'visits.visits',
      mode: (entry) => modeOf(entry.way),
      check: (entry) => (entry.completed ? undefined : { not_counted: 'visit_failed' }),
      once: (entry) => [entry.occurred_on, entry.way],
      delivered_by: (entry) => entry.visitor,
    },
    async (accepted) => {
      const rows = accepted.map((one) => ({
        ...placed(ctx, one),
        visit_id: one.id,
        way: one.entry.way,
        content: one.entry.content,
        visitor: one.entry.visitor,
        not_counted: one.not_counted,
      }))
      // A failed visit has no service record to be compared with: sent again, it is already here.
      await insertRows(ctx.db, 'visits.visits', rows, { conflict: 'on conflict (organisation_id, visit_id) do nothing' })
    },
  )

export const recordHomeService = async (
  ctx: Ctx,
  input: ParsedOf<typeof contract.recordHomeService>,
): Promise<OutputOf<typeof contract.recordHomeService>> => {
  checkNotFuture(ctx, input.occurred_on)
  const [outcome] = await recordHomeServices(ctx, [{ ...input, id: input.home_service_id, evidence: 'witnessed' }])
  return { home_service_id: accept(outcome, input.home_service_id) }
}

export const recordVisit = async (
  ctx: Ctx,
  input: ParsedOf<typeof contract.recordVisit>,
): Promise<OutputOf<typeof contract.recordVisit>> => {
  checkNotFuture(ctx, input.occurred_on)
  const [outcome] = await recordVisits(ctx, [{ ...input, id: input.visit_id, evidence: 'witnessed' }])
  return { visit_id: accept(outcome, input.visit_id) }
}

const homeServices: ListOf = {
  table: 'visits.home_services',
  id: 'home_service_id',
  columns: [
    'occurred_on',
    'station_id',
    'contract_id',
    'person_id',
    'started_at',
    'minutes',
    'service',
    'delivered_by',
    'rating',
    'evidence',
  ],
  day: 'occurred_on',
  station: true,
  person: true,
  filters: { service: 'service', rating: 'rating' },
  sort: '-occurred_on',
}

const visits: ListOf = {
  table: 'visits.visits',
  id: 'visit_id',
  columns: ['occurred_on', 'station_id', 'contract_id', 'person_id', 'way', 'content', 'visitor', 'not_counted', 'evidence'],
  day: 'occurred_on',
  station: true,
  person: true,
  filters: { way: 'way', standing: 'not_counted' },
  sort: '-occurred_on',
}

export const listHomeServices = (
  ctx: Ctx,
  input: ParsedOf<typeof contract.listHomeServices>,
): Promise<OutputOf<typeof contract.listHomeServices>> => listRows(ctx, homeServices, input)

export const getHomeService = (
  ctx: Ctx,
  { home_service_id }: ParsedOf<typeof contract.getHomeService>,
): Promise<OutputOf<typeof contract.getHomeService>> => getRow(ctx, homeServices, home_service_id)

export const listVisits = (
  ctx: Ctx,
  input: ParsedOf<typeof contract.listVisits>,
): Promise<OutputOf<typeof contract.listVisits>> => listRows(ctx, visits, input)

export const getVisit = (
  ctx: Ctx,
  { visit_id }: ParsedOf<typeof contract.getVisit>,
): Promise<OutputOf<typeof contract.getVisit>> => getRow(ctx, visits, visit_id)
