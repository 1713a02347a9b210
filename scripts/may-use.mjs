/**
 * Who may use whom: the one description of the floors, read by .dependency-cruiser.mjs and test/house.test.ts.
 * A slice uses lower floors freely; a use on its own floor stands here by name. Upwards is never possible.
 */
const ground = ['orgs', 'staff', 'people']
const ledgers = ['contracts', 'records', 'points']
const care = ['activities', 'canteen', 'daycare', 'visits', 'campaigns', 'health', 'rehab', 'volunteering', 'door']
const oversight = ['surveys', 'publicity', 'figures', 'imports', 'reports', 'audit', 'backup']

/** From the lowest floor up. */
export const floors = { ground, ledgers, care, oversight }

const underCare = [...ground, ...ledgers]
const underOversight = [...underCare, ...care]

export const mayUse = {
  orgs: [],
  staff: ['orgs'],
  people: ['orgs', 'staff'],

  contracts: ground,
  // A record is attributed to its contract when it is written (docs/decisions/0003).
  records: [...ground, 'contracts'],
  // A coin entry is placed and counted once as a record is; it is no service.
  points: [...ground, 'contracts', 'records'],

  activities: underCare,
  canteen: underCare,
  daycare: underCare,
  visits: underCare,
  campaigns: underCare,
  health: underCare,
  rehab: underCare,
  volunteering: underCare,
  // Whoever signs in at the door came to an activity.
  door: [...underCare, 'activities'],

  // Satisfaction by contract is a table of the figures.
  surveys: [...underOversight, 'figures'],
  publicity: underOversight,
  // Figures and imports know no other slice's sources or forms: src/app hands them over.
  figures: underOversight,
  imports: underOversight,
  reports: [...underOversight, 'figures'],
  // Who writes is written down by the platform; where a person's rows lie is handed over by src/app.
  audit: ground,
  // The whole database, whatever slices there are: it knows none of them.
  backup: [],
}

/** What one slice shows to another; everything else in its folder is its own. */
export const shown = ['contract', 'rules', 'service']

/** Parts of a service that outgrew its file and are called from other slices, by name. */
export const shownToo = {
  orgs: ['stations'],
  staff: ['account-names'],
  people: ['at-the-door', 'cards', 'directory', 'names-of', 'unregistered'],
  contracts: ['attribution', 'choices.web', 'lookup'],
  points: ['balances', 'earn'],
  activities: ['arrivals', 'attendances', 'found-people'],
  records: ['attended', 'last-day', 'list', 'pictures-shown', 'place', 'put', 'put-once', 'sheet-fields', 'told', 'void'],
}

/** Files without side effects: no database, no Node, no clock; the browser and the server read the same file. */
export const pureFiles = ['contract.ts', 'rules.ts', 'texts.ts']

/** Pure files beyond the usual names, because page and server need the same thing. */
export const morePureFiles = [
  'src/features/people/contract-cards.ts',
  'src/features/people/contract-duplicates.ts',
  'src/features/people/near.ts',
  'src/features/people/texts-duplicates.ts',
  'src/features/people/card-code.ts',
  'src/features/audit/trail-texts.ts',
  'src/features/audit/account-trail-texts.ts',
  'src/features/audit/table-trail-texts.ts',
  'src/features/activities/contract-enrolments.ts',
  'src/features/activities/contract-outcomes.ts',
  'src/features/activities/contract-planning.ts',
  'src/features/activities/outcome-texts.ts',
  'src/features/activities/enrolment-texts.ts',
  'src/features/activities/planning-texts.ts',
  'src/features/activities/sheet-texts.ts',
  'src/features/activities/timetable.ts',
  'src/features/staff/contract-security.ts',
  'src/features/staff/powers.ts',
  'src/features/staff/security-texts.ts',
  'src/app/void-tables.ts',
  'src/features/door/recognise.ts',
  'src/features/door/contract-sheets.ts',
  'src/features/door/sheet-code.ts',
  'src/features/door/texts-sheets.ts',
  'src/features/imports/year-named.ts',
  'src/features/records/contract-pictures.ts',
  'src/features/records/picture-texts.ts',
  'src/features/records/picture-type.ts',
  'src/features/points/contract-lots.ts',
  'src/features/points/contract-rules.ts',
  'src/features/points/texts-lots.ts',
  'src/features/points/earning.ts',
  'src/features/points/texts-rules.ts',
  'src/features/reports/model.ts',
  'src/features/reports/charts.ts',
  'src/features/reports/template-numbers.ts',
]
