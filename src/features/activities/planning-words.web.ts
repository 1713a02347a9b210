/** The stored words of planning and how they are said. */
import { registerTexts } from '../../ui/i18n.ts'
import type { Translate } from '../../ui/i18n.ts'
import { texts } from './planning-texts.ts'

export const usePlanTexts = registerTexts('activities-planning', texts)

export type PlanT = Translate<keyof typeof texts.zh>

export const planStates = (t: PlanT) => ({
  planned: t('planned_state'),
  held: t('held'),
  cancelled: t('cancelled'),
  postponed: t('postponed'),
})

export const planModes = (t: PlanT) => ({ on_site: t('on_site'), online: t('online'), outreach: t('outreach') })

export const stages = (t: PlanT) => ({
  preparing: t('preparing'),
  forming: t('forming'),
  turning: t('turning'),
  mature: t('mature'),
  ending: t('ending'),
})

export const repeats = (t: PlanT) => ({
  once: t('once'),
  weekly: t('weekly'),
  two_weeks: t('two_weeks'),
  monthly: t('monthly'),
})

export const countsAs = (t: PlanT) => ({
  other: t('other'),
  group: t('group'),
  course: t('course'),
  health_lecture: t('health_lecture'),
  fraud_lecture: t('fraud_lecture'),
  lecture: t('lecture'),
  council: t('council'),
})
