/** Every table with a person's rows, one line each: what a merge moves and an export or erasure must reach. */
export const personTables = [
  'people.registrations',
  'records.records',
  'activities.attendances',
  'activities.recreations',
  'canteen.meals',
  'daycare.attendances',
] as const
