/** Every sheet that can be imported, one line each. */
import * as activities from '../features/activities/sheets.ts'
import * as canteen from '../features/canteen/sheets.ts'
import * as daycare from '../features/daycare/sheets.ts'

export const sheetForms = [
  activities.activitiesSheet,
  activities.attendancesSheet,
  activities.recreationsSheet,
  canteen.mealsSheet,
  daycare.daysSheet,
]
