/**
 * The year's tables: the same figures, split by contract, station, month and kind. A column names a figure; nothing is counted here a
 * second way.
 */
import type { Ctx } from '../../platform/context.ts'
import type { Narrowing, Split } from './measure.ts'
import type { Places } from './places.ts'
import type { FigureRegistry } from './registry.ts'
import { computeFigures, mayCount, type FigureValue } from './values.ts'

/** Column → figure. */
type Columns = Readonly<Record<string, string>>

const services: Columns = {
  sessions: 'activities.sessions',
  activity_person_times: 'activities.person_times',
  daycare: 'service.daycare.person_times',
  meals: 'service.meals.person_times',
  recreation: 'service.recreation.person_times',
  health: 'service.health.person_times',
  home: 'service.home.person_times',
  visits: 'service.visits.person_times',
  vaccination_calls: 'vaccination.calls',
  person_times_total: 'service.person_times.total',
  persons: 'service.persons.total',
  home_hours: 'service.home.hours',
}

const visitsAndMeals: Columns = {
  visits_home: 'service.visits.home',
  visits_phone: 'service.visits.phone',
  meal_charge_yuan: 'service.meals.charge_yuan',
  meal_subsidy_yuan: 'service.meals.subsidy_yuan',
}

export type TableCell =
  | number
  | string
  | null
  | { readonly numerator: number; readonly denominator: number; readonly percent: number | null }
export type TableRow = Readonly<Record<string, TableCell>>
export type Table = Readonly<Record<string, TableRow | number>>

const cellOf = (value: FigureValue): TableCell =>
  value.denominator === undefined
    ? value.value
    : { numerator: value.numerator!, denominator: value.denominator, percent: value.value }

interface Making {
  readonly ctx: Ctx
  readonly registry: FigureRegistry
  readonly narrowing: Narrowing
  readonly places: Places
}

/** Values of the columns for each group; groups without any row are absent. */
const split = async (
  { ctx, registry, narrowing, places }: Making,
  columns: Columns,
  by: Split,
): Promise<Map<string, TableRow>> => {
  const known = Object.entries(columns).filter(([, key]) => registry.find(key))
  const definitions = known.map(([, key]) => registry.get(key))
  const values = await computeFigures(ctx, registry, definitions, narrowing, by, places)
  return new Map(
    [...values].map(([group, line]) => [group, Object.fromEntries(line.map((value, i) => [known[i]![0], cellOf(value)]))]),
  )
}

/** No row of the source: zero, except for who could not have seen one. */
const empty = (columns: Columns, { ctx, registry }: Making): TableRow =>
  Object.fromEntries(
    Object.entries(columns).flatMap(([column, key]): [string, TableCell][] => {
      const definition = registry.find(key)
      if (!definition) return []
      if (!mayCount(ctx, definition, registry.source(definition))) return [[column, null]]
      return [[column, definition.denominator_where === undefined ? 0 : { numerator: 0, denominator: 0, percent: null }]]
    }),
  )

export const byContract = async (making: Making): Promise<Table> => {
  const { places, narrowing } = making
  const columns = { ...services, ...visitsAndMeals, media: 'org.media.total', satisfied: 'satisfaction.all' }
  const members = { members_active: 'members.active_at_station' }
  const own = await split(making, columns, { by: 'contract' })
  const through = await split(making, members, { by: 'contract_of_station', takes: places.takes })
  const counted = places.contracts.filter(
    (c) => c.state === 'running' && c.starts_on <= narrowing.to && c.ends_on >= narrowing.from,
  )
  return Object.fromEntries(
    counted.map((contract) => [
      contract.code,
      {
        name: contract.name,
        amount_yuan: contract.amount_fen === null ? null : contract.amount_fen / 100,
        ...(own.get(contract.contract_id) ?? empty(columns, making)),
        ...(through.get(contract.contract_id) ?? empty(members, making)),
      },
    ]),
  )
}

const STATION_COLUMNS: Columns = {
  ...services,
  ...visitsAndMeals,
  register_rows: 'members.register_rows',
  quarantined_rows: 'members.quarantined_rows',
  members: 'members.at_station',
  members_active: 'members.active_at_station',
}

export const byStation = async (making: Making): Promise<Table> => {
  const { places } = making
  const own = await split(making, STATION_COLUMNS, { by: 'station' })
  return Object.fromEntries(
    places.stations
      .filter((station) => station.state === 'open')
      .map((station) => [
        station.code,
        { name: station.name, ...(own.get(station.station_id) ?? empty(STATION_COLUMNS, making)) },
      ]),
  )
}

/** Every month of the period, also those without any service. */
export const monthsOf = ({ from, to }: { from: string; to: string }): string[] => {
  const months: string[] = []
  for (let at = from.slice(0, 7); at <= to.slice(0, 7);) {
    months.push(at)
    const [year, month] = at.split('-').map(Number) as [number, number]
    at = month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`
  }
  return months
}

export const byMonth = async (making: Making): Promise<Table> => {
  const columns = { ...services, meal_charge_yuan: 'service.meals.charge_yuan' }
  const own = await split(making, columns, { by: 'month' })
  const months = new Map([...own].map(([group, row]) => [group.slice(0, 7), row]))
  return Object.fromEntries(monthsOf(making.narrowing).map((month) => [month, months.get(month) ?? empty(columns, making)]))
}

/** Service types of the spine under the names the tables use. */
const SERVICE_ROWS: Readonly<Record<string, string>> = {
  activity: 'activity',
  daycare: 'daycare',
  meal: 'meals',
  recreation: 'recreation',
  health_check: 'health',
  home_service: 'home',
  visit: 'visits',
  vaccination_call: 'vaccination_calls',
}

export const byServiceType = async (making: Making): Promise<Table> => {
  const columns = { person_times: 'service.person_times.total', persons: 'service.persons.total' }
  const own = await split(making, columns, { by: 'column', column: 'service_type' })
  return Object.fromEntries(Object.entries(SERVICE_ROWS).map(([type, name]) => [name, own.get(type) ?? empty(columns, making)]))
}

export const byActivityType = async (making: Making): Promise<Table> => {
  const columns = { sessions: 'activities.sessions', person_times: 'activities.person_times', series: 'activities.series' }
  const own = await split(making, columns, { by: 'column', column: 'kind' })
  return Object.fromEntries([...own].filter(([kind]) => kind !== ''))
}

export const coinsByStation = async (making: Making): Promise<Table> => {
  const columns = {
    opening: 'coins.opening',
    earned: 'coins.earned',
    spent: 'coins.spent',
    adjusted: 'coins.adjusted',
    closing: 'coins.closing',
  }
  const own = await split(making, columns, { by: 'station' })
  return Object.fromEntries(
    making.places.stations.flatMap((station) =>
      own.has(station.station_id) ? [[station.code, own.get(station.station_id)!]] : [],
    ),
  )
}

const CATEGORIES = ['视力', '听力', '言语', '肢体', '智力', '精神', '多重'] as const

/** One figure by one column of its source, each value under its name; undefined for who may not see its rows. */
const one = async (
  making: Making,
  key: string,
  column: string,
  names: (group: string) => string | undefined,
): Promise<Record<string, number> | undefined> => {
  const definition = making.registry.find(key)
  if (!definition) return {}
  if (!mayCount(making.ctx, definition, making.registry.source(definition))) return undefined
  const values = await computeFigures(
    making.ctx,
    making.registry,
    [definition],
    making.narrowing,
    { by: 'column', column },
    making.places,
  )
  const table: Record<string, number> = {}
  for (const [group, [value]] of values) {
    const name = names(group)
    if (name !== undefined && value !== undefined && value.value !== null) table[name] = (table[name] ?? 0) + value.value
  }
  return table
}

/** Age bands of the reports (standards of the field: 60–64, 65–69, 70–79, 80–89, 90–99, 100+). */
const BANDS = [
  [0, '0-59'],
  [60, '60-64'],
  [65, '65-69'],
  [70, '70-79'],
  [80, '80-89'],
  [90, '90-99'],
  [100, '100+'],
] as const

/** undefined: the person was not born yet on the last day of the period. */
const bandOf = (age: number): string | undefined => BANDS.findLast(([from]) => age >= from)?.[1]

/** Every name, also those that nothing falls under; no row at all for a table that may not be seen. */
const inRowOrder = (table: Record<string, number> | undefined, names: readonly string[]): Record<string, number> =>
  table === undefined ? {} : Object.fromEntries(names.map((name) => [name, table[name] ?? 0]))

const makers = {
  by_contract: byContract,
  by_station: byStation,
  by_month: byMonth,
  by_service_type: byServiceType,
  by_activity_type: byActivityType,
  coins_by_station: coinsByStation,
  disabled_by_category: async (making) =>
    inRowOrder(
      await one(making, 'members.disabled', 'disability_category', (group) => CATEGORIES[Number(group) - 1]),
      CATEGORIES,
    ),
  members_by_age_band: async (making) =>
    inRowOrder(
      await one(making, 'members.persons_active', 'age', (group) => (group === '' ? undefined : bandOf(Number(group)))),
      BANDS.map(([, name]) => name),
    ),
  blood_pressure_by_class: async (making) =>
    inRowOrder(await one(making, 'measurements.blood_pressure_rows', 'bp_class', (group) => group || undefined), [
      '正常',
      '正常高值',
      '1级',
      '2级',
      '3级',
    ]),
} satisfies Record<string, (making: Making) => Promise<Table>>

/** The tables of these names, or all of them; what is not wanted is not counted. */
export const makeTables = async (making: Making, wanted?: ReadonlySet<string>): Promise<Record<string, Table>> => {
  const tables: Record<string, Table> = {}
  for (const [name, make] of Object.entries(makers)) if (!wanted || wanted.has(name)) tables[name] = await make(making)
  return tables
}
