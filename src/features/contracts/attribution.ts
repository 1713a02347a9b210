/**
 * Which contract takes a record (归属): the one the record names, or the one that takes its station on that day (rule R10). A station
 * without any contract has services all the same; they belong to no contract.
 */
import { sql } from 'kysely'
import { normalCode } from '../../shared/normal.ts'
import type { RefusalCode, RefusalDetails } from '../../shared/refusal.ts'
import type { Ctx } from '../../platform/context.ts'
import { executeNamed } from '../../platform/statements.ts'

interface Period {
  readonly contract_id: string
  readonly code: string
  readonly starts_on: string
  readonly ends_on: string
}

export interface Attribution {
  /** `contract_code` as written, or undefined when the record names none. Null: no contract takes this station. */
  contractOf(entry: {
    station_id?: string | undefined
    contract_code?: string | undefined
    occurred_on: string
  }): { readonly contract_id: string | null } | { readonly refused: RefusalCode; readonly details: RefusalDetails }
  /** The station a contract is tied to, when it is exactly one. */
  stationOf(contract_code: string): string | undefined
}

export const openAttribution = (ctx: Ctx): Promise<Attribution> => ctx.remember('attribution', () => readAttribution(ctx))

const readAttribution = async (ctx: Ctx): Promise<Attribution> => {
  const [contracts, takes] = await Promise.all([
    executeNamed(
      sql<Period>`
      select contract_id, code, starts_on, ends_on from contracts.contracts
      where organisation_id = ${ctx.organisation_id} and void_id is null order by starts_on`,
      ctx.db,
    ),
    executeNamed(
      sql<{ station_id: string; contract_code: string }>`
      select station_id, contract_code from contracts.takes where organisation_id = ${ctx.organisation_id}`,
      ctx.db,
    ),
  ])
  const byCode = new Map(contracts.rows.map((c) => [c.code, c]))
  const ofStation = new Map<string, Period[]>()
  for (const { station_id, contract_code } of takes.rows) {
    const contract = byCode.get(contract_code)
    if (contract) ofStation.set(station_id, [...(ofStation.get(station_id) ?? []), contract])
  }
  const covers = (c: Period, day: string) => c.starts_on <= day && day <= c.ends_on
  return {
    contractOf: ({ station_id, contract_code, occurred_on }) => {
      const code = normalCode(contract_code ?? '')
      const named = code === '' ? undefined : byCode.get(code)
      if (code !== '' && !named) return { refused: 'unknown_contract', details: { contract: code } }
      const candidates = named ? [named] : (ofStation.get(station_id ?? '') ?? [])
      const taking = candidates.findLast((c) => covers(c, occurred_on))
      if (taking) return { contract_id: taking.contract_id }
      const last = candidates.at(-1)
      if (!last) return { contract_id: null }
      return { refused: 'out_of_contract', details: { date: occurred_on, starts_on: last.starts_on, ends_on: last.ends_on } }
    },
    stationOf: (contract_code) => {
      const stations = takes.rows.filter((t) => t.contract_code === normalCode(contract_code))
      return stations.length === 1 ? stations[0]!.station_id : undefined
    },
  }
}
