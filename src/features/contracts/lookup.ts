import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'

export interface ContractName {
  readonly contract_id: string
  readonly code: string
  readonly name: string
  readonly amount_fen: number | null
  readonly state: string
  readonly starts_on: string
  readonly ends_on: string
}

/** All contracts by number, and which stations' records they take. */
export const listContracts = async (
  ctx: Ctx,
): Promise<{ contracts: ContractName[]; takes: { station_id: string; contract_id: string }[] }> => {
  const contracts = await sql<ContractName>`
    select contract_id, code, name, amount_fen, state, starts_on, ends_on from contracts.contracts
    where organisation_id = ${ctx.organisation_id} and void_id is null order by code`.execute(ctx.db)
  const takes = await sql<{ station_id: string; contract_id: string }>`
    select t.station_id, c.contract_id from contracts.takes t
    join contracts.contracts c on c.organisation_id = t.organisation_id and c.code = t.contract_code and c.void_id is null
    where t.organisation_id = ${ctx.organisation_id}`.execute(ctx.db)
  return { contracts: contracts.rows, takes: takes.rows }
}

export interface IndicatorRow {
  readonly indicator_id: string
  readonly contract_code: string
  readonly number: number
  readonly wording: string
  readonly unit: string | null
  readonly target: number
  readonly metric: string
}

/** Of all contracts, or of the one with this number. */
export const listIndicatorRows = async (ctx: Ctx, contract_code?: string): Promise<IndicatorRow[]> => {
  const only = contract_code === undefined ? sql`` : sql`and contract_code = ${contract_code}`
  const { rows } = await sql<IndicatorRow>`
    select indicator_id, contract_code, number, wording, unit, target, metric from contracts.indicators
    where organisation_id = ${ctx.organisation_id} and void_id is null ${only} order by contract_code, number`.execute(ctx.db)
  return rows
}

export interface ContractDetail extends ContractName {
  readonly town: string | null
  readonly domain: string | null
  readonly is_new: boolean
}

/** Contracts with what a report says of them, which stations' records they take, and the one that takes a station in a period. */
export const listContractDetails = async (
  ctx: Ctx,
): Promise<{
  contracts: ContractDetail[]
  takes: readonly { station_id: string; contract_id: string }[]
  codeOf: (station_id: string, from: string, to: string) => string | undefined
}> => {
  const { rows } = await sql<ContractDetail>`
    select contract_id, code, name, amount_fen, state, starts_on, ends_on, town, domain, is_new from contracts.contracts
    where organisation_id = ${ctx.organisation_id} and void_id is null order by code`.execute(ctx.db)
  const { takes } = await listContracts(ctx)
  return {
    contracts: rows,
    takes,
    codeOf: (station_id, from, to) => {
      const ids = takes.filter((take) => take.station_id === station_id).map((take) => take.contract_id)
      return rows.findLast((one) => ids.includes(one.contract_id) && one.starts_on <= to && one.ends_on >= from)?.code
    },
  }
}
