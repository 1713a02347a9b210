import { registerTexts, type Translate } from '../../ui/i18n.ts'
import type { RecordSpec } from '../../ui/record-page.tsx'
import { getDay } from './contract.ts'
import { texts } from './texts.ts'

export const useTexts = registerTexts('daycare', texts)

/** `09:30:00` → `09:30`. */
export const clock = (time: string | null): string => time?.slice(0, 5) ?? ''

/** One day of one person, in the drawer and on its page. */
export const dayRecord = (t: Translate<keyof typeof texts.zh>): RecordSpec<typeof getDay> => ({
  endpoint: getDay,
  id_field: 'attendance_id',
  entity: 'daycare.attendances',
  path: (id) => `/daycare/${id}`,
  title: (day) => day.person_name,
  fields: [
    { field: 'person_name', title: t('name'), kind: 'name' },
    { field: 'occurred_on', title: t('day'), kind: 'day' },
    { field: 'station_name', title: t('station') },
    { field: 'arrived_at', title: t('arrived_at'), show: (day) => clock(day.arrived_at), if_there: true },
    { field: 'left_at', title: t('left_at'), show: (day) => clock(day.left_at), if_there: true },
    { field: 'minutes', title: t('minutes'), kind: 'number', if_there: true },
    { field: 'napped', title: t('napped'), kind: 'yes_no', if_there: true },
    { field: 'handled_by', title: t('handled_by'), if_there: true },
  ],
})
