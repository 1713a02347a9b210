/** The stored words of enrolment and how they are said. */
import { registerTexts } from '../../ui/i18n.ts'
import type { Translate } from '../../ui/i18n.ts'
import { texts } from './enrolment-texts.ts'

export const useEnrolTexts = registerTexts('activities-enrolment', texts)

export type EnrolT = Translate<keyof typeof texts.zh>

export const enrolmentStates = (t: EnrolT) => ({
  enrolled: t('enrolled'),
  offered: t('offered'),
  waiting: t('waiting'),
  lapsed: t('lapsed'),
  withdrawn: t('withdrawn'),
})

export const callReasons = (t: EnrolT) => ({
  promoted: t('promoted'),
  cancelled: t('cancelled'),
  rescheduled: t('rescheduled'),
})

export const callOutcomes = (t: EnrolT) => ({
  reached: t('reached'),
  not_reached: t('not_reached'),
  coming: t('coming'),
  not_coming: t('not_coming'),
  lapsed: t('lapsed'),
})
