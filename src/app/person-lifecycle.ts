import { takeBackCoins, unbearSpent } from '../features/points/earn.ts'
import { writeVoid } from '../features/records/void.ts'
import type { PersonRows } from '../features/people/merge.ts'
import { voidTables } from './void-tables.ts'

/** Every table with a person's rows, one line each: what a merge moves and an export or erasure must reach. */
export const personTables = [
  'people.registrations',
  'records.records',
  'activities.attendances',
  'activities.recreations',
  'activities.enrolments',
  'activities.calls',
  'activities.group_tests',
  'door.check_ins',
  'door.sheet_rows',
  'canteen.meals',
  'daycare.attendances',
  'visits.home_services',
  'visits.visits',
  'campaigns.calls',
  'campaigns.doses',
  'health.checks',
  'health.measurements',
  'rehab.trainees',
  'rehab.skills',
  'rehab.sales',
  'rehab.goals',
  'rehab.exercise_months',
  'rehab.knowledge_tests',
  'rehab.daily_checks',
  'volunteering.volunteers',
  'volunteering.hours',
  'points.accounts',
  'points.entries',
  'points.grant_requests',
] as const

/** Tables of `personTables` where a thing counts once per person: `once_key` is unique together with the person. */
export const oncePerPerson = [
  'records.records',
  'activities.group_tests',
  'campaigns.doses',
  'health.measurements',
  'rehab.trainees',
  'rehab.skills',
  'rehab.goals',
  'rehab.exercise_months',
  'rehab.daily_checks',
] as const satisfies readonly (typeof personTables)[number][]

const idColumns: Readonly<Record<(typeof personTables)[number], string>> = {
  ...voidTables,
  'points.accounts': 'member_no',
  'activities.enrolments': 'enrolment_id',
  'activities.calls': 'call_id',
  'door.check_ins': 'check_in_id',
  'door.sheet_rows': 'sheet_row_id',
  'points.grant_requests': 'entry_id',
}

/** What a merge of two persons moves. */
export const personRows: PersonRows = {
  tables: Object.fromEntries(personTables.map((table) => [table, idColumns[table]])),
  once: oncePerPerson,
  spine: 'records.records',
  writeVoid: (ctx, reason) => writeVoid(ctx, { reason }),
  takeAlong: async (ctx, void_id, ids): Promise<Record<string, string[]>> => {
    const entries = await takeBackCoins(ctx, void_id, ids)
    return entries.length > 0 ? { 'points.entries': entries } : {}
  },
  standAgain: unbearSpent,
}
