/** The words of volunteering, and hours as the drawer and their own page show them. */
import { showNumber } from '../../ui/format.ts'
import { registerTexts, type Translate } from '../../ui/i18n.ts'
import type { RecordSpec } from '../../ui/record-page.tsx'
import { getVolunteerHours } from './contract.ts'
import { texts } from './texts.ts'

export const useTexts = registerTexts('volunteering', texts)

export type T = Translate<keyof typeof texts.zh>

export const sexes = (t: T) => ({ male: t('male'), female: t('female') })

/** Minutes as hours with their unit: 210 → `3.5 小时`. */
export const inHours = (minutes: number, t: T): string => `${showNumber(minutes / 60)} ${t('hours_unit')}`

export const hoursRecord = (t: T): RecordSpec<typeof getVolunteerHours> => ({
  endpoint: getVolunteerHours,
  id_field: 'hours_id',
  entity: 'volunteering.hours',
  path: (id) => `/volunteering/hours/${id}`,
  title: (row) => `${row.volunteer_name} · ${inHours(row.minutes, t)}`,
  fields: [
    { field: 'volunteer_name', title: t('name'), kind: 'name' },
    { field: 'volunteer_no', title: t('volunteer_no'), kind: 'code' },
    { field: 'occurred_on', title: t('day'), kind: 'day' },
    { field: 'minutes', title: t('length'), show: (row) => inHours(row.minutes, t) },
    { field: 'activity_number', title: t('number'), kind: 'code' },
    { field: 'activity_title', title: t('activity'), if_there: true },
    { field: 'team', title: t('team') },
    { field: 'note', title: t('note'), wide: true, if_there: true },
  ],
})
