/**
 * What each number of the report opens (数字的出处): the figure behind a table cell, a chart's bar or an indicator, narrowed to the same
 * contract, station, month or kind, so that whoever opens it counts exactly that number.
 */
import type { AnnualReport, Block, ReportInput, Run } from './model.ts'
import { isFigureRun, readKey } from './model.ts'
import { columnTitles } from './template-columns.ts'

export interface Opening {
  readonly figure: string
  readonly from?: string
  readonly to?: string
  readonly station_id?: string
  readonly contract_id?: string
  /** As `GET /api/figures/:key` takes it: `kind:健康讲座`, `age:60..64`. */
  readonly only?: string
}

type Place = Pick<ReportInput, 'period' | 'contracts' | 'stations' | 'indicators'>

/** Columns whose figure in a table is another than the one of the whole organisation. */
const FIGURES_IN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  by_station: { members_active: 'members.active_at_station', members: 'members.at_station' },
  by_contract: { members_active: 'members.active_at_station' },
  by_activity_type: { person_times: 'activities.person_times', series: 'activities.series' },
  members_by_age_band: { count: 'members.persons_active' },
}

/** Rows of by_service_type under the names of the service record. */
const SERVICE_TYPES: Readonly<Record<string, string>> = {
  activity: 'activity',
  daycare: 'daycare',
  meals: 'meal',
  recreation: 'recreation',
  health: 'health_check',
  home: 'home_service',
  visits: 'visit',
  vaccination_calls: 'vaccination_call',
}

const lastDayOf = (month: string): string => {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return `${month}-${String(new Date(Date.UTC(year, number, 0)).getUTCDate()).padStart(2, '0')}`
}

const ageRange = (band: string): string => {
  const [from, to] = band.replace('+', '-').split('-')
  return `age:${from}..${to ?? ''}`
}

/** A row of a table as a narrowing; undefined: the reader's database has no such contract or station. */
const rowOpening = (place: Place, table: string, row: string): Omit<Opening, 'figure'> | undefined => {
  if (row === '*') return table === 'members_by_age_band' ? { only: 'age:0..' } : {}
  if (table === 'by_month') return { from: `${row}-01`, to: lastDayOf(row) }
  if (table === 'by_service_type') return { only: `service_type:${SERVICE_TYPES[row] ?? row}` }
  if (table === 'by_activity_type') return { only: `kind:${row}` }
  if (table === 'members_by_age_band') return { only: ageRange(row) }
  if (table === 'by_station' || table === 'coins_by_station')
    return idOf('station_id', place.stations.find((station) => station.code === row)?.station_id)
  if (table !== 'by_contract') return undefined
  return contractOf(place, row)
}

const idOf = (name: 'station_id' | 'contract_id', id: string | undefined) => (id === undefined ? undefined : { [name]: id })

const contractOf = (place: Place, code: string) =>
  idOf('contract_id', place.contracts.find((contract) => contract.code === code)?.contract_id)

const indicatorOpening = (place: Place, contract: string, no: string): Opening | undefined => {
  const found = place.indicators.find((indicator) => indicator.contract === contract && String(indicator.no) === no)
  if (!found?.figure_key) return undefined
  const { figure_key: figure, way, only } = found
  return { figure, ...(way === 'whole' ? {} : contractOf(place, contract)), ...(only ? { only } : {}) }
}

/** Undefined: the number is counted on the page itself (how many indicators were met). */
export const openingOf = (place: Place, key: string): Opening | undefined => {
  const read = readKey(key)
  const [from, to] = place.period
  if (read.kind === 'figure') return { figure: read.key, from, to }
  if (read.kind === 'indicator') {
    const opening = indicatorOpening(place, read.contract, read.no)
    return opening && { from, to, ...opening }
  }
  const figure = FIGURES_IN[read.table]?.[read.column] ?? columnTitles[read.column]?.total
  const narrowed = rowOpening(place, read.table, read.row)
  return figure === undefined || narrowed === undefined ? undefined : { figure, from, to, ...narrowed }
}

const keysIn = (runs: readonly Run[]): string[] => runs.flatMap((run) => (isFigureRun(run) ? [run.figure] : []))

const keysOfBlock = (block: Block): string[] => {
  switch (block.kind) {
    case 'paragraph':
      return keysIn(block.runs)
    case 'bullets':
      return block.points.flatMap(keysIn)
    case 'table':
      return block.table.rows.flatMap((row) => row.flatMap((cell) => ('figure' in cell ? [cell.figure] : [])))
    case 'chart':
      return [...block.chart.keys]
    default:
      return []
  }
}

/** Every key that stands anywhere in the report → what it opens. */
export const openingsOf = (report: AnnualReport, place: Place): Record<string, Opening> => {
  const keys = new Set([
    ...report.sections.flatMap((section) => section.blocks.flatMap(keysOfBlock)),
    ...report.indicators.flatMap((table) => table.rows.map((row) => row.actual.figure)),
    ...report.appendix.map((entry) => entry.key),
  ])
  return Object.fromEntries(
    [...keys].flatMap((key) => {
      const opening = openingOf(place, key)
      return opening ? [[key, opening]] : []
    }),
  )
}
