/** The stored words of outcomes and tests and how they are said. */
import { registerTexts } from '../../ui/i18n.ts'
import type { Translate } from '../../ui/i18n.ts'
import { texts } from './outcome-texts.ts'

export const useOutcomeTexts = registerTexts('activities-outcomes', texts)

export type OutcomeT = Translate<keyof typeof texts.zh>

export const verdicts = (t: OutcomeT) => ({ better: t('got_better'), same: t('got_same'), worse: t('got_worse') })
