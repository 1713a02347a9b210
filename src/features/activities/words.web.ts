/** The stored words of activities and how they are said, for tables, filters and records. */
import { registerTexts } from '../../ui/i18n.ts'
import type { Translate } from '../../ui/i18n.ts'
import { texts } from './texts.ts'

export const useTexts = registerTexts('activities', texts)

export type T = Translate<keyof typeof texts.zh>

export const kindCodes = (t: T) => ({
  group: t('group'),
  course: t('course'),
  health_lecture: t('health_lecture'),
  fraud_lecture: t('fraud_lecture'),
  lecture: t('lecture'),
  council: t('council'),
  other: t('other'),
})

export const states = (t: T) => ({
  held: t('held'),
  cancelled: t('cancelled'),
  postponed: t('postponed'),
  planned: t('planned_state'),
})

export const modes = (t: T) => ({ on_site: t('on_site'), online: t('online'), outreach: t('outreach') })

export const whoWords = (t: T) => ({ person: t('person'), walk_in: t('walk_in'), headcount: t('headcount'), worker: t('worker') })

export const periods = (t: T) => ({ morning: t('morning'), afternoon: t('afternoon'), evening: t('evening') })

/** `09:30:00` → `09:30`. */
export const clock = (time: string | null): string => time?.slice(0, 5) ?? ''
