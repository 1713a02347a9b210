/** The sources and definitions of figures of every slice, one line each. */
import type { SliceFigures } from '../shared/figure-source.ts'
import { figuresService } from '../features/figures/service.ts'
import * as activities from '../features/activities/figures.ts'
import * as campaigns from '../features/campaigns/figures.ts'
import * as canteen from '../features/canteen/figures.ts'
import * as contracts from '../features/contracts/figures.ts'
import * as health from '../features/health/figures.ts'
import * as imports from '../features/imports/figures.ts'
import * as orgs from '../features/orgs/figures.ts'
import * as people from '../features/people/figures.ts'
import * as points from '../features/points/figures.ts'
import * as publicity from '../features/publicity/figures.ts'
import * as surveys from '../features/surveys/figures.ts'
import * as records from '../features/records/figures.ts'
import * as staff from '../features/staff/figures.ts'
import * as rehab from '../features/rehab/figures.ts'
import * as volunteering from '../features/volunteering/figures.ts'
import * as visits from '../features/visits/figures.ts'

export const sliceFigures: readonly SliceFigures[] = [
  staff.figures,
  contracts.figures,
  orgs.figures,
  people.figures,
  records.figures,
  activities.figures,
  canteen.figures,
  visits.figures,
  campaigns.figures,
  health.figures,
  imports.figures,
  rehab.figures,
  volunteering.figures,
  points.figures,
  surveys.figures,
  publicity.figures,
]

export const figures = figuresService(sliceFigures)
