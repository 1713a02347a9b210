/** Which stations and contracts a definition or a reader narrows to. */
import type { Ctx } from '../../platform/context.ts'
import type { FigureDefinition, FigureSource } from '../../shared/figure-source.ts'
import { normalName } from '../../shared/normal.ts'
import { listContracts, type ContractName } from '../contracts/lookup.ts'
import { openStations, type Station } from '../orgs/stations.ts'

export interface Places {
  readonly stations: readonly Station[]
  readonly contracts: readonly ContractName[]
  readonly takes: readonly { readonly station_id: string; readonly contract_id: string }[]
}

export const openFigurePlaces = async (ctx: Ctx): Promise<Places> => {
  const { contracts, takes } = await listContracts(ctx)
  return { stations: (await openStations(ctx)).all, contracts, takes }
}

/** `sql` over the source's columns, or why the figure cannot be computed here. */
export type ScopeCondition = { readonly where: string } | { readonly problem: 'no_such_station' | 'no_such_contract' }

const inList = (column: string, ids: readonly string[]): string => `${column} in (${ids.map((id) => `'${id}'`).join(', ')})`

/** The condition of a definition's own scope (`stations of kind …`); an organisation without such a station cannot compute it. */
export const scopeOf = (definition: FigureDefinition, source: FigureSource, places: Places): ScopeCondition => {
  const { scope } = definition
  if (!scope) return { where: '' }
  const stations = places.stations.filter(
    (station) =>
      (!scope.station_kind || station.kind === scope.station_kind) &&
      (!scope.contract_of_kind || station.kind === scope.contract_of_kind) &&
      (!scope.station_name || normalName(station.name).includes(normalName(scope.station_name))),
  )
  if (stations.length === 0) return { problem: 'no_such_station' }
  const ids = stations.map((station) => station.station_id)
  if (!scope.contract_of_kind)
    return source.dimensions.station ? { where: inList(source.dimensions.station, ids) } : { problem: 'no_such_station' }
  const contracts = places.takes.filter((take) => ids.includes(take.station_id)).map((take) => take.contract_id)
  if (contracts.length === 0 || !source.dimensions.contract) return { problem: 'no_such_contract' }
  return { where: inList(source.dimensions.contract, contracts) }
}

export const both = (...conditions: readonly (string | undefined)[]): string =>
  conditions
    .filter((condition): condition is string => Boolean(condition))
    .map((condition) => `(${condition})`)
    .join(' and ')

/** Names of contracts for columns that hold their id. */
export const nameOfContract = (places: Places): ((id: string) => string) => {
  const names = new Map(places.contracts.map((contract) => [contract.contract_id, contract.name]))
  return (id) => names.get(id) ?? ''
}
