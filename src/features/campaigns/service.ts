/**
 * Campaigns by telephone (电访动员) and what came of them (接种). Calls go through `recordCalls`, doses through `recordDoses`, from the
 * desk and from workbooks alike. Only an answered call is a service; a dose is its outcome and never a person-time (rules R18, R20, R21).
 * Later: segments, call queues, scripts, attempts; heat, flood and fraud warnings.
 */
import { sql } from 'kysely'
import { mayHere, type Ctx } from '../../platform/context.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { accept, checkNotFuture } from '../../platform/accept.ts'
import { getRow, listRows, type ListOf } from '../records/list.ts'
import { recordCalls } from './calls.ts'
import type * as contract from './contract.ts'
import { recordDoses } from './doses.ts'

export const recordCall = async (
  ctx: Ctx,
  input: ParsedOf<typeof contract.recordCall>,
): Promise<OutputOf<typeof contract.recordCall>> => {
  checkNotFuture(ctx, input.occurred_on)
  const [outcome] = await recordCalls(ctx, [{ ...input, id: input.call_id, evidence: 'witnessed' }])
  return { call_id: accept(outcome, input.call_id) }
}

export const recordDose = async (
  ctx: Ctx,
  input: ParsedOf<typeof contract.recordDose>,
): Promise<OutputOf<typeof contract.recordDose>> => {
  checkNotFuture(ctx, input.occurred_on)
  const [outcome] = await recordDoses(ctx, [
    { ...input, id: input.dose_id, dose: Number(input.dose) as 1 | 2 | 3, evidence: 'witnessed' },
  ])
  return { dose_id: accept(outcome, input.dose_id) }
}

const calls: ListOf = {
  table: 'campaigns.calls',
  id: 'call_id',
  columns: [
    'occurred_on',
    'station_id',
    'contract_id',
    'person_id',
    'campaign_id',
    'called_at',
    'outcome',
    'willingness',
    'caller',
    'evidence',
  ],
  day: 'occurred_on',
  station: true,
  person: true,
  filters: { outcome: 'outcome', willingness: 'willingness' },
  sort: '-occurred_on',
}

const doses: ListOf = {
  table: 'campaigns.mobilised_doses',
  id: 'dose_id',
  columns: [
    'occurred_on',
    'station_id',
    'contract_id',
    'person_id',
    'dose',
    'place',
    'note',
    'standing_code',
    'first_answered_on',
    'evidence',
  ],
  day: 'occurred_on',
  station: true,
  person: true,
  filters: { dose: 'dose', standing_code: 'standing_code' },
  sort: '-occurred_on',
}

export const listCalls = (ctx: Ctx, input: ParsedOf<typeof contract.listCalls>): Promise<OutputOf<typeof contract.listCalls>> =>
  listRows(ctx, calls, input)

export const getCall = async (
  ctx: Ctx,
  { call_id }: ParsedOf<typeof contract.getCall>,
): Promise<OutputOf<typeof contract.getCall>> => {
  const row = await getRow<OutputOf<typeof contract.getCall> & { campaign_id: string }>(ctx, calls, call_id)
  const { rows } = await sql<{ name: string }>`
    select name from campaigns.campaigns where organisation_id = ${ctx.organisation_id} and campaign_id = ${row.campaign_id}`.execute(
    ctx.db,
  )
  return { ...row, campaign_name: rows[0]!.name }
}

export const listDoses = (ctx: Ctx, input: ParsedOf<typeof contract.listDoses>): Promise<OutputOf<typeof contract.listDoses>> =>
  listRows(ctx, doses, input)

export const getDose = (ctx: Ctx, { dose_id }: ParsedOf<typeof contract.getDose>): Promise<OutputOf<typeof contract.getDose>> =>
  getRow(ctx, doses, dose_id)

/** Persons by how far they came, each once: a person who said yes in any call was willing; vaccinated are those called before. */
export const getFunnel = async (
  ctx: Ctx,
  { station_id, from, to }: ParsedOf<typeof contract.getFunnel>,
): Promise<OutputOf<typeof contract.getFunnel>> => {
  const within = sql`organisation_id = ${ctx.organisation_id} and void_id is null
    and (${station_id ?? null}::uuid is null or station_id = ${station_id ?? null})
    and occurred_on between ${from ?? '-infinity'}::date and ${to ?? 'infinity'}::date`
  const { rows } = await sql<{ called: number; answered: number; willing: number }>`
    select count(distinct person_id) as called,
      count(distinct person_id) filter (where not_counted is null) as answered,
      count(distinct person_id) filter (where not_counted is null and willingness in ('willing', 'vaccinated')) as willing
    from campaigns.calls where ${within}`.execute(ctx.db)
  if (!mayHere(ctx, 'health.read')) return { ...rows[0]!, vaccinated: null }
  const vaccinated = await sql<{ persons: number }>`
    select count(distinct person_id) as persons from campaigns.mobilised_doses where counts and ${within}`.execute(ctx.db)
  return { ...rows[0]!, vaccinated: vaccinated.rows[0]!.persons }
}
