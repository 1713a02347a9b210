/** Every sheet that can be imported, one line each. */
import type { AnyForm } from '../features/imports/plan.ts'
import * as activities from '../features/activities/sheets.ts'
import * as campaigns from '../features/campaigns/sheets.ts'
import * as canteen from '../features/canteen/sheets.ts'
import * as contracts from '../features/contracts/sheets.ts'
import { takeStations } from '../features/contracts/record.ts'
import * as daycare from '../features/daycare/sheets.ts'
import * as health from '../features/health/sheets.ts'
import * as orgs from '../features/orgs/sheets.ts'
import * as people from '../features/people/sheets.ts'
import * as points from '../features/points/sheets.ts'
import * as publicity from '../features/publicity/sheets.ts'
import * as surveys from '../features/surveys/sheets.ts'
import * as staff from '../features/staff/sheets.ts'
import * as rehab from '../features/rehab/sheets.ts'
import * as volunteering from '../features/volunteering/sheets.ts'
import * as visits from '../features/visits/sheets.ts'

export const sheetForms: readonly AnyForm[] = [
  staff.employeesSheet,
  orgs.stationsSheet(takeStations),
  contracts.contractsSheet,
  contracts.indicatorsSheet,
  people.registrationsSheet,
  activities.activitiesSheet,
  activities.attendancesSheet,
  activities.recreationsSheet,
  canteen.mealsSheet,
  daycare.daysSheet,
  visits.homeServicesSheet,
  visits.visitsSheet,
  campaigns.callsSheet,
  campaigns.dosesSheet,
  health.checksSheet,
  health.measurementsSheet,
  rehab.traineesSheet,
  rehab.skillsSheet,
  rehab.salesSheet,
  rehab.goalsSheet,
  rehab.exerciseSheet,
  rehab.knowledgeTestsSheet,
  rehab.dailyChecksSheet,
  volunteering.volunteersSheet,
  volunteering.volunteerActivitiesSheet,
  volunteering.volunteerHoursSheet,
  points.openingsSheet,
  points.entriesSheet,
  surveys.responsesSheet,
  publicity.mediaSheet,
  publicity.receptionsSheet,
  publicity.honoursSheet,
]
