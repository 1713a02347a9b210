/** Every table with rows that a recorder can take back (`void_id`) → the column of its id, which is also the id an import remembers. */
export const voidTables = {
  'records.records': 'record_id',
  'orgs.stations': 'station_id',
  'staff.employees': 'employee_id',
  'people.registrations': 'registration_id',
  'contracts.contracts': 'contract_id',
  'contracts.indicators': 'indicator_id',
  'activities.activities': 'activity_id',
  'activities.attendances': 'attendance_id',
  'activities.recreations': 'recreation_id',
  'activities.outcomes': 'outcome_id',
  'activities.group_tests': 'group_test_id',
  'canteen.meals': 'meal_id',
  'daycare.attendances': 'attendance_id',
  'visits.home_services': 'home_service_id',
  'visits.visits': 'visit_id',
  'campaigns.calls': 'call_id',
  'campaigns.doses': 'dose_id',
  'health.checks': 'check_id',
  'health.measurements': 'measurement_id',
  'rehab.trainees': 'trainee_id',
  'rehab.departures': 'departure_id',
  'rehab.skills': 'skill_id',
  'rehab.sales': 'sale_id',
  'rehab.goals': 'goal_id',
  'rehab.exercise_months': 'exercise_id',
  'rehab.knowledge_tests': 'test_id',
  'rehab.daily_checks': 'check_id',
  'volunteering.volunteers': 'volunteer_id',
  'volunteering.activities': 'activity_id',
  'volunteering.hours': 'hours_id',
  'surveys.responses': 'response_id',
  'publicity.media': 'media_id',
  'publicity.receptions': 'reception_id',
  'publicity.honours': 'honour_id',
  'points.entries': 'entry_id',
} as const

/** Registers and rosters: taken back with the import that brought them, not one by one at a desk. */
const rosters: readonly string[] = [
  'records.records',
  'orgs.stations',
  'staff.employees',
  'people.registrations',
  'contracts.contracts',
  'contracts.indicators',
  'volunteering.volunteers',
]

/** Tables with what was done, entry by entry: each may be taken back by itself, with what belongs to it. */
export const entryTables: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(voidTables).filter(([table]) => !rosters.includes(table)),
)

/** The permission to record in a table, which is also needed to take an entry of it back. */
export const recordedUnder = (table: string): string =>
  // A dose is recorded by who may see health, whichever campaign brought it.
  table === 'campaigns.doses' ? 'health.record' : `${table.split('.')[0]!}.record`

/** Rows that mean nothing without another row: taken back with it. */
export const belonging = {
  'activities.activities': [
    { table: 'activities.attendances', id: 'attendance_id', of: 'activity_id' },
    { table: 'activities.outcomes', id: 'outcome_id', of: 'activity_id' },
  ],
  'rehab.trainees': [{ table: 'rehab.departures', id: 'departure_id', of: 'trainee_id' }],
  'volunteering.activities': [{ table: 'volunteering.hours', id: 'hours_id', of: 'activity_id' }],
} as const

/** Tables that remember refused numbers by the moment they were refused (`recorded_at`): released when that import is undone. */
export const heldTables = ['people.held_registrations', 'activities.held_numbers', 'volunteering.held_numbers'] as const
