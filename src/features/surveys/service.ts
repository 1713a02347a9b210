/**
 * Satisfaction (满意度). `recordResponses` takes answered questionnaires (问卷) from the desk or from a workbook: a number counts once in a
 * year, the overall score decides, the other four may be missing (rule R36). Answers carry no name. Later: forms, sampling, links
 * that people answer themselves.
 */
import type { Ctx } from '../../platform/context.ts'
import { newId } from '../../platform/new-id.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import type { Evidence } from '../../shared/evidence.ts'
import { normalCode } from '../../shared/normal.ts'
import type { Outcome } from '../../shared/sheet-form.ts'
import { openAttribution, type Attribution } from '../contracts/attribution.ts'
import { openContractNames } from '../contracts/service.ts'
import { openStations, type Stations } from '../orgs/stations.ts'
import { accept, checkNotFuture } from '../../platform/accept.ts'
import { getRow, listRows, type ListOf } from '../records/list.ts'
import { isRefused, type Refused } from '../records/place.ts'
import { putOnce, type OwnRow } from '../records/put-once.ts'
import type * as contract from './contract.ts'
import type { Score } from './rules.ts'

export interface ResponseEntry {
  readonly id?: string | undefined
  readonly occurred_on: string
  /** 问卷编号; without one there is nothing to tell repeats by. */
  readonly number?: string | undefined
  readonly contract_code?: string | undefined
  /** Name or code as written; `station_id` when it is known. */
  readonly station?: string | undefined
  readonly station_id?: string | undefined
  readonly age_band?: string | undefined
  readonly environment?: Score | undefined
  readonly attitude?: Score | undefined
  readonly expertise?: Score | undefined
  readonly content?: Score | undefined
  readonly overall: Score | undefined
  /** As written, for the refusal. */
  readonly overall_text?: string | undefined
  readonly by_proxy: boolean
  readonly opinion?: string | undefined
  readonly evidence: Evidence
}

interface Placed {
  readonly station_id: string | null
  readonly contract_id: string | null
}

/** A contract without a station has questionnaires all the same, so no station is no refusal here. */
const place = (ctx: Ctx, stations: Stations, attribution: Attribution, entry: ResponseEntry): Placed | Refused => {
  const named = entry.station_id ?? (entry.station ? stations.find(entry.station) : undefined)
  if (entry.station && !named) return { refused: 'unknown_station', details: { station: entry.station }, field: 'station' }
  const station_id = named ?? (entry.contract_code ? attribution.stationOf(entry.contract_code) : undefined)
  const taken = attribution.contractOf({ station_id, contract_code: entry.contract_code, occurred_on: entry.occurred_on })
  if (isRefused(taken)) return { ...taken, field: taken.refused === 'unknown_contract' ? 'contract_code' : 'occurred_on' }
  // Of a station that is not the caller's nothing is said but that it is not there.
  if (station_id && ctx.stations !== 'all' && !ctx.stations.includes(station_id))
    return { refused: 'not_found', field: 'contract_code' }
  return { station_id: station_id ?? null, contract_id: taken.contract_id }
}

const rowOf = (entry: ResponseEntry, placed: Placed): OwnRow | Refused => {
  if (entry.overall === undefined) return { refused: 'bad_score', details: { value: entry.overall_text ?? '' }, field: 'overall' }
  const number = normalCode(entry.number ?? '')
  return {
    id: entry.id ?? newId(),
    once: number === '' ? undefined : ['survey', number, entry.occurred_on.slice(0, 4)],
    evidence: entry.evidence,
    columns: {
      ...placed,
      occurred_on: entry.occurred_on,
      number: number || null,
      age_band: entry.age_band || null,
      environment: entry.environment ?? null,
      attitude: entry.attitude ?? null,
      expertise: entry.expertise ?? null,
      content: entry.content ?? null,
      overall: entry.overall,
      by_proxy: entry.by_proxy,
      opinion: entry.opinion || null,
    },
  }
}

const own = { table: 'surveys.responses', id: 'response_id' } as const

/** Records answered questionnaires, in the order given: contract, score, then repeats (rule R11). */
export const recordResponses = async (ctx: Ctx, entries: readonly ResponseEntry[]): Promise<Outcome[]> => {
  const stations = await openStations(ctx)
  const attribution = await openAttribution(ctx)
  const sound = entries.map((entry) => {
    const placed = place(ctx, stations, attribution, entry)
    return isRefused(placed) ? placed : rowOf(entry, placed)
  })
  return putOnce(ctx, own, sound)
}

export const recordResponse = async (
  ctx: Ctx,
  { response_id, ...input }: ParsedOf<typeof contract.recordResponse>,
): Promise<OutputOf<typeof contract.recordResponse>> => {
  checkNotFuture(ctx, input.occurred_on)
  const [outcome] = await recordResponses(ctx, [
    { ...(input as Omit<ResponseEntry, 'evidence'>), id: response_id, evidence: 'witnessed' },
  ])
  return { response_id: accept(outcome, response_id) }
}

const responses: ListOf = {
  table: 'surveys.responses',
  id: 'response_id',
  columns: [
    'occurred_on', 'station_id', 'contract_id', 'number', 'age_band', 'environment', 'attitude', 'expertise', 'content', 'overall', 'by_proxy',
    'opinion', 'evidence',
  ], // prettier-ignore
  day: 'occurred_on',
  station: true,
  search: ['number', 'opinion'],
  filters: { contract_id: 'contract_id', overall: 'overall' },
  sort: '-occurred_on',
}

type Response = OutputOf<typeof contract.listResponses>['rows'][number]

const withContractNames = async <R extends { contract_id: string | null; contract_name: string }>(
  ctx: Ctx,
  rows: readonly R[],
): Promise<R[]> => {
  const { byId } = await openContractNames(ctx)
  return rows.map((row) => ({ ...row, contract_name: byId.get(row.contract_id ?? '')?.name ?? '' }))
}

export const listResponses = async (
  ctx: Ctx,
  input: ParsedOf<typeof contract.listResponses>,
): Promise<OutputOf<typeof contract.listResponses>> => {
  const { rows, total } = await listRows<Response>(ctx, responses, input)
  return { rows: await withContractNames(ctx, rows), total }
}

export const getResponse = async (
  ctx: Ctx,
  { response_id }: ParsedOf<typeof contract.getResponse>,
): Promise<OutputOf<typeof contract.getResponse>> => {
  const row = await getRow<OutputOf<typeof contract.getResponse>>(ctx, responses, response_id)
  return (await withContractNames(ctx, [row]))[0]!
}
