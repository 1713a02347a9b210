/** Which figures head the first page, in this order; those the organisation cannot compute yet say why. */
export const headline_keys = [
  'service.person_times.total',
  'service.persons.total',
  'activities.sessions',
  'activities.person_times',
  'service.meals.person_times',
  'service.daycare.person_times',
  'service.visits.person_times',
  'service.home.person_times',
  'members.persons_active',
  'members.elders_80_plus',
  'volunteers.all.volunteer_hours',
  'satisfaction.all',
] as const
