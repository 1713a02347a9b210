/** The sources and definitions of figures of every slice, one line each. */
import type { SliceFigures } from '../shared/figure-source.ts'
import * as activities from '../features/activities/figures.ts'
import * as canteen from '../features/canteen/figures.ts'
import * as records from '../features/records/figures.ts'

export const sliceFigures: readonly SliceFigures[] = [
  records.figures,
  activities.figures,
  canteen.figures,
]
