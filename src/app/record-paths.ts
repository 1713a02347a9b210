/** Source of a service record (`slice.table`) → the page with its details. */
export const recordPaths: Readonly<Record<string, string>> = {
  'activities.attendances': '/activities/attendances/:id',
  'activities.recreations': '/recreation/:id',
  'canteen.meals': '/canteen/meals/:id',
  'daycare.attendances': '/daycare/:id',
  'visits.home_services': '/home-services/:id',
  'visits.visits': '/visits/:id',
  'campaigns.calls': '/campaigns/calls/:id',
  'health.checks': '/health/checks/:id',
}
