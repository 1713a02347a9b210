/** The stored words of visits and how they are said; one visit and one service at home, in the drawer and on their pages. */
import { registerTexts, type Translate } from '../../ui/i18n.ts'
import type { RecordSpec } from '../../ui/record-page.tsx'
import { getHomeService, getVisit } from './contract.ts'
import { texts } from './texts.ts'

export const useTexts = registerTexts('visits', texts)

type T = Translate<keyof typeof texts.zh>

export const ways = (t: T) => ({ home: t('home'), phone: t('phone'), online: t('online'), on_site: t('on_site') })

export const ratings = (t: T) => ({
  very_satisfied: t('very_satisfied'),
  satisfied: t('satisfied'),
  fair: t('fair'),
  dissatisfied: t('dissatisfied'),
})

/** `09:30:00` → `09:30`. */
export const clock = (time: string | null): string => time?.slice(0, 5) ?? ''

/** A visit that did not come about is said so, the others need no word. */
export const standing = (t: T, not_counted: string | null): string => (not_counted === null ? t('counts') : t('visit_failed'))

export const visitRecord = (t: T): RecordSpec<typeof getVisit> => ({
  endpoint: getVisit,
  id_field: 'visit_id',
  entity: 'visits.visits',
  path: (id) => `/visits/${id}`,
  title: (visit) => visit.person_name,
  fields: [
    { field: 'person_name', title: t('name'), kind: 'name' },
    { field: 'occurred_on', title: t('day'), kind: 'day' },
    { field: 'station_name', title: t('station') },
    { field: 'way', title: t('way'), kind: 'choice', choices: ways(t) },
    { field: 'not_counted', title: t('standing'), show: (visit) => standing(t, visit.not_counted) },
    { field: 'visitor', title: t('visitor'), if_there: true },
    { field: 'content', title: t('content'), wide: true, if_there: true },
  ],
})

export const homeServiceRecord = (t: T): RecordSpec<typeof getHomeService> => ({
  endpoint: getHomeService,
  id_field: 'home_service_id',
  entity: 'visits.home_services',
  path: (id) => `/home-services/${id}`,
  title: (service) => service.person_name,
  fields: [
    { field: 'person_name', title: t('name'), kind: 'name' },
    { field: 'occurred_on', title: t('day'), kind: 'day' },
    { field: 'station_name', title: t('station') },
    { field: 'service', title: t('service') },
    { field: 'started_at', title: t('started_at'), show: (service) => clock(service.started_at), if_there: true },
    { field: 'minutes', title: t('minutes'), kind: 'number' },
    { field: 'delivered_by', title: t('delivered_by'), if_there: true },
    { field: 'rating', title: t('rating'), kind: 'choice', choices: ratings(t), if_there: true },
  ],
})
