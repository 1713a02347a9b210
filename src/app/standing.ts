/** What stands on what: rows that mean nothing without a row of another table. An import is not undone from under them. */
import type { Standing } from '../features/imports/undo.ts'
import { personTables } from './person-lifecycle.ts'
import { belonging, voidTables } from './void-tables.ts'

type VoidTable = keyof typeof voidTables

/** Tables whose rows happened at a station (`station_id`), beside those of persons. */
const atStations: readonly VoidTable[] = [
  'people.registrations',
  'activities.activities',
  'activities.outcomes',
  'rehab.departures',
  'volunteering.activities',
  'surveys.responses',
]

/** Tables whose rows belong to a contract (`contract_id`), beside those of persons. */
const underContracts: readonly VoidTable[] = [
  'activities.activities',
  'volunteering.activities',
  'surveys.responses',
  'publicity.media',
]

/** A volunteer need not be a member; the register itself and the spine stand or go with what they are read beside. */
const APART: readonly string[] = ['people.registrations', 'records.records', 'volunteering.volunteers']

/** Only what can be taken back stands on something: an account, a wish or a moment at the door goes with what it names. */
const ofPersons = personTables.filter(
  (table): table is Extract<typeof table, VoidTable> => table in voidTables && !APART.includes(table),
)

export const standing: readonly Standing[] = [
  ...Object.entries(belonging).flatMap(([on, parts]) =>
    parts.map(({ table, of }): Standing => ({ on, column: of, tables: [table], by: of })),
  ),
  { on: 'volunteering.volunteers', column: 'volunteer_id', tables: ['volunteering.hours'], by: 'volunteer_id' },
  {
    on: 'people.persons',
    column: 'person_id',
    tables: ofPersons.filter((table) => table !== 'volunteering.hours'),
    by: 'person_id',
  },
  { on: 'orgs.stations', column: 'station_id', tables: [...ofPersons, ...atStations], by: 'station_id' },
  {
    on: 'contracts.contracts',
    column: 'contract_id',
    // A test of a group is counted for the contract of its sessions.
    tables: [...ofPersons.filter((table) => table !== 'activities.group_tests'), ...underContracts],
    by: 'contract_id',
  },
  { on: 'contracts.contracts', column: 'code', tables: ['contracts.indicators'], by: 'contract_code' },
]
