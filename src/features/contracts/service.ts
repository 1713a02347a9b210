/**
 * Contracts of government purchase (政府购买服务合同) and what they ask for (协议指标). Recording stands in `record.ts`, the attribution of
 * records to contracts (归属) in `attribution.ts`. The actual value of an indicator is a figure, so it is never stored here.
 */
import { sql } from 'kysely'
import { accept } from '../../platform/accept.ts'
import type { Ctx } from '../../platform/context.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { normalCode } from '../../shared/normal.ts'
import { Refusal } from '../../shared/refusal.ts'
import { isWithinReach, openStations } from '../orgs/stations.ts'
import { accountNames } from '../staff/account-names.ts'
import type * as contract from './contract.ts'
import { recordContracts, recordIndicators, takeStations } from './record.ts'
import type { ContractState } from './rules.ts'

interface ContractRow {
  contract_id: string
  code: string
  name: string
  purchaser: string | null
  town: string | null
  domain: string | null
  amount_fen: number | null
  starts_on: string
  ends_on: string
  is_new: boolean
  state: ContractState
  note: string | null
  recorded_by: string
  recorded_at: Date
  void_id: string | null
  indicators: number
}

const columns = sql`c.contract_id, c.code, c.name, c.purchaser, c.town, c.domain, c.amount_fen, c.starts_on, c.ends_on, c.is_new, c.state,
  c.note, c.recorded_by, c.recorded_at, c.void_id`

const indicatorCount = (ctx: Ctx) => sql`(select count(*) from contracts.indicators i
  where i.organisation_id = ${ctx.organisation_id} and i.contract_code = c.code and i.void_id is null)`

/** The stations whose records each contract number takes. */
const openTaken = async (ctx: Ctx): Promise<(code: string) => { stations: string[]; station_ids: string[] }> => {
  const { rows } = await sql<{ station_id: string; contract_code: string }>`
    select station_id, contract_code from contracts.takes where organisation_id = ${ctx.organisation_id}`.execute(ctx.db)
  const names = new Map((await openStations(ctx)).all.map((station) => [station.station_id, station.name]))
  return (code) => {
    const station_ids = rows.flatMap((row) => (row.contract_code === code ? [row.station_id] : []))
    return { stations: station_ids.map((station_id) => names.get(station_id) ?? ''), station_ids }
  }
}

const SORTS: ReadonlySet<string> = new Set(['code', 'name', 'amount_fen', 'starts_on', 'ends_on', 'state', 'purchaser'])

const order = (sort: string | undefined) => {
  const asked = sort?.replace(/^-/, '') ?? ''
  if (!SORTS.has(asked)) return sql`c.starts_on desc, c.code`
  return sort!.startsWith('-')
    ? sql`c.${sql.ref(asked)} desc nulls last, c.code`
    : sql`c.${sql.ref(asked)} asc nulls last, c.code`
}

export const listContracts = async (
  ctx: Ctx,
  input: ParsedOf<typeof contract.listContracts>,
): Promise<OutputOf<typeof contract.listContracts>> => {
  const parts = [sql`c.organisation_id = ${ctx.organisation_id}`, sql`c.void_id is null`]
  if (input.state) parts.push(sql`c.state = ${input.state}`)
  // Contracts whose term touches the days asked for.
  if (input.from) parts.push(sql`c.ends_on >= ${input.from}`)
  if (input.to) parts.push(sql`c.starts_on <= ${input.to}`)
  const typed = input.q?.trim()
  if (typed) {
    const like = `%${typed.replace(/[\\%_]/g, '\\$&')}%`
    parts.push(sql`(c.code ilike ${like} or c.name ilike ${like} or c.purchaser ilike ${like} or c.town ilike ${like})`)
  }
  if (input.station_id)
    parts.push(sql`c.code in (select contract_code from contracts.takes
      where organisation_id = ${ctx.organisation_id} and station_id = ${input.station_id})`)
  const where = sql.join(parts, sql` and `)
  const { rows } = await sql<ContractRow>`
    select ${columns}, ${indicatorCount(ctx)} as indicators from contracts.contracts c where ${where}
    order by ${order(input.sort)} limit ${input.page_size} offset ${(input.page - 1) * input.page_size}`.execute(ctx.db)
  const counted = await sql<{ total: number }>`select count(*) as total from contracts.contracts c where ${where}`.execute(ctx.db)
  const taken = await openTaken(ctx)
  return { rows: rows.map((row) => ({ ...row, ...taken(row.code) })), total: counted.rows[0]!.total }
}

export const getContract = async (
  ctx: Ctx,
  { contract_id }: ParsedOf<typeof contract.getContract>,
): Promise<OutputOf<typeof contract.getContract>> => {
  const { rows } = await sql<ContractRow>`
    select ${columns}, ${indicatorCount(ctx)} as indicators from contracts.contracts c
    where c.organisation_id = ${ctx.organisation_id} and c.contract_id = ${contract_id}`.execute(ctx.db)
  const row = rows[0]
  if (!row) throw new Refusal('not_found')
  const names = await accountNames(ctx, [row.recorded_by])
  const taken = await openTaken(ctx)
  return {
    ...row,
    ...taken(row.code),
    recorded_at: row.recorded_at.toISOString(),
    recorded_by_name: names.get(row.recorded_by) ?? '',
  }
}

export const listIndicators = async (
  ctx: Ctx,
  input: ParsedOf<typeof contract.listIndicators>,
): Promise<OutputOf<typeof contract.listIndicators>> => {
  const { rows } = await sql<OutputOf<typeof contract.listIndicators>['rows'][number]>`
    select i.indicator_id, i.contract_code, i.number, i.wording, i.unit, i.target, i.metric, i.note
    from contracts.indicators i join contracts.contracts c
      on c.organisation_id = i.organisation_id and c.code = i.contract_code and c.void_id is null
    where i.organisation_id = ${ctx.organisation_id} and i.void_id is null and c.contract_id = ${input.contract_id}
    order by i.number`.execute(ctx.db)
  return { rows, total: rows.length }
}

/** As `accept` of the records slice, which stands above this one. */
export const recordContract = async (
  ctx: Ctx,
  { contract_id, station_ids, ...input }: ParsedOf<typeof contract.recordContract>,
): Promise<OutputOf<typeof contract.recordContract>> => {
  const stations = await openStations(ctx)
  if (!station_ids.every((station_id) => isWithinReach(ctx, stations, station_id)))
    throw new Refusal('not_found', {}, 'station_ids')
  const period = { from: input.starts_on, to: input.ends_on }
  const [outcome] = await recordContracts(ctx, [{ ...input, id: contract_id, evidence: 'witnessed' }], period)
  const id = accept(outcome, contract_id)
  await takeStations(
    ctx,
    station_ids.map((station_id) => ({ station_id, contract_code: normalCode(input.code) })),
  )
  return { contract_id: id }
}

export const recordIndicator = async (
  ctx: Ctx,
  { indicator_id, ...input }: ParsedOf<typeof contract.recordIndicator>,
): Promise<OutputOf<typeof contract.recordIndicator>> => {
  const [outcome] = await recordIndicators(ctx, [{ ...input, id: indicator_id, number: input.number, evidence: 'witnessed' }])
  return { indicator_id: accept(outcome, indicator_id) }
}

export interface ContractName {
  readonly contract_id: string
  readonly code: string
  readonly name: string
}

/** Contracts that stand, for slices that show or search them by number: `byId` for lists, `byCode` for what was typed. */
export const openContractNames = async (
  ctx: Ctx,
): Promise<{ byId: ReadonlyMap<string, ContractName>; byCode: ReadonlyMap<string, ContractName> }> => {
  const { rows } = await sql<ContractName>`
    select contract_id, code, name from contracts.contracts
    where organisation_id = ${ctx.organisation_id} and void_id is null`.execute(ctx.db)
  return { byId: new Map(rows.map((row) => [row.contract_id, row])), byCode: new Map(rows.map((row) => [row.code, row])) }
}
