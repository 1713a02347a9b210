import type { RecordSpec } from '../../ui/record-page.tsx'
import { getRecreation } from './contract.ts'
import { periods, type T } from './words.web.ts'

/** One entry of 康娱, in the drawer and on its page. */
export const recreationRecord = (t: T): RecordSpec<typeof getRecreation> => ({
  endpoint: getRecreation,
  id_field: 'recreation_id',
  entity: 'activities.recreations',
  path: (id) => `/recreation/${id}`,
  title: (entry) => `${entry.person_name} · ${entry.pastime}`,
  fields: [
    { field: 'person_name', title: t('name'), kind: 'name' },
    { field: 'occurred_on', title: t('day'), kind: 'day' },
    { field: 'period', title: t('period'), kind: 'choice', choices: periods(t) },
    { field: 'pastime', title: t('pastime') },
    { field: 'station_name', title: t('station') },
  ],
})
